#include "auditor/provenance/builds/blas_uses.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <set>

#include "auditor/provenance/records/record_of_files.h"
#include "signatures/blas/identity.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::blas::Identity;
using signatures::elf::Dynamic;
using signatures::fingerprint::ElfFacts;
using signatures::fingerprint::FileFacts;

bool has_routines(const std::optional<Identity>& identity) { return identity && !identity->stub; }

/// The C library's and the compiler's own, which no BLAS is in.
bool is_of_libc(std::string_view name) {
  constexpr std::array<std::string_view, 10> names = {"libc.so",      "libm.so",    "libpthread.so", "libdl.so",
                                                      "librt.so",     "ld-linux",   "ld-musl",       "libgcc_s.so",
                                                      "libstdc++.so", "libgfortran"};
  return std::ranges::any_of(names, [&](std::string_view one) { return name.starts_with(one); });
}

/// The extension modules of a NumPy: its ELF files outside the folders of bundled libraries.
std::vector<const FileFacts*> extension_modules(const NumpyFiles& numpy) {
  std::vector<const FileFacts*> modules;
  for (auto item = numpy.files->files.lower_bound(numpy.package);
       item != numpy.files->files.end() && item->first.starts_with(numpy.package); ++item) {
    const auto& [key, facts] = *item;
    const bool bundled = std::any_of(numpy.libraries.begin(), numpy.libraries.end(),
                                     [&, &file = key](const std::string& folder) { return lies_in(file, folder); });
    if (facts.elf && !bundled && lies_in(key, numpy.package)) modules.push_back(&facts);
  }
  return modules;
}

/// The BLAS or LAPACK that is linked statically into an extension module of NumPy. numpy.linalg can't do without
/// LAPACK: where its module takes it from no other file, it has one inside (NumPy's own lapack_lite, or whatever was
/// linked), also where no symbol shows it.
std::optional<Identity> linked_in(const FileFacts& module) {
  if (has_routines(module.elf->blas)) return module.elf->blas;
  const std::string_view name = base_name(module.entry.path);
  if (!name.starts_with("_umath_linalg.") || module.elf->calls_blas || module.elf->damaged) return std::nullopt;
  Identity identity;
  identity.has_lapack = true;
  identity.evidence.push_back("numpy.linalg's module takes no LAPACK routine from another file: it brings its own");
  return identity;
}

/// Follows NEEDED entries from the extension modules to the libraries that compute.
class InstalledSearch {
 public:
  InstalledSearch(const discovery::System& system, Libraries& libraries, const NumpyFiles& numpy,
                  std::vector<RuntimeLibrary>& runtimes, std::vector<NotChecked>& not_checked)
      : system_(system), libraries_(libraries), numpy_(numpy), runtimes_(runtimes), not_checked_(not_checked) {}

  std::vector<BlasUse> run() {
    for (const FileFacts* module : extension_modules(numpy_)) {
      const std::string path = "/" + module->entry.path;
      const std::string shown = module->entry.path.substr(folder_of(numpy_.package).size());
      follow(path, *module->elf, std::string(shown.starts_with('/') ? shown.substr(1) : shown), {}, 0);
      if (const auto own = linked_in(*module)) add({path, own, BlasHow::bundled, shown, {path}});
    }
    return std::move(uses_);
  }

 private:
  void add(BlasUse use) {
    if (seen_.insert(use.path).second) uses_.push_back(std::move(use));
  }

  BlasHow how(const std::vector<std::string>& chain) const {
    const bool alternatives = std::any_of(chain.begin(), chain.end(), [](const std::string& link) {
      return link.find("/etc/alternatives/") != std::string::npos;
    });
    if (alternatives) return BlasHow::alternatives;
    // Any hop: where uv installed by symbolic links, the file itself is in uv's cache.
    const std::string import_folder = fmt::format("/{}/", folder_of(numpy_.package));
    const bool bundled = std::any_of(chain.begin(), chain.end(),
                                     [&](const std::string& link) { return link.starts_with(import_folder); });
    return bundled ? BlasHow::bundled : BlasHow::linked;
  }

