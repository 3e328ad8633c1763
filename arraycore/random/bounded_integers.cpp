#include "arraycore/random/bounded_integers.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

/// A bound before it is known to fit 64 bits.
__extension__ using WideInteger = __int128;

/// Random words of less than 32 bits, several out of one.
class NarrowWords {
 public:
  template <int width>
  std::uint32_t next(BitGenerator& bits) {
    if (left_ == 0) {
      words_ = bits.next32();
      left_ = 32 / width - 1;
    } else {
      words_ >>= width;
      --left_;
    }
    return words_ & ((1U << width) - 1);
  }

 private:
  std::uint32_t words_ = 0;
  int left_ = 0;
};

/// A word of the type's width.
template <class Word>
Word next_word(BitGenerator& bits, NarrowWords& narrow) {
  if constexpr (sizeof(Word) == 8) {
    return bits.next64();
  } else if constexpr (sizeof(Word) == 4) {
    return bits.next32();
  } else {
    return static_cast<Word>(narrow.next<8 * sizeof(Word)>(bits));
  }
}

template <class Word>
struct Doubled;
template <>
struct Doubled<std::uint8_t> : std::type_identity<std::uint32_t> {};
template <>
struct Doubled<std::uint16_t> : std::type_identity<std::uint32_t> {};
template <>
struct Doubled<std::uint32_t> : std::type_identity<std::uint64_t> {};
template <>
struct Doubled<std::uint64_t> : std::type_identity<Word128> {};

/// `range` is below the largest word.
template <class Word>
Word by_lemire(BitGenerator& bits, NarrowWords& narrow, Word range) {
  using Product = typename Doubled<Word>::type;
  const auto count = static_cast<Word>(range + 1);
  Product product = Product{next_word<Word>(bits, narrow)} * count;
  if (static_cast<Word>(product) < count) {
    const auto threshold = static_cast<Word>(static_cast<Word>(std::numeric_limits<Word>::max() - range) % count);
    while (static_cast<Word>(product) < threshold) product = Product{next_word<Word>(bits, narrow)} * count;
  }
  return static_cast<Word>(product >> (8 * sizeof(Word)));
}

template <class Word>
Word by_mask(BitGenerator& bits, NarrowWords& narrow, Word range) {
  const auto mask = static_cast<Word>(bit_mask(range));
  while (true) {
    const auto word = static_cast<Word>(next_word<Word>(bits, narrow) & mask);
    if (word <= range) return word;
  }
}

/// A number of [0, range].
template <class Word>
Word within(BitGenerator& bits, NarrowWords& narrow, Word range, Rejection rejection) {
  if (range == 0) return 0;
  if constexpr (sizeof(Word) == 8) {
    if (range <= 0xffffffff) return within(bits, narrow, static_cast<std::uint32_t>(range), rejection);
  }
  if (range == std::numeric_limits<Word>::max()) return next_word<Word>(bits, narrow);
  return rejection == Rejection::lemire ? by_lemire(bits, narrow, range) : by_mask(bits, narrow, range);
}

WideInteger bound_at(const std::byte* place, Kind kind) {
  switch (kind) {
    case Kind::boolean: return load<bool>(place) ? 1 : 0;
    case Kind::int64: return load<std::int64_t>(place);
    case Kind::uint64: return load<std::uint64_t>(place);
    default: break;
  }
  // A double, cut off; what is beyond 64 bits stays beyond.
  const double number = std::trunc(load<double>(place));
  constexpr double limit = 0x1p70;
  if (!(number > -limit)) return -(WideInteger{1} << 70);
  return number < limit ? static_cast<WideInteger>(number) : WideInteger{1} << 70;
}

/// Bounds as int64, uint64 or double, of which each integer type is one.
DType bound_type(Kind kind) {
  if (kind == Kind::boolean || kind == Kind::uint64) return kind;
  return is_integer(kind) ? Kind::int64 : Kind::float64;
}

struct Limits {
  WideInteger least;
  WideInteger most;
};

template <class Element>
constexpr Limits limits_of() {
  return {std::numeric_limits<Element>::min(), std::numeric_limits<Element>::max()};
}

std::optional<Limits> limits_of_kind(Kind kind) {
  switch (kind) {
    case Kind::boolean: return Limits{0, 1};
    case Kind::int8: return limits_of<std::int8_t>();
    case Kind::uint8: return limits_of<std::uint8_t>();
    case Kind::int16: return limits_of<std::int16_t>();
    case Kind::uint16: return limits_of<std::uint16_t>();
    case Kind::int32: return limits_of<std::int32_t>();
    case Kind::uint32: return limits_of<std::uint32_t>();
    case Kind::int64: return limits_of<std::int64_t>();
    case Kind::uint64: return limits_of<std::uint64_t>();
    default: return std::nullopt;
  }
}

