#include "auditor/provenance/sources/source_comparison.h"
#include "auditor/provenance/sources/compare_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>

#include "auditor/provenance/sources/generated_statements.h"
#include "auditor/provenance/sources/name_differences.h"
#include "auditor/provenance/sources/parameters.h"
#include "auditor/provenance/sources/statement_names.h"
#include "auditor/wording/difference_text.h"
#include "signatures/name_parts.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {

using signatures::footprint::Footprint;
using signatures::footprint::OutlineKind;

namespace {

using signatures::leaf_of;

/// Whether C code was read: sources that aren't built, and extensions of other systems, lack all its names.
bool has_ufuncs(const Footprint& footprint) {
  return std::ranges::any_of(footprint.modules, [](const auto& module) {
    return std::ranges::any_of(
        module.second, [](const auto& item) { return item.second.kind == signatures::footprint::NameKind::ufunc; });
  });
}

}  // namespace

SourceComparison::SourceComparison(const Places& places, SourceTree& old, SourceTree& now, const SourceChanges& changes)
    : places_(places), old_(old), now_(now), changes_(changes), graph_(old, now) {}

SourceDifferences SourceComparison::run() {
  for (const std::string& path : changes_.removed) file_added_or_removed(path, Change::removed);
  for (const std::string& path : changes_.added) file_added_or_removed(path, Change::added);
  for (const std::string& path : changes_.changed) compare_file(path);
  read_footprints();
  report_moves();
  follow_public_names();
  for (const MatchedFile& file : files_) {
    for (const ItemPair& pair : file.match.definitions)
      compare_definition(file.path, *pair.old, *pair.now, public_name(file.path, pair.old, file.path, pair.now),
                         file.path);
  }
  report_unmatched();
  compare_headers();
  report_rebound_names();
  if (old_footprint_ != nullptr && now_footprint_ != nullptr &&
      has_ufuncs(*old_footprint_) == has_ufuncs(*now_footprint_)) {
    std::set<std::string, std::less<>> paths;
    for (SourceTree* tree : {&old_, &now_}) {
      for (std::string& path : tree->paths()) paths.insert(std::move(path));
    }
    std::set<std::string, std::less<>> differing(changes_.changed.begin(), changes_.changed.end());
    differing.insert(changes_.added.begin(), changes_.added.end());
    differing.insert(changes_.removed.begin(), changes_.removed.end());
    result_.not_compared = compare_names(
        {*old_footprint_, *now_footprint_, paths, [&](std::string_view path) { return differing.contains(path); }},
        reported_, result_.differences);
  }
  if (now_footprint_ != nullptr) result_.not_compared.contradicted = now_footprint_->contradicted;
  compare_statements();
  report_reordered();
  compare_stubs();
  name_public_callers();
  std::ranges::sort(result_.unread);
  return std::move(result_);
}

// --- Matching
// ----------------------------------------------------------------------------------------------------------------------

void SourceComparison::report_file(DifferenceClass kind, const std::string& path, std::string name, std::string detail,
                                   DifferenceReason reason) {
  if (!name.empty()) reported_.name(name);
  result_.differences.push_back({kind, path, std::move(name), {}, {}, 0, std::move(detail), reason});
}
void SourceComparison::report_file(DifferenceClass kind, const std::string& path, std::string name,
                                   DifferenceReason reason) {
  report_file(kind, path, std::move(name), detail_of(reason), reason);
}

void SourceComparison::add_unmatched(const std::string& path, const Outline& outline,
                                     const std::vector<const Item*>& items, std::vector<Unmatched>& into) {
  for (const Item* item : items) into.push_back({path, item, &outline});
}

