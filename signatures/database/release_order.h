#pragma once

#include <string_view>

namespace fairplay::signatures::database {

/// Whether release `a` precedes `b`, judged only by their names. Versions of PEP 440 are ordered as it says ("2.10.0"
/// after "2.9.1", "1.0rc1" before "1.0"); other names come behind them, with runs of digits compared as numbers. A
/// strict total order: names that mean the same version ("1.0", "1.0.0") are ordered as text.
bool released_before(std::string_view a, std::string_view b);

}  // namespace fairplay::signatures::database
