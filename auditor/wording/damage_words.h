#pragma once

#include <string_view>

#include "auditor/facts/origin.h"

namespace fairplay::auditor {

/// What happened to a file, for people: "missing", "empty", "cut off", "overwritten with NUL bytes".
std::string_view words_of(FileDamage how);

}  // namespace fairplay::auditor
