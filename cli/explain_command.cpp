#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/report/report.h"
#include "cli/command.h"
#include "cli/rule_book.h"

namespace cli {
namespace {

struct Options {
  std::string id;
  std::string format = "text";
  std::string rules;
};

int run(const Options& options) {
  const auto book = load_rules(options.rules);
  if (!book) return exit_usage;
  const auto document = options.format == "json" ? auditor::report::explain_json(*book, options.id) : auditor::report::explain_text(*book, options.id);
  if (document) return write_document(*document, {}) ? exit_clean : exit_incomplete;

  fmt::print(stderr, "fairplay: nothing is called '{}'. Known:", auditor::report::escape_terminal(options.id));
  for (const auto& [id, rule] : book->rules) fmt::print(stderr, " {}", id);
  for (const auto& [id, topic] : book->topics) fmt::print(stderr, " {}", id);
  fmt::print(stderr, "\n");
  return exit_usage;
}

}  // namespace

void add_explain(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "What a rule, a verdict or a difference class means, why it matters, and what to do");
  command->add_option("ID", options->id, "NEP36-1, INTACT-1, official, api-default, ...")->required();
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command->add_option("--rules", options->rules, "Rules in place of the built-in ones")->type_name("FILE");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace cli
