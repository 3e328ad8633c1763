#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "auditor/facts/probe_description.h"
#include "auditor/report/render_options.h"
#include "auditor/rules/rules.h"
#include "signatures/advisories/advisory.h"

/// What `fairplay explain ID` prints.
namespace fairplay::auditor::report {

/// A probe, and the book in which the advisories are that name it.
struct ExplainedProbe {
  const behaviour::ProbeDescription& probe;
  const signatures::advisories::Book& advisories;
};

/// What an id stands for.
using Explanation =
    std::variant<const rules::Rule*, const rules::Topic*, const signatures::advisories::Advisory*, ExplainedProbe>;

/// The rule or topic of this id, rules first; case is ignored. Nullopt for an unknown id.
std::optional<Explanation> find_explanation(const rules::RuleBook& book, std::string_view id);

std::string render_text(const Explanation& explanation, const RenderOptions& options = {});
std::string render_json(const Explanation& explanation, const RenderOptions& options = {});

}  // namespace fairplay::auditor::report
