#include "arraycore/files/difference.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/cast.h"
#include "arraycore/files/descr.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

template <class T>
bool is_nan_at(const std::byte* place) {
  if constexpr (std::is_same_v<T, Float16>) {
    return std::isnan(load<T>(place).to_float());
  } else {
    return std::isnan(load<T>(place));
  }
}

template <class T>
bool same_number(const std::byte* a, const std::byte* b) {
  // A long double's padding is no part of its value.
  constexpr std::size_t size = std::is_same_v<T, long double> && __LDBL_MANT_DIG__ == 64 ? 10 : sizeof(T);
  return std::memcmp(a, b, size) == 0 || (is_nan_at<T>(a) && is_nan_at<T>(b));
}

template <class T>
bool same_pair(const std::byte* a, const std::byte* b) {
  return same_number<T>(a, b) && same_number<T>(a + sizeof(T), b + sizeof(T));
}

bool same_element(const std::byte* a, const std::byte* b, DType dtype) {
  switch (dtype.kind()) {
    case Kind::boolean: return load<bool>(a) == load<bool>(b);
    case Kind::float16: return same_number<Float16>(a, b);
    case Kind::float32: return same_number<float>(a, b);
    case Kind::float64: return same_number<double>(a, b);
    case Kind::long_double: return same_number<long double>(a, b);
    case Kind::complex64: return same_pair<float>(a, b);
    case Kind::complex128: return same_pair<double>(a, b);
    case Kind::complex_long_double: return same_pair<long double>(a, b);
    default: return std::memcmp(a, b, static_cast<std::size_t>(dtype.size())) == 0;
  }
}

/// A number or a time as NumPy's str has it, characters as their repr.
std::string value_text(const std::byte* place, DType dtype) {
  if (dtype.kind() == Kind::bytes) return bytes_repr({place, static_cast<std::size_t>(dtype.size())});
  std::u32string codes;
  if (dtype.kind() == Kind::text) {
    for (std::int64_t i = 0; i < dtype.length(); ++i)
      codes += static_cast<char32_t>(load<std::uint32_t>(place + 4 * i));
    return text_repr(codes);
  }
  constexpr std::int64_t longest = 127;
  const DType text = DType::characters(Kind::bytes, longest).value_or(DType(Kind::bytes));
  std::vector<std::byte> room(static_cast<std::size_t>(longest) + 1);
  const auto cast = ElementCast::between(dtype, text);
  if (cast && cast->run(place, 0, room.data(), 0, 1)) return reinterpret_cast<const char*>(room.data());
  return std::to_string(load<std::int64_t>(place)) + " ticks";
}

struct Search {
  std::string path;  // of the field

  std::string where(const std::vector<std::int64_t>& place) const {
    return (path.empty() ? "at " : "field '" + path + "' at ") + describe(place) + ": ";
  }

  std::optional<std::string> in_elements(const ConstDynamicView& a, const ConstDynamicView& b) const {
    std::vector<std::int64_t> place(a.dimensions(), 0);
    if (a.count() == 0) return std::nullopt;
    while (true) {
      const auto left = a.address(place);
      const auto right = b.address(place);
      if (left && right && !same_element(*left, *right, a.dtype())) {
        return where(place) + value_text(*left, a.dtype()) + " and " + value_text(*right, b.dtype());
      }
      std::size_t axis = place.size();
      while (axis > 0 && ++place[axis - 1] == a.shape()[axis - 1]) place[--axis] = 0;
      if (axis == 0) return std::nullopt;
    }
  }

  std::optional<std::string> in(const ConstStoredView& a, const ConstStoredView& b) const {
    const std::string name = path.empty() ? "" : "field '" + path + "': ";
    if (a.shape() != b.shape()) return name + "shapes " + describe(a.shape()) + " and " + describe(b.shape());
    if (!a.stored_as(b.type())) return name + "types " + descr_text(a.type()) + " and " + descr_text(b.type());
    if (a.type().form() != StoredType::Form::record) {
      const auto left = a.elements();
      const auto right = b.elements();
      if (!left || !right) return name + "it has too many axes to be compared";
      return in_elements(*left, *right);
    }
    for (const Field& field : a.type().record().fields()) {
      const auto left = a.field(field.name);
      const auto right = b.field(field.name);
      if (!left || !right) return name + "it has too many axes to be compared";
      const Search inner{path.empty() ? field.name : path + '.' + field.name};
      if (auto found = inner.in(*left, *right)) return found;
    }
    return std::nullopt;
  }
};

}  // namespace

std::optional<std::string> first_difference(const ConstStoredView& a, const ConstStoredView& b) {
  return Search{}.in(a, b);
}

}  // namespace fairplay::arraycore
