#include "auditor/provenance/monkeypatches/module_store.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/elf/image.h"
#include "signatures/monkeypatches/paths.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance::monkeypatches {

using signatures::Damage;
using signatures::monkeypatches::Event;
using signatures::monkeypatches::ModuleFacts;
using signatures::monkeypatches::Path;

namespace {

// The largest environments seen have 25,000 modules that imports reach.
constexpr std::size_t most_modules = 200'000;
constexpr std::size_t most_damage = 50;
constexpr std::size_t longest_module_name = 300;

/// NumPy, and the modules by whose functions code is replaced, loaded or announced.
bool matters_everywhere(const Path& path) {
  constexpr std::array roots{"numpy",   "numpy version", "sys",      "warnings", "importlib",      "builtins", "gc",
                             "inspect", "typing",        "unittest", "mock",     "forbiddenfruit", "fishhook"};
  return std::ranges::find(roots, signatures::monkeypatches::root_of(path)) != roots.end();
}

}  // namespace

ModuleStore::ModuleStore(const signatures::artifact::RootedFiles& files, const ImportPaths& paths)
    : files_(files), paths_(paths) {
  for (const std::string& folder : paths.folders()) {
    const auto names = files.list(folder);
    if (!names) continue;
    for (const std::string& name : *names) roots_.insert(name.substr(0, name.find('.')));
  }
}

std::string ModuleStore::text_of(const std::string& file, std::vector<Damage>& damage) const {
  auto text = files_.read(file, signatures::monkeypatches::largest_module);
  if (!text) {
    damage.push_back(std::move(text.error()));
    return {};
  }
  return std::move(*text);
}

/// Keeps what can lead somewhere: calls and imports of what this environment has.
void ModuleStore::prune(ModuleFacts& facts) const {
  const auto leads = [&](const Path& path) {
    return path.starts_with('$') || path.starts_with('@') || has_root(path) || path.starts_with(facts.module);
  };
  std::erase_if(facts.bodies[0].events, [&](const Event& event) {
    switch (event.kind) {
      case Event::Kind::import_:
        return !has_root(event.target) || signatures::monkeypatches::root_of(event.target) == "numpy";
      case Event::Kind::call: return !leads(event.target) || signatures::monkeypatches::is_numpy(event.target);
      case Event::Kind::patch:
      case Event::Kind::restore: return !leads(event.target) && !signatures::monkeypatches::is_numpy(event.target);
      case Event::Kind::notice: return false;
    }
    return false;
  });
  facts.bodies[0].events.shrink_to_fit();
  std::erase_if(facts.names, [&](const auto& item) {
    return item.second.empty() || (!leads(item.second) && !matters_everywhere(item.second) &&
                                   !signatures::monkeypatches::is_string(item.second));
  });
}

std::unique_ptr<StoredModule> ModuleStore::read(const std::string& module, std::vector<Damage>& damage) const {
  const ImportPaths::Found found = paths_.find(module);
  if (found.kind == ImportPaths::Kind::none) return nullptr;
  auto stored = std::make_unique<StoredModule>();
  stored->kind = found.kind;
  stored->file = found.file;
  const std::string shown = files_.display(found.file);
  if (found.kind == ImportPaths::Kind::extension) {
    const auto host = files_.host_path(found.file);
    if (!host) return stored;
    const auto descriptor = signatures::artifact::open_to_read(-100, *host, true);
    if (!descriptor) return stored;
    const auto image = signatures::elf::Image::open(descriptor.get(), shown);
    std::vector<Damage> ignored;  // an audit of that package reports it
    if (image) stored->loops = signatures::monkeypatches::loop_replacement(*image, ignored);
    return stored;
  }
  if (found.kind == ImportPaths::Kind::namespace_folder) return stored;
  std::vector<Damage> syntax;  // a broken statement of somebody's module costs itself alone
  const auto source = signatures::python::module_source(text_of(found.file, damage), shown, syntax);
  stored->facts = std::make_unique<ModuleFacts>(
      signatures::monkeypatches::read_facts(source, module, found.kind == ImportPaths::Kind::package, syntax));
  prune(*stored->facts);
  return stored;
}

