// Statements that a module runs: what they bind, and in which order.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "auditor/provenance/sources/parameters.h"
#include "auditor/provenance/sources/source_comparison.h"
#include "auditor/provenance/sources/statement_names.h"

namespace fairplay::auditor::provenance {

using signatures::footprint::OutlineKind;

namespace {

/// Calls visit(name) for each of "a, b".
template <class Visit>
void each_bound(std::string_view names, Visit visit) {
  while (!names.empty()) {
    const std::size_t comma = names.find(", ");
    visit(names.substr(0, comma));
    names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 2);
  }
}

/// Whether a statement is a string and nothing else, as far as its text tells.
bool is_string(std::string_view text) {
  const std::string_view code = text.substr(0, text.find('('));
  return text.size() < 150 && code == text && (text.starts_with('"') || text.starts_with('\'')) &&
         text.ends_with(text.front()) && canonical_code(text).ends_with('"') && canonical_code(text).starts_with('"') &&
         text.find_first_of("[{%") == std::string_view::npos;
}

/// What to show of a statement on either side: a database keeps a text's beginning only.
struct StatementTexts {
  std::string old_text;
  std::string new_text;
  std::string detail;
};

StatementTexts texts_of(const signatures::footprint::OutlineItem* old, const signatures::footprint::OutlineItem* now) {
  StatementTexts texts{old == nullptr ? std::string() : old->text, now == nullptr ? std::string() : now->text, {}};
  const std::string bound = now != nullptr ? now->name : old->name;
  if (old != nullptr && now != nullptr) {
    if (old->hash == now->hash) {
      texts.detail =
          old->conditions == now->conditions ? "it stands in another order" : "it runs under another condition";
    } else if (old->text.empty()) {
      texts.detail =
          now->text.empty() ? std::string("it changed") : fmt::format("{} is imported in another way", bound);
    } else if (now->text.starts_with(old->text) || old->text.starts_with(now->text)) {
      texts.detail = fmt::format("{} ...: it differs further on", now->text.substr(0, 60));
    }
  } else if (old != nullptr && old->text.empty()) {
    texts.detail =
        bound.empty() ? std::string("a statement was removed") : fmt::format("the import of {} was removed", bound);
  }
  return texts;
}

}  // namespace

std::string SourceComparison::statement_name(const std::string& path, std::string_view bound) const {
  if (is_special_name(bound) && bound != "__all__" && is_public_runtime(path))
    return dotted_name(path) + "." + std::string(bound);
  std::string name = old_names_.name_of(path, bound);
  return name.empty() && now_footprint_ != nullptr ? now_names_.name_of(path, bound) : name;
}

/// A public name that a statement binds anew is told with the statement, whatever its value turns out to be.
void SourceComparison::rebound() {
  for (const MatchedFile& file : files_) {
    for (const ItemPair& pair : file.match.definitions) {
      defined_.emplace(file.path, pair.now->name);
      defined_.emplace(file.path, pair.old->name);
    }
  }
  const auto mark = [&](const std::string& path, const Item& item) {
    if (is_import(item)) return;
    each_bound(item.name, [&](std::string_view bound) {
      const std::string name = statement_name(path, bound);
      if (!name.empty() && had(name)) told_.name(name);
    });
  };
  for (const MatchedFile& file : files_) {
    for (const ItemPair& pair : file.match.statements) mark(file.path, *pair.now);
    for (const Item* item : file.match.added_statements) mark(file.path, *item);
  }
}

void SourceComparison::statements() {
  for (const MatchedFile& file : files_) {
    for (const ItemPair& pair : file.match.statements) statement(file.path, pair.old, pair.now);
    for (const Item* item : file.match.removed_statements) statement(file.path, item, nullptr);
    for (const Item* item : file.match.added_statements) statement(file.path, nullptr, item);
  }
}

