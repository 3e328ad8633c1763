#pragma once

#include <expected>
#include <string>

#include "auditor/behaviour/calls/prepared_call.h"

namespace fairplay::auditor::behaviour::reproducer {

/// C for one array argument: what it holds before the call, as exact literals where that is short, else by the
/// generator that made it (harness.h), and the `struct operand` that refers to it. `set_up` is the code that fills in
/// what isn't constant.
struct OperandText {
  std::string declarations, initializer, set_up;
};
/// `place` is its own among the operands. Integers are `integer_bits` wide. The error: neither way can express it.
std::expected<OperandText, std::string> operand_text(const Argument& argument, const CallCase& call, int integer_bits,
                                                     std::size_t place);

}  // namespace fairplay::auditor::behaviour::reproducer
