#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/report/report.h"
#include "cli/advisory_book.h"
#include "cli/command.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

struct Options {
  std::string id;
  std::string format = "text";
  std::string rules;
  std::string advisories;
};

/// Rules and topics first, then advisories, then probes: nullopt where nothing is called so.
std::optional<std::string> document_of(const Options& options, const auditor::rules::RuleBook& book,
                                       const signatures::advisories::Book& advisories) {
  using namespace auditor::report;
  const bool json = options.format == "json";
  if (auto document = json ? explain_json(book, options.id) : explain_text(book, options.id)) return document;
  if (const auto* advisory = advisories.find(options.id))
    return json ? explain_json(*advisory) : explain_text(*advisory);
  if (const auto* probe = auditor::behaviour::probes::description_of(options.id))
    return json ? explain_json(*probe, advisories) : explain_text(*probe, advisories);
  return std::nullopt;
}

int run(const Options& options) {
  const auto book = load_rules(options.rules);
  const auto advisories = load_advisories(options.advisories);
  if (!book || !advisories) return exit_usage;
  if (const auto document = document_of(options, *book, *advisories))
    return write_document(*document, {}) ? exit_clean : exit_incomplete;

  fmt::print(stderr, "fairplay: nothing is called '{}'. Known:", auditor::report::escape_terminal(options.id));
  for (const auto& [id, rule] : book->rules) fmt::print(stderr, " {}", id);
  for (const auto& [id, topic] : book->topics) fmt::print(stderr, " {}", id);
  for (const auto* probe : auditor::behaviour::probes::all_descriptions()) fmt::print(stderr, " {}", probe->id);
  for (const auto& advisory : advisories->advisories)
    fmt::print(stderr, " {}", auditor::report::escape_terminal(advisory.id));
  fmt::print(stderr, "\n");
  return exit_usage;
}

}  // namespace

void add_explain(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "explain",
      "What a rule, a verdict, a difference class, an advisory or a probe means, why it matters, and what to do");
  command->add_option("ID", options->id, "NEP36-1, official, api-default, OpenBLAS#1844, numbers/level3, ...")
      ->required();
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--rules", options->rules, "Rules in place of the built-in ones")->type_name("FILE");
  command
      ->add_option("--advisories", options->advisories, "Known defects of BLAS libraries in place of the built-in ones")
      ->type_name("FILE");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
