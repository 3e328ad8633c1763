#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "auditor/checks/check.h"
#include "auditor/wording/listing.h"

// NumPys of whose release a defect is known. One finding a NumPy: every release has some, and most are nobody's problem
// who doesn't make that very call.
namespace fairplay::auditor::checks {
namespace {

using signatures::advisories::Advisory;

constexpr std::string_view numpy_1_cases[] = {"error", "warning", "note"};

std::string releases_with(const Advisory& advisory) {
  std::vector<std::string> ranges;
  for (const auto& range : advisory.affected)
    ranges.push_back(range.from_text == range.to_text ? range.to_text
                     : range.from                     ? fmt::format("{} to {}", range.from_text, range.to_text)
                                                      : fmt::format("up to {}", range.to_text));
  return fmt::format("{}", fmt::join(ranges, ", "));
}

std::string line_about(const Advisory& advisory) {
  std::string text =
      fmt::format("{} ({}, {}): {}; known of {}", advisory.id, signatures::advisories::name(advisory.severity),
                  signatures::advisories::name(advisory.harm), advisory.title, releases_with(advisory));
  text += advisory.fixed ? fmt::format(", fixed in {}", *advisory.fixed) : ", no fix known";
  return text + (advisory.probe ? fmt::format("; shown by --probe {}", *advisory.probe) : "");
}

Hit hit_of(const KnownNumpyDefects& numpy) {
  std::vector<const Advisory*> known;
  for (const Advisory& advisory : numpy.advisories) known.push_back(&advisory);
  std::ranges::stable_sort(known, [](const Advisory* a, const Advisory* b) {
    return std::tie(b->severity, a->harm) < std::tie(a->severity, b->harm);
  });

  Hit hit;
  hit.subject = numpy.subject;
  hit.case_name = signatures::advisories::name(known.front()->severity);
  std::vector<std::string> ids;
  std::set<std::string> sorted;
  bool shown = false;
  for (const Advisory* advisory : known) {
    ids.push_back(advisory->id);
    sorted.insert(advisory->id);
    shown |= advisory->probe.has_value();
    hit.evidence.push_back({numpy.path, 0, line_about(*advisory)});
  }
  hit.values = {{"release", numpy.release},
                {"count", counted(known.size(), "known defect", "known defects")},
                {"basis", numpy.derived ? ", of which this build, made from it, may lack some" : ""},
                {"names", first_few(ids)},
                {"first", ids.front()}};
  hit.remedy = shown ? "" : "no-probe";
  hit.identity = numpy.release;
  for (const std::string& id : sorted) hit.identity += "\n" + id;
  return hit;
}

std::vector<Hit> run_numpy_1(const Input& input) {
  std::vector<Hit> hits;
  for (const KnownNumpyDefects& numpy : input.known_numpy_defects)
    if (!numpy.advisories.empty()) hits.push_back(hit_of(numpy));
  return hits;
}

}  // namespace

extern const Check numpy_1;
const Check numpy_1{"NUMPY-1", numpy_1_cases, {}, run_numpy_1};

}  // namespace fairplay::auditor::checks