/// Equal parts in another order: what binds a name last wins. And no file that differs stays untold.
void SourceComparison::order() {
  std::set<std::string, std::less<>> told;
  for (const Difference& difference : result_.differences) told.insert(difference.path);
  for (const MatchedFile& file : files_) {
    using Parts = std::vector<std::pair<OutlineKind, std::string_view>>;
    const auto parts_of = [](const Outline& outline) {
      std::map<std::string_view, Parts> parts;
      for (const Item& item : outline.items) {
        each_bound(item.name, [&](std::string_view bound) { parts[bound].emplace_back(item.kind, item.hash); });
      }
      return parts;
    };
    const Outline* old = old_.outline(file.path);
    const Outline* now = now_.outline(file.path);
    if (old == nullptr || now == nullptr) continue;
    const auto before = parts_of(*old);
    const auto kind = [&] {
      return graph_.run_by(file.path).empty() ? DifferenceClass::private_code : DifferenceClass::api_behaviour;
    };
    bool any = false;
    for (const auto& [name, parts] : parts_of(*now)) {
      const auto found = before.find(name);
      if (parts.size() < 2 || found == before.end() || found->second == parts) continue;
      Parts a = found->second;
      Parts b = parts;
      std::ranges::sort(a);
      std::ranges::sort(b);
      if (a != b) continue;  // told by what differs
      const std::string called = statement_name(file.path, name);
      tell(kind(), file.path, called.empty() ? dotted_name(file.path) + "." + std::string(name) : called, {}, {}, 0,
           "what binds it stands in another order");
      any = true;
    }
    if (!any && !told.contains(file.path)) tell(kind(), file.path, {}, {}, {}, 0, "its parts stand in another order");
  }
}

void SourceComparison::statement(const std::string& path, const Item* old, const Item* now) {
  const Item& item = now != nullptr ? *now : *old;
  const bool imports = is_import(item);
  std::string name;
  bool all_told = !item.name.empty();
  DifferenceClass excused = DifferenceClass::monkeypatch;
  bool all_excused = !item.name.empty();
  each_bound(item.name, [&](std::string_view bound) {
    const std::string called = statement_name(path, bound);
    if (name.empty()) name = called;
    all_told = all_told && !called.empty() && (told_.holds_name(called) || told_.holds_place(path, leaf_of(bound)));
    if (places_.contains_part("library-search", path, bound, false)) {
      excused = DifferenceClass::library_search;
    } else if (places_.contains_part("build", path, bound, false)) {
      excused = DifferenceClass::build;
    } else {
      all_excused = false;
    }
  });
  const bool both_read = old_footprint_ != nullptr && now_footprint_ != nullptr;
  // The names that it makes public were compared themselves.
  if (both_read && item.name == "__all__") return;
  if (imports && all_told) return;
  const auto [old_text, new_text, detail] = texts_of(old, now);
  const std::uint32_t line = now == nullptr ? 0 : now->line;
  if (all_excused) {
    tell(excused, path, name, old_text, new_text, line, detail);
    return;
  }
  // A string alone is a comment.
  if (item.name.empty() && (old == nullptr || is_string(old->text)) && (now == nullptr || is_string(now->text))) {
    tell(DifferenceClass::cosmetic, path, {}, old_text, new_text, line, {});
    return;
  }
  const std::string by = graph_.run_by(path);
  if (by.empty()) {
    const std::string called = item.name.empty() || imports ? std::string() : dotted_name(path) + "." + item.name;
    tell(DifferenceClass::private_code, path, called, old_text, new_text, line, detail);
    return;
  }
  DifferenceClass kind = DifferenceClass::api_behaviour;
  const bool deletes = item.text.starts_with("del ");
  if (!imports && !deletes && !name.empty() && !told_.holds_name(name)) {
    const bool rebinds = had(name) || has(name);
    // Where the names were read, a helper that is deleted again is none; is_special_name ones aren't listed.
    const bool listed = !both_read || has(name) || is_special_name(leaf_of(name));
    if (old == nullptr && !had(name) && (!rebinds || both_read) && listed) kind = DifferenceClass::api_added;
    if (now == nullptr && !(both_read && has(name))) kind = DifferenceClass::api_removed;
    // A function's or a class's name that is bound again: it stays, and does something else.
    const bool defined = defined_.contains({path, item.name});
    if (defined) kind = DifferenceClass::api_behaviour;
  }
  std::string called = name;
  if (called.empty() && !item.name.empty() && !imports) called = dotted_name(path) + "." + item.name;
  tell(kind, path, imports ? std::string() : called, old_text, new_text, line, detail);
  if (!imports) told_.name(called);
}

}  // namespace fairplay::auditor::provenance
