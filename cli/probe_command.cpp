#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "auditor/advisories/advised.h"
#include "auditor/behaviour/child/probe_child.h"
#include "auditor/behaviour/parent/plan.h"
#include "auditor/behaviour/parent/probe.h"
#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/behaviour/reproducer/reproducer.h"
#include "auditor/report/report.h"
#include "auditor/workflow/probe_subjects.h"
#include "cli/advisory_book.h"
#include "cli/command.h"
#include "cli/discovery_environment.h"
#include "cli/download.h"
#include "cli/output_options.h"
#include "cli/progress.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

using auditor::behaviour::ProbeRun;
using auditor::behaviour::SoundVerdict;

struct Options {
  std::vector<std::string> subjects;
  std::string profile = "quick";
  std::vector<std::string> probes;
  std::string routine;
  std::vector<int> threads;
  std::uint64_t seed = 1;
  unsigned jobs = 0;
  bool kernels = false;
  std::string against;
  std::string advisories;
  std::string format = "text";
  std::string output;
  std::string reproducer;
  int verbose = 0;
  bool quiet = false;
  std::string color = "auto";
};

/// What the library says that others were compared with is no finding about them.
int exit_code(const ProbeRun& run, bool compared) {
  const auto subjects = std::span(run.libraries).first(run.libraries.size() - (compared ? 1 : 0));
  auto has = [&](SoundVerdict verdict) {
    return std::ranges::any_of(subjects, [verdict](const auto& library) { return library.verdict == verdict; });
  };
  if (has(SoundVerdict::deviates)) return exit_findings;
  return has(SoundVerdict::sound) ? exit_clean : exit_incomplete;
}

int run(const Options& options) {
  for (const std::string& id : options.probes)
    if (auditor::behaviour::probes::description_of(id) == nullptr) {
      fmt::print(stderr, "fairplay: --probe {}: there is no such probe; known are",
                 auditor::report::escape_terminal(id));
      for (const auto* probe : auditor::behaviour::probes::all_descriptions()) fmt::print(stderr, " {}", probe->id);
      fmt::print(stderr, "\n");
      return exit_usage;
    }
  const auto book = load_rules("");
  const auto advisories = load_advisories(options.advisories);
  if (!book || !advisories) return exit_usage;
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());

  auto subjects = auditor::discovery::classify_all(options.subjects);
  auto against = auditor::discovery::classify_all(options.against.empty() ? std::vector<std::string>()
                                                                          : std::vector<std::string>{options.against});
  std::unique_ptr<PrivateFolder> folder;
  if (auditor::unpacks(subjects) || auditor::unpacks(against)) {
    folder = PrivateFolder::make();
    if (!folder) return exit_incomplete;
  }
  ProbeRun result;
  {
    Progress progress(!options.quiet, "probing");
    const auto tell = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
    auditor::ProbeSubjectsRequest wanted;
    wanted.environment = discovery_environment();
    wanted.rules = &*book;
    wanted.jobs = jobs;
    wanted.progress = tell;
    auditor::behaviour::ProbeRequest request;
    std::vector<auditor::NotChecked> not_checked;
    std::vector<signatures::Damage> unreadable;
    auto find = [&](std::vector<auditor::discovery::ClassifiedSubject> named, const std::string& unpack_to) {
      wanted.unpack_to = folder ? folder->path() + unpack_to : "";
      auditor::ProbeSubjects found = auditor::find_probe_subjects(std::move(named), wanted);
      std::ranges::move(found.unreadable, std::back_inserter(unreadable));
      std::ranges::move(found.not_checked, std::back_inserter(not_checked));
      return std::move(found.targets);
    };
    request.targets = find(std::move(subjects), "/subjects");
    if (!options.against.empty()) {
      const auto others = find(std::move(against), "/against");
      if (others.size() != 1) {
        fmt::print(stderr, "fairplay: --against {}: wants one library, and there are {}\n",
                   auditor::report::escape_terminal(options.against), others.size());
        return exit_usage;
      }
      request.against = others.front();
      std::erase_if(request.targets, [&](const auto& target) { return target.path == others.front().path; });
    }
    request.profile = options.profile;
    request.probes = options.probes;
    request.routine = options.routine;
    request.threads = options.threads;
    request.thresholds = book->thresholds;
    request.kernels = options.kernels;
    request.seed = options.seed;
    request.jobs = jobs;
    request.program = "/proc/self/exe";
    request.progress = tell;
    result = auditor::behaviour::probe(request);
    auditor::behaviour::look_up_advisories(result, *advisories);
    result.unreadable = std::move(unreadable);
    result.not_checked.insert(result.not_checked.begin(), not_checked.begin(), not_checked.end());
  }
  if (!options.reproducer.empty())
    if (const auto written = auditor::behaviour::reproducer::write_reproducers(result, options.reproducer); !written) {
      fmt::print(stderr, "fairplay: --reproducer {}\n", auditor::report::escape_terminal(written.error()));
      return exit_usage;
    }
  if (!write_document(render(result, options), options.output)) return exit_incomplete;
  return exit_code(result, !options.against.empty());
}

}  // namespace

