#include "auditor/loading/module_set.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "auditor/loading/load_problems.h"
#include "auditor/loading/target.h"
#include "auditor/wording/listing.h"
#include "signatures/elf/image.h"
#include "signatures/elf/libc_floor.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::base_name;
using signatures::python::Libc;
using signatures::python::OperatingSystem;

/// "numpy/_core/_multiarray_umath": what `import` looks for, whatever Python the file is for.
std::string_view stem_of(std::string_view path) {
  const std::size_t name = path.rfind('/') + 1;
  return path.substr(0, path.find('.', name));
}

/// What `import numpy` itself can't do without, in every release: the core, and linalg, which matrixlib imports.
constexpr std::string_view import_chain[] = {"_multiarray_umath", "multiarray", "umath", "_umath_linalg",
                                             "lapack_lite"};
/// What numpy/__init__.py imports up to 1.26, beside that: since 2.0 only who asks for them gets them.
struct Imported {
  std::string_view since;  ///< the release from which on there is such a module
  std::string_view stem;
};
constexpr Imported imported_before_2[] = {
    {"1", "numpy/random/mtrand"},        {"1.17", "numpy/fft/_pocketfft_internal"},
    {"1.18", "numpy/random/_common"},    {"1.18", "numpy/random/_bounded_integers"},
    {"1.18", "numpy/random/_generator"}, {"1.18", "numpy/random/_mt19937"},
    {"1.18", "numpy/random/_pcg64"},     {"1.18", "numpy/random/_philox"},
    {"1.18", "numpy/random/_sfc64"}};
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
    case Refusal::older_system: return LoadProblem::Kind::older_system;
    case Refusal::other_python:
    case Refusal::none: break;
  }
  return LoadProblem::Kind::other_python;
}

/// "x86-64", "x86-64 and AArch64".
std::string machines_text(const ModuleTraits& module) {
  std::vector<std::string> names;
  if (module.machine != 0) names.push_back(signatures::elf::machine_name(module.machine));
  for (const std::uint16_t machine : module.more_machines) names.push_back(signatures::elf::machine_name(machine));
  return names.empty() ? module.tag.machine : fmt::format("{}", fmt::join(names, " and "));
}

/// "macOS AArch64", "Linux x86-64".
std::string system_text(const ModuleTraits& module) {
  std::string text(name(system_of(module)));
  const std::string machines = machines_text(module);
  return machines.empty() ? text : text.empty() ? machines : text + " " + machines;
}

/// "glibc 2.28", "macOS 11.0".
std::string version_text(OperatingSystem system, Libc libc, const std::string& version) {
  return fmt::format("{} {}", system == OperatingSystem::macos ? name(system) : name(libc), version);
}

/// What the module is for, and what the interpreter is, in the words of one refusal.
std::pair<std::string, std::string> wanted_and_here(Refusal refusal, const ModuleTraits& module,
                                                    const Interpreter& interpreter) {
  using signatures::elf::machine_name;
  switch (refusal) {
    case Refusal::other_system: return {system_text(module), std::string(name(interpreter.system))};
    case Refusal::other_machine: return {machines_text(module), machine_name(interpreter.machine)};
    case Refusal::other_libc: return {std::string(name(module.libc)), std::string(name(interpreter.libc))};
    case Refusal::older_system:
      return {version_text(system_of(module), module.libc, module.system_version),
              version_text(interpreter.system, interpreter.libc, interpreter.system_version)};
    case Refusal::other_python:
    case Refusal::none: break;
  }
  return {text_of(module.tag), text_of(interpreter)};
}

LoadProblem refused(const Interpreter& interpreter, const std::vector<const ExtensionModule*>& files, bool chain) {
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
  return problem;
}

