#include "auditor/loading/module_search.h"

#include <fcntl.h>

#include <algorithm>
#include <array>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"
#include "auditor/loading/interpreters.h"
#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/zip_structure.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::artifact::NodeKind;
namespace paths = discovery::paths;

/// Whether this Python imports a file of that name as an extension module: by its tag (importlib's EXTENSION_SUFFIXES).
bool is_extension_suffix(const ImportPath& path, std::string_view file_name) {
  const auto tag = signatures::python::extension_tag(file_name);
  if (!tag) return false;
  Interpreter python;
  python.implementation = signatures::python::Implementation::cpython;
  python.version = path.version;
  python.free_threaded = path.free_threaded;
  python.debug = true;  // whether it is one isn't known
  ModuleTraits module;
  module.tag = *tag;
  return refusal(python, module) == Refusal::none;
}

bool has_prefix(const std::vector<std::string>& sorted, const std::string& prefix) {
  const auto at = std::ranges::lower_bound(sorted, prefix);
  return at != sorted.end() && at->starts_with(prefix);
}

}  // namespace

std::vector<FoundModule> ModuleSearch::find(const ImportPath& path, const std::string& name) {
  std::vector<FoundModule> found;
  std::vector<std::string> seen;  // an entry may be there twice, under two names
  for (std::size_t i = 0; i < path.entries.size(); ++i) {
    const std::string& entry = path.entries[i].path;
    const NodeKind kind = system_.files.stat(entry).kind;
    std::optional<FoundModule> module;
    if (kind == NodeKind::directory) {
      module = in_folder(path, entry, name);
    } else if (kind == NodeKind::regular) {
      module = in_archive(entry, "", name);
    } else if (kind == NodeKind::absent) {
      // zipimport also takes folders in an archive: "/x/app.zip/lib".
      std::string above(paths::parent(entry));
      while (above != "/" && system_.files.stat(above).kind == NodeKind::absent) above = paths::parent(above);
      if (above != "/" && system_.files.is_regular(above))
        module = in_archive(above, entry.substr(above.size() + 1) + "/", name);
    }
    if (!module) continue;
    const std::string real =
        module->archive.empty() ? system_.files.resolve(module->path).value_or(module->path) : module->path;
    if (std::ranges::find(seen, real) != seen.end()) continue;
    seen.push_back(real);
    module->entry = i;
    found.push_back(std::move(*module));
  }
  std::ranges::stable_partition(found, [](const FoundModule& module) { return module.form != ModuleForm::name_space; });
  return found;
}

/// FileFinder.find_spec(): a package before a module of the same folder, a namespace last.
std::optional<FoundModule> ModuleSearch::in_folder(const ImportPath& path, const std::string& folder,
                                                   const std::string& name) {
  const std::vector<std::string>& names = listing(folder);
  FoundModule module;
  module.path = paths::join(folder, name);
  const bool is_folder = std::ranges::binary_search(names, name) && system_.files.is_directory(module.path);
  if (is_folder) {
    for (const char* init : {"/__init__.py", "/__init__.pyc"}) {
      if (!system_.files.is_regular(module.path + init)) continue;
      if (name == "numpy") module.failure = failure_of(path, module.path);
      return module;
    }
    for (const std::string& file : listing(module.path)) {
      if (file.starts_with("__init__.") && is_extension_suffix(path, file)) return module;
    }
  }
  FoundModule source = module;
  for (auto file = std::ranges::lower_bound(names, name + "."); file != names.end() && file->starts_with(name + ".");
       ++file) {
    const std::string full = paths::join(folder, *file);
    if (is_extension_suffix(path, *file) && system_.files.is_regular(full)) {
      module.form = ModuleForm::extension_module;
      module.path = full;
      return module;
    }
    if ((*file == name + ".py" || *file == name + ".pyc") && source.form != ModuleForm::module_file &&
        system_.files.is_regular(full)) {
      source.form = ModuleForm::module_file;
      source.path = full;
    }
  }
  if (source.form == ModuleForm::module_file) return source;
  if (!is_folder) return std::nullopt;
  module.form = ModuleForm::name_space;
  return module;
}

/// Whether NumPy's core has its modules, for this Python. A folder without a core is no NumPy, and imports as it likes.
ImportFailure ModuleSearch::failure_of(const ImportPath& path, const std::string& package) {
  bool has_core = false;
  bool has_modules = false;
  for (const char* core : {"/_core", "/core"}) {
    for (const std::string& file : listing(package + core)) {
      has_core = has_core || file == "multiarray.py" || file == "_internal.py";
      if (!file.starts_with("_multiarray_umath.") && !file.starts_with("multiarray.")) continue;
      if (is_extension_suffix(path, file)) return ImportFailure::none;
      has_modules = has_modules || signatures::python::extension_tag(file).has_value();
    }
  }
  if (has_modules) return ImportFailure::other_python;
  return has_core ? ImportFailure::never_compiled : ImportFailure::none;
}

std::optional<FoundModule> ModuleSearch::in_archive(const std::string& file, const std::string& inside,
                                                    const std::string& name) {
  const Archive* zip = archive(file);
  if (zip == nullptr) return std::nullopt;
  const std::string base = inside + name;
  const auto holds = [&](const std::string& member) { return std::ranges::binary_search(zip->members, member); };
  FoundModule module;
  module.archive = file;
  module.path = paths::join(file, base);
  module.form = ModuleForm::archived;
  constexpr std::array endings = {"/__init__.pyc", "/__init__.py", ".pyc", ".py"};
  const auto* ending = std::ranges::find_if(endings, [&](const char* each) { return holds(base + each); });
  if (ending == endings.end()) {
    if (!has_prefix(zip->members, base + "/")) return std::nullopt;
    module.form = ModuleForm::name_space;
    return module;
  }
  if (ending > endings.begin() + 1) module.path += *ending;
  // What setuptools' bdist_egg made unpacks its modules itself, by a stub beside each.
  const bool unpacks_itself = holds("EGG-INFO/native_libs.txt");
  for (auto member = std::ranges::lower_bound(zip->members, base + "/");
       !unpacks_itself && member != zip->members.end() && member->starts_with(base + "/"); ++member) {
    if (signatures::python::extension_tag(paths::last(*member))) module.failure = ImportFailure::in_archive;
  }
  return module;
}

const ModuleSearch::Archive* ModuleSearch::archive(const std::string& file) {
  const auto [place, fresh] = archives_.try_emplace(file);
  std::optional<Archive>& archive = place->second;
  if (fresh) {
    const auto host = system_.files.host_path(file);
    if (!host) return nullptr;
    // O_NONBLOCK: a FIFO put in the file's place must not hold us up.
    const signatures::artifact::FileDescriptor descriptor(
        ::open(host->c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW));
    if (descriptor.get() < 0) return nullptr;
    const auto zip = signatures::artifact::read_zip_structure(descriptor.get(), system_.files.stat(file).size,
                                                              system_.files.display(file), {});
    if (!zip) return nullptr;
    archive.emplace();
    for (const auto& member : zip->members) archive->members.push_back(member.entry.path);
    std::ranges::sort(archive->members);
  }
  return archive ? &*archive : nullptr;
}

const std::vector<std::string>& ModuleSearch::listing(const std::string& folder) {
  const auto [place, fresh] = listings_.try_emplace(folder);
  if (fresh) {
    std::vector<signatures::Damage> reported_by_discovery;
    place->second = discovery::names_in(system_.files, folder, reported_by_discovery);
  }
  return place->second;
}

const std::vector<std::string>& ModuleSearch::names_of(const std::string& entry) { return listing(entry); }

}  // namespace fairplay::auditor::loading
