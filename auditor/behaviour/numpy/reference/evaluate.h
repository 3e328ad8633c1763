#pragma once

#include <cstddef>
#include <span>

#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {

/// What the reference array answers to a request. `arguments` names the operation ("op"), the release ("release":
/// [2, 5]), and the arrays ("arrays"): dtype "d", shape "s", strides "t", offset "o" and length "n" in bytes of each
/// one's memory, which follow one another in `memory`; one with "m" lies in the memory of that earlier array. What the
/// operation overwrites is overwritten there. Error: what NumPy refuses; a layout that leaves its memory. `instead`:
/// what answers in the place of the operation's own function.
Answer evaluate(Json arguments, std::span<std::byte> memory, const Evaluator* instead = nullptr);

}  // namespace fairplay::auditor::behaviour::numpy
