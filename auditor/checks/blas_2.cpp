#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "auditor/checks/check.h"
#include "auditor/paths/portable_path.h"
#include "auditor/wording/listing.h"

// Libraries that don't mix in one process: OpenMP runtimes (each keeps its own thread pool and global state), and
// BLAS libraries whose symbols have equal names but integers of different width (the loader binds every caller to the
// first).
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view blas_2_cases[] = {"two-runtimes", "two-copies", "mixed-widths"};
constexpr std::string_view blas_2_lists[] = {"openmp"};

bool letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// The runtime's family: "libgomp-a34b3233.so.1.0.0" is of libgomp, "libompl.so" of none.
std::string family_of(const std::string& library, const std::vector<std::string>& families) {
  for (const std::string& family : families) {
    if (library.starts_with(family) && (library.size() == family.size() || !letter_or_digit(library[family.size()])))
      return family;
  }
  return "";
}

/// How many of these the loader would keep apart: a NEEDED name that is the SONAME of a loaded library brings no second
/// file (_dl_map_object in glibc's elf/dl-load.c). One whose SONAME isn't known counts for itself.
std::size_t loaded_copies(const std::map<std::string, const RuntimeLibrary*>& libraries) {
  std::set<std::string_view> names;
  for (const auto& [path, library] : libraries) names.insert(library->soname.empty() ? path : library->soname);
  return names.size();
}

void runtimes_of(const Subject& subject, const std::vector<std::string>& families, std::vector<Hit>& hits) {
  std::map<std::string, std::map<std::string, const RuntimeLibrary*>> copies;  // family -> path -> library
  for (const RuntimeLibrary& library : subject.runtimes) {
    const std::string family = family_of(library.name, families);
    if (!family.empty()) copies[family].emplace(library.path, &library);
  }
  const auto add_copies = [&](Hit& hit, const std::string& family) {
    std::vector<std::string> paths;
    for (const auto& [path, library] : copies[family]) {
      paths.push_back(path_beside(subject, path));
      hit.evidence.push_back({path, 0, library->owner.empty() ? family : family + ", brought by " + library->owner});
      hit.identity += family + " " + library->owner + "\n";
    }
    return paths;
  };
  if (copies.size() > 1) {
    Hit hit;
    hit.subject = subject.id;
    hit.case_name = "two-runtimes";
    std::vector<std::string> names;
    for (const auto& [family, libraries] : copies)
      names.push_back(family + " (" + first_few(add_copies(hit, family)) + ")");
    hit.values = {{"count", std::to_string(copies.size())}, {"names", first_few(names)}};
    hits.push_back(std::move(hit));
  }
  for (const auto& [family, libraries] : copies) {
    if (loaded_copies(libraries) < 2) continue;
    Hit hit;
    hit.subject = subject.id;
    hit.case_name = "two-copies";
    hit.remedy = "two-copies";
    hit.values = {
        {"count", std::to_string(libraries.size())}, {"family", family}, {"names", first_few(add_copies(hit, family))}};
    hits.push_back(std::move(hit));
  }
}

/// One library that a process of this environment loads, with the subject that says so.
struct Loads {
  const Subject* subject;
  const BlasUse* use;
};

bool exports_symbols(const signatures::blas::Identity& identity) {
  return identity.has_blas || identity.has_cblas || identity.has_lapack || identity.has_lapacke || identity.stub;
}

/// A NumPy loads what it uses; another BLAS counts only where some package brings it or the process has mapped it: a
/// library that merely is in /usr/lib loads into nothing.
bool would_load(const Subject& subject, const BlasUse& use) {
  return subject.kind == SubjectKind::numpy || subject.loaded || use.how == BlasHow::bundled;
}

void widths_of(const std::vector<const Subject*>& environment, std::vector<Hit>& hits) {
  // affixes -> width -> path -> who loads it
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::map<std::string, Loads>>> found;
  for (const Subject* subject : environment) {
    for (const BlasUse& use : subject->blas) {
      if (!use.identity || !exports_symbols(*use.identity) || !would_load(*subject, use)) continue;
      const signatures::blas::IntegerWidth integers = use.identity->integers;
      // A width that is chosen at run time (MKL), and one that isn't known, collide with nobody.
      if (std::ranges::find(signatures::blas::known_widths, integers) ==
          std::ranges::end(signatures::blas::known_widths))
        continue;
      found[{use.identity->prefix, use.identity->suffix}][std::string(name(integers))].try_emplace(
          use.path, Loads{subject, &use});
    }
  }
  for (const auto& [affixes, widths] : found) {
    if (widths.size() < 2) continue;
    Hit hit;
    const Subject* about = nullptr;
    std::vector<std::string> names;
    for (const auto& [width, libraries] : widths) {
      std::vector<std::string> paths;
      for (const auto& [path, loads] : libraries) {
        // The finding stands with the first subject in the report's order, a NumPy if there is one.
        if (about == nullptr || std::ranges::find(environment, loads.subject) < std::ranges::find(environment, about))
          about = loads.subject;
        paths.push_back(path_beside(*loads.subject, path));
        const std::string_view vendor = name(loads.use->identity->vendor);
        hit.evidence.push_back({path, 0, fmt::format("{} {}, {}", vendor, loads.use->identity->version, width)});
        hit.identity += fmt::format("{} {}\n", width, vendor);
      }
      names.push_back(width + " (" + first_few(paths) + ")");
    }
    hit.subject = about->id;
    hit.case_name = "mixed-widths";
    hit.identity += affixes.first + "dgemm" + affixes.second;
    hit.values = {{"symbol", affixes.first + "dgemm_" + affixes.second},
                  {"environment", text_of(about->environment)},
                  {"names", first_few(names)}};
    hits.push_back(std::move(hit));
  }
}

std::vector<Hit> run_blas_2(const Input& input) {
  std::vector<std::string> families;
  if (const auto list = input.rule.lists.find("openmp"); list != input.rule.lists.end()) families = list->second;
  std::vector<Hit> hits;
  // By environment, in the order of its text; what shares no process stands alone, by its id.
  std::map<std::string, std::vector<const Subject*>> environments;
  for (const Subject& subject : input.subjects) {
    runtimes_of(subject, families, hits);
    const bool shared =
        subject.environment.kind != Environment::Kind::unknown && subject.environment.kind != Environment::Kind::file;
    environments[shared ? text_of(subject.environment) : "\n" + subject.id].push_back(&subject);
  }
  for (const auto& [name, subjects] : environments) widths_of(subjects, hits);
  return hits;
}

}  // namespace

extern const Check blas_2;
const Check blas_2{"BLAS-2", blas_2_cases, blas_2_lists, run_blas_2};

}  // namespace fairplay::auditor::checks
