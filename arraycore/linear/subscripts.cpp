#include "arraycore/linear/subscripts.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

std::unexpected<Error> wrong_subscripts(std::string message) { return fail(ErrorKind::value, std::move(message)); }

/// Letters, and how many stand before the ellipsis if there is one.
struct SubscriptTerm {
  std::vector<int> labels;
  std::optional<std::size_t> ellipsis;
};

Expected<SubscriptTerm> read_term(std::string_view text, const std::string& where) {
  SubscriptTerm term;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (letter == ' ') continue;
    if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
      term.labels.push_back(letter);
    } else if (letter == '.') {
      if (term.ellipsis || text.substr(i, 3) != "...") {
        return wrong_subscripts(
            "einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') in " + where);
      }
      term.ellipsis = term.labels.size();
      i += 2;
    } else {
      return wrong_subscripts(std::string("invalid subscript '") + letter +
                              "' in einstein sum subscripts string, subscripts must be letters");
    }
  }
  return term;
}

std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

/// The term with labels for the `count` axes of its ellipsis.
std::vector<int> spread_ellipsis(const SubscriptTerm& term, std::size_t count) {
  std::vector<int> labels = term.labels;
  std::vector<int> broadcast;
  for (std::size_t i = 0; i < count; ++i) broadcast.push_back(static_cast<int>(i) - static_cast<int>(count));
  if (term.ellipsis) {
    labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(*term.ellipsis), broadcast.begin(), broadcast.end());
  }
  return labels;
}

constexpr const char* more_dimensions =
    " has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to broadcast the extra "
    "dimensions.";

}  // namespace

Expected<Subscripts> parse_subscripts(std::string_view text, std::span<const std::size_t> dimensions) {
  const std::size_t arrow = text.find('-');
  if (arrow != std::string_view::npos && text.substr(arrow, 2) != "->") {
    return wrong_subscripts("einstein sum subscript string does not contain proper '->' output specified");
  }
  const auto inputs = split_at_commas(text.substr(0, arrow));
  if (inputs.size() != dimensions.size()) {
    return wrong_subscripts(std::string(inputs.size() > dimensions.size() ? "fewer" : "more") +
                            " operands provided to einstein sum function than specified in the subscripts string");
  }
  Subscripts result;
  std::map<int, int> times;
  std::size_t broadcast = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto term = read_term(inputs[i], "operand " + std::to_string(i));
    if (!term) return std::unexpected(term.error());
    if (term->labels.size() > dimensions[i]) {
      return wrong_subscripts("einstein sum subscripts string contains too many subscripts for operand " +
                              std::to_string(i));
    }
    const std::size_t rest = dimensions[i] - term->labels.size();
    if (rest > 0 && !term->ellipsis) return wrong_subscripts(std::string("operand") + more_dimensions);
    broadcast = std::max(broadcast, rest);
    for (const int label : term->labels) ++times[label];
    result.operands.push_back(spread_ellipsis(*term, rest));
  }
  if (arrow == std::string_view::npos) {
    result.output = spread_ellipsis({{}, 0}, broadcast);
    for (const auto& [label, count] : times) {
      if (count == 1) result.output.push_back(label);
    }
    return result;
  }
  const auto term = read_term(text.substr(arrow + 2), "the output");
  if (!term) return std::unexpected(term.error());
  for (const int label : term->labels) {
    const std::string name(1, static_cast<char>(label));
    if (!times.contains(label)) {
      return wrong_subscripts("einstein sum subscripts string included output subscript '" + name +
                              "' which never appeared in an input");
    }
    if (std::count(term->labels.begin(), term->labels.end(), label) > 1) {
      return wrong_subscripts("einstein sum subscripts string includes output subscript '" + name + "' multiple times");
    }
  }
  if (broadcast > 0 && !term->ellipsis) return wrong_subscripts(std::string("output") + more_dimensions);
  result.output = spread_ellipsis(*term, broadcast);
  return result;
}

}  // namespace fairplay::arraycore
