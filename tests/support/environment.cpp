#include "tests/support/environment.h"

#include <cstdlib>

namespace tests {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace tests
