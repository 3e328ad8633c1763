#include "auditor/behaviour/protocol/signal_name.h"

#include <fmt/format.h>
#include <string.h>

namespace fairplay::auditor::behaviour {

std::string signal_name(int number) {
  const char* abbreviation = sigabbrev_np(number);
  return abbreviation != nullptr ? fmt::format("SIG{}", abbreviation) : fmt::format("signal {}", number);
}

}  // namespace fairplay::auditor::behaviour
