#include "auditor/behaviour/parent/child_job.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "signatures/blas/vendor.h"

namespace fairplay::auditor::behaviour {
namespace {

std::vector<std::pair<std::string, std::string>> environment_of(const ChildJob& job) {
  const std::string count = std::to_string(job.threads);
  std::vector<std::pair<std::string, std::string>> set{{"LC_ALL", "C"}, {"PATH", "/usr/bin:/bin"}};
  for (const std::string_view variable : signatures::blas::threads_variables()) set.emplace_back(variable, count);
  if (!job.kernel.variable.empty()) set.emplace_back(job.kernel.variable, job.kernel.kernel);
  return set;
}

}  // namespace

ChildEnd run(const ChildJob& job) {
  const nlohmann::json input = {{"parent", getpid()},
                                {"library", job.library},
                                {"first", job.first_to_load},
                                {"probe", job.probe},
                                {"call", job.call},
                                {"answered", job.answered},
                                {"routine", job.routine},
                                {"seed", job.seed},
                                {"threads", job.threads},
                                {"seconds", job.seconds},
                                {"full", job.full},
                                {"thresholds", job.thresholds},
                                {"report_bits", job.report_bits},
                                {"leave_out", job.leave_out},
                                {"resume_after", job.resume_after}};
  return run_child({.program = job.program,
                    .arguments = {"probe-child"},
                    .environment = environment_of(job),
                    .input = input.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                    .seconds = 4 * job.seconds + 10});
}

}  // namespace fairplay::auditor::behaviour
