#include "auditor/loading/numpy_loads.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "auditor/discovery/link_chain.h"
#include "auditor/loading/dynamic_loader.h"
#include "auditor/loading/interpreters.h"
#include "auditor/loading/load_problems.h"
#include "signatures/installers/version_specifiers.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::python::Libc;
using signatures::python::OperatingSystem;

/// A Python that the build is held against.
struct Candidate {
  Interpreter interpreter;
  bool opens = false;           ///< its system is here: what the loader would say can be worked out
  bool asked = false;           ///< the user asks about it
  bool elsewhere = false;       ///< ... but not on which platform, and this one it can't be
  std::string_view convention;  ///< the layout that it is known by; empty: another way
  bool guest = false;           ///< its program is here, but not the C library that it runs with
};

std::string described(const Candidate& candidate) {
  const std::string python = candidate.interpreter.version.empty() ? "" : text_of(candidate.interpreter);
  const std::string platform = platform_text(candidate.interpreter);
  return python.empty() ? platform : platform.empty() ? python : fmt::format("{} on {}", python, platform);
}

/// Fills in what follows from the best candidate's problems. `shown`: a program's path as the user would open it.
class Verdicts {
 public:
  Verdicts(Loads& loads, const MetadataDemand& demand) : loads_(loads), demand_(demand) {}

  /// True where this candidate imports the build: no other need be asked.
  bool take(const Candidate& candidate, std::vector<LoadProblem> problems, std::string shown) {
    const bool fails = std::ranges::any_of(problems, &LoadProblem::on_import_chain);
    if (any_ && fails) return false;
    any_ = true;
    loads_.problems = std::move(problems);
    loads_.interpreter = std::move(shown);
    loads_.held_against = described(candidate);
    loads_.convention = candidate.convention;
    if (fails) {
      loads_.verdict = Verdict::no;
      loads_.why.clear();
    } else if (candidate.opens) {
      loads_.verdict = Verdict::yes;
      loads_.why = fmt::format("{} finds every library and symbol that it needs", text_of(candidate.interpreter));
    } else if (candidate.asked) {
      loads_.verdict = Verdict::yes;
      loads_.why = fmt::format("its modules are for {}", described(candidate));
    } else if (candidate.guest) {
      loads_.verdict = Verdict::unknown;
      loads_.why = fmt::format("its modules are for {}, which runs with libraries that aren't here",
                               text_of(candidate.interpreter));
    } else if (candidate.elsewhere) {
      loads_.verdict = Verdict::unknown;
      loads_.why = "it isn't made for this machine, and --platform doesn't say which one is meant";
    } else {
      loads_.verdict = Verdict::unknown;
      loads_.why = "the Python that would import it from here isn't there: its libraries were not looked for";
    }
    if (!fails) look_at_metadata(candidate.interpreter);
    return !fails;
  }

 private:
  void look_at_metadata(const Interpreter& interpreter) {
    if (signatures::installers::meets_requires_python(demand_.requires_python, interpreter.version)) return;
    LoadProblem problem;
    problem.kind = LoadProblem::Kind::requires_python;
    problem.wanted = demand_.requires_python;
    problem.here = text_of(interpreter);
    problem.by = demand_.by;
    problem.on_import_chain = false;
    loads_.problems.push_back(std::move(problem));
  }

  Loads& loads_;
  const MetadataDemand& demand_;
  bool any_ = false;
};

class Judge {
 public:
  Judge(Linkages& linkages, const discovery::InstalledNumpy& numpy, std::span<const ExtensionModule> modules,
        const MetadataDemand& demand, const Target& target)
      : linkages_(linkages),
        files_(linkages.system().files),
        numpy_(numpy),
        modules_(modules),
        set_(modules, demand.version),
        demand_(demand),
        target_(target),
        root_(platform_of_root(linkages.system())) {}

  Loads run() {
    Loads loads;
    loads.fits = platforms_of(modules_);
    if (set_.empty()) {
      loads.why = "no extension module of it was found";
      return loads;
    }
    const std::vector<Candidate> all = candidates();
    if (all.empty()) loads.why = "no Python is known that would import it from here";
    Verdicts verdicts(loads, demand_);
    for (const Candidate& candidate : all) {
      const std::string& path = candidate.interpreter.path;
      if (verdicts.take(candidate, problems_under(candidate), path.empty() ? "" : files_.display(path))) break;
    }
    if (!complete_ && loads.verdict == Verdict::yes) {
      loads.verdict = Verdict::unknown;
      loads.why = "it needs more libraries or symbols than are followed";
    }
    return loads;
  }

