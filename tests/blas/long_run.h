#pragma once

#include <cstdlib>
#include <string_view>

namespace fairplay::blas {

/// Whether this environment variable says "long": the long suite's runs, instead of CI's shorter ones.
inline bool asks_for_long_run(const char* variable) {
  const char* wanted = std::getenv(variable);
  return wanted != nullptr && std::string_view(wanted) == "long";
}

}  // namespace fairplay::blas
