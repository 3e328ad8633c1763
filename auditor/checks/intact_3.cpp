#include <fmt/format.h>

#include "auditor/checks/check.h"

// numpy/core/code_generators/cversions.txt: NPY_ABI_VERSION changes where old modules can't load, NPY_API_VERSION where
// new functions appear. They are in the compiled core, in the headers, and in what the database knows of the release.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view intact_3_cases[] = {"binary-headers", "binary-release", "headers-release"};

struct Side {
  std::string_view called;  ///< in evidence
  const CApiVersions::Pair& versions;
};

bool disagree(const std::optional<std::uint32_t>& a, const std::optional<std::uint32_t>& b) {
  return a && b && *a != *b;
}

/// "C ABI 0x01000009 and C API 0x00000010": what the two sides disagree about, as one of them has it.
std::string disagreeing_versions(const CApiVersions::Pair& own, const CApiVersions::Pair& other) {
  std::string text;
  if (disagree(own.abi, other.abi)) text = fmt::format("C ABI 0x{:08x}", *own.abi);
  if (disagree(own.api, other.api)) text += fmt::format("{}C API 0x{:08x}", text.empty() ? "" : " and ", *own.api);
  return text;
}

void compare(const Subject& subject, std::string_view case_name, const Side& first, const Side& second,
             std::vector<Hit>& hits) {
  const std::string of_first = disagreeing_versions(first.versions, second.versions);
  if (of_first.empty()) return;
  const std::string of_second = disagreeing_versions(second.versions, first.versions);
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = case_name;
  hit.values = {{"first", of_first}, {"second", of_second}, {"release", subject.release.value_or(subject.version)}};
  hit.evidence = {{"", 0, fmt::format("{}: {}", first.called, of_first)},
                  {"", 0, fmt::format("{}: {}", second.called, of_second)}};
  hit.identity = of_first + "\n" + of_second + "\n";
  hits.push_back(std::move(hit));
}

std::vector<Hit> run_intact_3(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.kind != SubjectKind::numpy) continue;
    const Side binary{"the compiled core (_multiarray_umath, multiarray)", subject.c_api.binary};
    const Side headers{"the headers (_numpyconfig.h)", subject.c_api.headers};
    const Side release{"the signature database", subject.c_api.release};
    compare(subject, "binary-headers", binary, headers, hits);
    compare(subject, "binary-release", binary, release, hits);
    compare(subject, "headers-release", headers, release, hits);
  }
  return hits;
}

}  // namespace

extern const Check intact_3;
const Check intact_3{"INTACT-3", intact_3_cases, {}, run_intact_3};

}  // namespace fairplay::auditor::checks
