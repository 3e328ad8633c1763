#include "cli/probing_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "auditor/facts/grade.h"
#include "auditor/report/escape.h"

namespace fairplay::cli {

namespace behaviour = auditor::behaviour;

std::vector<std::string> FailGradeOption::default_names() {
  std::vector<std::string> names;
  for (const behaviour::Grade grade : auditor::ProbeWorkRequest().fail_grades)
    names.emplace_back(behaviour::name(grade));
  return names;
}

std::set<behaviour::Grade> FailGradeOption::grades() const {
  std::set<behaviour::Grade> found;
  for (const std::string& name : names) found.insert(*behaviour::grade_named(name));
  return found;
}

CLI::Option* add_fail_grade_option(CLI::App& command, FailGradeOption& option) {
  const auto known = behaviour::grade_names();
  return command
      .add_option("--fail-grade", option.names,
                  fmt::format("Grades of defects that make the exit code 1, of {}", fmt::join(known, ", ")))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(std::vector<std::string>(known.begin(), known.end())))
      ->capture_default_str();
}

void set_up_probing(auditor::ProbeWorkRequest& request, const FailGradeOption& fail_grade, const JobsOption& jobs,
                    Progress& progress) {
  request.fail_grades = fail_grade.grades();
  request.how.jobs = jobs.count();
  request.how.program = "/proc/self/exe";
  request.how.progress = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
}

}  // namespace fairplay::cli
