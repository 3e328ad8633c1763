#include "signatures/footprint/subject.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>

#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/footprint.h"
#include "signatures/python/literals.h"
#include "signatures/worker_threads.h"

namespace fairplay::signatures::footprint {

namespace {

constexpr std::uint64_t largest_file = 64ULL << 20;
constexpr std::uint64_t largest_subject = 512ULL << 20;

std::optional<std::string> content_of(const artifact::FileEntry& entry, const artifact::Content& content) {
  if (content.fd < 0) return std::string(reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size());
  std::string text(entry.size, '\0');
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t got = pread(content.fd, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    done += static_cast<std::size_t>(got);
  }
  return text;
}

/// Python's minor version of an extension's file name: ".cpython-311-", ".cp36-", "cpython-37m".
int minor_of(std::string_view path) {
  for (const std::string_view tag : {".cpython-3", ".cp3"}) {
    const std::size_t at = path.rfind(tag);
    if (at == std::string_view::npos) continue;
    int minor = 0;
    for (std::size_t i = at + tag.size(); i < path.size() && path[i] >= '0' && path[i] <= '9' && minor < 100; ++i)
      minor = minor * 10 + (path[i] - '0');
    if (minor > 0) return minor;
  }
  return 0;
}

/// What upstream's Cython sources (numpy/random/*.pyx) import into their namespace; no stub lists it.
void add_known_candidates(std::string_view module, Candidates& names) {
  if (module == "numpy.random.bit_generator") {
    names["cycle"] = "itertools.cycle";
    names["randbits"] = "secrets.randbits";
    names["Lock"] = "threading.Lock";
    names["DECIMAL_RE"];
    names["SeedlessSequence"];
    names["ISeedSequence"];
    names["ISpawnableSeedSequence"];
  } else if (module == "numpy.random.mtrand") {
    names["Sequence"] = "collections.abc.Sequence";
    names["Lock"] = "threading.Lock";
    names["RandomState"];
  }
}

}  // namespace

bool is_read_for_footprint(std::string_view path) {
  if (path.find("/tests/") != std::string_view::npos || path.starts_with("tests/") ||
      path.find("__pycache__") != std::string_view::npos)
    return false;
  if (path.ends_with(".so"))
    return path.find("_simd.") == std::string_view::npos && path.find("_tests.") == std::string_view::npos &&
           path.find(".libs/") == std::string_view::npos;
  return path.ends_with(".py") || path.ends_with(".pyi") || path.ends_with(".h");
}

Expected<std::unique_ptr<Subject>> Subject::read(artifact::FileStream& stream, bool package_root, unsigned jobs,
                                                 std::vector<Damage>& damage) {
  auto subject = std::make_unique<Subject>();
  std::mutex mutex;
  std::map<std::string, std::string> files;
  std::uint64_t held = 0;
  bool reported = false;
  const auto relevant = [&](const artifact::FileEntry& entry) {
    if (entry.kind != artifact::FileKind::regular || entry.size > largest_file || !is_read_for_footprint(entry.path))
      return false;
    return package_root || entry.path.starts_with("numpy/") || entry.path.find("/numpy/") != std::string::npos;
  };
  artifact::Handlers handlers;
  handlers.select = [&](const artifact::FileEntry& entry, std::span<const std::byte>) {
    return artifact::Interest{{}, relevant(entry)};
  };
  handlers.sink = [&](const artifact::FileEntry& entry, const Digests&, const artifact::Content& content) {
    if (!relevant(entry)) return;
    std::optional<std::string> text = content_of(entry, content);
    const std::lock_guard lock(mutex);
    if (!text) {
      damage.push_back({entry.path, "", "could not be read whole"});
    } else if (held + text->size() > largest_subject) {
      if (!std::exchange(reported, true))
        damage.push_back(
            {entry.path, "",
             fmt::format("more than {} MiB of sources and extensions; the rest is not read", largest_subject >> 20U)});
    } else {
      held += text->size();
      files.insert_or_assign(entry.path, std::move(*text));
    }
  };
  handlers.damaged = [&](Damage item) {
    const std::lock_guard lock(mutex);
    damage.push_back(std::move(item));
  };
  stream.read(handlers, jobs);

  // The package: the shallowest numpy/__init__.py with a core beside it.
  std::optional<std::string> prefix;
  if (package_root && files.contains("__init__.py")) prefix = "";
  for (const auto& [path, content] : files) {
    if (package_root || !(path == "numpy/__init__.py" || path.ends_with("/numpy/__init__.py"))) continue;
    const std::string folder = path.substr(0, path.size() - std::string_view("__init__.py").size());
    if (!files.contains(folder + "core/__init__.py") && !files.contains(folder + "_core/__init__.py")) continue;
    if (!prefix || std::ranges::count(folder, '/') < std::ranges::count(*prefix, '/')) prefix = folder;
  }
  if (!prefix) return std::unexpected(Damage{"", "", "holds no NumPy: no folder numpy with __init__.py and core"});
  subject->prefix_ = *prefix;
  for (auto& [path, content] : files) {
    if (path.starts_with(*prefix)) subject->files_.emplace(path.substr(prefix->size()), std::move(content));
  }
  subject->index();
  return subject;
}

Subject::~Subject() {
  for (auto& [name, module] : modules_) module->names->clear();
}

void Subject::index() {
  for (const auto& [path, content] : files_) {
    const bool source = path.ends_with(".py");
    const bool extension = path.ends_with(".so");
    if (!source && !extension) continue;
    if (extension && minor_of(path) > 0) python_minor_ = minor_of(path);
    std::string base =
        path.substr(0, source ? path.size() - 3 : std::min(path.find('.', path.rfind('/') + 1), path.size()));
    const bool package = source && (base == "__init__" || base.ends_with("/__init__"));
    if (package) base = base.size() > 9 ? base.substr(0, base.size() - 9) : std::string();
    std::string name = base.empty() ? "numpy" : "numpy." + base;
    std::ranges::replace(name, '/', '.');
    // A package wins over a module, and an extension over a source file beside it (importlib's path finder).
    auto& module = modules_[name];
    if (module && (module->package || (source && !package))) continue;
    module = std::make_unique<Module>();
    module->name = name;
    module->file = prefix_ + path;
    module->package = package;
    module->value = std::make_shared<Value>();
    module->value->kind = ValueKind::module;
    module->value->module = module.get();
    module->value->names = module->names;
    module->value->text = name;
  }
  for (const auto& [name, module] : modules_) {
    if (name.find(".tests") == std::string::npos) names_.push_back(name);
  }
}

const std::string* Subject::content(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

const std::string* Subject::stub(const Module& module) const {
  std::string path = module.file.substr(prefix_.size());
  path.resize(std::min(path.find('.', path.rfind('/') + 1), path.size()));
  return content(path + ".pyi");
}

Module* Subject::find(const std::string& name) {
  const auto found = modules_.find(name);
  return found == modules_.end() ? nullptr : found->second.get();
}

Candidates Subject::candidates(const std::string& module) const {
  Candidates names;
  std::string base = module.substr(module.find('.') + 1);
  std::ranges::replace(base, '.', '/');
  const std::string folder = base.substr(0, base.rfind('/') + 1);
  const std::string leaf = base.substr(folder.size());
  std::vector<Damage> ignored;
  const auto block_of = [&](const std::string& file) -> python::Block {
    const std::string* text = content(file);
    return text == nullptr ? python::Block{}
                           : python::read_module(python::module_source(*text, file, ignored), ignored);
  };
  const auto visit = [&](auto&& self, const python::Block& block, auto&& each) -> void {
    for (const python::Code& code : block) {
      each(code);
      if (code.kind == python::CodeKind::class_) continue;
      self(self, code.body, each);
      for (const python::Clause& clause : code.clauses) self(self, clause.body, each);
    }
  };
  // The stub's own names, and what it takes of the standard library; annotations' other needs are not the module's.
  visit(visit, block_of(base + ".pyi"), [&](const python::Code& code) {
    if (code.kind == python::CodeKind::function || code.kind == python::CodeKind::class_) names[code.text];
    if (code.kind == python::CodeKind::assign || code.kind == python::CodeKind::annotated) {
      for (const auto& target : code.targets) {
        if (target.is(python::ExpressionKind::name)) names[target.text];
      }
    }
    if (code.kind == python::CodeKind::import_from &&
        (code.text == "threading" || code.text == "itertools" || code.text == "secrets")) {
      for (const auto& imported : code.names)
        names[imported.as.empty() ? imported.name : imported.as] = code.text + "." + imported.name;
    }
  });
  // What the package around it takes from it, and exports.
  bool star = false;
  std::set<std::string> exported;
  std::set<std::string> elsewhere;
  for (const char* file : {"__init__.py", "info.py"}) {
    visit(visit, block_of(folder + file), [&](const python::Code& code) {
      if (code.kind == python::CodeKind::import_from && code.text != leaf) {
        for (const auto& imported : code.names) elsewhere.insert(imported.as.empty() ? imported.name : imported.as);
      }
      if (code.kind == python::CodeKind::import_from && code.level == 1 && code.text == leaf) {
        for (const auto& imported : code.names) {
          if (imported.name == "*")
            star = true;
          else
            names[imported.name];
        }
      }
      if ((code.kind == python::CodeKind::assign || code.kind == python::CodeKind::augmented) &&
          !code.targets.empty() && code.targets[0].is_name("__all__")) {
        for (const auto& item : code.value.parts) {
          if (item.is(python::ExpressionKind::string)) exported.insert(item.text);
        }
      }
    });
  }
  if (star) {
    for (const std::string& name : exported) {
      if (!elsewhere.contains(name)) names[name] = "__all__";
    }
  }
  add_known_candidates(module, names);
  return names;
}

void Subject::prepare(unsigned jobs, std::vector<Damage>& damage) {
  std::vector<Module*> work;
  for (const std::string& name : names_) work.push_back(modules_[name].get());
  // The largest extension takes longest: first.
  std::ranges::stable_sort(work, std::greater{}, [&](const Module* module) {
    return module->file.ends_with(".so") ? content(module->file.substr(prefix_.size()))->size() : 0;
  });
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  run_on_threads(jobs, [&] {
    for (std::size_t i = next++; i < work.size(); i = next++) {
      Module& module = *work[i];
      std::vector<Damage> reported;
      const std::string& text = *content(module.file.substr(prefix_.size()));
      if (module.file.ends_with(".so")) {
        ExtensionNames names =
            read_extension(std::as_bytes(std::span(text)), module.file, module.name, candidates(module.name), reported);
        const std::lock_guard lock(mutex);
        module.extension = &(extensions_[module.name] = std::move(names));
      } else if (!module.name.starts_with("numpy.distutils.") && !module.name.starts_with("numpy.f2py.")) {
        module.source = std::make_unique<python::ModuleSource>(python::module_source(text, module.file, reported));
        module.code = std::make_unique<python::Block>(python::read_module(*module.source, reported));
      }
      const std::lock_guard lock(mutex);
      damage.insert(damage.end(), reported.begin(), reported.end());
    }
  });
}

}  // namespace fairplay::signatures::footprint
