#include "tests/support/environment.h"

#include <cstdlib>

namespace fairplay::tests {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace fairplay::tests
