#include "arraycore/ufunc/loop_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/ufunc/embedded_loops.h"

namespace fairplay::arraycore {
namespace {

/// The next word of a line, which then begins behind it.
std::string_view next_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(begin);
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

int number_of(std::string_view word) {
  int number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

Release release_of(std::string_view word) {
  const std::size_t dot = word.find('.');
  return {number_of(word.substr(0, dot)), number_of(word.substr(dot + 1))};
}

LoopRow parse_row(std::string_view line) {
  LoopRow row{};
  row.name = next_word(line);
  row.first = release_of(next_word(line));
  row.last = release_of(next_word(line));
  row.inputs = number_of(next_word(line));
  row.outputs = number_of(next_word(line));
  if (const std::string_view identity = next_word(line); identity != "-") row.identity = identity;
  bool exceptions = false;
  for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
    if (word == "|") {
      exceptions = true;
    } else {
      (exceptions ? row.exceptions : row.loops).push_back(word);
    }
  }
  return row;
}

std::vector<LoopRow> parse_rows() {
  std::vector<LoopRow> rows;
  std::string_view text = embedded_loops;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.front() != '#') rows.push_back(parse_row(line));
  }
  return rows;
}

const std::vector<LoopRow>& all_rows() {
  static const std::vector<LoopRow> rows = parse_rows();
  return rows;
}

/// All releases that were measured lie between these.
std::pair<Release, Release> measured() {
  std::pair<Release, Release> range{all_rows().front().first, all_rows().front().last};
  for (const LoopRow& row : all_rows()) {
    range.first = std::min(range.first, row.first);
    range.second = std::max(range.second, row.last);
  }
  return range;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> other_names{{
    {"abs", "absolute"},
    {"acos", "arccos"},
    {"acosh", "arccosh"},
    {"asin", "arcsin"},
    {"asinh", "arcsinh"},
    {"atan", "arctan"},
    {"atan2", "arctan2"},
    {"atanh", "arctanh"},
    {"bitwise_invert", "invert"},
    {"bitwise_left_shift", "left_shift"},
    {"bitwise_not", "invert"},
    {"bitwise_right_shift", "right_shift"},
    {"conj", "conjugate"},
    {"mod", "remainder"},
    {"pow", "power"},
    {"true_divide", "divide"},
}};

}  // namespace

const LoopRow* find_ufunc(std::string_view name, Release release) {
  for (const auto& [other, main] : other_names) {
    if (name == other) name = main;
  }
  static const auto range = measured();
  release = std::clamp(release, range.first, range.second);
  // A release between two that were measured has what the one before it has.
  const LoopRow* found = nullptr;
  for (const LoopRow& row : all_rows()) {
    if (row.name == name && row.first <= release && (found == nullptr || found->first < row.first)) found = &row;
  }
  return found;
}

std::vector<std::string_view> ufunc_names(Release release) {
  std::vector<std::string_view> names;
  for (const LoopRow& row : all_rows()) {
    if ((names.empty() || names.back() != row.name) && find_ufunc(row.name, release) != nullptr) {
      names.push_back(row.name);
    }
  }
  return names;
}

}  // namespace fairplay::arraycore
