#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/report/render_options.h"
#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::report {

/// A footprint to print.
struct FootprintReport {
  const signatures::footprint::Footprint& footprint;
  std::vector<std::string> modules;  ///< only these; empty: all, and the C API
  std::string artifact;              ///< that a database read it from; empty for a build that the user named

  bool shows(std::string_view module) const;
  std::vector<NotChecked> not_checked() const;  ///< what its files don't tell
};

std::string render_text(const FootprintReport& document, const RenderOptions& options = {});
std::string render_json(const FootprintReport& document, const RenderOptions& options = {});

}  // namespace fairplay::auditor::report
