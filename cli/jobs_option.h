#pragma once

#include <string>

namespace CLI {
class App;
}

namespace fairplay::cli {

/// --jobs: how much is done at the same time.
struct JobsOption {
  unsigned wanted = 0;     ///< 0: one per core
  unsigned count() const;  ///< at least 1
};
void add_jobs_option(CLI::App& command, JobsOption& option,
                     const std::string& help = "Number of threads; 0: one per core");

}  // namespace fairplay::cli
