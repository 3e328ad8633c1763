#include "cli/jobs_option.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

namespace fairplay::cli {

unsigned JobsOption::count() const { return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency()); }

void add_jobs_option(CLI::App& command, JobsOption& option, const std::string& help) {
  command.add_option("--jobs", option.wanted, help)->check(CLI::Range(0U, 256U))->capture_default_str();
}

}  // namespace fairplay::cli
