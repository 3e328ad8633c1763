#include "cli/complaint.h"

#include <fmt/format.h>

#include <cstdio>

#include "auditor/report/escape.h"

namespace fairplay::cli {

void complain(std::string_view message) {
  fmt::print(stderr, "fairplay: {}\n", auditor::report::escape_terminal(message));
}

void complain(const signatures::Damage& damage) {
  const std::string where = damage.file + (damage.file.empty() || damage.place.empty() ? "" : ", ") + damage.place;
  complain(where.empty() ? damage.reason : where + ": " + damage.reason);
}

}  // namespace fairplay::cli
