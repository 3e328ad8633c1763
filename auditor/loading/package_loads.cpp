#include "auditor/loading/package_loads.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "auditor/discovery/paths.h"
#include "auditor/loading/dynamic_loader.h"
#include "auditor/loading/load_problems.h"

namespace fairplay::auditor::loading {
namespace {

constexpr std::size_t most_problems = 64;

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
      LoadProblem problem = problem_of(std::move(failure), linkages.system().files, package.import_folder);
      if (found.problems.size() >= most_problems || is_known(found.problems, problem.kind, problem.wanted)) continue;
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
