#pragma once

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel.h"

namespace fairplay::arraycore {

/// Ticks of times, as the kernels see them.
struct DatetimeTicks {
  std::int64_t ticks;
};
struct TimedeltaTicks {
  std::int64_t ticks;
};

template <class T>
inline constexpr bool is_ticks = std::is_same_v<T, DatetimeTicks> || std::is_same_v<T, TimedeltaTicks>;
template <class T>
inline constexpr bool is_complex_type = false;
template <class T>
inline constexpr bool is_complex_type<std::complex<T>> = true;
/// bool is none, as in NumPy.
template <class T>
inline constexpr bool is_integer_type = std::is_integral_v<T> && !std::is_same_v<T, bool>;

/// NumPy's letter of a type.
template <class T>
constexpr char letter_of() {
  if constexpr (std::is_same_v<T, DatetimeTicks>) {
    return 'M';
  } else if constexpr (std::is_same_v<T, TimedeltaTicks>) {
    return 'm';
  } else {
    return kind_codes[static_cast<std::size_t>(ElementKind<T>::kind)];
  }
}

template <class... T>
struct Types {};
using IntegerTypes = Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t, std::uint32_t,
                           std::int64_t, std::uint64_t>;
using FloatTypes = Types<Float16, float, double, long double>;
using ComplexTypes = Types<std::complex<float>, std::complex<double>, std::complex<long double>>;
using BoolType = Types<bool>;

template <class T>
T read_element(const std::byte* place) {
  if constexpr (is_ticks<T>) {
    T value;
    std::memcpy(&value, place, sizeof value);
    return value;
  } else {
    return load<T>(place);
  }
}

template <class T>
void write_element(std::byte* place, T value) {
  if constexpr (is_ticks<T>) {
    std::memcpy(place, &value, sizeof value);
  } else {
    store<T>(place, value);
  }
}

/// Operations see a float16 as a float, which holds the sum, product, quotient and root of two rounded once more
/// without harm: 24 bits are more than twice 11 and two. Those that need its bits say `on_float16_bits`.
template <class Op>
concept OnFloat16Bits = requires {
  Op::on_float16_bits;
};

template <class Op, class T>
auto operand(const std::byte* place) {
  if constexpr (std::is_same_v<T, Float16> && !OnFloat16Bits<Op>) {
    return read_element<T>(place).to_float();
  } else {
    return read_element<T>(place);
  }
}

template <class Out, class T>
void result(std::byte* place, T value) {
  if constexpr (std::is_same_v<Out, Float16> && std::is_same_v<T, float>) {
    write_element<Out>(place, round_to_float16(value));
  } else {
    write_element<Out>(place, value);
  }
}

/// Operations that can fail return a KernelResult and write through references.
template <class Op>
concept CanFail = requires {
  Op::can_fail;
};

template <class Op, class Out, class... In, std::size_t... I>
KernelResult run_elements(std::byte* const* operands, const std::int64_t* strides, std::int64_t n,
                          std::index_sequence<I...> /*inputs*/) {
  constexpr std::size_t out = sizeof...(In);
  for (std::int64_t i = 0; i < n; ++i) {
    if constexpr (CanFail<Op>) {
      Out value{};
      const KernelResult done = Op::apply(value, operand<Op, In>(operands[I] + i * strides[I])...);
      if (done != KernelResult::ok) return done;
      write_element<Out>(operands[out] + i * strides[out], value);
    } else {
      result<Out>(operands[out] + i * strides[out], Op::apply(operand<Op, In>(operands[I] + i * strides[I])...));
    }
  }
  return KernelResult::ok;
}

/// The loop of an operation with one output.
template <class Op, class Out, class... In>
KernelResult elementwise(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
  using Inputs = std::index_sequence_for<In...>;
  constexpr std::array<std::int64_t, sizeof...(In) + 1> packed{std::int64_t{sizeof(In)}..., std::int64_t{sizeof(Out)}};
  if (std::memcmp(strides, packed.data(), sizeof packed) == 0) {
    // Strides that the compiler knows: it can use vectors. So it can where the output is known to be the first input.
    if (operands[0] == operands[sizeof...(In)]) {
      std::array<std::byte*, sizeof...(In) + 1> in_place;
      std::copy_n(operands, sizeof...(In), in_place.data());
      in_place.back() = in_place.front();
      return run_elements<Op, Out, In...>(in_place.data(), packed.data(), n, Inputs{});
    }
    return run_elements<Op, Out, In...>(operands, packed.data(), n, Inputs{});
  }
  return run_elements<Op, Out, In...>(operands, strides, n, Inputs{});
}

/// The loop of an operation with two outputs, a pair.
template <class Op, class First, class Second, class... In>
KernelResult elementwise_pair(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
  constexpr std::size_t out = sizeof...(In);
  for (std::int64_t i = 0; i < n; ++i) {
    const auto both = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return Op::apply(operand<Op, In>(operands[I] + i * strides[I])...);
    }
    (std::index_sequence_for<In...>{});
    result<First>(operands[out] + i * strides[out], both.first);
    result<Second>(operands[out + 1] + i * strides[out + 1], both.second);
  }
  return KernelResult::ok;
}

/// Adds the loop In... -> Out of an operation.
template <class Op, class Out, class... In>
void add_kernel(std::vector<KernelEntry>& table, std::string_view ufunc, Release before = {99, 0}) {
  const char letters[]{letter_of<In>()..., '-', '>', letter_of<Out>(), '\0'};
  table.push_back({ufunc, letters, elementwise<Op, Out, In...>, before});
}

template <class Op, class First, class Second, class... In>
void add_pair_kernel(std::vector<KernelEntry>& table, std::string_view ufunc) {
  const char letters[]{letter_of<In>()..., '-', '>', letter_of<First>(), letter_of<Second>(), '\0'};
  table.push_back({ufunc, letters, elementwise_pair<Op, First, Second, In...>});
}

/// T -> T for each type.
template <class Op, class... T>
void add_unary(std::vector<KernelEntry>& table, std::string_view ufunc, Types<T...> /*types*/) {
  (add_kernel<Op, T, T>(table, ufunc), ...);
}

/// TT -> T for each type.
template <class Op, class... T>
void add_binary(std::vector<KernelEntry>& table, std::string_view ufunc, Types<T...> /*types*/) {
  (add_kernel<Op, T, T, T>(table, ufunc), ...);
}

/// T -> bool for each type.
template <class Op, class... T>
void add_test(std::vector<KernelEntry>& table, std::string_view ufunc, Types<T...> /*types*/) {
  (add_kernel<Op, bool, T>(table, ufunc), ...);
}

/// TT -> bool for each type.
template <class Op, class... T>
void add_comparison(std::vector<KernelEntry>& table, std::string_view ufunc, Types<T...> /*types*/) {
  (add_kernel<Op, bool, T, T>(table, ufunc), ...);
}

}  // namespace fairplay::arraycore