void SourceComparison::file_added_or_removed(const std::string& path, Change change) {
  const bool added = change == Change::added;
  const DifferenceClass kind = class_of_file(places_, path, change);
  const bool api = kind == DifferenceClass::api_added || kind == DifferenceClass::api_removed;
  const bool header = sort_of(path) == FileSort::header;
  const std::string name = api && !header && path.ends_with(".py") ? dotted_name(path) : std::string();
  reported_files_.insert(path);
  if (added && path.ends_with(".py") && is_generated_or_edit_point(places_, path)) {
    const Outline* outline = now_.outline(path);
    if (outline != nullptr && outline->complete) return compare_generated_file(path, Outline(), *outline);
    result_.unread.push_back(path);
    return;
  }
  // A stub is reported with its module's source, if it has one or that was removed as well.
  if (api && path.ends_with(".pyi")) {
    report_file(DifferenceClass::private_code, path, {}, added ? "a stub was added" : "a stub was removed");
    return;
  }
  report_file(kind, path, name, added ? "added" : "removed", added ? DifferenceReason::added : DifferenceReason::other);
  if (header) {
    headers_.push_back(path);
    return;
  }
  if (!path.ends_with(".py") || kind <= DifferenceClass::library_search) return;
  const Outline* outline = (added ? now_ : old_).outline(path);
  if (outline == nullptr) return;
  std::vector<const Item*> items;
  for (const Item& item : outline->items) {
    if (item.kind != OutlineKind::statement) items.push_back(&item);
  }
  add_unmatched(path, *outline, items, added ? added_ : removed_);
}

void SourceComparison::compare_file(const std::string& path) {
  const FileSort sort = sort_of(path);
  const bool outlined = path.ends_with(".py") || path.ends_with(".pyi");
  const bool generated = is_generated_or_edit_point(places_, path);
  const bool excused = places_.contains_file("tests", path) || places_.contains_file("docs", path) ||
                       places_.contains_file("build", path) || places_.contains_file("library-search", path);
  if (excused || (!outlined && (generated || sort != FileSort::header)))
    return report_file(class_of_file(places_, path, Change::changed), path, {}, DifferenceReason::content);
  if (!outlined) {
    headers_.push_back(path);
    return;
  }
  const Outline* old = old_.outline(path);
  const Outline* now = now_.outline(path);
  if (now == nullptr || !now->complete || ((old == nullptr || !old->complete) && !generated)) {
    result_.unread.push_back(path);
    return;
  }
  if (old != nullptr && old->complete && !old->syntax.empty() && old->syntax == now->syntax)
    return report_file(DifferenceClass::cosmetic, path, {}, "only comments, formatting or docstrings differ");
  if (generated && path.ends_with(".py")) return compare_generated_file(path, old == nullptr ? Outline() : *old, *now);
  if (path.ends_with(".pyi")) {
    stubs_.push_back(path);
    return;
  }
  MatchedFile& file = files_.emplace_back(MatchedFile{path, match_outlines(*old, *now)});
  add_unmatched(path, *old, file.match.removed, removed_);
  add_unmatched(path, *now, file.match.added, added_);
}

void SourceComparison::compare_generated_file(const std::string& path, const Outline& old, const Outline& now) {
  const auto text = now_.text(path);
  if (!text) {
    result_.unread.push_back(path);
    return;
  }
  const auto unexpected = unexpected_statements(path, *text, &old, now);
  if (unexpected.empty()) return report_file(DifferenceClass::build, path, {}, DifferenceReason::content);
  for (const UnexpectedStatement& one : unexpected) {
    const DifferenceClass kind = one.replaces_public ? DifferenceClass::monkeypatch : DifferenceClass::private_code;
    const std::string name = one.binds.empty()     ? std::string()
                             : one.replaces_public ? one.binds
                                                   : dotted_name(path) + "." + one.binds;
    result_.differences.push_back({kind,
                                   path,
                                   name,
                                   {},
                                   one.text,
                                   one.line,
                                   one.text.empty() ? one.why : fmt::format("{} ({})", one.text, one.why)});
  }
}

/// Changed bodies and defaults can't; what is added, removed, imported or bound can.
bool SourceComparison::can_alter_names() const {
  if (!removed_.empty() || !added_.empty() || !headers_.empty()) return true;
  return std::ranges::any_of(files_, [](const MatchedFile& file) {
    const OutlineMatch& match = file.match;
    if (!match.added_statements.empty() || !match.removed_statements.empty()) return true;
    const bool statements = std::ranges::any_of(match.statements, [](const ItemPair& pair) {
      return is_import(*pair.old) || is_import(*pair.now) || pair.old->conditions != pair.now->conditions ||
             leaf_of(pair.now->name).starts_with("__all__");
    });
    return statements || std::ranges::any_of(match.definitions, [](const ItemPair& pair) {
             return pair.old->conditions != pair.now->conditions;
           });
  });
}

