#include "auditor/loading/numpy_loads.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "auditor/loading/dynamic_loader.h"
#include "auditor/wording/listing.h"
#include "signatures/elf/image.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::base_name;
using signatures::python::Libc;

/// "numpy/_core/_multiarray_umath": what `import` looks for, whatever Python the file is for.
std::string_view stem_of(std::string_view path) {
  const std::size_t name = path.rfind('/') + 1;
  return path.substr(0, path.find('.', name));
}

/// What `import numpy` itself can't do without, in every release: the core, and linalg, which matrixlib imports.
constexpr std::string_view import_chain[] = {"_multiarray_umath", "multiarray", "umath", "_umath_linalg",
                                             "lapack_lite"};
/// Modules for NumPy's own tests: nobody else imports them.
constexpr std::string_view for_tests[] = {"_multiarray_tests",   "_operand_flag_tests", "_rational_tests",
                                          "_struct_ufunc_tests", "_umath_tests",        "_simd"};

bool is_one_of(std::string_view stem, std::span<const std::string_view> names) {
  return std::ranges::find(names, base_name(stem)) != names.end();
}

LoadProblem::Kind kind_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::other_system: return LoadProblem::Kind::other_system;
    case Refusal::other_machine: return LoadProblem::Kind::other_machine;
    case Refusal::other_libc: return LoadProblem::Kind::other_libc;
    case Refusal::other_python:
    case Refusal::none: break;
  }
  return LoadProblem::Kind::other_python;
}

/// What the module is for, and what the interpreter is, in the words of one refusal.
std::pair<std::string, std::string> wanted_and_here(Refusal refusal, const ModuleTraits& module,
                                                    const Interpreter& interpreter) {
  using signatures::elf::machine_name;
  switch (refusal) {
    case Refusal::other_system: return {std::string(name(system_of(module))), std::string(name(interpreter.system))};
    case Refusal::other_machine: return {machine_name(module.machine), machine_name(interpreter.machine)};
    case Refusal::other_libc: return {std::string(name(module.libc)), std::string(name(interpreter.libc))};
    case Refusal::other_python:
    case Refusal::none: break;
  }
  return {text_of(module.tag), text_of(interpreter)};
}

class Judge {
 public:
  Judge(Linkages& linkages, const discovery::InstalledNumpy& numpy, std::span<const ExtensionModule> modules)
      : linkages_(linkages), numpy_(numpy) {
    for (const ExtensionModule& module : modules) {
      const std::string_view stem = stem_of(module.shown);
      if (!is_one_of(stem, for_tests)) by_stem_[std::string(stem)].push_back(&module);
    }
  }

  Loads run(std::span<const ExtensionModule> modules) {
    Loads loads;
    loads.fits = platforms_of(modules);
    std::vector<Interpreter> interpreters = interpreters_of(linkages_, numpy_.folder);
    const Libc libc = libc_of_root(linkages_.system());
    for (Interpreter& interpreter : interpreters) {
      if (interpreter.libc == Libc::unknown && interpreter.system != signatures::python::OperatingSystem::macos)
        interpreter.libc = libc;
    }
    if (by_stem_.empty()) {
      loads.why = "no extension module of it was found";
      return loads;
    }
    if (interpreters.empty()) {
      loads.why = "no Python is known that would import it from here";
      return loads;
    }
    std::optional<std::vector<LoadProblem>> fewest;
    bool seen_whole = false;
    for (const Interpreter& interpreter : interpreters) {
      std::vector<LoadProblem> problems = problems_under(interpreter);
      const bool fails = std::ranges::any_of(problems, &LoadProblem::on_import_chain);
      if (!fewest || (!fails && loads.verdict != Verdict::yes)) {
        fewest = std::move(problems);
        loads.interpreter = interpreter.path.empty() ? "" : linkages_.system().files.display(interpreter.path);
        seen_whole = !interpreter.path.empty();
        loads.verdict = fails ? Verdict::no : Verdict::yes;
        loads.why = fails ? "" : fmt::format("{} finds every library and symbol that it needs", text_of(interpreter));
      }
      if (!fails) break;
    }
    loads.problems = std::move(*fewest);
    if (loads.verdict == Verdict::yes && !seen_whole) {
      loads.verdict = Verdict::unknown;
      loads.why = "the Python that would import it from here isn't there: its libraries were not looked for";
    }
    return loads;
  }

