#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::reproducer {

/// C functions that hold a factorisation or a solution against what it was made of, for the programs that need them.
std::string_view residual_functions();
/// The expression that is 1, and says why, where the result is wrong: for findings that name no one bad element. The
/// error: there is none for this routine.
std::expected<std::string, std::string> residual_check(const Divergence& divergence, const CallDescription& description,
                                                       const CallCase& call);

}  // namespace fairplay::auditor::behaviour::reproducer
