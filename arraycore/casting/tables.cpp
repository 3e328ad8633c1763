#include "arraycore/casting/tables.h"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

#include "arraycore/casting/embedded_tables.h"
#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {
namespace {

/// The next line of `text`, which then begins behind it.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// "1.15" in front of `text`, which then begins behind it.
Release read_release(std::string_view& text) {
  Release release{0, 0};
  for (int* part : {&release.major, &release.minor}) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *part);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty()) text.remove_prefix(1);
  }
  return release;
}

}  // namespace

CastingTable::CastingTable(std::string_view text) {
  while (!text.empty()) {
    const std::string_view all = text;
    std::string_view line = next_line(text);
    if (line.starts_with("#")) continue;
    if (line.starts_with("releases ")) {
      line.remove_prefix(line.find(' ') + 1);
      first_ = read_release(line);
      last_ = read_release(line);
    } else if (line.starts_with("columns ")) {
      columns_ = line.substr(line.find(' ') + 1);
    } else {
      rows_ = all;
      return;
    }
  }
}

CastingTable CastingTable::of(std::string_view name, Release release) {
  // The latest regime that isn't too new serves; for releases before all of them, the first.
  std::optional<CastingTable> found;
  for (const EmbeddedTable& table : embedded_tables) {
    if (table.name != name) continue;
    const CastingTable candidate(table.text);
    const bool serves = candidate.first() <= release;
    const bool found_serves = found && found->first() <= release;
    const bool later = found && candidate.first() > found->first();
    if (!found || (found_serves ? serves && later : serves || !later)) found = candidate;
  }
  return found.value_or(CastingTable(""));
}

std::optional<std::string_view> CastingTable::row(char name) const {
  std::string_view rest = rows_;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (line.size() > 2 && line[0] == name) return line.substr(2);
  }
  return std::nullopt;
}

std::optional<char> CastingTable::at(char row_name, char column) const {
  const auto entries = row(row_name);
  const std::size_t place = columns_.find(column);
  if (!entries || place == std::string_view::npos || place >= entries->size()) return std::nullopt;
  return (*entries)[place];
}

}  // namespace fairplay::arraycore