 private:
  /// Whether the folder's files run on this root's C library, so that its platform counts for a Python known by name.
  bool belongs_to_root() const {
    return !files_.root().empty() || numpy_.folder.environment.kind == Environment::Kind::system ||
           numpy_.folder.environment.kind == Environment::Kind::user_site;
  }

  Interpreter on_this_root(Interpreter interpreter) const {
    if (root_.libc == Libc::unknown) return interpreter;
    interpreter.system = OperatingSystem::linux;
    interpreter.libc = root_.libc;
    interpreter.machine = root_.machine;
    return interpreter;
  }

  /// Whether a program lies in a root without the loader that it asks for: an AppImage's or a snap's folder, a
  /// package's files, one layer of an image. It runs with another system's libraries.
  bool is_guest(const Interpreter& interpreter) const {
    if (files_.root().empty()) return false;
    const auto program = files_.resolve(interpreter.path);
    if (!program) return false;
    const Linkages::Entry& entry = linkages_.read(*program);
    if (entry.linkage == nullptr || entry.linkage->interpreter.empty()) return false;
    const auto loader = files_.resolve(entry.linkage->interpreter);
    return !loader || !files_.is_regular(*loader);
  }

  std::vector<Candidate> candidates_of_place() const {
    std::vector<Candidate> all;
    for (Interpreter& interpreter : interpreters_of(linkages_, numpy_.folder)) {
      if (interpreter.by_name) {
        if (belongs_to_root()) {
          interpreter = on_this_root(std::move(interpreter));
          interpreter.system_version = glibc_of_root(linkages_, interpreter.machine);
        }
        all.push_back({std::move(interpreter), false, false, false, "", false});
        continue;
      }
      const bool foreign =
          interpreter.system == OperatingSystem::macos || interpreter.system == OperatingSystem::windows;
      if (interpreter.libc == Libc::unknown && !foreign) interpreter.libc = root_.libc;
      const bool guest = is_guest(interpreter);
      all.push_back({std::move(interpreter), !guest, false, false, "", guest});
    }
    const bool no_program =
        std::ranges::none_of(all, [](const Candidate& candidate) { return candidate.opens || candidate.guest; });
    if (!no_program) return all;
    const auto names_in = [&](const std::string& folder) {
      return files_.list(folder).value_or(std::vector<std::string>{});
    };
    if (auto convention = convention_of(numpy_.folder.path, names_in)) {
      // A folder may have been made for this machine all the same, and its C library isn't in the layout.
      convention->interpreter.libc = Libc::unknown;
      all = {{std::move(convention->interpreter), false, false, false, convention->name, false}};
    }
    return all;
  }

  std::vector<Candidate> candidates() const {
    std::vector<Candidate> all = candidates_of_place();
    if (!target_.given()) return all;
    if (!target_.platform) {
      // The place's own Python, if it is the one that was asked about.
      std::vector<Candidate> same;
      for (Candidate& candidate : all) {
        Interpreter asked = as_asked(candidate.interpreter, target_);
        asked.path = candidate.interpreter.path;
        asked.debug = candidate.interpreter.debug;
        if ((candidate.opens || candidate.guest) && asked == candidate.interpreter)
          same.push_back(std::move(candidate));
      }
      if (!same.empty()) return same;
    }
    Candidate asked;
    asked.asked = true;
    if (!all.empty()) asked.interpreter = std::move(all.front().interpreter);
    const bool bare = all.empty() && !target_.platform;
    if (bare && set_.fits_platform(on_this_root({}))) asked.interpreter = on_this_root({});
    // Files of another platform don't run here, and nobody said where.
    asked.elsewhere = bare && asked.interpreter.system == OperatingSystem::unknown;
    if (asked.elsewhere) asked.asked = false;
    const bool guest = !asked.interpreter.path.empty() && is_guest(asked.interpreter);
    asked.opens = !target_.platform && !guest && asked.interpreter.libc != Libc::unknown;
    asked.interpreter = as_asked(std::move(asked.interpreter), target_);
    return {std::move(asked)};
  }

  std::vector<LoadProblem> problems_under(const Candidate& candidate) {
    ModuleSet::Answer answer = set_.under(candidate.interpreter);
    // A module for another Python is never opened, and without the interpreter nobody opens anything.
    if (answer.problems.empty() && candidate.opens) open_all(candidate.interpreter, answer.accepted, answer.problems);
    return std::move(answer.problems);
  }