void SourceComparison::read_footprints() {
  const bool anything = !files_.empty() || !removed_.empty() || !added_.empty() || !headers_.empty() || !stubs_.empty();
  if (!anything) return;
  const bool both = can_alter_names();
  // One thread for each tree: reading a module's names is sequential.
  std::atomic<int> next = 0;
  signatures::run_on_threads(both ? 2 : 1, [&] {
    for (int i = next++; i < (both ? 2 : 1); i = next++)
      (i == 0 ? old_footprint_ : now_footprint_) = (i == 0 ? old_ : now_).footprint();
  });
  old_names_ = PublicNames(old_footprint_);
  now_names_ = PublicNames(now_footprint_);
}

bool SourceComparison::lists(const Footprint* footprint, std::string_view name) {
  if (footprint == nullptr) return false;
  if (footprint->modules.contains(std::string(name))) return true;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  if (const auto module = footprint->modules.find(std::string(name.substr(0, dot))); module != footprint->modules.end())
    return module->second.contains(std::string(leaf_of(name)));
  // A class's member.
  const std::size_t before = name.rfind('.', dot - 1);
  if (before == std::string_view::npos) return false;
  const auto module = footprint->modules.find(std::string(name.substr(0, before)));
  if (module == footprint->modules.end()) return false;
  const auto found = module->second.find(std::string(name.substr(before + 1, dot - before - 1)));
  return found != module->second.end() && std::ranges::binary_search(found->second.members, std::string(leaf_of(name)));
}

bool SourceComparison::old_has(std::string_view name) const { return lists(old_footprint_, name); }
bool SourceComparison::now_has(std::string_view name) const {
  return now_footprint_ == nullptr ? old_has(name) : lists(now_footprint_, name);
}

std::string SourceComparison::public_name(const std::string& path, const Item* old, const std::string& now_path,
                                          const Item* now) const {
  std::string name = old == nullptr ? std::string() : old_names_.name_of(path, old->name, old->line);
  if (name.empty() && now != nullptr && now_footprint_ != nullptr)
    name = now_names_.name_of(now_path, now->name, now->line);
  return name;
}

// --- Reporting
// -----------------------------------------------------------------------------------------------------------------------

Difference& SourceComparison::report(DifferenceClass kind, const std::string& path, std::string name,
                                     std::string old_text, std::string new_text, std::uint32_t line,
                                     std::string detail) {
  return result_.differences.emplace_back(Difference{kind, path, std::move(name), std::move(old_text),
                                                     std::move(new_text), static_cast<int>(line), std::move(detail)});
}

/// A definition that both sides have; `name` is empty if it isn't public.
void SourceComparison::compare_definition(const std::string& path, const Item& old, const Item& now,
                                          const std::string& name, const std::string& old_path) {
  const bool is_public = !name.empty();
  const std::string called = is_public ? name : dotted_name(path) + "." + now.name;
  const auto graded = [&](DifferenceClass kind) { return is_public ? kind : DifferenceClass::private_code; };
  const std::string from = path == old_path ? "" : fmt::format("it moved from {}", old_path);
  const auto with = [&](std::string_view detail) {
    return detail.empty() ? from : from.empty() ? std::string(detail) : fmt::format("{}; {}", detail, from);
  };
  const std::size_t before = result_.differences.size();
  if (old.parameters != now.parameters) {
    if (now.kind == OutlineKind::class_) {
      if (canonical_code(old.parameters) != canonical_code(now.parameters))
        report(graded(DifferenceClass::api_signature), path, called, "(" + old.parameters + ")",
               "(" + now.parameters + ")", now.line, with("the class's bases changed"));
    } else {
      for (ParameterChange& change : compare_parameters(old.parameters, now.parameters)) {
        report(graded(change.kind), path, called, std::move(change.old_text), std::move(change.new_text), now.line,
               with(change.detail));
      }
    }
  }
  if (old.decorators != now.decorators && canonical_code(old.decorators) != canonical_code(now.decorators)) {
    report(graded(DifferenceClass::api_behaviour), path, called, old.decorators, now.decorators, now.line,
           with(old.decorators.empty()   ? "a decorator was added"
                : now.decorators.empty() ? "a decorator was removed"
                                         : ""));
  }
  if (old.hash != now.hash) {
    DifferenceClass kind = graded(DifferenceClass::api_behaviour);
    for (const auto& [place, excused] :
         {std::pair("build", DifferenceClass::build), std::pair("library-search", DifferenceClass::library_search)}) {
      if (places_.contains_part(place, path, now.name, true)) kind = excused;
    }
    report(kind, path, called, {}, {}, now.line, with("its body changed"));
  } else if (old.conditions != now.conditions && path == old_path) {
    report(graded(DifferenceClass::api_behaviour), path, called, {}, {}, now.line,
           "it is defined under another condition");
  }
  if (result_.differences.size() == before) return;
  reported_.name(called);
  reported_.place(path, leaf_of(now.name));
  if (is_public || now.kind != OutlineKind::function) return;
  for (std::size_t i = before; i < result_.differences.size(); ++i) {
    if (result_.differences[i].kind == DifferenceClass::private_code) private_functions_.push_back({i, now.name});
  }
}

