#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::behaviour::numpy {

/// A parameter in a signature as `inspect` prints it.
struct Parameter {
  std::string name;  ///< with its stars: "*args"; "/" and "*" stand alone
  std::string text;  ///< the default's repr; empty: none
};

/// The parameters of "(a, axis=-1, *, out: int = None) -> int". Annotations are left out, and what isn't a signature
/// has none.
std::vector<Parameter> parameters_of(std::string_view signature);

/// Whether a default's text is a value that looks the same wherever it is made: None, True, False, a number, a string,
/// or a sequence of these.
bool is_literal(std::string_view text);

}  // namespace fairplay::auditor::behaviour::numpy
