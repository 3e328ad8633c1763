#pragma once

#include <compare>
#include <complex>
#include <cstdint>
#include <span>

#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// A release of NumPy whose rules hold: 1.26, 2.0. Before 1.15 those of 1.15 are taken, beyond the last one that was
/// measured those of the last.
struct Release {
  int major;
  int minor;
  friend constexpr auto operator<=>(const Release&, const Release&) = default;
};

/// The newest release whose rules were measured.
inline constexpr Release newest_release{2, 5};

/// What a cast may change, strictest first (numpy.can_cast).
enum class Casting {
  no,         ///< nothing
  equiv,      ///< the byte order
  safe,       ///< values stay
  same_kind,  ///< float64 to float32, but not to an integer
  unsafe,     ///< anything
};

/// Whether elements of `from` may become elements of `to`. Bytes and text of length 0 stand for any length.
bool can_cast(DType from, DType to, Casting casting, Release release = newest_release);

/// The dtype that elements of both can become (numpy.promote_types). Error: there is none; a unit of time without a
/// whole number of the other; a multiple beyond 2^31 - 1.
Expected<DType> promote_types(DType a, DType b, Release release = newest_release);

/// numpy.result_type of arrays: promote_types from left to right; in later releases of the most general kind with each
/// of the others. Error: no dtype, or as promote_types.
Expected<DType> result_type(std::span<const DType> dtypes, Release release = newest_release);

/// A Python number in an expression with arrays. Up to 1.26 its value counts, from 2.0 only its type (NEP 50).
class PythonScalar {
 public:
  static PythonScalar of(bool value);
  static PythonScalar of(std::int64_t value);
  static PythonScalar of(std::uint64_t value);
  static PythonScalar of(double value);
  static PythonScalar of(long double value);
  static PythonScalar of(std::complex<double> value);
  static PythonScalar of(std::complex<long double> value);
  /// A Python integer below -2^63 or above 2^64 - 1.
  static PythonScalar beyond_64_bits();

  /// Its column in the tables (tables/scalars-*.txt); 'g' or 'G' for what only a long double holds, as no Python
  /// number.
  char value_class() const { return value_class_; }

 private:
  explicit PythonScalar(char value_class) : value_class_(value_class) {}
  char value_class_;
};

/// numpy.result_type of an array of numbers, with at least one axis, and a Python number. It says nothing about whether
/// the number fits: uint8 and 300 give uint8 under NEP 50, and the conversion of 300 is an error later. Error: a dtype
/// without numbers; object would be the result.
Expected<DType> result_type(DType array, PythonScalar scalar, Release release = newest_release);

}  // namespace fairplay::arraycore
