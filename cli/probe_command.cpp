#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/behaviour/child/probe_child.h"
#include "auditor/behaviour/parent/plan.h"
#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/workflow/probe.h"
#include "cli/advisory_book.h"
#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/discovery_environment.h"
#include "cli/output_options.h"
#include "cli/probing_options.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

namespace behaviour = auditor::behaviour;
using auditor::ProbeConclusion;
using auditor::ProbeWorkError;

struct ProbeOptions {
  /// What the options fill in directly; the rest is added when the command runs.
  auditor::ProbeWorkRequest request;
  std::string advisories;
  FailGradeOption fail_grade;
  OutputOptions output;
  JobsOption jobs;
};

int exit_code_of(ProbeConclusion conclusion) {
  switch (conclusion) {
    case ProbeConclusion::defects: return exit_findings;
    case ProbeConclusion::sound: return exit_clean;
    case ProbeConclusion::nothing_probed: break;
  }
  return exit_incomplete;
}

int run_probe(const ProbeOptions& options) {
  const auto book = load_rules("");
  const auto advisories = load_advisories(options.advisories);
  if (!book || !advisories) return exit_usage;
  auditor::ProbeWorkRequest request = options.request;
  if (!request.imports.empty() && request.how.probes.empty()) request.how.probes.emplace_back("array/imports");
  request.environment = discovery_environment();
  request.rules = &*book;
  request.advisories = &*advisories;

  std::expected<auditor::ProbeWork, ProbeWorkError> work;
  {
    // The thread that shows progress starts with the first message: a private folder is made before any thread is.
    Progress progress(!options.output.quiet, "probing");
    set_up_probing(request, options.fail_grade, options.jobs, progress);
    work = auditor::probe(request);
  }
  if (!work) {
    complain(work.error().message);
    return work.error().kind == ProbeWorkError::Kind::usage ? exit_usage : exit_incomplete;
  }
  if (!print_document(work->run, &auditor::report::Format::probe, options.output)) return exit_incomplete;
  return exit_code_of(work->conclusion);
}

}  // namespace

void add_probe(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<ProbeOptions>();
  auditor::behaviour::ProbeRequest& how = options->request.how;
  const auto profiles = auditor::behaviour::profiles();
  CLI::App* command = app.add_subcommand("probe",
                                         "Check that a NumPy and its BLAS compute and thread like the bundled "
                                         "references. This loads and runs them, in child processes with limits");
  command->footer(
      "SUBJECT: a library, or whatever audit takes: a folder (site-packages, venv, conda prefix, unpacked root), an\n"
      "interpreter, a wheel or .deb, or pid:N. Then the NumPys in it are probed, in the interpreter that imports\n"
      "them, and the BLAS libraries that it uses, bundles or has loaded. Without SUBJECT: all on this machine.\n\n"
      "Exit codes: 0 no defect of a grade that counts (--fail-grade), 1 one was found, 2 wrong usage, 3 nothing could\n"
      "be probed.");
  command->add_option("SUBJECT", options->request.subjects, "What to probe");
  command->add_option("--profile", how.profile, "Which probes to run: quick, full, numbers or threads")
      ->check(CLI::IsMember(std::vector<std::string>(profiles.begin(), profiles.end())))
      ->capture_default_str();
  command->add_option("--probe", how.probes, "Run only this probe (may be repeated)")
      ->type_name("ID")
      ->allow_extra_args(false);
  command->add_option("--routine", how.routine, "Call only this routine, for example dgemm or numpy.sort");
  command
      ->add_option("--threads", how.threads,
                   "Numbers of threads to give the library; default: what each probe asks for")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(1, 1024));
  command->add_flag("--kernels", how.kernels,
                    "Run once for each kernel that the library can be made to choose (numbers and special values)");
  command
      ->add_option("--as", options->request.as,
                   "Hold NumPys against this release instead of their own, for example 1.26")
      ->type_name("RELEASE");
  command->add_flag("--as-started", options->request.as_started,
                    "Start interpreters as you do: with your environment, .pth files and sitecustomize");
  command
      ->add_option(
          "--import", options->request.imports,
          "Import this package after NumPy and look what it does to it (may be repeated); all: every package of the "
          "environment. Alone, nothing else is probed")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_option("--against", options->request.against, "Compare with this library or NumPy, call by call")
      ->type_name("SUBJECT");
  add_advisories_option(*command, options->advisories);
  add_jobs_option(*command, options->jobs, "Number of child processes, where a probe allows it; 0: one per core");
  command->add_option("--seed", how.seed, "The seed of the sampled calls")->capture_default_str();
  command
      ->add_option("--reproducer", options->request.reproducers,
                   "Write a program, C or Python, for every defect into this folder")
      ->type_name("DIR");
  add_fail_grade_option(*command, options->fail_grade);
  add_format_option(*command, options->output, &auditor::report::Format::probe);
  add_output_option(*command, options->output);
  add_detail_options(*command, options->output, "Show every probe and its time", "Print only a line for each library");
  command->callback([options, &chosen] { chosen = [options] { return run_probe(*options); }; });

  // The parent starts this one; it is no command for people.
  app.add_subcommand("probe-child", "")->group("")->callback([&chosen] {
    chosen = [] { return auditor::behaviour::run_probe_child(auditor::behaviour::probes::all_probes()); };
  });
}

}  // namespace fairplay::cli