  void follow(const std::string& path, const ElfFacts& object, const std::string& module,
              const std::vector<std::string>& before, int depth) {
    constexpr int deepest = 8;  // stubs of stubs; a cycle ends here
    if (depth > deepest) return;
    const Dynamic& dynamic = object.dynamic;
    const auto named_so = [](const std::string& needed) {
      return signatures::blas::named_like_blas(base_name(needed));
    };
    // It calls a BLAS, and no name says which library that is: any may be.
    const bool any_name = object.calls_blas && std::ranges::none_of(dynamic.needed, named_so);
    for (const std::string& needed : dynamic.needed) {
      const std::string family = openmp_family(base_name(needed));
      const bool blas = named_so(needed);
      if (!blas && family.empty() && (!any_name || is_of_libc(base_name(needed)))) continue;
      const std::vector<std::string> chain =
          discovery::loader_pick(system_, {needed, std::string(folder_of(path)), dynamic.rpath, dynamic.runpath,
                                           object.header.bits, object.header.machine});
      if (!family.empty()) {
        add_runtime(family, chain.empty() ? needed : chain.back());
        continue;
      }
      if (chain.empty()) {
        if (blas && seen_.insert(needed).second) {
          uses_.push_back({needed, std::nullopt, BlasHow::linked, module, {needed}});
          not_checked_.push_back({needed, fmt::format("{} needs it, and the loader would not find it here", module)});
        }
        continue;
      }
      visit(chain, module, before, depth, blas && depth == 0);
    }
  }

  /// `expected`: NumPy itself asks for it by a BLAS's name.
  void visit(const std::vector<std::string>& chain, const std::string& module, std::vector<std::string> before,
             int depth, bool expected) {
    const std::string& real = chain.back();
    const Libraries::Facts& facts = libraries_.read(real, {});
    std::vector<std::string> whole = std::move(before);
    whole.insert(whole.end(), chain.begin(), chain.end());
    const std::shared_ptr<const ElfFacts> elf =
        facts.file.elf;  // reading further libraries may move the cache's entries
    if (!elf) {
      if (expected) add_unidentified(real, module, whole);
      return;
    }
    if (has_routines(elf->blas)) {
      add({real, elf->blas, how(whole), module, whole, elf->dynamic.soname});
    } else if (!elf->blas && expected) {
      add_unidentified(real, module, whole);
    }
    if (visited_.insert(real).second) follow(real, *elf, module, whole, depth + 1);
  }

  /// It is there, but no routine is found in it: cut off, or stripped of its symbols.
  void add_unidentified(const std::string& real, const std::string& module, const std::vector<std::string>& chain) {
    add({real, std::nullopt, how(chain), module, chain});
    not_checked_.push_back({real, fmt::format("{} needs it, but no BLAS routine is found in it", module)});
  }

  void add_runtime(const std::string& family, const std::string& path) {
    if (!runtime_paths_.insert(path).second) return;
    runtimes_.push_back({family, path, "its own dependencies", libraries_.soname(path)});
  }

  const discovery::System& system_;
  Libraries& libraries_;
  const NumpyFiles& numpy_;
  std::vector<RuntimeLibrary>& runtimes_;
  std::vector<NotChecked>& not_checked_;
  std::vector<BlasUse> uses_;
  std::set<std::string> seen_;
  std::set<std::string> visited_;
  std::set<std::string> runtime_paths_;
};

}  // namespace

std::string openmp_family(std::string_view file_name) {
  for (const std::string_view family : {"libgomp", "libiomp5", "libomp"}) {
    if (!file_name.starts_with(family) || file_name.find(".so") == std::string_view::npos) continue;
    const char next = file_name[family.size()];
    if (next == '.' || next == '-') return std::string(family);  // libomp5, libompd, libompstub are others
  }
  return {};
}

