#include "auditor/behaviour/numpy/battery/maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr std::array special_numbers{
    not_a_number, infinity, -infinity,  0.0,    -0.0,    1.0,       -1.0,     0.5,     -0.5,    1.5,
    2.5,          2.0,      1e10,       -1e10,  65504.,  65519.,    65520.,   3e9,     127.5,   128.0,
    255.9,        256.0,    32767.9,    1e300,  -1e300,  1e-5,      6e-8,     3e-8,    1e-310,  5e-324,
    1e-45,        1e-40,    0x1p53 + 2, 9.2e18, 9.3e18,  1.8e19,    1.9e19,   0.1,     -0.1,    123456.789,
    1e16,         1e15,     0x1p52,     0x1p31, -0x1p31, 0x1p-1022, 0x1p-126, 0x1p-14, 1.7e308, -1.7e308,
    3.4e38,       709.0,    -745.0,     88.7,   11.0,    3.0};

template <class T>
std::string bytes_of(const T& value) {
  std::string bytes(sizeof(T), '\0');
  std::memcpy(bytes.data(), &value, sizeof(T));
  return bytes;
}

constexpr std::array texts{"0",        "1",    "-1",     "12",   "300",  "-129", " 7 ",  "+3", "1.5",
                           "-2.5e3",   "nan",  "inf",    "1e5",  "1e-5", "0.1",  "1+2j", "2j", "x",
                           "",         "1.0",  "b",      "a",    "abc",  "zz",   "Ab",   "ab", "9223372036854775807",
                           "65519.99", "1e23", "5e-324", "0x10", "True", ".5",   "3."};

}  // namespace

Chance::Chance(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {  // splitmix64
    std::uint64_t z = seed += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    word = z ^ z >> 31;
  }
}

std::uint64_t Chance::bits() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::int64_t Chance::below(std::int64_t count) {
  return count <= 0 ? 0 : static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(count));
}

double Chance::real() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

std::string dtype_of(char code) {
  const auto parsed = arraycore::DType::parse(std::string(1, code));
  return parsed ? parsed->name() : "<f8";
}

std::int64_t count_of(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::string Maker::integer_bytes(std::int64_t value, std::int64_t size) {
  return bytes_of(value).substr(0, static_cast<std::size_t>(size));
}

std::string Maker::real_bytes(double value, std::int64_t size) {
  switch (size) {
    case 2: return bytes_of(arraycore::Float16::from(value).bits());
    case 4: return bytes_of(static_cast<float>(value));
    case 8: return bytes_of(value);
    default: {
      // The bytes beyond the number are zeros.
      std::string bytes(16, '\0');
      const auto extended = static_cast<long double>(value);
      std::memcpy(bytes.data(), &extended, 10);
      return bytes;
    }
  }
}

std::string Maker::element(const std::string& dtype, Values values) {
  const auto type = arraycore::DType::parse(dtype).value();
  const arraycore::Kind kind = type.kind();
  if (kind == arraycore::Kind::boolean) return std::string(1, static_cast<char>(chance.below(2)));
  if (arraycore::is_character(kind)) {
    std::string text = chance.of(texts);
    text.resize(static_cast<std::size_t>(type.length()), '\0');
    if (kind == arraycore::Kind::bytes) return text;
    std::string wide;
    for (const char one : text) wide += std::string{one, '\0', '\0', '\0'};
    return wide;
  }
  if (arraycore::is_integer(kind) || arraycore::is_time(kind)) {
    const std::int64_t bits = 8 * type.size();
    if (arraycore::is_time(kind) && chance.in(0.1)) return integer_bytes(std::numeric_limits<std::int64_t>::min(), 8);
    const double choice = chance.real();
    if (values == Values::small || values == Values::calm || choice < 0.5)
      return integer_bytes(chance.between(arraycore::is_unsigned_integer(kind) ? 0 : -20, 100), type.size());
    if (choice < 0.75) {
      const std::int64_t smallest = std::numeric_limits<std::int64_t>::min() >> (64 - bits);
      return integer_bytes(
          chance.of({smallest, -(smallest + 1), std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, bits - 1, bits}),
          type.size());
    }
    return integer_bytes(static_cast<std::int64_t>(chance.bits() >> chance.below(bits)), type.size());
  }
  const bool complex = arraycore::is_complex(kind);
  const std::int64_t part = complex ? type.size() / 2 : type.size();
  const auto one = [&]() -> std::string {
    const double choice = chance.real();
    double value = 0;
    if (values == Values::small) {
      value = static_cast<double>(chance.between(-20, 100));
    } else if (values == Values::calm) {
      value = (chance.real() * 2 - 1) * std::pow(10.0, chance.real() * 6 - 4);
    } else if (values == Values::special || choice < 0.45) {
      value = chance.of(special_numbers);
    } else if (choice < 0.65) {
      value = static_cast<double>(chance.between(-300, 300)) / static_cast<double>(chance.of({1, 2, 3, 4}));
    } else if (choice < 0.85) {
      value = (chance.in(0.5) ? 1 : -1) * std::pow(10.0, chance.real() * 8 - 4);
    } else if (part == 8) {
      value = std::bit_cast<double>(chance.bits());
      if (std::isnan(value)) value = not_a_number;
    } else {
      value = (chance.in(0.5) ? 1 : -1) * std::exp2(chance.real() * 96 - 30);
    }
    std::string bytes = real_bytes(value, part);
    // More digits than a double has.
    if (part == 16 && std::isfinite(value) && value != 0 && chance.in(0.4))
      bytes[0] = static_cast<char>(chance.below(256));
    return bytes;
  };
  return complex ? one() + one() : one();
}

OperandLayout Maker::plain(const std::string& dtype, const Shape& shape, std::span<const std::string> elements) {
  OperandLayout operand{dtype, shape, Shape(shape.size()), 0, "", -1};
  std::int64_t stride = item_size(dtype);
  for (std::size_t axis = shape.size(); axis-- > 0; stride *= std::max<std::int64_t>(shape[axis], 1))
    operand.strides[axis] = stride;
  for (const std::string& element : elements) operand.memory += element;
  operand.memory.resize(static_cast<std::size_t>(stride), '\0');
  return operand;
}

OperandLayout Maker::operand(const std::string& dtype, const Shape& shape, Values values,
                             std::span<const std::string> elements) {
  const std::int64_t size = item_size(dtype);
  OperandLayout operand{dtype, shape, Shape(shape.size()), 0, "", -1};
  std::vector<std::size_t> order(shape.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (chance.in(0.4))
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(chance.below(static_cast<std::int64_t>(i)))]);
  std::int64_t stride = size;
  for (std::size_t i = order.size(); i-- > 0;) {
    const std::size_t axis = order[i];
    if (chance.in(0.25)) stride += size * chance.between(1, 2);
    operand.strides[axis] = stride;
    stride *= std::max<std::int64_t>(shape[axis], 1);
  }
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (!chance.in(0.25)) continue;
    operand.offset += operand.strides[axis] * std::max<std::int64_t>(shape[axis] - 1, 0);
    operand.strides[axis] = -operand.strides[axis];
  }
  const std::int64_t shift = chance.of({0, 0, 0, 0, 1, 3});
  operand.offset += shift;
  operand.memory.assign(static_cast<std::size_t>(stride + shift), '\0');
  for (char& byte : operand.memory) byte = static_cast<char>(chance.bits() & 1);
  const std::int64_t count = count_of(shape);
  Shape index(shape.size(), 0);
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t at = operand.offset;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) at += index[axis] * operand.strides[axis];
    operand.memory.replace(static_cast<std::size_t>(at), static_cast<std::size_t>(size),
                           elements.empty() ? element(dtype, values) : elements[static_cast<std::size_t>(i)]);
    for (std::size_t axis = shape.size(); axis > 0 && ++index[axis - 1] == shape[axis - 1]; --axis) index[axis - 1] = 0;
  }
  return operand;
}

