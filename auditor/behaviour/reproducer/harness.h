#pragma once

#include <string_view>

namespace fairplay::auditor::behaviour::reproducer {

/// What every program begins with: guarded operands, the data of calls/data.h, comparisons, a child process in which
/// the call is made.
std::string_view harness();

}  // namespace fairplay::auditor::behaviour::reproducer
