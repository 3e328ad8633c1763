#include "auditor/loading/package_loads.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "auditor/discovery/paths.h"
#include "auditor/loading/dynamic_loader.h"

namespace fairplay::auditor::loading {
namespace {

constexpr std::size_t most_problems = 64;

std::string shown_path(const Linkages& linkages, const std::string& folder, const std::string& path) {
  if (!path.starts_with('/')) return path;
  const std::string below = folder + "/";
  return path.starts_with(below) ? path.substr(below.size()) : linkages.system().files.display(path);
}

}  // namespace

PackageLoads package_loads(Linkages& linkages, const Interpreter& interpreter, const PackageModules& package) {
  PackageLoads found;
  std::optional<Process> process(std::in_place, linkages, interpreter.path,
                                 interpreter.libc == signatures::python::Libc::musl);
  for (const std::string& module : package.modules) {
    for (LoadFailure& failure : process->open(module)) {
      if (failure.kind == LoadProblem::Kind::library_missing && package.is_somewhere(failure.wanted)) {
        if (std::ranges::find(found.self_loaded, failure.wanted) == found.self_loaded.end())
          found.self_loaded.push_back(failure.wanted);
        continue;
      }
      LoadProblem problem;
      problem.kind = failure.kind;
      problem.wanted = shown_path(linkages, package.import_folder, failure.wanted);
      const bool told = std::ranges::any_of(found.problems, [&](const LoadProblem& other) {
        return other.kind == problem.kind && other.wanted == problem.wanted;
      });
      if (told || found.problems.size() >= most_problems) continue;
      problem.here = failure.in.empty() ? "" : shown_path(linkages, package.import_folder, failure.in);
      problem.by = shown_path(linkages, package.import_folder, failure.by);
      problem.symbols = std::move(failure.symbols);
      problem.on_import_chain = false;
      found.problems.push_back(std::move(problem));
    }
  }
  // Symbols of a whole environment's modules are too much to keep; the system's libraries serve the next package, too.
  std::vector<std::string> objects = process->objects();
  process.reset();
  for (const std::string& path : objects) {
    if (discovery::paths::is_within(path, package.import_folder)) linkages.forget(path);
  }
  return found;
}

}  // namespace fairplay::auditor::loading
