#include "signatures/advisories/match.h"

#include <fmt/format.h>

#include <algorithm>

namespace fairplay::signatures::advisories {
namespace {

bool covers(const Range& range, const blas::Identity& identity, const Version& version) {
  if (range.package || range.vendor != identity.vendor) return false;
  if (std::ranges::find(range.builds, identity.version) != range.builds.end()) return true;
  const int to_end = compare_numbers(version, range.to);
  // A development version's name doesn't say for sure between which releases it was built: both must be affected.
  if (version.development) return to_end < 0 && (!range.from || compare_numbers(*range.from, version) < 0);
  return to_end <= 0 && (!range.from || compare_numbers(*range.from, version) <= 0);
}

bool covers(const Range& range, const NumpyRelease& release, const Version& version) {
  if (range.package != Package::numpy) return false;
  if (std::ranges::find(range.builds, release.version) != range.builds.end()) return true;
  if (compare_numbers(version, range.to) > 0) return false;
  if (!range.from) return true;
  // Whether the first release's defect was there before that release isn't known.
  const int from_begin = compare_numbers(*range.from, version);
  return version.before_release ? from_begin < 0 : from_begin <= 0;
}

template <class Trait>
bool asks_for(const std::vector<Trait>& asked, Trait known) {
  return asked.empty() || std::ranges::find(asked, known) != asked.end();
}

bool has_word(const std::string& configuration, const std::string& word) {
  for (std::size_t at = configuration.find(word); at != std::string::npos; at = configuration.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || configuration[at - 1] == ' ') && (end == configuration.size() || configuration[end] == ' '))
      return true;
  }
  return false;
}

bool configured_so(const Advisory& advisory, const blas::Identity& identity) {
  const bool words = advisory.words.empty() || std::ranges::any_of(advisory.words, [&](const std::string& word) {
                       return has_word(identity.configuration, word);
                     });
  const bool free_of = std::ranges::none_of(
      advisory.lacking, [&](const std::string& word) { return has_word(identity.configuration, word); });
  // Without a configuration nothing can be said of what it lacks.
  return words && free_of && (advisory.lacking.empty() || !identity.configuration.empty()) &&
         asks_for(advisory.threading, identity.threading) && asks_for(advisory.integers, identity.integers);
}

/// The last version that any entry speaks of, of those that `of` picks; nullptr: none does.
template <class Of>
const Range* newest(const Book& book, Of of) {
  const Range* last = nullptr;
  for (const Advisory& advisory : book.advisories)
    for (const Range& range : advisory.affected)
      if (of(range) && (last == nullptr || compare_numbers(last->to, range.to) < 0)) last = &range;
  return last;
}

enum class Answer : std::uint8_t { no, unknown, yes };

/// Whether one of `asked` is among `known`; asking for nothing is answered by yes.
Answer has_one(const std::vector<std::string>& asked, const std::optional<std::vector<std::string>>& known) {
  if (asked.empty()) return Answer::yes;
  if (!known) return Answer::unknown;
  const bool has = std::ranges::any_of(
      asked, [&](const std::string& word) { return std::ranges::find(*known, word) != known->end(); });
  return has ? Answer::yes : Answer::no;
}

}  // namespace

Matches match(const Book& book, const blas::Identity& identity,
              const std::optional<std::vector<std::string>>& kernels) {
  Matches matches;
  // Routines of a stub lie in its dependencies, which are libraries of their own.
  if (identity.stub) return matches;
  const Range* const last =
      newest(book, [&](const Range& range) { return !range.package && range.vendor == identity.vendor; });
  if (last == nullptr) return matches;
  const std::string_view vendor = name(identity.vendor);
  const auto version = parse_version(identity.version);
  if (!version) {
    matches.unknown = identity.version.empty()
                          ? fmt::format("which version of {} it is isn't told", vendor)
                          : fmt::format("the version of {} it names, {}, can't be compared", vendor, identity.version);
    return matches;
  }
  if (compare_numbers(last->to, *version) < 0)
    matches.unknown = fmt::format("{} {} is newer than any version that the advisories know, up to {}", vendor,
                                  identity.version, last->to_text);
  for (const Advisory& advisory : book.advisories) {
    if (advisory.kind == Class::expected || !configured_so(advisory, identity)) continue;
    if (std::ranges::none_of(advisory.affected, [&](const Range& range) { return covers(range, identity, *version); }))
      continue;
    const auto chosen = [&](const std::string& kernel) {
      return std::ranges::any_of(advisory.kernels,
                                 [&](const std::string& named) { return blas::same_core(named, kernel); });
    };
    if (advisory.kernels.empty()) {
      matches.affected.push_back(advisory);
    } else if (!kernels) {
      matches.depends_on_machine.push_back(advisory);
    } else if (std::ranges::any_of(*kernels, chosen)) {
      matches.affected.push_back(advisory);
    }
  }
  return matches;
}

Matches match(const Book& book, const NumpyRelease& release) {
  Matches matches;
  const Range* const last = newest(book, [](const Range& range) { return range.package == Package::numpy; });
  if (last == nullptr) return matches;
  const auto version = parse_package_version(release.version);
  if (!version) {
    matches.unknown = release.version.empty()
                          ? "which release it is isn't known"
                          : fmt::format("the version it names, {}, can't be compared", release.version);
    return matches;
  }
  if (compare_numbers(last->to, *version) < 0)
    matches.unknown = fmt::format("NumPy {} is newer than any version that the advisories know, up to {}",
                                  release.version, last->to_text);
  for (const Advisory& advisory : book.advisories) {
    if (advisory.kind == Class::expected) continue;
    if (std::ranges::none_of(advisory.affected, [&](const Range& range) { return covers(range, release, *version); }))
      continue;
    const Answer here =
        std::min(has_one(advisory.platforms, release.platform), has_one(advisory.features, release.features));
    if (here == Answer::yes) matches.affected.push_back(advisory);
    if (here == Answer::unknown) matches.depends_on_machine.push_back(advisory);
  }
  return matches;
}

}  // namespace fairplay::signatures::advisories
