#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {

/// The kinds of element that an array can have, in NumPy's order. C's `long` and `long long` are one type here.
enum class Kind : std::uint8_t {
  boolean,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float16,
  float32,
  float64,
  long_double,  ///< the platform's: 80 bits in 16 bytes on x86-64
  complex64,
  complex128,
  complex_long_double,
  datetime,   ///< 64-bit ticks since 1970-01-01T00:00 UTC; the smallest int64 is NaT
  timedelta,  ///< 64-bit ticks; the smallest int64 is NaT
  bytes,      ///< a fixed number of bytes, filled up with zeros
  text,       ///< a fixed number of UTF-32 code points, filled up with zeros
};

inline constexpr std::size_t kind_count = 20;

/// NumPy's one-letter code of each kind, in the order of `Kind`: the tables of casting are written in them. int64 and
/// uint64 are `l` and `L`.
inline constexpr std::string_view kind_codes = "?bBhHiIlLefdgFDGMmSU";

/// NumPy's names of the kinds, without length or unit: "float64".
inline constexpr std::array<std::string_view, kind_count> kind_names{"bool",
                                                                     "int8",
                                                                     "uint8",
                                                                     "int16",
                                                                     "uint16",
                                                                     "int32",
                                                                     "uint32",
                                                                     "int64",
                                                                     "uint64",
                                                                     "float16",
                                                                     "float32",
                                                                     "float64",
                                                                     sizeof(long double) == 16   ? "float128"
                                                                     : sizeof(long double) == 12 ? "float96"
                                                                                                 : "float64",
                                                                     "complex64",
                                                                     "complex128",
                                                                     sizeof(long double) == 16   ? "complex256"
                                                                     : sizeof(long double) == 12 ? "complex192"
                                                                                                 : "complex128",
                                                                     "datetime64",
                                                                     "timedelta64",
                                                                     "bytes",
                                                                     "str"};
constexpr std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

constexpr bool is_signed_integer(Kind kind) {
  return kind == Kind::int8 || kind == Kind::int16 || kind == Kind::int32 || kind == Kind::int64;
}
constexpr bool is_unsigned_integer(Kind kind) {
  return kind == Kind::uint8 || kind == Kind::uint16 || kind == Kind::uint32 || kind == Kind::uint64;
}
constexpr bool is_integer(Kind kind) { return kind >= Kind::int8 && kind <= Kind::uint64; }
constexpr bool is_real_floating(Kind kind) { return kind >= Kind::float16 && kind <= Kind::long_double; }
constexpr bool is_complex(Kind kind) { return kind >= Kind::complex64 && kind <= Kind::complex_long_double; }
/// boolean, integer, floating or complex.
constexpr bool is_numeric(Kind kind) { return kind <= Kind::complex_long_double; }
constexpr bool is_time(Kind kind) { return kind == Kind::datetime || kind == Kind::timedelta; }
constexpr bool is_character(Kind kind) { return kind == Kind::bytes || kind == Kind::text; }

/// The type of an array's elements: its kind, and what strings and times have besides. Always in the machine's byte
/// order.
class DType {
 public:
  /// The largest string: NumPy counts its bytes in an int.
  static constexpr std::int64_t max_bytes = 0x7fffffff;

  constexpr DType() = default;
  /// A type without parameters; strings get length 0, times the generic unit.
  constexpr DType(Kind kind) : kind_(kind) {}  // NOLINT(google-explicit-constructor): a kind is a dtype

  /// Bytes or text of `length` characters. Error: another kind, a negative length, more than `max_bytes`.
  static Expected<DType> characters(Kind kind, std::int64_t length);
  /// datetime64 or timedelta64 in steps of `multiple` units, e.g. 25 s. Error: another kind, a multiple below 1.
  static Expected<DType> time(Kind kind, TimeUnit unit, std::int64_t multiple = 1);
  /// NumPy's type strings: "f8", "<i4", "|b1", "?", "d", "S5", "U3", "M8[ns]", "m8[25s]". Error: another byte order
  /// than the machine's, object, void and structured types, anything else.
  static Expected<DType> parse(std::string_view text);

  constexpr Kind kind() const { return kind_; }
  /// Characters of bytes and text; otherwise 0.
  constexpr std::int64_t length() const { return length_; }
  constexpr TimeUnit unit() const { return unit_; }
  /// How many units a tick has: 25 in "m8[25s]".
  constexpr std::int32_t multiple() const { return multiple_; }
  /// Bytes an element takes; 0 for strings of length 0.
  std::int64_t size() const;
  /// The alignment that C gives the element's type, at least 1.
  std::int64_t alignment() const;
  /// NumPy's `dtype.str`: "<f8", "|S3", "<M8[ns]".
  std::string name() const;

  friend constexpr bool operator==(const DType&, const DType&) = default;

 private:
  Kind kind_ = Kind::float64;
  TimeUnit unit_ = TimeUnit::generic;
  std::int32_t length_ = 0;
  std::int32_t multiple_ = 1;
};

}  // namespace fairplay::arraycore
