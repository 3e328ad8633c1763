#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auditor/facts/audit_result.h"
#include "auditor/facts/comparison.h"
#include "auditor/facts/probe_description.h"
#include "auditor/facts/probe_result.h"
#include "auditor/rules/rules.h"
#include "signatures/advisories/advisory.h"

/// Renderers: findings and facts in, one document out. One file per format. They alone escape what subjects say.
namespace fairplay::auditor::report {

enum class Format : std::uint8_t { text, json, markdown };
std::optional<Format> format_named(std::string_view name);

struct TextOptions {
  bool color = false;
  int verbosity = 0;  ///< -1: quiet (summary and errors), 0, 1: evidence
};

std::string render_text(const AuditResult& result, const TextOptions& options);
std::string render_json(const AuditResult& result);
std::string render_markdown(const AuditResult& result, int verbosity);

std::string render_text(const Comparison& comparison, const TextOptions& options);
std::string render_json(const Comparison& comparison);
std::string render_markdown(const Comparison& comparison, int verbosity);

std::string render_text(const behaviour::ProbeRun& run, const TextOptions& options);
std::string render_json(const behaviour::ProbeRun& run);
std::string render_markdown(const behaviour::ProbeRun& run, int verbosity);

/// A text a subject controls, made safe for a terminal and for line-oriented CI logs: control characters, invalid
/// UTF-8, bidirectional overrides and line breaks become visible escapes; a word that begins with "::" can't start a CI
/// workflow command.
std::string escape_terminal(std::string_view raw);
/// The same, and nothing in it is Markdown or HTML markup.
std::string escape_markdown(std::string_view raw);
/// Valid UTF-8 for JSON strings: invalid bytes become \\xNN text.
std::string escape_utf8(std::string_view raw);

/// `fairplay explain ID`: nullopt for an unknown id.
std::optional<std::string> explain_text(const rules::RuleBook& book, std::string_view id);
std::optional<std::string> explain_json(const rules::RuleBook& book, std::string_view id);
std::string explain_text(const signatures::advisories::Advisory& advisory);
std::string explain_json(const signatures::advisories::Advisory& advisory);
/// With the advisories of `book` that name the probe.
std::string explain_text(const behaviour::ProbeDescription& probe, const signatures::advisories::Book& book);
std::string explain_json(const behaviour::ProbeDescription& probe, const signatures::advisories::Book& book);

}  // namespace fairplay::auditor::report