/// The bounds of every element must be in order and within the dtype's.
Expected<void> check_bounds(const std::array<ConstDynamicView, 2>& bounds, const Extents& shape, const Limits& limits,
                            bool endpoint, DType dtype) {
  std::string wrong;
  const StridedLoop<2> loop(shape, {&bounds[0].strides(), &bounds[1].strides()}, Visit::indexed);
  loop.run({bounds[0].data(), bounds[1].data()}, [&](auto places, const auto& strides, std::int64_t n) {
    for (std::int64_t i = 0; i < n && wrong.empty(); ++i) {
      const WideInteger low = bound_at(places[0], bounds[0].dtype().kind());
      const WideInteger high = bound_at(places[1], bounds[1].dtype().kind()) - (endpoint ? 0 : 1);
      if (low < limits.least) wrong = "low is out of bounds for " + dtype.name();
      if (high > limits.most) wrong = "high is out of bounds for " + dtype.name();
      if (low > high) wrong = endpoint ? "low > high" : "low >= high";
      places[0] += strides[0];
      places[1] += strides[1];
    }
  });
  if (!wrong.empty()) return fail(ErrorKind::value, wrong);
  return {};
}

template <class Word>
void draw_all(BitGenerator& bits, const std::array<ConstDynamicView, 2>& bounds, Array& result, bool endpoint,
              Rejection rejection) {
  NarrowWords narrow;
  const DynamicView target = result.view();
  const StridedLoop<3> loop(target.shape(), {&target.strides(), &bounds[0].strides(), &bounds[1].strides()},
                            Visit::indexed);
  loop.run({target.data(), bounds[0].data(), bounds[1].data()}, [&](auto places, const auto& strides, std::int64_t n) {
    auto* out = const_cast<std::byte*>(places[0]);  // NOLINT: the loop hands out read-only addresses alone
    const bool constant = strides[1] == 0 && strides[2] == 0;
    WideInteger low = 0;
    std::uint64_t range = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      if (i == 0 || !constant) {
        low = bound_at(places[1], bounds[0].dtype().kind());
        range = static_cast<std::uint64_t>(bound_at(places[2], bounds[1].dtype().kind()) - (endpoint ? 0 : 1) - low);
      }
      if constexpr (std::is_same_v<Word, bool>) {
        const bool drawn = range != 0 && narrow.next<1>(bits) != 0;
        store(out, range == 0 ? low != 0 : drawn);
      } else {
        store(out,
              static_cast<Word>(static_cast<Word>(low) + within(bits, narrow, static_cast<Word>(range), rejection)));
      }
      out += strides[0];
      places[1] += strides[1];
      places[2] += strides[2];
    }
  });
}

}  // namespace

std::uint64_t random_interval(BitGenerator& bits, std::uint64_t most) {
  if (most == 0) return 0;
  NarrowWords none;
  if (most <= 0xffffffff) return by_mask(bits, none, static_cast<std::uint32_t>(most));
  return by_mask(bits, none, most);
}

std::uint64_t random_below_or_at(BitGenerator& bits, std::uint64_t most) {
  NarrowWords none;
  return within(bits, none, most, Rejection::lemire);
}

Expected<Array> random_integers(BitGenerator& bits, const ConstDynamicView& low, const ConstDynamicView& high,
                                const std::optional<Extents>& size, DType dtype, bool endpoint, Rejection rejection) {
  const auto limits = limits_of_kind(dtype.kind());
  if (!limits) return fail(ErrorKind::dtype, "no random integers of " + dtype.name());
  for (const ConstDynamicView& bound : {low, high}) {
    const Kind kind = bound.dtype().kind();
    if (kind != Kind::boolean && !is_integer(kind) && !is_real_floating(kind)) {
      return fail(ErrorKind::dtype, "bounds of random integers of " + bound.dtype().name());
    }
  }
  if (size) {
    const auto count = element_count(*size);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return Array::unset(dtype, *size);
  }
  auto first = parameter_of(low, bound_type(low.dtype().kind()), Casting::same_kind, newest_release);
  if (!first) return std::unexpected(first.error());
  auto second = parameter_of(high, bound_type(high.dtype().kind()), Casting::same_kind, newest_release);
  if (!second) return std::unexpected(second.error());
  const std::array<Parameter, 2> parameters{std::move(*first), std::move(*second)};
  const auto shape = drawn_shape(parameters, size);
  if (!shape) return std::unexpected(shape.error());
  const auto together = drawn_shape(parameters, std::nullopt).value();
  if (const auto fine = check_bounds({parameters[0].under(together), parameters[1].under(together)}, together, *limits,
                                     endpoint, dtype);
      !fine) {
    return std::unexpected(fine.error());
  }
  auto result = Array::unset(dtype, *shape);
  if (!result) return result;
  const std::array<ConstDynamicView, 2> bounds{parameters[0].under(*shape), parameters[1].under(*shape)};
  switch (dtype.size()) {
    case 1:
      if (dtype.kind() == Kind::boolean) {
        draw_all<bool>(bits, bounds, *result, endpoint, rejection);
      } else {
        draw_all<std::uint8_t>(bits, bounds, *result, endpoint, rejection);
      }
      break;
    case 2: draw_all<std::uint16_t>(bits, bounds, *result, endpoint, rejection); break;
    case 4: draw_all<std::uint32_t>(bits, bounds, *result, endpoint, rejection); break;
    default: draw_all<std::uint64_t>(bits, bounds, *result, endpoint, rejection);
  }
  return result;
}

}  // namespace fairplay::arraycore
