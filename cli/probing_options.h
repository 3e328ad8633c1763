#pragma once

#include <string>
#include <vector>

#include "auditor/workflow/probe.h"
#include "cli/jobs_option.h"
#include "cli/progress.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace fairplay::cli {

/// --fail-grade: the grades of defects that make the exit code 1.
struct FailGradeOption {
  std::vector<std::string> names = default_names();
  std::set<auditor::behaviour::Grade> grades() const;

 private:
  static std::vector<std::string> default_names();
};
CLI::Option* add_fail_grade_option(CLI::App& command, FailGradeOption& option);

/// How a command of this program probes: in children that are this program, so many at once, and `progress` names what
/// is called. `progress` must outlive the request.
void set_up_probing(auditor::ProbeWorkRequest& request, const FailGradeOption& fail_grade, const JobsOption& jobs,
                    Progress& progress);

}  // namespace fairplay::cli
