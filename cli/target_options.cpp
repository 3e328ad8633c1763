#include "cli/target_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/complaint.h"
#include "signatures/python/platform_tag.h"

namespace fairplay::cli {

void add_target_options(CLI::App& command, TargetOptions& options) {
  command
      .add_option("--python", options.python,
                  "Judge whether builds load in this Python (3.12, 3.13t, pypy3.10) and not in the one they lie under")
      ->type_name("VERSION");
  command
      .add_option(
          "--platform", options.platform,
          "... on this platform (manylinux_2_28_x86_64, musllinux_1_2_aarch64, linux_x86_64, macosx_14_0_arm64, "
          "win_amd64)")
      ->type_name("TAG");
}

std::optional<auditor::loading::Target> target_of(const TargetOptions& options) {
  auditor::loading::Target target;
  if (!options.python.empty()) {
    target.python = signatures::python::parse_python_version(options.python);
    if (!target.python) {
      complain(
          fmt::format("--python: \"{}\" is no version of Python; examples: 3.12, 3.13t, pypy3.10", options.python));
      return std::nullopt;
    }
  }
  if (!options.platform.empty()) {
    target.platform = signatures::python::parse_platform_tag(options.platform);
    if (!target.platform) {
      complain(
          fmt::format("--platform: \"{}\" is no platform tag; examples: manylinux_2_28_x86_64, manylinux2014_x86_64, "
                      "musllinux_1_2_aarch64, linux_x86_64, macosx_14_0_arm64, win_amd64",
                      options.platform));
      return std::nullopt;
    }
  }
  return target;
}

}  // namespace fairplay::cli
