#include "auditor/workflow/probe_audited.h"

#include <algorithm>

namespace fairplay::auditor {

std::expected<void, ProbeWorkError> probe_audited(AuditResult& result, const ProbeWorkRequest& request) {
  auto work = probe(request);
  if (!work) return std::unexpected(std::move(work.error()));
  result.probed = std::move(work->run);
  for (Subject& subject : result.subjects)
    if (!result.probed_of(subject).empty())
      std::erase_if(subject.not_checked, [](const NotChecked& item) { return item.what == "sound"; });
  return {};
}

bool has_new_defects(const AuditResult& result, const ProbeWorkRequest& request) {
  if (!result.probed) return false;
  return std::ranges::any_of(result.probed->libraries, [&](const behaviour::ProbedLibrary& library) {
    return library.numpy && std::ranges::any_of(library.divergences, [&](const behaviour::Divergence& one) {
             return counts(one, request) && !one.of_release;
           });
  });
}

}  // namespace fairplay::auditor
