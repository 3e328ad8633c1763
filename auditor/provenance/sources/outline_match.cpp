#include "auditor/provenance/sources/outline_match.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace fairplay::auditor::provenance {
namespace {

using signatures::footprint::Outline;
using signatures::footprint::OutlineItem;
using signatures::footprint::OutlineKind;

using Items = std::vector<const OutlineItem*>;
constexpr std::size_t most_pairs = 1'000'000;

Items only(const Outline& outline, bool statements) {
  Items items;
  for (const OutlineItem& item : outline.items) {
    if ((item.kind == OutlineKind::statement) == statements) items.push_back(&item);
  }
  return items;
}

/// Pairs what has equal keys, in order; takes both out of the lists.
template <class Key>
void pair_by(Items& old, Items& now, std::vector<ItemPair>& pairs, Key key) {
  std::map<decltype(key(*old.front())), std::vector<std::size_t>> waiting;
  for (std::size_t i = now.size(); i-- > 0;) waiting[key(*now[i])].push_back(i);
  std::vector<bool> taken(now.size());
  std::erase_if(old, [&](const OutlineItem* item) {
    const auto found = waiting.find(key(*item));
    if (found == waiting.end() || found->second.empty()) return false;
    const std::size_t i = found->second.back();
    found->second.pop_back();
    taken[i] = true;
    pairs.push_back({item, now[i]});
    return true;
  });
  std::size_t i = 0;
  std::erase_if(now, [&](const OutlineItem*) { return taken[i++]; });
}

/// Takes the longest common subsequence out of both.
void drop_common(Items& old, Items& now) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::uint32_t> numbers;
  const auto number = [&](const OutlineItem* item) {
    return numbers.try_emplace({item->conditions, item->hash, item->name}, static_cast<std::uint32_t>(numbers.size()))
        .first->second;
  };
  std::vector<std::uint32_t> a;
  std::vector<std::uint32_t> b;
  for (const OutlineItem* item : old) a.push_back(number(item));
  for (const OutlineItem* item : now) b.push_back(number(item));
  std::size_t begin = 0;
  while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
  std::size_t end = 0;
  while (end < a.size() - begin && end < b.size() - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
  const std::size_t n = a.size() - begin - end;
  const std::size_t m = b.size() - begin - end;
  std::vector<bool> keep_a(a.size());
  std::vector<bool> keep_b(b.size());
  std::fill_n(keep_a.begin() + static_cast<std::ptrdiff_t>(begin), n, true);
  std::fill_n(keep_b.begin() + static_cast<std::ptrdiff_t>(begin), m, true);
  if (n != 0 && m > most_pairs / n) {
    std::map<std::uint32_t, std::vector<std::size_t>> places;
    for (std::size_t k = 0; k < m; ++k) places[b[begin + k]].push_back(begin + k);
    for (std::size_t i = begin; i < begin + n; ++i) {
      const auto found = places.find(a[i]);
      if (found == places.end() || found->second.empty()) continue;
      keep_a[i] = false;
      keep_b[found->second.back()] = false;
      found->second.pop_back();
    }
  } else if (n != 0 && m != 0) {
    std::vector<std::uint32_t> length((n + 1) * (m + 1));
    const auto at = [&](std::size_t i, std::size_t k) -> std::uint32_t& { return length[i * (m + 1) + k]; };
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t k = m; k-- > 0;)
        at(i, k) = a[begin + i] == b[begin + k] ? at(i + 1, k + 1) + 1 : std::max(at(i + 1, k), at(i, k + 1));
    }
    for (std::size_t i = 0, k = 0; i < n && k < m;) {
      if (a[begin + i] == b[begin + k]) {
        keep_a[begin + i++] = false;
        keep_b[begin + k++] = false;
      } else if (at(i + 1, k) >= at(i, k + 1)) {
        ++i;
      } else {
        ++k;
      }
    }
  }
  std::size_t i = 0;
  std::erase_if(old, [&](const OutlineItem*) { return !keep_a[i++]; });
  i = 0;
  std::erase_if(now, [&](const OutlineItem*) { return !keep_b[i++]; });
}

}  // namespace

OutlineMatch match_outlines(const Outline& old, const Outline& now) {
  OutlineMatch match;
  match.removed = only(old, false);
  match.added = only(now, false);
  const auto exact = [](const OutlineItem& item) {
    return std::tuple(item.kind, std::string_view(item.name), std::string_view(item.conditions));
  };
  // Among several with one name (an overloaded stub, a property's setter), equal ones are paired first.
  const auto same = [](const OutlineItem& item) {
    return std::tuple(item.kind, std::string_view(item.name), std::string_view(item.conditions),
                      std::string_view(item.decorators), std::string_view(item.parameters),
                      std::string_view(item.hash));
  };
  const auto decorated = [](const OutlineItem& item) {
    return std::tuple(item.kind, std::string_view(item.name), std::string_view(item.conditions),
                      std::string_view(item.decorators));
  };
  const auto named = [](const OutlineItem& item) { return std::tuple(item.kind, std::string_view(item.name)); };
  pair_by(match.removed, match.added, match.definitions, same);
  pair_by(match.removed, match.added, match.definitions, decorated);
  pair_by(match.removed, match.added, match.definitions, exact);
  pair_by(match.removed, match.added, match.definitions, named);
  match.removed_statements = only(old, true);
  match.added_statements = only(now, true);
  drop_common(match.removed_statements, match.added_statements);
  Items unnamed_old;
  Items unnamed_now;
  const auto split = [](Items& items, Items& unnamed) {
    std::ranges::copy_if(items, std::back_inserter(unnamed),
                         [](const OutlineItem* item) { return item->name.empty(); });
    std::erase_if(items, [](const OutlineItem* item) { return item->name.empty(); });
  };
  split(match.removed_statements, unnamed_old);
  split(match.added_statements, unnamed_now);
  pair_by(match.removed_statements, match.added_statements, match.statements,
          [](const OutlineItem& item) { return std::string_view(item.name); });
  match.removed_statements.insert(match.removed_statements.end(), unnamed_old.begin(), unnamed_old.end());
  match.added_statements.insert(match.added_statements.end(), unnamed_now.begin(), unnamed_now.end());
  // Back to the file's order, which reads best.
  std::ranges::sort(match.definitions, {}, [](const ItemPair& pair) { return pair.now->line; });
  std::ranges::sort(match.statements, {}, [](const ItemPair& pair) { return pair.now->line; });
  return match;
}

}  // namespace fairplay::auditor::provenance
