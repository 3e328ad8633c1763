#include <fmt/format.h>

#include <optional>

#include "auditor/checks/check.h"
#include "auditor/wording/listing.h"
#include "signatures/name_parts.h"

// What the dynamic loader would say: a library, a version of its symbols or a symbol isn't there, or a file can't be
// loaded.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view load_2_cases[] = {"library-missing", "unreadable", "cut-off",      "version-missing",
                                             "symbol-missing",  "elsewhere",  "other-package"};
constexpr std::string_view load_2_lists[] = {"packages"};

/// The package that usually brings a library: rows "libz.so.1 zlib1g" of the rule.
std::string package_of(std::string_view library, const rules::Rule& rule) {
  const auto rows = rule.lists.find("packages");
  if (rows == rule.lists.end()) return {};
  for (const std::string& row : rows->second) {
    const std::size_t blank = row.find(' ');
    if (blank != std::string::npos && std::string_view(row).substr(0, blank) == library) return row.substr(blank + 1);
  }
  return {};
}

/// " (glibc 2.31 is here)": what there is of the family whose version is missing.
std::string newest_of(const LoadProblem& problem) {
  return problem.newest.empty() ? "" : fmt::format(" ({} is here)", problem.newest);
}

/// One sentence in the loader's own terms; nothing for problems that LOAD-1 is about.
std::optional<std::string> sentence_of(const LoadProblem& problem) {
  switch (problem.kind) {
    case LoadProblem::Kind::library_missing: return fmt::format("{} isn't found", problem.wanted);
    case LoadProblem::Kind::unreadable: return fmt::format("{} is no library that can be read", problem.wanted);
    case LoadProblem::Kind::cut_off: return fmt::format("{} is cut off", problem.wanted);
    case LoadProblem::Kind::version_missing:
      return fmt::format("{} lacks {}{}", problem.here, problem.wanted, newest_of(problem));
    case LoadProblem::Kind::symbol_missing: return fmt::format("nothing defines {}", first_few(problem.symbols));
    case LoadProblem::Kind::other_python:
    case LoadProblem::Kind::other_machine:
    case LoadProblem::Kind::other_system:
    case LoadProblem::Kind::other_libc:
    case LoadProblem::Kind::older_system:
    case LoadProblem::Kind::processor:
    case LoadProblem::Kind::requires_python:
    case LoadProblem::Kind::older_core: break;
  }
  return std::nullopt;
}

/// What a package brings is loaded only where its module is imported, often optionally: never more than a note.
void other_packages(const Subject& subject, const rules::Rule& rule, std::vector<Hit>& hits) {
  for (const Dependent& package : subject.dependents.packages) {
    for (const LoadProblem& problem : package.problems) {
      const std::optional<std::string> sentence = sentence_of(problem);
      if (!sentence) continue;
      const std::string by(signatures::base_name(problem.by));
      const std::string brought_by =
          problem.kind == LoadProblem::Kind::library_missing ? package_of(problem.wanted, rule) : std::string();
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = "other-package";
      hit.about = named_with_version(package.name, package.version);
      hit.values = {
          {"name", hit.about}, {"by", by}, {"what", *sentence}, {"wanted", problem.wanted}, {"package", brought_by}};
      hit.evidence = {{problem.by, 0, *sentence}};
      for (const std::string& symbol : problem.symbols) hit.evidence.push_back({problem.by, 0, "wants " + symbol});
      hit.remedy = brought_by.empty() ? "other-package" : "package";
      hit.identity = package.name + "\n" + std::string(name(problem.kind)) + "\n" +
                     std::string(signatures::base_name(problem.wanted));
      hits.push_back(std::move(hit));
    }
  }
}

std::vector<Hit> run_load_2(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    for (const LoadProblem& problem : subject.loads.problems) {
      const std::optional<std::string> sentence = sentence_of(problem);
      if (!sentence) continue;
      const std::string by(signatures::base_name(problem.by));
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = problem.on_import_chain ? name(problem.kind) : std::string_view("elsewhere");
      hit.leads = problem.on_import_chain;
      hit.values = {
          {"wanted", problem.wanted}, {"here", problem.here},         {"by", by},
          {"what", *sentence},        {"newest", newest_of(problem)}, {"symbols", first_few(problem.symbols)}};
      hit.evidence = {{problem.by, 0, *sentence}};
      for (const std::string& symbol : problem.symbols) hit.evidence.push_back({problem.by, 0, "wants " + symbol});
      if (problem.kind == LoadProblem::Kind::library_missing) {
        if (const std::string package = package_of(problem.wanted, input.rule); !package.empty()) {
          hit.remedy = "package";
          hit.values.emplace_back("package", package);
        } else {
          hit.remedy = "library-missing";
        }
      } else {
        hit.remedy = name(problem.kind);
      }
      hit.identity = std::string(name(problem.kind)) + "\n" + std::string(signatures::base_name(problem.wanted));
      hits.push_back(std::move(hit));
    }
    other_packages(subject, input.rule, hits);
  }
  return hits;
}

}  // namespace

extern const Check load_2;
const Check load_2{"LOAD-2", load_2_cases, load_2_lists, run_load_2};

}  // namespace fairplay::auditor::checks
