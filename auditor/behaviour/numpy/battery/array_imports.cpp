// What importing other packages does to NumPy: functions and loops that are replaced, and flush-to-zero, with the
// library that switches it on.
#include <fmt/format.h>

#include <filesystem>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/foreign_answers.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

bool flag_at(const Json& answer, const char* thread, const char* name) {
  return answer.contains(thread) && answer[thread].is_object() && answer[thread].contains(name) &&
         answer[thread][name] == true;
}

bool flushes(const Json& answer, const char* thread) {
  return flag_at(answer, thread, "results") || flag_at(answer, thread, "operands");
}

/// "importing lib 1.2".
std::string import_text(const Json& answer) {
  const std::string version = text_at(answer, "version");
  return fmt::format("importing {}{}{}", text_at(answer, "package"), version.empty() ? "" : " ", version);
}

void read_flushing(const Json& answer, std::vector<Divergence>& divergences) {
  if (flushes(answer, "before") || (!flushes(answer, "importing") && !flushes(answer, "later"))) return;
  const std::string package = text_at(answer, "package"), library = text_at(answer, "culprit");
  std::vector<std::string> threads;
  if (flushes(answer, "importing")) threads.emplace_back("the thread that imports");
  if (flushes(answer, "later")) threads.emplace_back("threads started later");
  if (flushes(answer, "earlier")) threads.emplace_back("threads started earlier");
  std::string who;
  if (!library.empty())
    who = fmt::format(": {} does{}", std::filesystem::path(library).filename().string(),
                      answer.contains("by_loading") && answer["by_loading"] == true ? ", as soon as it is loaded" : "");
  Divergence divergence;
  divergence.routine = package;
  divergence.package = package;
  divergence.library = library;
  divergence.message = fmt::format("{} makes the process flush subnormal numbers to zero{}", import_text(answer), who);
  const bool results = flag_at(answer, "importing", "results") || flag_at(answer, "later", "results");
  const bool operands = flag_at(answer, "importing", "operands") || flag_at(answer, "later", "operands");
  divergence.got = fmt::format("{} flushed in {}",
                               results && operands ? "results and operands"
                               : results           ? "results"
                                                   : "operands",
                               fmt::join(threads, " and "));
  divergence.expected = "no thread flushes";
  divergence.program = fmt::format("import numpy\nimport {}\n{}", package,
                                   results ? "assert float('2.2250738585072014e-308') * float('0.25') != 0\n"
                                           : "assert float('5e-324') * float('1e300') != 0\n");
  divergence.cause = fmt::format("flush-to-zero by {}", package);
  divergences.push_back(std::move(divergence));
}

void read_imports(const Json& answer, std::vector<Divergence>& divergences) {
  if (!answer.is_object() || text_at(answer, "package").empty()) return;
  read_flushing(answer, divergences);
  if (!answer.contains("answers")) return;
  const std::size_t first = divergences.size();
  read_foreign_answers(answer["answers"], divergences);
  for (std::size_t i = first; i < divergences.size(); ++i) {
    Divergence& divergence = divergences[i];
    divergence.message = fmt::format("{} replaces it", import_text(answer));
    if (!divergence.program.empty())
      divergence.program = "import " + text_at(answer, "package") + "\n" + divergence.program;
    if (divergence.package.empty()) divergence.package = text_at(answer, "package");
    divergence.cause = fmt::format("{} by {}", divergence.cause, text_at(answer, "package"));
  }
}

}  // namespace

extern const ArrayProbe array_imports;
const ArrayProbe array_imports{{.id = "array/imports",
                                .shows = "Importing the packages that --import names, each in a process of its own, "
                                         "leaves NumPy's functions and loops as "
                                         "they are, and the floating-point environment of every thread.",
                                .source = "NEP 36; IEEE 754-2019, 7.5",
                                .seconds = 1},
                               0,
                               nullptr,
                               "import",
                               read_imports};

}  // namespace fairplay::auditor::behaviour::numpy
