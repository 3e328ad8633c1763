#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "auditor/behaviour/child/probe_child.h"
#include "auditor/behaviour/probe.h"
#include "auditor/behaviour/probes/probe.h"
#include "auditor/report/report.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "cli/progress.h"

namespace cli {
namespace {

using auditor::behaviour::ProbeRun;
using auditor::behaviour::SoundVerdict;

struct Options {
  std::vector<std::string> subjects;
  std::string profile = "quick";
  std::vector<std::string> probes;
  std::string routine;
  std::vector<int> threads{1};
  std::uint64_t seed = 1;
  std::string format = "text";
  std::string output;
  int verbose = 0;
  bool quiet = false;
  std::string color = "auto";
};

std::string render(const ProbeRun& run, const Options& options) {
  const int verbosity = options.quiet ? -1 : options.verbose;
  switch (*auditor::report::format_named(options.format)) {
    case auditor::report::Format::json: return auditor::report::render_json(run);
    case auditor::report::Format::markdown: return auditor::report::render_markdown(run, verbosity);
    case auditor::report::Format::text: break;
  }
  return auditor::report::render_text(run, {wants_color(options.color, options.output), verbosity});
}

int exit_code(const ProbeRun& run) {
  auto has = [&](SoundVerdict verdict) { return std::ranges::any_of(run.libraries, [verdict](const auto& library) { return library.verdict == verdict; }); };
  if (has(SoundVerdict::deviates)) return exit_findings;
  return has(SoundVerdict::sound) ? exit_clean : exit_incomplete;
}

int run(const Options& options) {
  for (const std::string& id : options.probes)
    if (auditor::behaviour::probes::probe_named(id) == nullptr) {
      fmt::print(stderr, "fairplay: --probe {}: there is no such probe; known are", auditor::report::escape_terminal(id));
      for (const auto* probe : auditor::behaviour::probes::all_probes()) fmt::print(stderr, " {}", probe->id);
      fmt::print(stderr, "\n");
      return exit_usage;
    }
  auditor::behaviour::ProbeRequest request;
  for (const std::string& subject : options.subjects) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(subject, error);
    request.targets.push_back({error ? subject : real.string(), ""});
  }
  request.profile = options.profile;
  request.probes = options.probes;
  request.routine = options.routine;
  request.threads = options.threads;
  request.seed = options.seed;
  request.program = "/proc/self/exe";
  ProbeRun result;
  {
    Progress progress(!options.quiet);
    request.progress = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
    result = auditor::behaviour::probe(request);
  }
  if (!write_document(render(result, options), options.output)) return exit_incomplete;
  return exit_code(result);
}

}  // namespace

void add_probe(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("probe", "Does a BLAS compute and thread as the bundled reference does? It is loaded and run, in child processes with limits");
  command->footer("Exit codes: 0 no defect, 1 a defect was found, 2 wrong usage, 3 nothing could be probed.");
  command->add_option("SUBJECT", options->subjects, "Shared libraries")->required();
  command->add_option("--profile", options->profile, "quick or full")->check(CLI::IsMember({"quick", "full"}))->capture_default_str();
  command->add_option("--probe", options->probes, "Only this probe (again for more)")->type_name("ID");
  command->add_option("--routine", options->routine, "Only this routine, e.g. dgemm");
  command->add_option("--threads", options->threads, "Numbers of threads to give the library")->delimiter(',')->check(CLI::Range(1, 1024))->capture_default_str();
  command->add_option("--seed", options->seed, "What the sampled calls follow from")->capture_default_str();
  command->add_option("--format", options->format, "text, json or markdown")->check(CLI::IsMember({"text", "json", "markdown"}))->capture_default_str();
  command->add_option("--output", options->output, "Write the document to FILE")->type_name("FILE");
  command->add_flag("-v,--verbose", options->verbose, "Show every probe and its time");
  command->add_flag("-q,--quiet", options->quiet, "Only a line for each library");
  command->add_option("--color", options->color, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}))->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });

  // What the parent starts; no command for people.
  app.add_subcommand("probe-child", "")->group("")->callback([&chosen] { chosen = auditor::behaviour::run_probe_child; });
}

}  // namespace cli
