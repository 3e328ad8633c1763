#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "auditor/checks/check.h"
#include "auditor/wording/commands.h"
#include "auditor/wording/listing.h"
#include "signatures/elf/libc_floor.h"
#include "signatures/name_parts.h"

// NumPy's import check, `_import_array` of __multiarray_api.h: a module fails where it was compiled for another C ABI
// (NPY_VERSION), or wants a newer C API (NPY_FEATURE_VERSION) than the NumPy it imports. One that was compiled with
// NumPy 2.x accepts the ABI of 1.x, too.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view load_3_cases[] = {"old-abi", "newer-api", "some-modules", "system-package"};
constexpr std::string_view load_3_lists[] = {"api_versions", "oldest_for_python"};

constexpr std::uint32_t abi_of_2 = 0x02000000;
constexpr std::string_view first_of_2 = "2";

using signatures::elf::is_older;  // of dotted versions; an empty one is older than all

/// Rows "KEY VALUE" of a rule's list.
class Table {
 public:
  Table(const rules::Rule& rule, std::string_view list) {
    const auto found = rule.lists.find(std::string(list));
    if (found != rule.lists.end()) rows_ = &found->second;
  }
  template <class Visit>
  void each(Visit visit) const {
    if (rows_ == nullptr) return;
    for (const std::string& row : *rows_) {
      const std::size_t blank = row.find(' ');
      if (blank != std::string::npos) visit(std::string_view(row).substr(0, blank), row.substr(blank + 1));
    }
  }

 private:
  const std::vector<std::string>* rows_ = nullptr;
};