void SourceComparison::report_moves() {
  std::map<std::pair<std::string, std::string>, std::size_t> unchanged_moves;
  for (const Move& one : find_moves(removed_, added_)) report_move(one, unchanged_moves);
  for (const auto& [paths, count] : unchanged_moves) {
    const auto& [from, to] = paths;
    if (from == to) continue;
    reported_files_.insert(to);
    report(DifferenceClass::private_code, to, {}, {}, {}, 0,
           fmt::format("{} definition{} moved from {}", count, count == 1 ? "" : "s", from));
  }
}

void SourceComparison::report_move(const Move& one,
                                   std::map<std::pair<std::string, std::string>, std::size_t>& unchanged_moves) {
  const Item& old = *one.old.item;
  const Item& now = *one.now.item;
  const std::string was = old_names_.name_of(one.old.path, old.name, old.line);
  const PublicNames& names = now_footprint_ == nullptr ? old_names_ : now_names_;
  const std::string is = names.name_of(one.now.path, now.name, now.line);
  const bool same_file = one.old.path == one.now.path;
  // A member is named after its class.
  const bool member = old.name.find('.') != std::string::npos && leaf_of(old.name) == leaf_of(now.name);
  const bool name_removed = !member && !was.empty() && was != is && !(now_footprint_ != nullptr && now_has(was)) &&
                            !reported_.holds_name_or_above(was);
  const bool name_added = !member && !is.empty() && was != is && !old_has(is) && !reported_.holds_name_or_above(is);
  reported_.place(one.old.path, leaf_of(old.name));
  reported_.place(one.now.path, leaf_of(now.name));
  const std::string name = name_added || was.empty() || name_removed || (!now_has(was) && !is.empty()) ? is : was;
  if (name_removed && name_added) {
    report(DifferenceClass::api_added, one.now.path, is, was, is, now.line, fmt::format("renamed from {}", was));
    reported_.name(is);
    reported_.name(was);
  } else if (name_added) {
    report(DifferenceClass::api_added, one.now.path, is, {}, {}, now.line,
           fmt::format("public now: it was {}.{}", dotted_name(one.old.path), old.name));
    reported_.name(is);
  } else if (name_removed) {
    const std::string where = is.empty()
                                  ? "not public any longer: renamed to " + dotted_name(one.now.path) + "." + now.name
                                  : "it remains as " + is;
    report(DifferenceClass::api_removed, one.now.path, was, was, {}, now.line, where);
    reported_.name(was);
  } else if (one.equal) {
    if (same_file && old.name != now.name) {
      report(DifferenceClass::private_code, one.now.path, dotted_name(one.now.path) + "." + now.name, {}, {}, now.line,
             fmt::format("renamed from {}", old.name));
    } else {
      ++unchanged_moves[{one.old.path, one.now.path}];
    }
  }
  compare_definition(one.now.path, old, now, name, one.old.path);
}

