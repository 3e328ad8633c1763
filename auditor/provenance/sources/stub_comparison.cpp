// Stubs and headers: reports what they declare, unless the comparison of sources reported it.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "auditor/provenance/sources/name_differences.h"
#include "auditor/provenance/sources/parameters.h"
#include "auditor/provenance/sources/public_callers.h"
#include "auditor/provenance/sources/source_comparison.h"
#include "auditor/provenance/sources/statement_names.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {

using signatures::footprint::OutlineItem;
using signatures::footprint::OutlineKind;

namespace {

constexpr std::size_t most_reached = 60;  // more changed private functions are a rewrite, not a patch

/// A C source without comments, every run of blanks as one.
std::string without_comments(std::string_view text) {
  std::string plain;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      plain += c;
      if (c == '\\' && i + 1 < text.size())
        plain += text[++i];
      else if (c == quote || c == '\n')
        quote = 0;
      continue;
    }
    if (text.substr(i, 2) == "/*") {
      const std::size_t end = text.find("*/", i + 2);
      i = end == std::string_view::npos ? text.size() : end + 1;
      if (!plain.empty() && plain.back() != ' ' && plain.back() != '\n') plain += ' ';
    } else if (text.substr(i, 2) == "//") {
      const std::size_t end = text.find('\n', i);
      i = end == std::string_view::npos ? text.size() : end - 1;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      if (!plain.empty() && plain.back() != ' ' && plain.back() != '\n') plain += ' ';
    } else if (c == '\n') {
      while (!plain.empty() && plain.back() == ' ') plain.pop_back();
      if (!plain.empty() && plain.back() != '\n') plain += c;
    } else {
      if (c == '"' || c == '\'') quote = c;
      plain += c;
    }
  }
  while (!plain.empty() && (plain.back() == ' ' || plain.back() == '\n')) plain.pop_back();
  return plain;
}

/// A stub's declarations of one name, in its order.
using Declarations = std::map<std::string, std::vector<const OutlineItem*>>;

/// Without the statements that are equal in `other`.
Declarations declarations_of(const signatures::footprint::Outline& outline,
                             const signatures::footprint::Outline& other) {
  const auto key = [](const OutlineItem& item) {
    return std::tuple(std::string_view(item.name), std::string_view(item.hash), std::string_view(item.conditions));
  };
  std::set<std::tuple<std::string_view, std::string_view, std::string_view>> there;
  for (const OutlineItem& item : other.items) {
    if (item.kind == OutlineKind::statement) there.insert(key(item));
  }
  Declarations declarations;
  for (const OutlineItem& item : outline.items) {
    if (item.name.empty() ||
        (item.kind == OutlineKind::statement && (is_written_import(item) || there.contains(key(item)))))
      continue;
    declarations[item.name].push_back(&item);
  }
  return declarations;
}

std::string text_of(const OutlineItem& item) {
  if (item.kind == OutlineKind::statement) return item.text;
  return item.parameters;
}

bool equal(const std::vector<const OutlineItem*>& a, const std::vector<const OutlineItem*>& b) {
  return std::ranges::equal(a, b, [](const OutlineItem* x, const OutlineItem* y) {
    return x->kind == y->kind && x->hash == y->hash && x->conditions == y->conditions &&
           (x->parameters == y->parameters || canonical_code(x->parameters) == canonical_code(y->parameters)) &&
           (x->decorators == y->decorators || canonical_code(x->decorators) == canonical_code(y->decorators));
  });
}

}  // namespace

void SourceComparison::compare_headers() {
  if (headers_.empty()) return;
  std::set<std::string> reported;
  std::set<std::string> changed;
  for (const std::string& path : headers_) {
    if (!reported_files_.contains(path)) changed.insert(path);
  }
  if (old_footprint_ != nullptr && now_footprint_ != nullptr && !changed.empty())
    reported = compare_c_api(old_footprint_->c_api, now_footprint_->c_api, changed, result_.differences);
  for (const std::string& path : changed) compare_header(path, reported);
}

void SourceComparison::compare_header(const std::string& path, const std::set<std::string>& reported) {
  if (reported.contains(path)) return;
  const auto old = old_.text(path);
  const auto now = now_.text(path);
  if (old && now && !path.ends_with(".pxd") && !path.ends_with(".pxi") &&
      without_comments(*old) == without_comments(*now)) {
    return report_file(DifferenceClass::cosmetic, path, {}, "only comments or formatting differ");
  }
  if (path.find("/include/") != std::string::npos)
    report_file(DifferenceClass::private_code, path, {}, "it differs, but not in what it declares");
  else
    report_file(DifferenceClass::private_code, path, {}, DifferenceReason::content);
}

