#include "cli/output_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <span>
#include <string_view>

namespace fairplay::cli {
namespace {

/// "text, json or markdown".
std::string alternatives(const std::vector<std::string>& names) {
  if (names.size() < 2) return fmt::format("{}", fmt::join(names, ""));
  const auto all_but_last = std::span(names).first(names.size() - 1);
  return fmt::format("{} or {}", fmt::join(all_but_last, ", "), names.back());
}

bool wants_color(const OutputOptions& options) {
  if (options.color != "auto") return options.color == "always";
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool refused =
      (no_color != nullptr && *no_color != '\0') || (terminal != nullptr && std::string_view(terminal) == "dumb");
  return !refused && options.file.empty() && isatty(STDOUT_FILENO) != 0;
}

}  // namespace

void add_format_option(CLI::App& command, OutputOptions& options, const std::vector<std::string>& formats) {
  command.add_option("--format", options.format, "Output format: " + alternatives(formats))
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
}

void add_output_option(CLI::App& command, OutputOptions& options) {
  command.add_option("--output", options.file, "Write to FILE instead of standard output")->type_name("FILE");
}

void add_detail_options(CLI::App& command, OutputOptions& options, const std::string& verbose,
                        const std::string& quiet) {
  command.add_flag("-v,--verbose", options.verbose, verbose);
  command.add_flag("-q,--quiet", options.quiet, quiet);
  command.add_option("--color", options.color, "When to use colors: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

auditor::report::RenderOptions render_options(const OutputOptions& options) {
  return {wants_color(options), options.quiet ? -1 : options.verbose};
}

}  // namespace fairplay::cli
