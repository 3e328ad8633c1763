#include <algorithm>
#include <map>
#include <tuple>

#include "auditor/checks/check.h"
#include "auditor/wording/listing.h"

// NEP 36, "Do not monkeypatch NumPy": code that replaces NumPy's names, functions or ufunc loops without being asked
// to, or adds names, at start-up or when a package is imported. provenance/monkeypatches found what runs by itself;
// here it is judged by what it does and how it comes to run, one finding a package and case. What announces itself is
// no finding: the report quotes it.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view nep36_4_cases[] = {"start-up",      "import",      "own",
                                              "start-up-adds", "import-adds", "dead-guard"};

bool is_start_up(std::string_view first) {
  return first.ends_with(".pth") || first.ends_with("sitecustomize.py") || first.ends_with("usercustomize.py");
}

std::string_view case_of(const Monkeypatch& patch) {
  switch (patch.standing) {
    case Monkeypatch::Standing::announced: return "";
    case Monkeypatch::Standing::dead: return "dead-guard";
    case Monkeypatch::Standing::silent: break;
  }
  if (patch.package == "numpy") return "own";
  const bool adds = patch.effect == Monkeypatch::Effect::adds;
  if (!patch.chain.empty() && is_start_up(patch.chain.front())) return adds ? "start-up-adds" : "start-up";
  return adds ? "import-adds" : "import";
}

/// "numpy.load"; a target known only at run time is named by what it belongs to.
std::string called(const Monkeypatch& patch) {
  if (patch.target == "numpy.ufunc") return "loops of NumPy's ufuncs";
  if (patch.target.ends_with(".?")) return "names of " + patch.target.substr(0, patch.target.size() - 2);
  return patch.target;
}

std::string joined(const std::vector<std::string>& chain) {
  std::string text;
  for (const std::string& one : chain) text += (text.empty() ? "" : " -> ") + one;
  return text;
}

std::string detail_of(const Monkeypatch& patch) {
  std::string text = patch.statement;
  if (patch.chain.size() > 1) text += "; reached by " + joined(patch.chain);
  if (!patch.guard.empty()) text += "; guarded by " + patch.guard;
  return text;
}

Hit hit_of(const Subject& subject, std::string_view case_name, const std::string& package,
           const std::vector<const Monkeypatch*>& patches) {
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = case_name;
  std::vector<std::string> names;
  std::vector<std::string> facts;
  std::vector<std::string> guards;
  for (const Monkeypatch* patch : patches) {
    if (std::string name = called(*patch); std::ranges::find(names, name) == names.end())
      names.push_back(std::move(name));
    if (!patch->guard.empty() && std::ranges::find(guards, patch->guard) == guards.end())
      guards.push_back(patch->guard);
    hit.evidence.push_back({patch->path, patch->line, detail_of(*patch)});
    facts.push_back(patch->path + " " + patch->target + "\n");
  }
  std::ranges::sort(facts);
  facts.erase(std::ranges::unique(facts).begin(), facts.end());
  if (case_name == "own") hit.remedy = "own";
  hit.identity = std::string(case_name) + " " + package + "\n";
  for (const std::string& fact : facts) hit.identity += fact;
  hit.values = {{"package", package},
                {"names", first_few(names)},
                {"chain", joined(patches.front()->chain)},
                {"first", patches.front()->chain.empty() ? patches.front()->path : patches.front()->chain.front()},
                {"guards", first_few(guards)},
                {"version", subject.version}};
  return hit;
}

std::vector<Hit> run_nep36_4(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.kind != SubjectKind::numpy) continue;
    std::map<std::tuple<std::size_t, std::string, std::string>, std::vector<const Monkeypatch*>> groups;
    for (const Monkeypatch& patch : subject.monkeypatches) {
      const auto found = std::ranges::find(nep36_4_cases, case_of(patch));
      if (found == std::end(nep36_4_cases)) continue;
      // Two files that start-up runs are two findings, whatever package the code is of.
      const std::string start = found->starts_with("start-up") ? patch.chain.front() : std::string();
      groups[{static_cast<std::size_t>(found - std::begin(nep36_4_cases)), patch.package, start}].push_back(&patch);
    }
    for (const auto& [key, patches] : groups)
      hits.push_back(hit_of(subject, nep36_4_cases[std::get<0>(key)], std::get<1>(key), patches));
  }
  return hits;
}

}  // namespace

extern const Check nep36_4;
const Check nep36_4{"NEP36-4", nep36_4_cases, {}, run_nep36_4};

}  // namespace fairplay::auditor::checks
