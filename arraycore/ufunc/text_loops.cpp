#include "arraycore/ufunc/text_loops.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"

namespace fairplay::arraycore {
namespace {

/// Below, equal to or above 0, as the first one is below, equal to or above the second one.
template <class Character>
int compared(const std::byte* a, std::int64_t a_length, const std::byte* b, std::int64_t b_length) {
  const auto at = [](const std::byte* text, std::int64_t length, std::int64_t i) {
    return i < length ? load<Character>(text + i * std::int64_t{sizeof(Character)}) : Character(0);
  };
  for (std::int64_t i = 0; i < std::max(a_length, b_length); ++i) {
    const Character first = at(a, a_length, i);
    const Character second = at(b, b_length, i);
    if (first != second) return first < second ? -1 : 1;
  }
  return 0;
}

template <class Character, class Comparison>
void compare_texts(std::byte* const* operands, const std::int64_t* strides, std::int64_t n,
                   const std::int64_t* lengths) {
  for (std::int64_t i = 0; i < n; ++i) {
    const int order =
        compared<Character>(operands[0] + i * strides[0], lengths[0], operands[1] + i * strides[1], lengths[1]);
    store<bool>(operands[2] + i * strides[2], Comparison()(order, 0));
  }
}

/// Without the zeros at its end.
template <class Character>
std::int64_t characters_of(const std::byte* text, std::int64_t length) {
  while (length > 0 && load<Character>(text + (length - 1) * std::int64_t{sizeof(Character)}) == 0) --length;
  return length;
}

template <class Character>
void join_texts(std::byte* const* operands, const std::int64_t* strides, std::int64_t n, const std::int64_t* lengths) {
  constexpr auto size = std::int64_t{sizeof(Character)};
  for (std::int64_t i = 0; i < n; ++i) {
    const std::byte* a = operands[0] + i * strides[0];
    const std::byte* b = operands[1] + i * strides[1];
    std::byte* joined = operands[2] + i * strides[2];
    const auto of_a = static_cast<std::size_t>(characters_of<Character>(a, lengths[0]) * size);
    const auto of_b = static_cast<std::size_t>(characters_of<Character>(b, lengths[1]) * size);
    if (of_a > 0) std::memmove(joined, a, of_a);
    if (of_b > 0) std::memmove(joined + of_a, b, of_b);
    std::fill(joined + of_a + of_b, joined + lengths[2] * size, std::byte{0});
  }
}

template <class Character>
TextKernel kernel_of(std::string_view ufunc, Release release) {
  if (ufunc == "add") return release >= Release{2, 0} ? join_texts<Character> : nullptr;
  if (release < Release{1, 23}) return nullptr;
  if (ufunc == "equal") return compare_texts<Character, std::equal_to<>>;
  if (ufunc == "not_equal") return compare_texts<Character, std::not_equal_to<>>;
  if (ufunc == "less") return compare_texts<Character, std::less<>>;
  if (ufunc == "less_equal") return compare_texts<Character, std::less_equal<>>;
  if (ufunc == "greater") return compare_texts<Character, std::greater<>>;
  if (ufunc == "greater_equal") return compare_texts<Character, std::greater_equal<>>;
  return nullptr;
}

}  // namespace

TextKernel find_text_kernel(std::string_view ufunc, Kind kind, Release release) {
  if (kind == Kind::bytes) return kernel_of<std::uint8_t>(ufunc, release);
  if (kind == Kind::text) return kernel_of<std::uint32_t>(ufunc, release);
  return nullptr;
}

}  // namespace fairplay::arraycore
