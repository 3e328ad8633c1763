#pragma once

#include <optional>
#include <string>

#include "auditor/loading/target.h"

namespace CLI {
class App;
}

namespace fairplay::cli {

/// --python and --platform: whom a build is judged for.
struct TargetOptions {
  std::string python;
  std::string platform;
};
void add_target_options(CLI::App& command, TargetOptions& options);

/// Nullopt and a message on stderr where an option's value is none.
std::optional<auditor::loading::Target> target_of(const TargetOptions& options);

}  // namespace fairplay::cli
