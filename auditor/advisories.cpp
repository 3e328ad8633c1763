#include "auditor/advisories.h"

#include <fmt/format.h>

#include <set>

#include "auditor/listing.h"
#include "auditor/portable_path.h"
#include "signatures/advisories/this_cpu.h"

namespace auditor {

void match_advisories(std::span<Subject> subjects, const signatures::advisories::Book& book) {
  const std::vector<std::string> here = signatures::advisories::kernels_of_this_cpu();
  for (Subject& subject : subjects) {
    const auto kernels = subject.runs_here ? std::optional(here) : std::nullopt;
    std::set<std::string> told;  // a NumPy has several extension modules, and they need one BLAS
    for (BlasUse& use : subject.blas) {
      if (!use.identity) continue;
      use.advisories = match(book, *use.identity, kernels);
      if (!told.insert(use.path).second) continue;
      const std::string what = fmt::format("known defects of {}", path_beside(subject, use.path));
      if (!use.advisories.unknown.empty()) subject.not_checked.push_back({what, use.advisories.unknown});
      if (const std::size_t open = use.advisories.depends_on_kernel.size(); open != 0) {
        std::vector<std::string> ids;
        for (const auto& advisory : use.advisories.depends_on_kernel) ids.push_back(advisory.id);
        subject.not_checked.push_back({what, fmt::format("{} ({}) {} on the CPU it will run on", counted(open, "advisory", "advisories"), first_few(ids), open == 1 ? "depends" : "depend")});
      }
    }
  }
}

}  // namespace auditor
