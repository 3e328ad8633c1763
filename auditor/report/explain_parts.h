#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::report {

/// What every explanation is made of; escaped here.

/// A heading and its text, wrapped and indented, an empty line before it.
std::string paragraph(std::string_view heading, std::string_view text);
/// "References" and a line for each; empty where there are none.
std::string reference_lines(const std::vector<std::string>& references);

}  // namespace fairplay::auditor::report
