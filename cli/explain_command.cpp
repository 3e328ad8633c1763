#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/report/explanation.h"
#include "cli/advisory_book.h"
#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/output_options.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

struct ExplainOptions {
  std::string id;
  OutputOptions output;
  std::string rules;
  std::string advisories;
};

/// Rules and topics first, then advisories, then probes; nullopt for an unknown id.
std::optional<auditor::report::Explanation> find_any(const std::string& id, const auditor::rules::RuleBook& book,
                                                     const signatures::advisories::Book& advisories) {
  if (auto found = auditor::report::find_explanation(book, id)) return found;
  if (const auto* advisory = advisories.find(id)) return advisory;
  if (const auto* probe = auditor::behaviour::probes::description_of(id))
    return auditor::report::ExplainedProbe{*probe, advisories};
  if (const auto* probe = auditor::behaviour::numpy::description_of(id))
    return auditor::report::ExplainedProbe{*probe, advisories};
  return std::nullopt;
}

int run_explain(const ExplainOptions& options) {
  const auto book = load_rules(options.rules);
  const auto advisories = load_advisories(options.advisories);
  if (!book || !advisories) return exit_usage;
  if (const auto found = find_any(options.id, *book, *advisories))
    return print_document(*found, &auditor::report::Format::explanation, options.output) ? exit_clean : exit_incomplete;

  std::string known;
  for (const auto& [id, rule] : book->rules) known += " " + id;
  for (const auto& [id, topic] : book->topics) known += " " + id;
  for (const auto* probe : auditor::behaviour::probes::all_descriptions()) known += fmt::format(" {}", probe->id);
  for (const auto* probe : auditor::behaviour::numpy::all_array_probes())
    known += fmt::format(" {}", probe->description.id);
  for (const auto& advisory : advisories->advisories) known += " " + advisory.id;
  complain(fmt::format("nothing is called '{}'. Known:{}", options.id, known));
  return exit_usage;
}

}  // namespace

void add_explain(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand("explain",
                                         "Explain a rule, verdict, difference class, advisory or probe: what it "
                                         "means, why it matters, and what to do");
  command->add_option("ID", options->id, "For example NEP36-1, official, api-default, numpy#20310, numbers/level3")
      ->required();
  add_format_option(*command, options->output, &auditor::report::Format::explanation);
  add_rules_option(*command, options->rules);
  add_advisories_option(*command, options->advisories);
  command->callback([options, &chosen] { chosen = [options] { return run_explain(*options); }; });
}

}  // namespace fairplay::cli
