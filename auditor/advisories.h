#pragma once

#include <span>

#include "auditor/subject.h"

namespace auditor {

/// Looks every BLAS of these subjects up in `book`. Kernels are those of this CPU where the subject runs here, else unknown. What can't be looked up
/// (no version) is told in the subject's `not_checked`.
void match_advisories(std::span<Subject> subjects, const signatures::advisories::Book& book);

}  // namespace auditor