 private:
  std::vector<LoadProblem> problems_under(const Interpreter& interpreter) {
    std::vector<LoadProblem> problems;
    std::vector<const ExtensionModule*> accepted;  // those of the import chain first
    for (const bool chain : {true, false}) {
      for (const auto& [stem, files] : by_stem_) {
        if (is_one_of(stem, import_chain) != chain) continue;
        const auto fit = std::ranges::find_if(
            files, [&](const ExtensionModule* file) { return refusal(interpreter, file->traits) == Refusal::none; });
        if (fit != files.end()) {
          accepted.push_back(*fit);
        } else {
          refuse(interpreter, files, chain, problems);
        }
      }
    }
    // A module for another Python is never opened, and without the interpreter nobody opens anything.
    if (problems.empty() && !interpreter.path.empty()) open_all(interpreter, accepted, problems);
    return problems;
  }

  /// One cause, however many modules it stops.
  static void refuse(const Interpreter& interpreter, const std::vector<const ExtensionModule*>& files, bool chain,
                     std::vector<LoadProblem>& problems) {
    const ExtensionModule& first = *files.front();
    const Refusal why = refusal(interpreter, first.traits);
    std::set<std::string> wanted;
    for (const ExtensionModule* file : files) wanted.insert(wanted_and_here(why, file->traits, interpreter).first);
    LoadProblem problem;
    problem.kind = kind_of(why);
    problem.wanted = first_few(std::vector<std::string>(wanted.begin(), wanted.end()));
    problem.here = wanted_and_here(why, first.traits, interpreter).second;
    problem.by = first.shown;
    problem.on_import_chain = chain;
    const bool told = std::ranges::any_of(problems, [&](const LoadProblem& other) {
      return other.kind == problem.kind && other.wanted == problem.wanted;
    });
    if (!told) problems.push_back(std::move(problem));
  }

  void open_all(const Interpreter& interpreter, const std::vector<const ExtensionModule*>& modules,
                std::vector<LoadProblem>& problems) {
    Process process(linkages_, interpreter.path, interpreter.libc == Libc::musl);
    for (const ExtensionModule* module : modules) {
      const bool chain = is_one_of(stem_of(module->shown), import_chain);
      for (LoadFailure& failure : process.open(module->path)) {
        const bool told = std::ranges::any_of(problems, [&](const LoadProblem& other) {
          return other.kind == failure.kind && other.wanted == shown(failure.wanted);
        });
        if (told) continue;
        LoadProblem problem;
        problem.kind = failure.kind;
        problem.wanted = shown(failure.wanted);
        problem.here = failure.in.empty() ? "" : shown(failure.in);
        problem.by = shown(failure.by);
        problem.symbols = std::move(failure.symbols);
        problem.on_import_chain = chain;
        problems.push_back(std::move(problem));
      }
    }
  }

  /// A path as reports have it: short below the import folder.
  std::string shown(const std::string& path) const {
    if (!path.starts_with('/')) return path;
    const std::string below = numpy_.folder.path + "/";
    return path.starts_with(below) ? path.substr(below.size()) : linkages_.system().files.display(path);
  }

  Linkages& linkages_;
  const discovery::InstalledNumpy& numpy_;
  std::map<std::string, std::vector<const ExtensionModule*>> by_stem_;
};

}  // namespace

Loads numpy_loads(Linkages& linkages, const discovery::InstalledNumpy& numpy,
                  std::span<const ExtensionModule> modules) {
  return Judge(linkages, numpy, modules).run(modules);
}

std::vector<std::string> platforms_of(std::span<const ExtensionModule> modules) {
  std::set<std::string> platforms;
  for (const ExtensionModule& module : modules) {
    const ModuleTraits& traits = module.traits;
    std::vector<std::string> parts;
    if (std::string python = text_of(traits.tag); !python.empty()) parts.push_back(std::move(python));
    std::string platform(name(system_of(traits)));
    const std::string machine =
        traits.machine != 0 ? signatures::elf::machine_name(traits.machine) : traits.tag.machine;
    if (!machine.empty()) platform += (platform.empty() ? "" : " ") + machine;
    if (!platform.empty()) parts.push_back(std::move(platform));
    if (traits.libc != Libc::unknown) parts.emplace_back(name(traits.libc));
    if (!parts.empty()) platforms.insert(fmt::format("{}", fmt::join(parts, ", ")));
  }
  // Modules that need no C library say less than the others.
  std::erase_if(platforms, [&](const std::string& one) {
    return std::ranges::any_of(platforms, [&](const std::string& other) { return other.starts_with(one + ", "); });
  });
  return {platforms.begin(), platforms.end()};
}

}  // namespace fairplay::auditor::loading
