#include "auditor/behaviour/parent/doors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "auditor/behaviour/calls/door.h"

namespace fairplay::auditor::behaviour {
namespace {

bool shows_the_same(const Divergence& by_fortran, const Divergence& by_cblas) {
  return by_fortran.routine == behind_cblas(by_cblas.routine) && by_fortran.kind == by_cblas.kind &&
         by_fortran.symptom == by_cblas.symptom && by_fortran.threads == by_cblas.threads;
}

}  // namespace

void fold_doors(ProbedLibrary& library) {
  std::map<std::string, std::set<std::string>> folded;  // routines by probe
  std::vector<Divergence> kept;
  for (const Divergence& one : library.divergences) {
    const bool known =
        door_of(one.routine) == Door::cblas &&
        std::ranges::any_of(library.divergences, [&](const Divergence& other) { return shows_the_same(other, one); });
    if (known)
      folded[one.probe].insert(one.routine);
    else
      kept.push_back(one);
  }
  library.divergences = std::move(kept);
  for (ProbeOutcome& outcome : library.probes)
    if (const auto found = folded.find(outcome.id); found != folded.end())
      outcome.notes.push_back(fmt::format("{}: as by Fortran's door", fmt::join(found->second, ", ")));
}

}  // namespace fairplay::auditor::behaviour