std::string platform_of(const ModuleTraits& traits) {
  std::vector<std::string> parts;
  if (std::string python = text_of(traits.tag); !python.empty()) parts.push_back(std::move(python));
  if (std::string platform = system_text(traits); !platform.empty()) parts.push_back(std::move(platform));
  const bool numbered = !traits.system_version.empty();
  if (traits.libc != Libc::unknown) {
    parts.push_back(numbered ? fmt::format("{} {} or newer", name(traits.libc), traits.system_version)
                             : std::string(name(traits.libc)));
  } else if (numbered) {
    parts.push_back(traits.system_version + " or newer");
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::vector<std::string> platforms_of(std::span<const ExtensionModule> modules) {
  std::set<std::string> platforms;
  for (const ExtensionModule& module : modules) {
    if (std::string platform = platform_of(module.traits); !platform.empty()) platforms.insert(std::move(platform));
  }
  // Modules that need no C library say less than the others.
  std::erase_if(platforms, [&](const std::string& one) {
    return std::ranges::any_of(platforms, [&](const std::string& other) { return other.starts_with(one + ", "); });
  });
  return {platforms.begin(), platforms.end()};
}

ModuleSet::ModuleSet(std::span<const ExtensionModule> modules, std::string_view version) : version_(version) {
  for (const ExtensionModule& module : modules) {
    const std::string_view stem = stem_of(module.shown);
    if (!is_one_of(stem, for_tests)) by_stem_[std::string(stem)].push_back(&module);
  }
  if (version_.empty() || version_.front() < '0' || version_.front() > '9') return;
  const bool since_2 = !signatures::elf::is_older(version_, "2");
  const std::string imported = since_2 ? "numpy/_core/" : "numpy/core/";
  if (by_stem_.contains(imported + "_multiarray_umath"))
    std::erase_if(by_stem_,
                  [&](const auto& item) { return item.first.starts_with(since_2 ? "numpy/core/" : "numpy/_core/"); });
}

bool ModuleSet::is_on_chain(std::string_view stem) const {
  if (is_one_of(stem, import_chain)) return true;
  const bool before_2 = !version_.empty() && signatures::elf::is_older(version_, "2") && version_.front() == '1';
  return before_2 && std::ranges::any_of(imported_before_2, [&](const Imported& module) {
           return stem == module.stem && !signatures::elf::is_older(version_, module.since);
         });
}

bool ModuleSet::is_on_import_chain(const ExtensionModule& module) const { return is_on_chain(stem_of(module.shown)); }

/// Whether this release has a Python file of that name, and an older one had a module.
bool ModuleSet::is_wrapper_now(std::string_view stem) const {
  if (signatures::elf::is_older(version_, "1.16")) return false;  // or the version isn't known
  const std::string_view name = base_name(stem);
  return (name == "multiarray" || name == "umath") && base_name(signatures::folder_of(stem)).ends_with("core");
}

/// numpy/core/__init__.py since 1.16: multiarray and umath must be the Python files that wrap _multiarray_umath. Until
/// 1.15 they were extension modules, which Python prefers to a file of the same name ("Something is wrong with the
/// numpy installation. While importing we detected an older version of numpy").
void ModuleSet::check_core(Answer& answer) const {
  const auto old = std::ranges::find_if(
      answer.accepted, [&](const ExtensionModule* module) { return is_wrapper_now(stem_of(module->shown)); });
  if (old == answer.accepted.end()) return;
  LoadProblem problem;
  problem.kind = LoadProblem::Kind::older_core;
  problem.wanted = fmt::format("{}.py", stem_of((*old)->shown));
  problem.here = (*old)->shown;
  problem.by = fmt::format("{}/__init__.py", signatures::folder_of((*old)->shown));
  answer.problems.push_back(std::move(problem));
}

ModuleSet::Answer ModuleSet::under(const Interpreter& interpreter) const {
  Answer answer;
  for (const bool chain : {true, false}) {
    for (const auto& [stem, files] : by_stem_) {
      if (is_on_chain(stem) != chain) continue;
      const auto fit = std::ranges::find_if(
          files, [&](const ExtensionModule* file) { return refusal(interpreter, file->traits) == Refusal::none; });
      if (fit != files.end()) {
        answer.accepted.push_back(*fit);
        continue;
      }
      if (is_wrapper_now(stem)) continue;  // left for another Python: this one takes the Python file
      LoadProblem problem = refused(interpreter, files, chain);
      if (!is_known(answer.problems, problem.kind, problem.wanted)) answer.problems.push_back(std::move(problem));
    }
  }
  if (std::ranges::none_of(answer.problems, &LoadProblem::on_import_chain)) check_core(answer);
  return answer;
}

bool ModuleSet::fits_platform(const Interpreter& platform) const {
  Interpreter any_python = platform;
  any_python.implementation = signatures::python::Implementation::unknown;
  any_python.version.clear();
  return std::ranges::all_of(by_stem_, [&](const auto& item) {
    return std::ranges::any_of(item.second, [&](const ExtensionModule* file) {
      const Refusal why = refusal(any_python, file->traits);
      return why == Refusal::none || why == Refusal::other_python;
    });
  });
}

}  // namespace fairplay::auditor::loading
