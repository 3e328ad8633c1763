#pragma once

#include <optional>
#include <string>

#include "auditor/facts/finding.h"
#include "auditor/report/report.h"

namespace fairplay::cli {

/// Whether to colour a document: --color's word, and under "auto" a terminal that nobody asked to stay plain (NO_COLOR,
/// TERM=dumb).
bool wants_color(const std::string& color, const std::string& output_file);

/// The document for a result that report.h renders, as the options --format, --output, --color, -v and -q of a command
/// ask; the format's name has been checked.
template <class Result, class Options>
std::string render(const Result& result, const Options& options) {
  const int verbosity = options.quiet ? -1 : options.verbose;
  switch (*auditor::report::format_named(options.format)) {
    case auditor::report::Format::json: return auditor::report::render_json(result);
    case auditor::report::Format::markdown: return auditor::report::render_markdown(result, verbosity);
    case auditor::report::Format::text: break;
  }
  return auditor::report::render_text(result, {wants_color(options.color, options.output), verbosity});
}

/// --fail-on's word; nullopt for "never".
std::optional<auditor::Severity> severity_threshold(const std::string& fail_on);

}  // namespace fairplay::cli