void SourceComparison::compare_stubs() {
  for (const std::string& path : stubs_) {
    const Outline* old = old_.outline(path);
    const Outline* now = now_.outline(path);
    if (old != nullptr && now != nullptr) compare_stub(path, *old, *now);
  }
}

void SourceComparison::compare_stub(const std::string& path, const Outline& old, const Outline& now) {
  const Declarations before = declarations_of(old, now);
  const Declarations after = declarations_of(now, old);
  std::size_t others = 0;
  const auto name_in = [&](const std::string& qualified) {
    std::string name = old_names_.name_of(path, qualified);
    if (name.empty() && now_footprint_ != nullptr) name = now_names_.name_of(path, qualified);
    // Special methods in stubs are types' business.
    const std::string_view leaf = signatures::leaf_of(qualified);
    return leaf.starts_with('_') ? std::string() : name;
  };
  const auto without = [](const Declarations& all, const std::string& name) {
    const std::size_t dot = name.rfind('.');
    return dot != std::string::npos && !all.contains(name.substr(0, dot));
  };
  const auto alone = [&](const Declarations& with, const Declarations& lacking, DifferenceClass kind, bool added) {
    for (const auto& [qualified, items] : with) {
      if (lacking.contains(qualified) || without(lacking, qualified)) continue;
      const std::string name = name_in(qualified);
      // A database doesn't say whether a stub's statement is an import.
      const bool unsaid = items.front()->kind == OutlineKind::statement && items.front()->text.empty();
      if (name.empty() || unsaid || old_has(name) || now_has(name)) {
        others += reported_.holds_name(name) ? 0 : 1;
        continue;
      }
      if (reported_.holds_name_or_above(name)) continue;
      reported_.name(name);
      report(kind, path, name, added ? "" : text_of(*items.front()), added ? text_of(*items.front()) : "",
             added ? items.front()->line : 0,
             added ? "declared by the stub alone" : "it was declared by the stub alone");
    }
  };
  alone(before, after, DifferenceClass::api_removed, false);
  alone(after, before, DifferenceClass::api_added, true);
  for (const auto& [qualified, items] : after) {
    const auto found = before.find(qualified);
    if (found == before.end() || equal(found->second, items)) continue;
    const std::string name = name_in(qualified);
    if (name.empty()) {
      ++others;
      continue;
    }
    if (reported_.holds_name(name)) continue;
    reported_.name(name);
    const std::vector<const OutlineItem*>& olds = found->second;
    std::size_t i = 0;
    while (i < olds.size() && i < items.size() && equal({olds[i]}, {items[i]})) ++i;
    const OutlineItem* a = i < olds.size() ? olds[i] : nullptr;
    const OutlineItem* b = i < items.size() ? items[i] : nullptr;
    const std::uint32_t line = b != nullptr ? b->line : items.front()->line;
    if (a != nullptr && b != nullptr && a->kind == OutlineKind::function && b->kind == OutlineKind::function &&
        olds.size() == 1 && items.size() == 1) {
      const auto changes = compare_parameters(a->parameters, b->parameters);
      for (const ParameterChange& change : changes)
        report(change.kind, path, name, change.old_text, change.new_text, line,
               change.detail.empty() ? "" : change.detail + " in the stub");
      if (!changes.empty()) continue;
    }
    report(DifferenceClass::api_signature, path, name, a == nullptr ? "" : text_of(*a), b == nullptr ? "" : text_of(*b),
           line,
           a == nullptr                                        ? "an overload was added in the stub"
           : b == nullptr                                      ? "an overload was removed in the stub"
           : text_of(*a).empty() || text_of(*a) == text_of(*b) ? "its declaration in the stub changed"
                                                               : "");
  }
  const bool reported =
      std::ranges::any_of(result_.differences, [&](const Difference& difference) { return difference.path == path; });
  if (others != 0 || !reported) {
    report(DifferenceClass::private_code, path, {}, {}, {}, 0,
           others == 0 ? "imports or the order of declarations differ"
                       : fmt::format("{} declaration{} that {} no new public name", others, others == 1 ? "" : "s",
                                     others == 1 ? "is" : "are"));
  }
}

void SourceComparison::name_public_callers() {
  if (private_functions_.empty() || private_functions_.size() > most_reached) return;
  const PublicNames& names = now_footprint_ != nullptr ? now_names_ : old_names_;
  PublicCallers callers(now_, names);
  for (const Private& one : private_functions_) {
    Difference& difference = result_.differences[one.difference];
    const std::vector<std::string> by = callers.of(difference.path, one.qualified);
    if (by.empty()) continue;
    difference.detail += fmt::format("{}reached by {}", difference.detail.empty() ? "" : "; ", fmt::join(by, ", "));
    difference.reason = DifferenceReason::other;
  }
}

}  // namespace fairplay::auditor::provenance
