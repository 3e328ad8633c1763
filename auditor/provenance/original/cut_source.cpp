#include "auditor/provenance/original/cut_source.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <vector>

#include "signatures/python/code.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::footprint::Outline;
using signatures::footprint::OutlineItem;

/// Decorators and comments stand before the line that an item names: so many lines before it are tried as its start.
constexpr std::size_t most_lines_before = 40;
/// The cut may go through a method, its class, and what is around that.
constexpr std::size_t most_items_cut = 4;

Outline outline_of_text(std::string_view text, const std::string& path) {
  std::vector<signatures::Damage> damage;  // the outline says that it isn't complete
  signatures::python::SyntaxHasher hasher;
  const auto source = signatures::python::module_source(std::string(text), path, damage);
  return signatures::footprint::outline_of(source, hasher, damage);
}

bool equal(const OutlineItem& a, const OutlineItem& b) {
  const auto facts = [](const OutlineItem& item) {
    return std::tie(item.kind, item.name, item.line, item.conditions, item.decorators, item.parameters, item.hash);
  };
  return facts(a) == facts(b);
}

/// Where each line starts, and the text's end.
std::vector<std::size_t> line_starts(std::string_view text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    starts.push_back(at + 1);
  return starts;
}

/// Whether own parts are the first ones of `whole`.
bool are_first(const Outline& own, const Outline& whole, std::size_t items) {
  return own.complete && own.items.size() == items && items <= whole.items.size() &&
         std::equal(own.items.begin(), own.items.end(), whole.items.begin(), equal);
}

/// The same, but for the body of the last: a cut between two of its statements can't be told from an edit of it.
bool are_first_but_a_body(const Outline& own, const Outline& whole, std::size_t items) {
  if (!own.complete || items == 0 || own.items.size() != items || items > whole.items.size()) return false;
  OutlineItem last = own.items.back();
  last.hash = whole.items[items - 1].hash;
  return equal(last, whole.items[items - 1]) &&
         std::equal(own.items.begin(), own.items.end() - 1, whole.items.begin(), equal);
}

/// Whether all of the parts (first, end) are of the class that `first` is: one cut can go through all of them.
bool is_one_class(const Outline& whole, std::size_t first, std::size_t end) {
  const std::string inside = whole.items[first].name + ".";
  for (std::size_t i = first + 1; i < end; ++i) {
    if (!whole.items[i].name.starts_with(inside)) return false;
  }
  return true;
}

/// Whether the text before some line holds exactly the first `items` parts of `whole`.
bool proves(std::string_view before, const std::string& path, const Outline& whole, std::size_t items) {
  return items == 0 || are_first(outline_of_text(before, path), whole, items);
}

}  // namespace

bool is_cut_source(std::string_view text, const std::string& path, const Outline& whole, bool can_run) {
  if (!whole.complete || text.empty()) return false;
  const std::vector<std::size_t> starts = line_starts(text);
  const bool ends_with_line = text.ends_with('\n');
  const std::size_t lines = starts.size() - (ends_with_line ? 1 : 0);
  // The parts that begin before the cut; the last of them may be cut, and those around it.
  const auto begun = static_cast<std::size_t>(
      std::ranges::count_if(whole.items, [&](const OutlineItem& item) { return item.line <= lines; }));
  const bool more_missing = begun < whole.items.size();

  const Outline own = outline_of_text(text, path);
  if (more_missing && are_first(own, whole, begun)) return begun != 0 || !ends_with_line;  // cut between two parts
  if (are_first(own, whole, whole.items.size())) return false;                             // nothing is missing
  if (own.complete && can_run) {
    if (ends_with_line) return more_missing && are_first_but_a_body(own, whole, begun);
    // Half a line may still be Python: what is before it must be the source's.
    const Outline before = outline_of_text(text.substr(0, starts.back()), path);
    return are_first_but_a_body(own, whole, begun) || are_first_but_a_body(before, whole, begun) ||
           are_first(before, whole, begun - std::min<std::size_t>(begun, 1));
  }
  if (begun == 0) return true;
  for (std::size_t cut = 0; cut < std::min(begun, most_items_cut); ++cut) {
    const std::size_t first_cut = begun - 1 - cut;
    if (!is_one_class(whole, first_cut, begun)) continue;
    const std::size_t line = whole.items[first_cut].line;  // from 1
    for (std::size_t before = 0; before < std::min(line, most_lines_before); ++before) {
      const std::size_t kept_lines = line - 1 - before;
      if (proves(text.substr(0, starts[std::min(kept_lines, starts.size() - 1)]), path, whole, first_cut)) return true;
    }
  }
  return false;
}

}  // namespace fairplay::auditor::provenance
