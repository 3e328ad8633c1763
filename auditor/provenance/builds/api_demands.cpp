#include "auditor/provenance/builds/api_demands.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "auditor/wording/listing.h"

namespace fairplay::auditor::provenance {

void add_demand(Dependent& package, ApiDemand demand) {
  for (ApiDemand& known : package.demands) {
    if (known.abi != demand.abi || known.api != demand.api || known.oldest != demand.oldest ||
        known.asks_api != demand.asks_api)
      continue;
    known.modules.insert(known.modules.end(), demand.modules.begin(), demand.modules.end());
    return;
  }
  package.demands.push_back(std::move(demand));
}

void report_unread_demands(Subject& numpy) {
  std::vector<std::string> unread;
  bool checked = false;
  for (const Dependent& package : numpy.dependents.packages) {
    checked = checked || !package.demands.empty();
    const bool read = std::ranges::all_of(package.demands, [](const ApiDemand& demand) {
      return !demand.asks_api || (demand.abi && (demand.api || !demand.oldest.empty()));
    });
    if (!read) unread.push_back(package.name);
  }
  if (!unread.empty())
    numpy.not_checked.push_back({first_few(unread),
                                 "of some of their modules it can't be read which versions of NumPy's C API they were "
                                 "compiled for: whether they fit this NumPy isn't known"});
  const CApiVersions& own = numpy.c_api;
  if (checked && !own.binary.abi && !own.headers.abi && !own.release.abi)
    numpy.not_checked.push_back({"packages that use its C API",
                                 "the versions of this NumPy's C API aren't known: whether they fit isn't, either"});
}

}  // namespace fairplay::auditor::provenance