bool blas_is_complete(const NumpyFiles& numpy, const std::vector<BlasUse>& uses) {
  bool any = false;
  for (auto item = numpy.files->files.lower_bound(numpy.package);
       item != numpy.files->files.end() && item->first.starts_with(numpy.package); ++item) {
    const auto& [key, facts] = *item;
    if (!lies_in(key, numpy.package) || !(key.ends_with(".so") || key.ends_with(".pyd"))) continue;
    if (facts.lost || !facts.elf || facts.elf->damaged) return false;
    if (facts.elf->calls_blas && uses.empty()) return false;
    any = true;
  }
  return any;
}

bool was_never_compiled(const NumpyFiles& numpy) {
  const auto& files = numpy.files->files;
  const bool has_module = std::any_of(files.begin(), files.end(), [&](const auto& item) {
    return lies_in(item.first, numpy.package) && (item.first.ends_with(".so") || item.first.ends_with(".pyd"));
  });
  if (has_module) return false;
  return std::ranges::any_of(std::array{"/_core/", "/core/"}, [&](const char* core) {
    return files.contains(numpy.package + core + "multiarray.py") ||
           files.contains(numpy.package + core + "_internal.py");
  });
}

std::vector<BlasUse> blas_of_installed(const discovery::System& system, Libraries& libraries, const NumpyFiles& numpy,
                                       std::vector<RuntimeLibrary>& runtimes, std::vector<NotChecked>& not_checked) {
  return InstalledSearch(system, libraries, numpy, runtimes, not_checked).run();
}

std::vector<BlasUse> blas_of_archived(const NumpyFiles& numpy, std::vector<RuntimeLibrary>& runtimes,
                                      std::vector<NotChecked>& not_checked) {
  std::map<std::string_view, const FileFacts*> by_name;
  for (const std::string& folder : numpy.libraries) {
    for (const auto& [key, facts] : numpy.files->files) {
      if (lies_in(key, folder)) by_name[base_name(key)] = &facts;
    }
  }
  std::vector<BlasUse> uses;
  std::set<std::string> seen;
  const std::string parent =
      numpy.package.find('/') == std::string::npos ? std::string() : std::string(folder_of(numpy.package)) + "/";
  for (const FileFacts* module : extension_modules(numpy)) {
    const std::string shown = module->entry.path.substr(parent.size());
    if (const auto own = linked_in(*module); own && seen.insert(module->entry.path).second)
      uses.push_back({module->entry.path, own, BlasHow::bundled, shown, {module->entry.path}});
    for (const std::string& needed : module->elf->dynamic.needed) {
      const auto bundled = by_name.find(base_name(needed));
      const FileFacts* library = bundled == by_name.end() ? nullptr : bundled->second;
      if (const std::string family = openmp_family(base_name(needed)); !family.empty()) {
        if (seen.insert(needed).second)
          runtimes.push_back({family, library ? library->entry.path : needed, "its own dependencies",
                              library && library->elf ? library->elf->dynamic.soname : std::string()});
        continue;
      }
      const bool identified = library != nullptr && library->elf && library->elf->blas;
      const bool blas = identified || signatures::blas::named_like_blas(base_name(needed));
      if (!blas || !seen.insert(needed).second) continue;
      if (library != nullptr) {
        uses.push_back({library->entry.path,
                        identified ? library->elf->blas : std::nullopt,
                        BlasHow::bundled,
                        shown,
                        {needed, library->entry.path}});
        if (!identified)
          not_checked.push_back(
              {library->entry.path, fmt::format("{} needs it, but no BLAS routine is found in it", shown)});
      } else {
        uses.push_back({needed, std::nullopt, BlasHow::linked, shown, {needed}});
        not_checked.push_back(
            {needed, "not in the archive: the machine it is installed on decides which library this is"});
      }
    }
  }
  return uses;
}

}  // namespace fairplay::auditor::provenance
