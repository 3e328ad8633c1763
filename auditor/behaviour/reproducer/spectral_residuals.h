#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/prepared_call.h"

namespace fairplay::auditor::behaviour::reproducer {

/// C functions that judge eigenvalues, singular values and QR as the probe does (calls/residuals.h), in long double;
/// they stand behind residual_functions().
std::string_view spectral_residual_functions();

/// The C expression that judges the call by one of them; nullopt: it is none of these routines'.
std::optional<std::string> spectral_residual_check(const CallDescription& description, const CallCase& call);

/// An operand's place among the operands; nullopt where the call has none of this name.
std::optional<std::size_t> place_of(const CallDescription& description, std::string_view name);

}  // namespace fairplay::auditor::behaviour::reproducer
