#pragma once

#include <string_view>

namespace fairplay::auditor::rules {

/// "INTACT-1": capital letters and digits, a dash, a number.
bool is_rule_id(std::string_view id);

}  // namespace fairplay::auditor::rules
