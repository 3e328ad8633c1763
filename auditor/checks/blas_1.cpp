#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "auditor/checks/check.h"

// What __config__.py claims against what the files are. Claims are words a build system wrote ("scipy-openblas",
// "mkl_rt", "blas"): rules.yaml lists how each vendor's library is called. Anything uncertain disagrees
// with nothing.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view blas_1_cases[] = {"differs", "absent"};
/// "generic", and one a vendor.
std::vector<std::string_view> names_of_lists() {
  std::vector<std::string_view> names{"generic"};
  for (const signatures::blas::VendorFacts* vendor : signatures::blas::known_vendors())
    if (vendor->claims_in_rules) names.push_back(vendor->name);
  return names;
}
const std::vector<std::string_view> blas_1_lists = names_of_lists();

/// Configured names as the lists write them: small letters, "-" between words, no leading "lib".
std::string plain_name(std::string_view raw) {
  std::string plain;
  for (const char c : raw) {
    const bool separator = c == '_' || c == '.' || c == ' ' || c == '-';
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!separator) plain += small;
    if (separator && !plain.empty() && plain.back() != '-') plain += '-';
  }
  while (plain.ends_with('-')) plain.pop_back();
  if (plain.starts_with("lib")) plain.erase(0, 3);
  return plain;
}

std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (c == ',' || c == ';') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

/// The vendors a configured name can mean; empty for a generic or unknown one. Generic words in a list of several don't
/// count, and one that nobody knows makes the whole name say nothing.
std::set<std::string, std::less<>> vendors_of(const rules::Rule& rule, const std::string& claim) {
  std::set<std::string, std::less<>> vendors;
  for (const std::string& word : words_of(claim)) {
    const std::string plain = plain_name(word);
    if (plain.empty()) continue;
    bool known = false;
    for (const auto& [vendor, names] : rule.lists) {
      const bool generic = vendor == "generic";
      const auto means = [&](const std::string& name) { return generic ? plain == name : plain.starts_with(name); };
      if (!std::ranges::any_of(names, means)) continue;
      known = true;
      if (!generic) vendors.insert(vendor);
      if (generic) break;
    }
    if (!known) return {};
  }
  return vendors;
}

struct Claimed {
  std::string name;
  std::set<std::string> what;  ///< "BLAS", "LAPACK"
};

bool serves(const signatures::blas::Identity& identity, const std::string& what) {
  return what == "lapack" ? identity.has_lapack || identity.has_lapacke
                          : identity.has_blas || identity.has_cblas || identity.stub;
}

std::string_view how_words(BlasHow how) {
  switch (how) {
    case BlasHow::bundled: return "bundles";
    case BlasHow::linked: return "the loader picks";
    case BlasHow::alternatives: return "the loader picks, by alternatives,";
  }
  return "loads";
}

/// The libraries a claim is compared with; empty where nothing is certain.
std::vector<const BlasUse*> evidence_for(const Subject& subject, const std::string& what) {
  std::vector<const BlasUse*> all;
  std::vector<const BlasUse*> serving;
  for (const BlasUse& use : subject.blas) {
    if (!use.identity || use.identity->vendor == signatures::blas::Vendor::unknown) return {};
    all.push_back(&use);
    if (serves(*use.identity, what)) serving.push_back(&use);
  }
  return serving.empty() ? all : serving;
}

std::vector<Hit> differing(const Subject& subject, const rules::Rule& rule) {
  std::map<std::string, std::pair<Claimed, const BlasUse*>> found;  // by claimed and found vendor
  for (const signatures::python::Claim& claim : subject.claims) {
    const std::set<std::string, std::less<>> vendors = vendors_of(rule, claim.name);
    const std::vector<const BlasUse*> uses = evidence_for(subject, claim.what);
    if (vendors.empty() || uses.empty()) continue;
    if (std::ranges::any_of(uses, [&](const BlasUse* use) { return vendors.contains(name(use->identity->vendor)); }))
      continue;
    const std::string key = fmt::format("{} {}", *vendors.begin(), name(uses.front()->identity->vendor));
    auto& [claimed, use] = found.try_emplace(key, Claimed{claim.name, {}}, uses.front()).first->second;
    claimed.what.insert(claim.what == "lapack" ? "LAPACK" : "BLAS");
  }
  std::vector<Hit> hits;
  for (const auto& [key, pair] : found) {
    const auto& [claimed, use] = pair;
    Hit hit;
    hit.subject = subject.id;
    hit.case_name = "differs";
    const std::string what = claimed.what.size() == 2 ? "BLAS and LAPACK" : *claimed.what.begin();
    hit.values = {{"claimed", claimed.name},
                  {"what", what},
                  {"how", std::string(how_words(use->how))},
                  {"found", described(*use->identity)}};
    hit.evidence.push_back({"numpy/__config__.py", 0, "names " + claimed.name + " for " + what});
    std::string chain;
    for (const std::string& link : use->chain) chain += (chain.empty() ? "" : " -> ") + link;
    hit.evidence.push_back({use->path, 0, "is " + described(*use->identity) + (chain.empty() ? "" : ", by " + chain)});
    hit.identity = key;
    hits.push_back(std::move(hit));
  }
  return hits;
}

std::optional<Hit> absent(const Subject& subject, const rules::Rule& rule) {
  const bool lost = std::ranges::any_of(subject.damage, &signatures::Damage::grave);
  if (!subject.blas_complete || !subject.blas.empty() || lost) return std::nullopt;
  Claimed claimed;
  for (const signatures::python::Claim& claim : subject.claims) {
    if (vendors_of(rule, claim.name).empty()) continue;
    if (claimed.name.empty()) claimed.name = claim.name;
    if (claim.name == claimed.name) claimed.what.insert(claim.what == "lapack" ? "LAPACK" : "BLAS");
  }
  if (claimed.what.empty()) return std::nullopt;
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = "absent";
  const std::string what = claimed.what.size() == 2 ? "BLAS and LAPACK" : *claimed.what.begin();
  hit.values = {{"claimed", claimed.name}, {"what", what}};
  hit.evidence.push_back({"numpy/__config__.py", 0, "names " + claimed.name + " for " + what});
  hit.identity = claimed.name;
  return hit;
}

std::vector<Hit> run_blas_1(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.kind != SubjectKind::numpy) continue;
    for (Hit& hit : differing(subject, input.rule)) hits.push_back(std::move(hit));
    if (auto hit = absent(subject, input.rule)) hits.push_back(std::move(*hit));
  }
  return hits;
}

}  // namespace

extern const Check blas_1;
const Check blas_1{"BLAS-1", blas_1_cases, blas_1_lists, run_blas_1};

}  // namespace fairplay::auditor::checks
