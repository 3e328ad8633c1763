#include "arraycore/strings/text_search.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/strings/operands.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// The part of a text that a search is in, and where it begins; nullopt where it begins behind the text or ends before
/// it begins: there not even nothing is found.
struct Window {
  std::u32string_view text;
  std::int64_t begin;
};
std::optional<Window> window_of(std::u32string_view text, std::int64_t start, std::int64_t stop) {
  const auto size = static_cast<std::int64_t>(text.size());
  const auto place = [&](std::int64_t bound) { return bound < 0 ? std::max<std::int64_t>(bound + size, 0) : bound; };
  start = place(start);
  stop = std::min(place(stop), size);
  if (start > stop) return std::nullopt;
  return Window{text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(stop - start)), start};
}

std::int64_t occurrences(std::u32string_view text, std::u32string_view part) {
  if (part.empty()) return static_cast<std::int64_t>(text.size()) + 1;
  std::int64_t count = 0;
  for (std::size_t at = text.find(part); at != std::u32string_view::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

std::int64_t found_at(TextSearch search, const std::optional<Window>& window, std::u32string_view part) {
  if (search == TextSearch::count) return window ? occurrences(window->text, part) : 0;
  if (search == TextSearch::startswith) return window && window->text.starts_with(part) ? 1 : 0;
  if (search == TextSearch::endswith) return window && window->text.ends_with(part) ? 1 : 0;
  if (!window) return -1;
  const bool last = search == TextSearch::rfind || search == TextSearch::rindex;
  const std::size_t at = last ? window->text.rfind(part) : window->text.find(part);
  return at == std::u32string_view::npos ? -1 : window->begin + static_cast<std::int64_t>(at);
}

}  // namespace

Expected<Array> search_texts(TextSearch search, const ConstDynamicView& texts, const ConstDynamicView& parts,
                             const ConstDynamicView& start, const ConstDynamicView& stop) {
  const auto operands = TextOperands::of(std::vector{texts, parts, start, stop}, 2);
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::int64_t> found;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    const std::u32string text = operands->text(0, i);
    found.push_back(
        found_at(search, window_of(text, operands->number(2, i), operands->number(3, i)), operands->text(1, i)));
  }
  if (search == TextSearch::startswith || search == TextSearch::endswith) {
    return array_of_truths(operands->shape(), std::vector<bool>(found.begin(), found.end()));
  }
  const bool must = search == TextSearch::index || search == TextSearch::rindex;
  if (must && std::ranges::find(found, -1) != found.end()) return fail(ErrorKind::value, "substring not found");
  return array_of_numbers(operands->shape(), found);
}

}  // namespace fairplay::arraycore
