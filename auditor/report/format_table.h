#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/audit_result.h"
#include "auditor/facts/comparison.h"
#include "auditor/facts/probe_result.h"
#include "auditor/report/explanation.h"
#include "auditor/report/footprint_report.h"
#include "auditor/report/render_options.h"
#include "auditor/report/signatures_report.h"

/// The output formats. A new format is one file, which defines its renderers and its `Format`, and one row in
/// format_table.cpp; every command whose document it renders then offers it.
namespace fairplay::auditor::report {

/// Findings and facts in, one document out. Renderers alone escape what subjects say.
template <class Document>
using Renderer = std::string (*)(const Document&, const RenderOptions&);

/// One value of --format. Its renderers; null for a document that it doesn't have.
struct Format {
  std::string_view name;
  Renderer<AuditResult> audit = nullptr;
  Renderer<Comparison> comparison = nullptr;
  Renderer<behaviour::ProbeRun> probe = nullptr;
  Renderer<FootprintReport> footprint = nullptr;
  Renderer<Explanation> explanation = nullptr;
  Renderer<ReleaseList> release_list = nullptr;
  Renderer<ShownRelease> shown_release = nullptr;
  Renderer<VerifiedDatabases> verified_databases = nullptr;
};

/// All of them, the default first.
std::span<const Format* const> formats();

/// The names of the formats that have this document: `formats_of(&Format::audit)`.
template <class Document>
std::vector<std::string> formats_of(Renderer<Document> Format::*document) {
  std::vector<std::string> names;
  for (const Format* format : formats())
    if (format->*document != nullptr) names.emplace_back(format->name);
  return names;
}

/// The renderer that --format names; null where that format doesn't exist or doesn't have this document.
template <class Document>
Renderer<Document> renderer(Renderer<Document> Format::*document, std::string_view name) {
  for (const Format* format : formats())
    if (format->name == name) return format->*document;
  return nullptr;
}

}  // namespace fairplay::auditor::report