std::optional<std::uint32_t> number_of(std::string_view text) {
  if (!text.starts_with("0x")) return std::nullopt;
  std::uint32_t value = 0;
  const auto read = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

/// The oldest NumPy whose C API has this version; empty where the table ends before.
std::string oldest_with(std::uint32_t api, const rules::Rule& rule) {
  std::string oldest;
  Table(rule, "api_versions").each([&](std::string_view number, const std::string& release) {
    if (oldest.empty() && number_of(number).value_or(0) >= api) oldest = release;
  });
  return oldest;
}

/// The other way round: 0x10 for "1.23".
std::optional<std::uint32_t> api_since(std::string_view release, const rules::Rule& rule) {
  std::optional<std::uint32_t> api;
  Table(rule, "api_versions").each([&](std::string_view number, const std::string& first) {
    if (first == release) api = number_of(number);
  });
  return api;
}

/// Which NumPys fit: "numpy>=1.23,<2".
struct Range {
  std::string oldest;    ///< empty: any
  bool below_2 = false;  ///< compiled with NumPy 1.x

  void narrow(const Range& other) {
    if (is_older(oldest, other.oldest)) oldest = other.oldest;
    below_2 = below_2 || other.below_2;
  }
  bool is_empty() const { return below_2 && !is_older(oldest, first_of_2); }
  std::string text() const {
    if (oldest.empty()) return below_2 ? fmt::format("numpy<{}", first_of_2) : "numpy";
    return fmt::format("numpy>={}{}", oldest, below_2 ? fmt::format(",<{}", first_of_2) : "");
  }
};

/// What a module asks for, as far as it is known.
std::optional<std::uint32_t> api_of(const ApiDemand& demand, const rules::Rule& rule) {
  return demand.api ? demand.api : api_since(demand.oldest, rule);
}

/// A newer C API is asked for on purpose (NPY_TARGET_VERSION) where other modules of the package, compiled with the
/// same headers, ask for an older one. The package can tell which NumPy there is before it imports them, as h5py does.
bool is_extra(const ApiDemand& demand, const Dependent& package, const rules::Rule& rule) {
  const auto api = api_of(demand, rule);
  return api && demand.abi && std::ranges::any_of(package.demands, [&](const ApiDemand& other) {
           const auto its = api_of(other, rule);
           return other.abi == demand.abi && its && *its < *api;
         });
}

Range range_of(const Dependent& package, const rules::Rule& rule) {
  Range range;
  for (const ApiDemand& demand : package.demands) {
    if (is_extra(demand, package, rule)) continue;
    const auto api = api_of(demand, rule);
    range.narrow({api ? oldest_with(*api, rule) : demand.oldest, demand.abi && *demand.abi < abi_of_2});
  }
  return range;
}

/// What NumPy itself would answer to the check.
CApiVersions::Pair answers(const CApiVersions& own) {
  CApiVersions::Pair running;
  for (const CApiVersions::Pair& one : {own.binary, own.headers, own.release}) {
    if (!running.abi) running.abi = one.abi;
    if (!running.api) running.api = one.api;
  }
  return running;
}

/// Headers of 1.x ask for the very same ABI, those of 2.x for one that isn't newer than their own.
bool refuses_abi(std::uint32_t compiled, std::uint32_t running) {
  return compiled < abi_of_2 ? compiled != running : compiled < running;
}

class Judge3 {
 public:
  Judge3(const Subject& subject, const rules::Rule& rule)
      : subject_(subject), rule_(rule), running_(answers(subject.c_api)) {
    for (const Dependent& package : subject.dependents.packages) together_.narrow(range_of(package, rule));
    // Older NumPys can't be had for this Python.
    Table(rule, "oldest_for_python").each([&](std::string_view python, const std::string& release) {
      if (!is_older(subject.dependents.python, python)) oldest_here_.narrow({release, false});
    });
  }

  std::optional<Hit> hit(const Dependent& package) const {
    const ApiDemand* failing = nullptr;
    const ApiDemand* extra = nullptr;
    bool old_abi = false;
    for (const ApiDemand& demand : package.demands) {
      const auto api = api_of(demand, rule_);
      const bool abi_fails = demand.abi && running_.abi && refuses_abi(*demand.abi, *running_.abi);
      const bool api_fails = api && running_.api && *api > *running_.api;
      if (!abi_fails && (!api_fails || old_abi)) continue;
      if (!abi_fails && is_extra(demand, package, rule_)) {
        extra = &demand;
        continue;
      }
      failing = &demand;
      old_abi = old_abi || abi_fails;
    }
    if (failing != nullptr) return make(package, *failing, old_abi, false);
    return extra == nullptr ? std::nullopt : std::optional(make(package, *extra, false, true));
  }

 private:
  Hit make(const Dependent& package, const ApiDemand& failing, bool old_abi, bool extra) const {
    const std::string called = named_with_version(package.name, package.version);
    const std::uint32_t api = api_of(failing, rule_).value_or(0);
    const Range own = range_of(package, rule_);
    Range all = together_;
    all.narrow(oldest_here_);
    Hit hit;
    hit.subject = subject_.id;
    hit.case_name = extra                   ? "some-modules"
                    : package.of_the_system ? "system-package"
                    : old_abi               ? "old-abi"
                                            : "newer-api";
    hit.about = called;
    hit.leads = !extra;
    hit.remedy = hit.case_name;
    if (extra) {
      hit.remedy = "some-modules";
    } else if (!package.of_the_system && all.is_empty()) {
      hit.remedy = "apart";
    } else if (!package.of_the_system && subject_.installer == Installer::conda) {
      hit.remedy = "conda";
    }
    if (subject_.packed && !extra) hit.remedy = all.is_empty() ? "apart-packed" : "packed";
    add_command_values(subject_, hit.values);
    std::erase_if(hit.values, [](const auto& value) { return value.first == "package"; });
    hit.values.insert(hit.values.end(), {{"package", called},
                                         {"name", pasteable(package.name, "PACKAGE")},
                                         {"numpy", subject_.version},
                                         {"wanted", fmt::format("{:#x}", old_abi ? *failing.abi : api)},
                                         {"here", fmt::format("{:#x}", old_abi ? *running_.abi : *running_.api)},
                                         {"fits", own.text()},
                                         {"modules", first_few(failing.modules)},
                                         {"oldest", oldest_with(api, rule_)},
                                         {"all_fit", all.text()}});
    for (const std::string& module : failing.modules) hit.evidence.push_back({module, 0, versions_of(failing, api)});
    hit.evidence.push_back(
        {subject_.path, 0,
         fmt::format("has C ABI {} and C API {}", text_of(running_.abi, 8), text_of(running_.api, 0))});
    hit.identity = fmt::format("{}\n{}\n{:x}\n{:x}", package.name, hit.case_name, failing.abi.value_or(0), api);
    return hit;
  }

  static std::string text_of(const std::optional<std::uint32_t>& value, int digits) {
    return value ? fmt::format("0x{:0{}x}", *value, digits) : "unknown";
  }
  static std::string versions_of(const ApiDemand& demand, std::uint32_t api) {
    const std::optional<std::uint32_t> known = api == 0 ? std::nullopt : std::optional(api);
    return fmt::format("was compiled for C ABI {} and C API {}", text_of(demand.abi, 8), text_of(known, 0));
  }

  const Subject& subject_;
  const rules::Rule& rule_;
  CApiVersions::Pair running_;
  Range together_;
  Range oldest_here_;
};

std::vector<Hit> run_load_3(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.kind != SubjectKind::numpy || subject.dependents.packages.empty()) continue;
    const Judge3 judge(subject, input.rule);
    for (const Dependent& package : subject.dependents.packages) {
      if (auto hit = judge.hit(package)) hits.push_back(std::move(*hit));
    }
  }
  return hits;
}

}  // namespace

extern const Check load_3;
const Check load_3{"LOAD-3", load_3_cases, load_3_lists, run_load_3};

}  // namespace fairplay::auditor::checks
