#include "auditor/loading/dynamic_loader.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "auditor/discovery/loader_folders.h"
#include "auditor/discovery/paths.h"
#include "signatures/elf/libc_floor.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::elf::Linkage;
using signatures::elf::VersionNeed;
using signatures::elf::WantedSymbol;
namespace paths = discovery::paths;

bool python_defines(std::string_view symbol) { return symbol.starts_with("Py") || symbol.starts_with("_Py"); }

}  // namespace

Process::Process(Linkages& linkages, const std::string& executable, bool musl) : linkages_(linkages), musl_(musl) {
  if (executable.empty()) return;
  const auto real = linkages_.system().files.resolve(executable);
  if (!real) return;
  std::vector<LoadFailure> of_the_interpreter;  // its own trouble isn't the module's
  global_ = load(executable, {executable, *real}, of_the_interpreter);
  // A launcher that finds its libpython by itself defines nothing of Python.
  knows_executable_ = std::ranges::any_of(
      global_, [](const Object* object) { return object->linkage->exported.contains("Py_IsInitialized"); });
}

std::vector<LoadFailure> Process::open(const std::string& path) {
  std::vector<LoadFailure> failures;
  const auto real = linkages_.system().files.resolve(path);
  if (!real) {
    failures.push_back({LoadFailure::Kind::unreadable, path, path, "", {}});
    return failures;
  }
  if (objects_.contains(*real)) return failures;
  const std::size_t before = order_.size();
  const Scope local = load(path, {path, *real}, failures);
  Scope scope = global_;
  scope.insert(scope.end(), local.begin(), local.end());
  std::set<std::string_view> lacking;
  for (std::size_t i = before; i < order_.size(); ++i) {
    const Object& object = *objects_.find(order_[i])->second;
    if (!musl_) check_versions(object, scope, failures, lacking);
    check_symbols(object, scope, lacking, failures);
  }
  if (failures.size() > most_failures) {
    failures.resize(most_failures);
    complete_ = false;
  }
  return failures;
}

std::vector<Process::Demand> Process::demands() const {
  std::vector<Demand> found;
  for (const std::string& path : order_) {
    const std::uint32_t isa = objects_.find(path)->second->linkage->isa_needed;
    if (isa != 0) found.push_back({path, isa});
  }
  return found;
}

Process::Scope Process::load(const std::string& name, const std::vector<std::string>& chain,
                             std::vector<LoadFailure>& failures) {
  const std::size_t before = order_.size();
  const Object* first = add(name, chain.front(), chain.back(), nullptr, failures);
  if (first == nullptr) return {};
  // order_ grows while it is walked: breadth first, as the loader does.
  for (std::size_t i = before; i < order_.size() && order_.size() < most_objects; ++i)
    load_needed(*objects_.find(order_[i])->second, failures);
  if (order_.size() >= most_objects) complete_ = false;
  return breadth_first(first);
}

Process::Object* Process::add(const std::string& name, const std::string& found_by, const std::string& real,
                              const Object* loader, std::vector<LoadFailure>& failures) {
  if (const auto known = objects_.find(real); known != objects_.end()) {
    names_.emplace(name, known->second.get());
    return known->second.get();
  }
  const std::string by = loader == nullptr ? found_by : loader->path;
  const Linkages::Entry& entry = linkages_.read(real);
  if (entry.linkage == nullptr) {
    failures.push_back({LoadFailure::Kind::unreadable, real, by, real, {}});
    return nullptr;
  }
  if (entry.linkage->cut_off) {
    failures.push_back({LoadFailure::Kind::cut_off, real, by, real, {}});
    return nullptr;
  }
  auto made = std::make_unique<Object>();
  made->path = real;
  made->origin = paths::parent(found_by);
  made->linkage = entry.linkage.get();
  made->loader = loader;
  Object* object = made.get();
  objects_.emplace(real, std::move(made));
  names_.emplace(name, object);
  if (const std::string& soname = entry.linkage->dynamic.soname; !soname.empty()) names_.emplace(soname, object);
  order_.push_back(real);
  return object;
}

void Process::load_needed(Object& object, std::vector<LoadFailure>& failures) {
  std::size_t count = 0;
  for (const std::string& needed : object.linkage->dynamic.needed) {
    if (++count > most_needed) {
      complete_ = false;
      return;
    }
    if (const auto known = names_.find(needed); known != names_.end()) {
      object.needed.push_back(known->second);
      continue;
    }
    const std::vector<std::string> chain = find(needed, object);
    if (chain.empty()) {
      failures.push_back({LoadFailure::Kind::library_missing, needed, object.path, "", {}});
      continue;
    }
    // chain: the name, the path that the loader opened, links, the real file.
    const std::string& opened = chain.size() > 1 ? chain[1] : chain.back();
    if (const Object* library = add(needed, opened, chain.back(), &object, failures)) object.needed.push_back(library);
  }
}

