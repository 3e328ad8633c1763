#include "auditor/provenance/builds/linked_in_libraries.h"

#include <fmt/format.h>

#include <set>

#include "auditor/wording/listing.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::blas::FirstLook;

}  // namespace

std::vector<discovery::FoundLibrary> linked_in_libraries(const Workbench& bench,
                                                         const std::vector<discovery::FoundBinary>& binaries,
                                                         const std::vector<LookedAt>& looked,
                                                         std::vector<NotChecked>& not_checked) {
  std::vector<discovery::FoundLibrary> libraries;
  std::set<std::string> taken;
  std::vector<std::string> unreadable;
  for (std::size_t i = 0; i < binaries.size(); ++i) {
    const std::string& real = looked[i].real;
    const FirstLook look = looked[i].blas;
    if (look == FirstLook::nothing || !taken.insert(real).second) continue;
    if (look == FirstLook::unreadable) {
      unreadable.push_back(bench.system.files.display(binaries[i].path));
      continue;
    }
    discovery::FoundLibrary library;
    library.path = real;
    library.chains = {{binaries[i].path}};
    if (real != binaries[i].path) library.chains.front().push_back(real);
    library.bundled_by = binaries[i].package;
    library.environment = binaries[i].environment;
    library.by_content = true;
    libraries.push_back(std::move(library));
  }
  if (!unreadable.empty())
    not_checked.push_back(
        {first_few(unreadable), fmt::format("{} that can't be read as ELF files: whether a BLAS is in them isn't known",
                                            counted(unreadable.size(), "binary", "binaries"))});
  return libraries;
}

}  // namespace fairplay::auditor::provenance