void ModuleStore::add_text(const std::string& module, const std::string& file, std::string text) {
  auto stored = std::make_unique<StoredModule>();
  stored->kind = ImportPaths::Kind::source;
  stored->file = file;
  std::vector<Damage> syntax;
  const auto source = signatures::python::module_source(std::move(text), files_.display(file), syntax);
  stored->facts = std::make_unique<ModuleFacts>(signatures::monkeypatches::read_facts(source, module, false, syntax));
  modules_.insert_or_assign(module, std::move(stored));
}

std::vector<std::string> ModuleStore::imported_by(const Event& import) {
  std::vector<std::string> found;
  for (std::size_t dot = import.target.find('.'); dot != std::string::npos; dot = import.target.find('.', dot + 1))
    found.push_back(import.target.substr(0, dot));
  found.push_back(import.target);
  for (const std::string& name : import.names) {
    if (name != "*") found.push_back(import.target + "." + name);
  }
  return found;
}

void ModuleStore::load_all(const std::vector<std::string>& modules, unsigned jobs) {
  std::deque<std::string> queue;
  std::condition_variable changed;
  std::size_t busy = 0;
  const auto enqueue = [&](const std::string& module) {  // under the lock
    if (module.size() > longest_module_name || modules_.contains(module) || !has_root(module) ||
        signatures::monkeypatches::root_of(module) == "numpy")
      return;
    if (modules_.size() >= most_modules) {
      full_ = true;
      return;
    }
    modules_.emplace(module, nullptr);
    queue.push_back(module);
  };
  {
    const std::lock_guard lock(mutex_);
    for (const std::string& module : modules) {
      enqueue(module);
      if (const StoredModule* stored = known(module); stored != nullptr && stored->facts) {
        for (const Event& event : stored->facts->bodies[0].events) {
          if (event.kind != Event::Kind::import_) continue;
          for (const std::string& one : imported_by(event)) enqueue(one);
        }
      }
    }
  }
  signatures::run_on_threads(jobs, [&] {
    std::unique_lock lock(mutex_);
    while (true) {
      changed.wait(lock, [&] { return !queue.empty() || busy == 0; });
      if (queue.empty()) break;
      const std::string module = std::move(queue.front());
      queue.pop_front();
      ++busy;
      lock.unlock();
      std::vector<Damage> damage;
      auto stored = read(module, damage);
      std::vector<std::string> next;
      if (stored && stored->facts) {
        for (const Event& event : stored->facts->bodies[0].events) {
          if (event.kind != Event::Kind::import_) continue;
          for (std::string& one : imported_by(event)) next.push_back(std::move(one));
        }
      }
      lock.lock();
      modules_.insert_or_assign(module, std::move(stored));
      for (Damage& item : damage) {
        if (damage_.size() < most_damage) damage_.push_back(std::move(item));
      }
      for (const std::string& one : next) enqueue(one);
      --busy;
      changed.notify_all();
    }
    changed.notify_all();
  });
  std::ranges::sort(damage_, {}, [](const Damage& item) { return item.file; });
}

StoredModule* ModuleStore::known(std::string_view module) {
  const auto found = modules_.find(module);
  return found == modules_.end() ? nullptr : found->second.get();
}

StoredModule* ModuleStore::get(const std::string& module) {
  if (const auto found = modules_.find(module); found != modules_.end()) return found->second.get();
  if (module.size() > longest_module_name || !has_root(module) ||
      signatures::monkeypatches::root_of(module) == "numpy" || modules_.size() >= most_modules)
    return nullptr;
  auto stored = read(module, damage_);
  return modules_.insert_or_assign(module, std::move(stored)).first->second.get();
}

void ModuleStore::read_body(StoredModule& module, std::size_t body) {
  if (!module.facts || body >= module.facts->bodies.size() || module.facts->bodies[body].read) return;
  std::vector<Damage> syntax;
  if (source_file_ != module.file) {
    source_ = signatures::python::module_source(text_of(module.file, syntax), files_.display(module.file), syntax);
    source_file_ = module.file;
  }
  signatures::monkeypatches::read_body(source_, *module.facts, body, syntax);
}

}  // namespace fairplay::auditor::provenance::monkeypatches
