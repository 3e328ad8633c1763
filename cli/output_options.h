#pragma once

#include <optional>
#include <string>

#include "auditor/finding.h"

namespace cli {

/// Whether to colour a document: --color's word, and under "auto" a terminal that nobody asked to stay plain (NO_COLOR, TERM=dumb).
bool wants_color(const std::string& color, const std::string& output_file);

/// --fail-on's word; nullopt for "never".
std::optional<auditor::Severity> severity_threshold(const std::string& fail_on);

}  // namespace cli