std::vector<std::string> Process::find(const std::string& needed, const Object& object) const {
  discovery::LoaderQuery query;
  query.needed = needed;
  query.origin = object.origin;
  query.bits = object.linkage->header.bits;
  query.machine = object.linkage->header.machine;
  query.nodeflib = object.linkage->nodeflib;
  query.musl = musl_;
  query.runpath = object.linkage->dynamic.runpath.substr(0, longest_path);
  // DT_RPATH is searched for what an object's own libraries need, too; musl treats DT_RUNPATH alike.
  for (const Object* at = &object; at != nullptr; at = at->loader) {
    const signatures::elf::Dynamic& dynamic = at->linkage->dynamic;
    const std::string& inherited = musl_ && !dynamic.runpath.empty() ? dynamic.runpath : dynamic.rpath;
    if (inherited.empty() || (!musl_ && !dynamic.runpath.empty())) continue;
    std::string folders = inherited.substr(0, longest_path);
    discovery::replace_token(folders, "ORIGIN", at->origin);
    query.rpath += (query.rpath.empty() ? "" : ":") + folders;
    if (query.rpath.size() > longest_path) break;
  }
  return discovery::loader_pick(linkages_.system(), query);
}

Process::Scope Process::breadth_first(const Object* first) {
  Scope scope{first};
  std::set<const Object*> seen{first};
  for (std::size_t i = 0; i < scope.size(); ++i) {
    for (const Object* library : scope[i]->needed) {
      if (seen.insert(library).second) scope.push_back(library);
    }
  }
  return scope;
}

/// The newest version of the same family: for glibc, whose libraries all have its versions and not all of them, by its
/// libc.so.6; else by the library: "GLIBCXX_3.4.25" for "GLIBCXX_3.4.29".
std::string Process::newest_there(const std::string& wanted, const Object& library, const Scope& scope) {
  if (!signatures::elf::glibc_in(wanted).empty()) {
    const auto libc = std::ranges::find_if(
        scope, [](const Object* object) { return object->linkage->dynamic.soname == "libc.so.6"; });
    const Linkage& from = libc == scope.end() ? *library.linkage : *(*libc)->linkage;
    const std::string newest = signatures::elf::newest_glibc_in(from.version_definitions);
    return newest.empty() ? newest : "glibc " + newest;
  }
  const std::string_view family = std::string_view(wanted).substr(0, wanted.rfind('_') + 1);
  std::string_view newest;
  for (const std::string& version : library.linkage->version_definitions) {
    if (family.empty() || !version.starts_with(family)) continue;
    const std::string_view number = std::string_view(version).substr(family.size());
    if (newest.empty() || signatures::elf::is_older(newest.substr(family.size()), number)) newest = version;
  }
  return std::string(newest);
}

/// `lacking`: gets the versions that aren't there. Of those that one library lacks, the loader names the first.
void Process::check_versions(const Object& object, const Scope& scope, std::vector<LoadFailure>& failures,
                             std::set<std::string_view>& lacking) const {
  std::set<std::pair<std::string_view, std::string_view>> told;  // tables may repeat themselves
  std::set<const Object*> too_old;
  for (const VersionNeed& need : object.linkage->version_needs) {
    if (need.weak || failures.size() >= most_failures || !told.emplace(need.file, need.version).second) continue;
    const auto library = std::ranges::find_if(scope, [&](const Object* other) {
      return other->linkage->dynamic.soname == need.file || paths::last(other->path) == need.file;
    });
    // A library that isn't there is told already; one without any versions is accepted with a warning.
    if (library == scope.end() || (*library)->linkage->version_definitions.empty()) continue;
    if (std::ranges::find((*library)->linkage->version_definitions, need.version) !=
        (*library)->linkage->version_definitions.end())
      continue;
    lacking.insert(need.version);
    if (!too_old.insert(*library).second) continue;
    failures.push_back({LoadFailure::Kind::version_missing,
                        need.version,
                        object.path,
                        (*library)->path,
                        {},
                        newest_there(need.version, **library, scope)});
  }
}

bool Process::defined_somewhere(const WantedSymbol& symbol, const Scope& scope) const {
  return std::ranges::any_of(scope, [&](const Object* object) {
    const Linkage& linkage = *object->linkage;
    if (symbol.version.empty() || musl_ || linkage.version_definitions.empty())
      return linkage.exported.contains(symbol.name);
    return linkage.exported.contains(symbol.name, symbol.version);
  });
}

void Process::check_symbols(const Object& object, const Scope& scope, const std::set<std::string_view>& lacking,
                            std::vector<LoadFailure>& failures) {
  // Symbols may be in a library that isn't there: that is one cause, told once.
  const bool incomplete = std::ranges::any_of(failures, [](const LoadFailure& failure) {
    return failure.kind == LoadFailure::Kind::library_missing || failure.kind == LoadFailure::Kind::unreadable ||
           failure.kind == LoadFailure::Kind::cut_off;
  });
  if (incomplete) return;
  // Of a library with more names than are read, nobody knows what it lacks.
  if (!std::ranges::all_of(scope, [](const Object* other) { return other->linkage->all_symbols; })) complete_ = false;
  LoadFailure missing{LoadFailure::Kind::symbol_missing, "", object.path, "", {}};
  for (const WantedSymbol& symbol : object.linkage->wanted) {
    look_ups_ += scope.size();
    if (look_ups_ > most_look_ups) complete_ = false;
    // What wasn't looked for to the end can't be called missing.
    if (!complete_) return;
    if (!knows_executable_ && python_defines(symbol.name)) continue;
    if (defined_somewhere(symbol, scope)) continue;
    if (!lacking.contains(symbol.version))
      missing.symbols.push_back(symbol.version.empty() ? symbol.name : symbol.name + "@" + symbol.version);
  }
  if (missing.symbols.empty()) return;
  missing.wanted = missing.symbols.front();
  failures.push_back(std::move(missing));
}

}  // namespace fairplay::auditor::loading