  void open_all(const Interpreter& interpreter, const std::vector<const ExtensionModule*>& modules,
                std::vector<LoadProblem>& problems) {
    Process process(linkages_, interpreter.path, interpreter.libc == Libc::musl);
    const std::size_t before = process.demands().size();
    for (const ExtensionModule* module : modules) {
      for (LoadFailure& failure : process.open(module->path)) {
        LoadProblem problem = problem_of(std::move(failure), files_, numpy_.folder.path);
        if (is_known(problems, problem.kind, problem.wanted)) continue;
        problem.on_import_chain = set_.is_on_import_chain(*module);
        problems.push_back(std::move(problem));
      }
    }
    complete_ = complete_ && process.complete();
    if (!problems.empty()) return;
    std::vector<Process::Demand> demands = process.demands();
    demands.erase(demands.begin(), demands.begin() + static_cast<std::ptrdiff_t>(before));  // what runs already, runs
    check_processor(modules, demands, problems);
  }

  /// Instructions that the build was compiled for and this machine's processor lacks: the loader says "CPU ISA level is
  /// lower than required", NumPy "NumPy was built with baseline optimizations".
  void check_processor(const std::vector<const ExtensionModule*>& modules, const std::vector<Process::Demand>& demands,
                       std::vector<LoadProblem>& problems) {
    const Processor* processor = linkages_.processor();
    if (processor == nullptr) return;
    const auto lacks = [&](const std::vector<std::string>& flags, std::string wanted, const std::string& by) {
      if (flags.empty()) return;
      LoadProblem problem;
      problem.kind = LoadProblem::Kind::processor;
      problem.wanted = std::move(wanted);
      problem.here = fmt::format("{}", fmt::join(flags, " "));
      problem.by = shown_path(files_, numpy_.folder.path, by);
      problems.push_back(std::move(problem));
    };
    for (const ExtensionModule* module : modules) {
      const auto real = files_.resolve(module->path);
      if (!real) continue;
      const std::vector<std::string>& baseline = linkages_.read(*real).baseline;
      lacks(processor->lacking(baseline), fmt::format("{}", fmt::join(baseline, " ")), module->path);
    }
    if (!problems.empty()) return;  // one cause
    for (const Process::Demand& demand : demands) {
      lacks(processor->lacking_of_isa(demand.isa), isa_text(demand.isa), demand.path);
      if (!problems.empty()) return;
    }
  }

  Linkages& linkages_;
  const signatures::artifact::RootedFiles& files_;
  const discovery::InstalledNumpy& numpy_;
  std::span<const ExtensionModule> modules_;
  ModuleSet set_;
  const MetadataDemand& demand_;
  const Target& target_;
  RootPlatform root_;
  bool complete_ = true;
};

}  // namespace

Loads numpy_loads(Linkages& linkages, const discovery::InstalledNumpy& numpy, std::span<const ExtensionModule> modules,
                  const MetadataDemand& demand, const Target& target) {
  return Judge(linkages, numpy, modules, demand, target).run();
}

Loads archived_loads(std::span<const ExtensionModule> modules, const std::string& import_folder,
                     const NamesIn& names_in, const MetadataDemand& demand, const Target& target) {
  Loads loads;
  loads.fits = platforms_of(modules);
  const ModuleSet set(modules, demand.version);
  if (set.empty()) {
    loads.why = "no extension module of it was found";
    return loads;
  }
  Candidate candidate;
  candidate.asked = target.given();
  if (auto convention = convention_of(import_folder, names_in)) {
    candidate.interpreter = std::move(convention->interpreter);
    candidate.convention = convention->name;
  } else if (auto promised = promised_by(import_folder)) {
    candidate.interpreter = std::move(*promised);
  } else if (!target.given()) {
    loads.why = "nobody imports it from an archive; --python and --platform say for whom to judge it";
    return loads;
  }
  candidate.interpreter = as_asked(std::move(candidate.interpreter), target);
  std::vector<LoadProblem> problems = set.under(candidate.interpreter).problems;
  const bool fails = std::ranges::any_of(problems, &LoadProblem::on_import_chain);
  Verdicts(loads, demand).take(candidate, std::move(problems), "");
  if (!fails && !candidate.asked) {
    loads.why = candidate.convention.empty()
                    ? "nobody imports it from an archive; its folder's name fits"
                    : fmt::format("it fits {}, as far as the layout tells", candidate.convention);
  }
  return loads;
}

}  // namespace fairplay::auditor::loading
