#include "auditor/loading/load_problems.h"

#include <algorithm>
#include <utility>

namespace fairplay::auditor::loading {

bool is_known(std::span<const LoadProblem> problems, LoadProblem::Kind kind, std::string_view wanted) {
  return std::ranges::any_of(
      problems, [&](const LoadProblem& problem) { return problem.kind == kind && problem.wanted == wanted; });
}

std::string shown_path(const signatures::artifact::RootedFiles& files, const std::string& import_folder,
                       const std::string& path) {
  if (!path.starts_with('/')) return path;
  const std::string below = import_folder + "/";
  return path.starts_with(below) ? path.substr(below.size()) : files.display(path);
}

LoadProblem problem_of(LoadFailure failure, const signatures::artifact::RootedFiles& files,
                       const std::string& import_folder) {
  const auto shown = [&](const std::string& path) { return shown_path(files, import_folder, path); };
  LoadProblem problem;
  problem.kind = failure.kind;
  problem.wanted = shown(failure.wanted);
  problem.here = failure.in.empty() ? "" : shown(failure.in);
  problem.newest = std::move(failure.newest);
  problem.by = shown(failure.by);
  problem.symbols = std::move(failure.symbols);
  problem.on_import_chain = false;
  return problem;
}

}  // namespace fairplay::auditor::loading
