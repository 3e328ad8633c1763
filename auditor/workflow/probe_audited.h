#pragma once

#include <expected>

#include "auditor/facts/audit_result.h"
#include "auditor/workflow/probe.h"

namespace fairplay::auditor {

/// The one thing of an audit that runs something, where the user asked for it: probes the NumPys and BLAS libraries of
/// `request.subjects`, those that were audited, and puts what came of it into `result.probed`.
std::expected<void, ProbeWorkError> probe_audited(AuditResult& result, const ProbeWorkRequest& request);

/// Whether a NumPy does something that no build of its release is known to do, of a grade that counts.
bool has_new_defects(const AuditResult& result, const ProbeWorkRequest& request);

}  // namespace fairplay::auditor
