#pragma once

#include <string>
#include <vector>

#include "auditor/report/format_table.h"
#include "cli/command.h"

namespace fairplay::cli {

/// How a document is printed, and where to.
struct OutputOptions {
  std::string format{auditor::report::formats().front()->name};  ///< --format
  std::string file;                                              ///< --output; empty: stdout
  std::string color = "auto";                                    ///< --color
  int verbose = 0;                                               ///< -v
  bool quiet = false;                                            ///< -q
};

/// --format, with the formats of the table that have this document.
void add_format_option(CLI::App& command, OutputOptions& options, const std::vector<std::string>& formats);
template <class Document>
void add_format_option(CLI::App& command, OutputOptions& options,
                       auditor::report::Renderer<Document> auditor::report::Format::*document) {
  add_format_option(command, options, auditor::report::formats_of(document));
}

void add_output_option(CLI::App& command, OutputOptions& options);  ///< --output

/// -v, -q and --color; the first two with their help, which differs between commands.
void add_detail_options(CLI::App& command, OutputOptions& options, const std::string& verbose,
                        const std::string& quiet);

/// --color and -v or -q, as renderers take them. Under "auto" a terminal gets colors, unless NO_COLOR or TERM=dumb
/// forbids them.
auditor::report::RenderOptions render_options(const OutputOptions& options);

/// Renders the document as --format says, and writes it. False and a message on stderr where it can't be written.
template <class Document>
bool print_document(const Document& document, auditor::report::Renderer<Document> auditor::report::Format::*kind,
                    const OutputOptions& options) {
  return write_document(auditor::report::renderer(kind, options.format)(document, render_options(options)),
                        options.file);
}

}  // namespace fairplay::cli
