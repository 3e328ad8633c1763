#include <string>

#include "auditor/checks/check.h"

// The extension modules are for another Python, machine, operating system or C library than the interpreter has that
// would import them.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view load_1_cases[] = {"other-python", "other-machine", "other-system",   "other-libc",
                                             "older-system", "processor",     "requires-python"};

bool is_about_the_interpreter(LoadProblem::Kind kind) {
  switch (kind) {
    case LoadProblem::Kind::other_python:
    case LoadProblem::Kind::other_machine:
    case LoadProblem::Kind::other_system:
    case LoadProblem::Kind::other_libc:
    case LoadProblem::Kind::older_system:
    case LoadProblem::Kind::processor: return true;
    case LoadProblem::Kind::requires_python:
    case LoadProblem::Kind::library_missing:
    case LoadProblem::Kind::unreadable:
    case LoadProblem::Kind::cut_off:
    case LoadProblem::Kind::version_missing:
    case LoadProblem::Kind::symbol_missing:
    case LoadProblem::Kind::older_core: break;
  }
  return false;
}

/// " (it lies in an AWS Lambda layer)": where the place isn't the interpreter's own.
std::string where_of(const auditor::Loads& loads) {
  return loads.convention.empty() ? "" : " (it lies in " + loads.convention + ")";
}

std::vector<Hit> run_load_1(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    for (const LoadProblem& problem : subject.loads.problems) {
      const bool metadata = problem.kind == LoadProblem::Kind::requires_python;
      if (!metadata && (!is_about_the_interpreter(problem.kind) || !problem.on_import_chain)) continue;
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = name(problem.kind);
      hit.leads = !metadata;
      hit.values = {{"wanted", problem.wanted}, {"here", problem.here}};
      hit.values.emplace_back("where", where_of(subject.loads));
      hit.remedy = name(problem.kind);
      hit.evidence = {{problem.by, 0, (metadata ? "asks for " : "is for ") + problem.wanted}};
      if (!subject.loads.interpreter.empty())
        hit.evidence.push_back({subject.loads.interpreter, 0, "is " + subject.loads.held_against});
      hit.identity = problem.wanted + "\n" + problem.here;
      hits.push_back(std::move(hit));
    }
  }
  return hits;
}

}  // namespace

extern const Check load_1;
const Check load_1{"LOAD-1", load_1_cases, {}, run_load_1};

}  // namespace fairplay::auditor::checks
