#include <algorithm>
#include <set>

#include "auditor/checks/check.h"
#include "auditor/paths/portable_path.h"
#include "auditor/wording/listing.h"
#include "signatures/name_parts.h"

// What readers couldn't read as what it claims to be. One finding a subject and case, so that a file with a thousand
// bad rows is one line in a report; evidence holds every place.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view read_1_cases[] = {"damaged", "verdict-hangs", "unreadable", "gone"};

std::string place_of(const signatures::Damage& damage) {
  return damage.place.empty() ? damage.reason : damage.place + ": " + damage.reason;
}

/// "numpy/core/x.so: offset 0x40: ..." as a reader of the report finds it again.
std::string sentence(const Subject& subject, const signatures::Damage& damage) {
  const std::string file = path_beside(subject, damage.file);
  return file.empty() ? place_of(damage) : file + ": " + place_of(damage);
}

std::vector<Hit> run_read_1(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.gone) {
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = "gone";
      hit.remedy = "gone";
      hit.values = {{"name", subject.name}};
      hit.evidence.push_back({subject.path, 0, subject.intact.why});
      hit.identity = subject.name + " is gone";
      hits.push_back(std::move(hit));
    }
    if (subject.damage.empty()) continue;
    // A damaged file of the build has a finding of its own, which says what it lacks (INTACT-1).
    const auto is_reported = [&](const signatures::Damage& damage) {
      return std::ranges::any_of(subject.original.damaged, [&](const DamagedFile& file) {
        return damage.file == file.path || damage.file.ends_with("/" + file.path);
      });
    };
    const bool unknown = subject.intact.verdict == Verdict::unknown;
    const auto hangs = [&](const signatures::Damage& damage) { return unknown && damage.grave; };
    for (const bool grave : {true, false}) {
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = grave ? "verdict-hangs" : "damaged";
      std::set<std::string> facts;
      bool denied = true;
      std::string first;
      for (const signatures::Damage& damage : subject.damage) {
        if (hangs(damage) != grave || is_reported(damage)) continue;
        if (first.empty()) first = sentence(subject, damage);
        hit.evidence.push_back({damage.file, 0, place_of(damage)});
        denied = denied && damage.denied;
        facts.insert(portable_path(subject, damage.file) + " " + damage.reason);
      }
      if (hit.evidence.empty()) continue;
      hit.values = {{"places", denied ? counted(hit.evidence.size(), "place may not be read", "places may not be read")
                                      : counted(hit.evidence.size(), "damaged place", "damaged places")},
                    {"first", first}};
      if (denied) hit.remedy = "denied";
      for (const std::string& fact : facts) hit.identity += fact + "\n";
      hits.push_back(std::move(hit));
    }
  }
  for (const signatures::Damage& damage : input.unreadable) {
    if (!damage.grave) continue;  // nothing to audit in it is no damage: reports and the exit code say so
    Hit hit;
    hit.case_name = "unreadable";
    hit.values = {{"file", damage.file}, {"first", place_of(damage)}};
    hit.evidence.push_back({damage.file, 0, place_of(damage)});
    hit.identity = std::string(signatures::base_name(damage.file)) + " " + damage.reason;
    hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace

extern const Check read_1;
const Check read_1{"READ-1", read_1_cases, {}, run_read_1};

}  // namespace fairplay::auditor::checks
