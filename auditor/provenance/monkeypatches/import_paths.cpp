#include "auditor/provenance/monkeypatches/import_paths.h"

#include <algorithm>

#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance::monkeypatches {

namespace {

/// "x" for x.cpython-311-x86_64-linux-gnu.so and x.abi3.so; empty for libx.so.3 and others that aren't modules' names.
std::string_view extension_module(std::string_view name) {
  if (!name.ends_with(".so")) return {};
  const std::string_view stem = name.substr(0, name.find('.'));
  const std::string_view tag = name.substr(stem.size());
  return tag == ".so" || tag.starts_with(".cpython-") || tag.starts_with(".abi3") || tag.starts_with(".pypy")
             ? stem
             : std::string_view();
}

/// What no `import name` of a user's reaches: tests and scripts.
bool is_aside(std::string_view name) {
  return name == "tests" || name == "test" || name == "conftest" || name.starts_with("test_") || name == "setup" ||
         name == "numpy" || name == "__pycache__";
}

}  // namespace

const ImportPaths::Listing& ImportPaths::listing(const std::string& folder) const {
  const std::lock_guard lock(mutex_);
  if (const auto known = listings_.find(folder); known != listings_.end()) return known->second;
  Listing& made = listings_[folder];
  const auto names = files_.list(folder);
  if (!names) return made;
  for (const std::string& name : *names) {
    made.names.insert(name);
    if (const std::string_view module = extension_module(name); !module.empty())
      made.extensions.try_emplace(std::string(module), name);
  }
  return made;
}

ImportPaths::Found ImportPaths::find(std::string_view module) const {
  for (const std::string& base : folders_) {
    std::string folder = base;
    std::string_view rest = module;
    while (true) {
      const std::size_t dot = rest.find('.');
      const std::string_view name = rest.substr(0, dot);
      const Listing& here = listing(folder);
      if (dot == std::string_view::npos) {
        if (here.names.contains(name)) {
          const std::string inner = folder + "/" + std::string(name);
          const Listing& inside = listing(inner);
          if (inside.names.contains("__init__.py")) return {Kind::package, inner + "/__init__.py"};
          if (!inside.names.empty() && !here.names.contains(std::string(name) + ".py") &&
              !here.extensions.contains(name))
            return {Kind::namespace_folder, inner};
        }
        if (const auto extension = here.extensions.find(name); extension != here.extensions.end())
          return {Kind::extension, folder + "/" + extension->second};
        const std::string source = std::string(name) + ".py";
        if (here.names.contains(source)) return {Kind::source, folder + "/" + source};
        break;
      }
      if (!here.names.contains(name)) break;
      folder += "/" + std::string(name);
      rest = rest.substr(dot + 1);
    }
  }
  return {};
}

std::vector<std::string> ImportPaths::top_level(const std::string& folder) const {
  std::set<std::string> found;
  for (const std::string& name : listing(folder).names) {
    std::string_view module = name;
    if (const std::string_view extension = extension_module(name); !extension.empty())
      module = extension;
    else if (name.ends_with(".py"))
      module.remove_suffix(3);
    else if (name.contains('.') || !listing(folder + "/" + name).names.contains("__init__.py"))
      continue;
    if (signatures::is_python_identifier(module) && !is_aside(module)) found.emplace(module);
  }
  return {found.begin(), found.end()};
}

std::string ImportPaths::shown(const std::string& file) const {
  for (const std::string& folder : folders_) {
    if (file.starts_with(folder + "/")) return file.substr(folder.size() + 1);
  }
  return files_.display(file);
}

}  // namespace fairplay::auditor::provenance::monkeypatches