/// A public name that both sides have is the same thing, wherever it is defined.
void SourceComparison::follow_public_names() {
  if (now_footprint_ == nullptr || old_footprint_ == nullptr) return;
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < added_.size(); ++i) {
    if (added_[i].item->name.find('.') != std::string::npos ||
        !now_names_.lists(added_[i].path, added_[i].item->name, added_[i].item->line))
      continue;
    by_name.emplace(now_names_.name_of(added_[i].path, added_[i].item->name, added_[i].item->line), i);
  }
  if (by_name.empty()) return;
  std::set<std::size_t> now_done;
  std::erase_if(removed_, [&](const Unmatched& removed) {
    if (removed.item->name.find('.') != std::string::npos ||
        !old_names_.lists(removed.path, removed.item->name, removed.item->line))
      return false;
    const std::string name = old_names_.name_of(removed.path, removed.item->name, removed.item->line);
    const auto found = by_name.find(name);
    if (found == by_name.end() || !now_done.insert(found->second).second) return false;
    const Unmatched& added = added_[found->second];
    reported_.place(removed.path, leaf_of(removed.item->name));
    reported_.place(added.path, leaf_of(added.item->name));
    if (removed.item->kind != added.item->kind) {
      report(DifferenceClass::api_signature, added.path, name,
             std::string(signatures::footprint::name(removed.item->kind)),
             std::string(signatures::footprint::name(added.item->kind)), added.item->line, {});
      reported_.name(name);
    } else {
      compare_definition(added.path, *removed.item, *added.item, name, removed.path);
    }
    return true;
  });
  std::size_t i = 0;
  std::erase_if(added_, [&](const Unmatched&) { return now_done.contains(i++); });
}

void SourceComparison::report_unmatched() {
  const auto each = [&](const std::vector<Unmatched>& unmatched, bool added) {
    std::set<std::pair<std::string_view, std::string_view>> classes;
    for (const Unmatched& one : unmatched) {
      if (one.item->kind == OutlineKind::class_) classes.emplace(one.path, one.item->name);
    }
    const PublicNames& names = added && now_footprint_ != nullptr ? now_names_ : old_names_;
    for (const Unmatched& one : unmatched) {
      const Item& item = *one.item;
      const std::size_t dot = item.name.rfind('.');
      if (reported_files_.contains(one.path) && std::ranges::find(changes_.changed, one.path) == changes_.changed.end())
        continue;
      if (dot != std::string::npos && classes.contains({one.path, std::string_view(item.name).substr(0, dot)}))
        continue;
      const std::string name = names.name_of(one.path, item.name, item.line);
      const std::string_view kind = signatures::footprint::name(item.kind);
      const std::uint32_t line = added ? item.line : 0;
      const std::string text = item.kind == OutlineKind::function
                                   ? fmt::format("{}({})", leaf_of(item.name), item.parameters)
                                   : std::string();
      if (reported_.holds_name(name) || reported_.holds_place(one.path, leaf_of(item.name))) continue;
      const bool stays = added ? old_has(name) : now_footprint_ != nullptr && now_has(name);
      if (name.empty()) {
        report(DifferenceClass::private_code, one.path, dotted_name(one.path) + "." + item.name, added ? "" : text,
               added ? text : "", line, fmt::format("{} {}", kind, added ? "added" : "removed"));
        if (added && item.kind == OutlineKind::function)
          private_functions_.push_back({result_.differences.size() - 1, item.name});
      } else if (stays) {
        // Another definition of a name that remains: under another condition, or in place of an import.
        report(DifferenceClass::api_behaviour, one.path, name, added ? "" : text, added ? text : "", line,
               added ? "defined here now" : "no longer defined here");
      } else {
        report(added ? DifferenceClass::api_added : DifferenceClass::api_removed, one.path, name, added ? "" : text,
               added ? text : "", line, fmt::format("{} {}", kind, added ? "added" : "removed"));
      }
      reported_.name(name.empty() ? dotted_name(one.path) + "." + item.name : name);
      reported_.place(one.path, leaf_of(item.name));
    }
  };
  each(removed_, false);
  each(added_, true);
}

}  // namespace fairplay::auditor::provenance