OperandLayout Maker::integers(const Shape& shape, std::int64_t low, std::int64_t high, std::string_view codes) {
  const std::string dtype = dtype_of(chance.of(codes));
  std::vector<std::string> elements;
  for (std::int64_t i = 0; i < count_of(shape); ++i)
    elements.push_back(integer_bytes(high < low ? 0 : chance.between(low, high), item_size(dtype)));
  return operand(dtype, shape, Values::any, elements);
}

OperandLayout Maker::alias(const OperandLayout& other, int place) {
  OperandLayout operand = other;
  operand.memory.clear();
  operand.shares = place;
  for (std::size_t axis = 0; axis < operand.shape.size(); ++axis) {
    if (operand.shape[axis] == 0 || !chance.in(0.5)) continue;
    operand.offset += (operand.shape[axis] - 1) * operand.strides[axis];
    operand.strides[axis] = -operand.strides[axis];
  }
  return operand;
}

Shape Maker::shape(std::int64_t dimensions, bool with_zeros) {
  Shape shape;
  for (std::int64_t i = 0; i < dimensions; ++i)
    shape.push_back(with_zeros ? chance.of({0, 1, 1, 2, 2, 3, 3, 4, 5}) : chance.of({1, 1, 2, 2, 3, 3, 4}));
  return shape;
}

Shape Maker::line_or_shape() {
  return chance.in(0.5) ? Shape{chance.between(1, 70)} : shape(chance.of({0, 1, 2, 2, 3}));
}

Shape Maker::part(const Shape& shape) {
  Shape found;
  for (const std::int64_t extent : shape) found.push_back(chance.in(0.2) ? 1 : extent);
  if (chance.in(0.2))
    found.erase(found.begin(), found.begin() + chance.below(static_cast<std::int64_t>(found.size()) + 1));
  return found;
}

Json Maker::axes_or_none(std::int64_t dimensions) {
  if (dimensions == 0 || chance.in(0.35)) return nullptr;
  if (chance.in(0.6)) return Json::array({axis(dimensions)});
  Json axes = Json::array();
  for (std::int64_t one = 0; one < dimensions; ++one)
    if (chance.in(0.5)) axes.push_back(one);
  return axes;
}

std::string Maker::time_type(char kind) {
  constexpr std::array units{"Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns"};
  return fmt::format("<{}8[{}{}]", kind, chance.of({"", "", "", "2", "25"}), chance.of(units));
}

}  // namespace fairplay::auditor::behaviour::numpy
