#pragma once

#include <string_view>

namespace fairplay::auditor::behaviour::reproducer {

/// C of a program that measures what calls leave behind: `grows`, which the harness calls where GROWTH is 1 (by a call)
/// or 2 (by a thread that calls and ends).
std::string_view growth_functions();

}  // namespace fairplay::auditor::behaviour::reproducer
