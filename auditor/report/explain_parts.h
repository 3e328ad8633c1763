#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/report/explanation.h"
#include "auditor/report/json_values.h"

/// The parts that explanations are made of. All of it is escaped here.
namespace fairplay::auditor::report {

/// A heading and its text, wrapped and indented, with an empty line before it.
std::string paragraph(std::string_view heading, std::string_view text);
/// "References" and a line for each; empty where there are none.
std::string reference_lines(const std::vector<std::string>& references);

/// Each kind of explanation as text, and as a fairplay-explain/1 document.
std::string explanation_text(const rules::Rule& rule);
std::string explanation_text(const rules::Topic& topic);
std::string explanation_text(const signatures::advisories::Advisory& advisory);
std::string explanation_text(const ExplainedProbe& explained);
Json explanation_json(const rules::Rule& rule);
Json explanation_json(const rules::Topic& topic);
Json explanation_json(const signatures::advisories::Advisory& advisory);
Json explanation_json(const ExplainedProbe& explained);

}  // namespace fairplay::auditor::report
