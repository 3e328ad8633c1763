#pragma once

#include <string>
#include <vector>

namespace fairplay::auditor::behaviour::reproducer {

/// How a program ended: its exit status, and what it printed.
struct ProgramEnd {
  int status = -1;
  std::string output;
};
/// Runs a command without a shell, its standard output and error together.
ProgramEnd run_program(const std::vector<std::string>& command);
/// Compiles the C file by the system's compiler, `options` last; returns the program's path, and fails the running test
/// where it doesn't compile.
std::string compiled(const std::string& file, const std::vector<std::string>& options = {});

}  // namespace fairplay::auditor::behaviour::reproducer
