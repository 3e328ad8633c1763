#include "auditor/advisories/known_defects.h"

#include <fmt/format.h>

#include "auditor/paths/portable_path.h"
#include "auditor/wording/listing.h"
#include "signatures/advisories/this_cpu.h"

namespace fairplay::auditor {

std::vector<KnownDefects> known_defects(std::span<Subject> subjects, const std::set<std::string, std::less<>>& run_here,
                                        const signatures::advisories::Book& book) {
  const std::vector<std::string> here = signatures::advisories::kernels_of_this_cpu();
  std::vector<KnownDefects> known;
  for (Subject& subject : subjects) {
    const auto kernels = run_here.contains(subject.id) ? std::optional(here) : std::nullopt;
    std::set<std::string> seen;  // a NumPy has several extension modules, and they need one BLAS
    for (const BlasUse& use : subject.blas) {
      if (!use.identity || !seen.insert(use.path).second) continue;
      auto matches = match(book, *use.identity, kernels);
      const std::string what = fmt::format("known defects of {}", path_beside(subject, use.path));
      if (!matches.unknown.empty()) subject.not_checked.push_back({what, matches.unknown});
      if (const std::size_t open = matches.depends_on_kernel.size(); open != 0) {
        std::vector<std::string> ids;
        for (const auto& advisory : matches.depends_on_kernel) ids.push_back(advisory.id);
        subject.not_checked.push_back(
            {what, fmt::format("{} ({}) {} on the CPU it will run on", counted(open, "advisory", "advisories"),
                               first_few(ids), open == 1 ? "depends" : "depend")});
      }
      if (!matches.affected.empty())
        known.push_back({subject.id, use.path, *use.identity, std::move(matches.affected)});
    }
  }
  return known;
}

}  // namespace fairplay::auditor
