#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"

namespace fairplay::auditor::provenance {

/// One thing that differs between two parameter lists.
struct ParameterChange {
  DifferenceClass kind = DifferenceClass::api_signature;  ///< api_default or api_signature
  std::string old_text;                                   ///< "allow_pickle=False"; empty for an added one
  std::string new_text;
  std::string detail;  ///< "a parameter was removed"; empty if the texts show it
};

/// Compares two functions' parameters one by one: name, kind, default, annotation, and the returned annotation. Both as
/// an outline holds them: as written, without the outer brackets, "-> returns" behind them. Spacing and the kind of
/// quotes don't count. Parameters that can't be parsed are compared as text: one api-signature change. At most 2,000
/// parameters are compared.
std::vector<ParameterChange> compare_parameters(std::string_view old_text, std::string_view new_text);

/// The text with one blank between words and none elsewhere, strings by value: equal for equal code.
std::string canonical_code(std::string_view text);

}  // namespace fairplay::auditor::provenance