void add_probe(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  const auto profiles = auditor::behaviour::profiles();
  CLI::App* command = app.add_subcommand("probe",
                                         "Does a BLAS compute and thread as the bundled reference does? It is loaded "
                                         "and run, in child processes with limits");
  command->footer(
      "SUBJECT: a library, or what audit takes: a folder (site-packages, venv, conda prefix, unpacked root), an "
      "interpreter,\n"
      "a wheel or .deb, or pid:N: then the BLAS libraries that it uses, bundles or has loaded. Without SUBJECT: every "
      "BLAS\n"
      "on this machine.\n\n"
      "Exit codes: 0 no defect, 1 a defect was found, 2 wrong usage, 3 nothing could be probed.");
  command->add_option("SUBJECT", options->subjects, "What to probe");
  command->add_option("--profile", options->profile, "quick, full, numbers or threads")
      ->check(CLI::IsMember(std::vector<std::string>(profiles.begin(), profiles.end())))
      ->capture_default_str();
  command->add_option("--probe", options->probes, "Only this probe (again for more)")
      ->type_name("ID")
      ->allow_extra_args(false);
  command->add_option("--routine", options->routine, "Only this routine, e.g. dgemm");
  command
      ->add_option("--threads", options->threads, "Numbers of threads to give the library; without: each probe's own")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(1, 1024));
  command->add_flag("--kernels", options->kernels,
                    "Once for each kernel that the library can be made to choose (numbers and special values)");
  command->add_option("--against", options->against, "Compare with this library: the same calls of both")
      ->type_name("LIB");
  command
      ->add_option("--advisories", options->advisories, "Known defects of BLAS libraries in place of the built-in ones")
      ->type_name("FILE");
  command->add_option("--jobs", options->jobs, "Children at once, where a probe allows it; 0: one a core")
      ->check(CLI::Range(0U, 256U))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "What the sampled calls follow from")->capture_default_str();
  command->add_option("--reproducer", options->reproducer, "Write a C program for every defect into this folder")
      ->type_name("DIR");
  command->add_option("--format", options->format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  command->add_option("--output", options->output, "Write the document to FILE")->type_name("FILE");
  command->add_flag("-v,--verbose", options->verbose, "Show every probe and its time");
  command->add_flag("-q,--quiet", options->quiet, "Only a line for each library");
  command->add_option("--color", options->color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });

  // What the parent starts; no command for people.
  app.add_subcommand("probe-child", "")->group("")->callback([&chosen] {
    chosen = [] { return auditor::behaviour::run_probe_child(auditor::behaviour::probes::all_probes()); };
  });
}

}  // namespace fairplay::cli
