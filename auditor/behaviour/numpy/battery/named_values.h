#pragma once

#include <string>
#include <utility>
#include <vector>

#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

/// Public names, each with something about it, out of a child's list of pairs. Anything else in it is left out.
std::vector<std::pair<std::string, Json>> named_values(const Json& answer);

}  // namespace fairplay::auditor::behaviour::numpy
