#include "auditor/behaviour/numpy/judgement/elements.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "arraycore/types/float16.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;
using arraycore::Kind;

template <class T>
T loaded(std::string_view bytes) {
  T value{};
  std::memcpy(&value, bytes.data(), std::min(sizeof(T), bytes.size()));
  return value;
}

template <class Unsigned>
__int128 rank_of(Unsigned bits) {
  constexpr Unsigned sign = Unsigned{1} << (8 * sizeof(Unsigned) - 1);
  const auto magnitude = static_cast<__int128>(bits & static_cast<Unsigned>(~sign));
  return (bits & sign) != 0 ? -magnitude : magnitude;
}

Part part_at(Kind kind, std::string_view bytes) {
  Part part;
  part.bytes = bytes;
  switch (kind) {
    case Kind::float16: {
      const auto bits = loaded<std::uint16_t>(bytes);
      part.value = arraycore::Float16::from_bits(bits).to_float();
      part.rank = rank_of(bits);
      break;
    }
    case Kind::float32:
      part.value = loaded<float>(bytes);
      part.rank = rank_of(loaded<std::uint32_t>(bytes));
      break;
    case Kind::float64:
      part.value = loaded<double>(bytes);
      part.rank = rank_of(loaded<std::uint64_t>(bytes));
      break;
    default: {
      part.bytes = bytes.substr(0, 10);
      part.value = loaded<long double>(bytes);
      const auto top = loaded<std::uint16_t>(bytes.substr(8));
      const __int128 magnitude = static_cast<__int128>(top & 0x7fff) << 63 |
                                 static_cast<__int128>(loaded<std::uint64_t>(bytes) & ~(std::uint64_t{1} << 63));
      part.rank = (top & 0x8000) != 0 ? -magnitude : magnitude;
    }
  }
  part.nan = std::isnan(part.value);
  return part;
}

std::string number_text(const Part& part) {
  if (part.nan) return "nan";
  char text[64];
  if (part.bytes.size() == 10)
    std::snprintf(text, sizeof text, "%La", part.value);
  else
    std::snprintf(text, sizeof text, "%a", static_cast<double>(part.value));
  return text;
}

}  // namespace

Kind part_kind(const DType& dtype) {
  switch (dtype.kind()) {
    case Kind::complex64: return Kind::float32;
    case Kind::complex128: return Kind::float64;
    case Kind::complex_long_double: return Kind::long_double;
    default: return dtype.kind();
  }
}

std::int64_t part_size(const DType& dtype) {
  return arraycore::is_complex(dtype.kind()) ? dtype.size() / 2 : dtype.size();
}

double epsilon_of(Kind kind) {
  const int digits = digits_of(kind);
  return digits == 0 ? 0 : std::ldexp(1.0, 1 - digits);
}

int digits_of(Kind kind) {
  switch (kind) {
    case Kind::float16: return 11;
    case Kind::float32: return 24;
    case Kind::float64: return 53;
    case Kind::long_double: return 64;
    default: return 0;
  }
}

std::vector<Part> parts_of(const DType& dtype, std::string_view bytes) {
  const auto size = static_cast<std::size_t>(part_size(dtype));
  std::vector<Part> parts;
  for (std::size_t at = 0; size > 0 && at + size <= bytes.size(); at += size)
    parts.push_back(part_at(part_kind(dtype), bytes.substr(at, size)));
  return parts;
}

std::string element_text(const DType& dtype, std::string_view bytes) {
  const Kind kind = dtype.kind();
  if (digits_of(part_kind(dtype)) > 0) {
    const auto parts = parts_of(dtype, bytes);
    if (parts.empty()) return "";
    return parts.size() == 1 ? number_text(parts[0])
                             : fmt::format("{} {}j", number_text(parts[0]), number_text(parts[1]));
  }
  if (kind == Kind::boolean) return loaded<std::uint8_t>(bytes) != 0 ? "True" : "False";
  if (arraycore::is_unsigned_integer(kind)) return fmt::format("{}", loaded<std::uint64_t>(bytes));
  if (arraycore::is_integer(kind) || arraycore::is_time(kind)) {
    const auto shift = static_cast<int>(64 - 8 * dtype.size());
    const auto value = static_cast<std::int64_t>(loaded<std::uint64_t>(bytes) << shift) >> shift;
    return arraycore::is_time(kind) && value == INT64_MIN ? "NaT" : fmt::format("{}", value);
  }
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += kind == Kind::text ? 4 : 1) {
    const auto code =
        kind == Kind::text ? loaded<std::uint32_t>(bytes.substr(i)) : loaded<std::uint8_t>(bytes.substr(i));
    text += code >= 32 && code < 127 ? std::string(1, static_cast<char>(code)) : fmt::format("\\x{:02x}", code);
  }
  return fmt::format("'{}'", text);
}

}  // namespace fairplay::auditor::behaviour::numpy
