// Python's operators on NumPy's scalars, which have code of their own beside the ufuncs'.
#include <cmath>
#include <cstring>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::array arithmetic{"add", "subtract", "multiply", "divide", "floor_divide", "remainder", "divmod"};
constexpr std::array comparisons{"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"};

/// A number that many types hold, as one of them.
OperandLayout small_number(Maker& maker, std::int64_t value) {
  const std::string dtype = dtype_of(maker.chance.of("bhilefdgFDG"));
  const std::int64_t size = item_size(dtype);
  if (dtype[1] == 'i') return maker.plain(dtype, {}, std::vector{Maker::integer_bytes(value, size)});
  const bool complex = dtype[1] == 'c';
  const std::int64_t part = complex ? size / 2 : size;
  return maker.plain(
      dtype, {},
      std::vector{Maker::real_bytes(static_cast<double>(value), part) + (complex ? Maker::real_bytes(0, part) : "")});
}

/// The same time in a coarse unit, and in a fine one.
std::vector<OperandLayout> same_times(Maker& maker, char letter) {
  struct Units {
    const char *coarse, *fine;
    std::int64_t ratio;
  };
  constexpr std::array pairs{Units{"D", "h", 24},    Units{"D", "s", 86400},      Units{"h", "m", 60},
                             Units{"s", "ms", 1000}, Units{"ms", "us", 1000},     Units{"us", "ns", 1000},
                             Units{"W", "D", 7},     Units{"s", "ns", 1000000000}};
  const Units& units = maker.chance.of(pairs);
  const std::int64_t count = maker.chance.between(-2000, 2000);
  const auto time = [&](const char* unit, std::int64_t ticks) {
    return maker.plain(std::string("<") + letter + "8[" + unit + "]", {}, std::vector{Maker::integer_bytes(ticks, 8)});
  };
  // Seldom another one: what isn't equal may hash as it likes.
  return {time(units.coarse, count), time(units.fine, count * units.ratio + (maker.chance.in(0.1) ? 1 : 0))};
}

Operation hash_of(Maker& maker) {
  Operation call;
  call.arguments = {{"op", "hashes"}};
  if (maker.chance.in(0.4)) {
    call.operands = same_times(maker, maker.chance.of("Mm"));
  } else if (maker.chance.in(0.5)) {
    call.operands.push_back(maker.operand(dtype_of(maker.chance.of("bBhHiIlLefd")), {}));
  } else {
    const std::int64_t value = maker.chance.between(-100, 100);
    call.operands = {small_number(maker, value), small_number(maker, value)};
  }
  return call;
}

Operation conversion(Maker& maker) {
  Operation call;
  call.arguments = {{"op", "convert"}, {"name", maker.chance.of({"int", "int", "float", "bool", "index"})}};
  if (maker.chance.in(0.1)) {  // as many digits as a long double has
    const long double whole =
        std::ldexp(static_cast<long double>(maker.chance.bits() | 1), static_cast<int>(maker.chance.below(40)));
    std::string bytes(16, '\0');
    std::memcpy(bytes.data(), &whole, 10);
    call.operands.push_back(maker.plain("<f16", {}, std::vector{bytes}));
    return call;
  }
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of("bBhHiIlLefdgg")), {}));
  return call;
}

void make_scalars(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    if (maker.chance.in(0.15)) {
      operations.push_back(maker.chance.in(0.5) ? hash_of(maker) : conversion(maker));
      continue;
    }
    const bool compares = maker.chance.in(0.3);
    const std::string name = compares ? maker.chance.of(comparisons) : maker.chance.of(arithmetic);
    const std::string first = dtype_of(maker.chance.of("bBhHiIlLefdg"));
    // Up to 1.26 the value of a scalar counts beside another type.
    const std::string second = compares && maker.chance.in(0.5) ? dtype_of(maker.chance.of("lLd")) : first;
    Operation call;
    if (compares && maker.chance.in(0.3)) {  // the same number in float64
      const std::int64_t one = (std::int64_t{1} << 53) + maker.chance.below(3),
                         other = (std::int64_t{1} << 53) + maker.chance.below(3);
      call.operands = {maker.plain("<u8", {}, std::vector{Maker::integer_bytes(one, 8)}),
                       maker.plain("<i8", {}, std::vector{Maker::integer_bytes(other, 8)})};
      call.arguments = {{"op", "scalar"}, {"name", name}, {"output", 0}};
      operations.push_back(std::move(call));
      continue;
    }
    call.operands = {maker.operand(first, {}, maker.chance.in(0.6) ? Values::special : Values::any),
                     maker.operand(second, {}, maker.chance.in(0.6) ? Values::special : Values::any)};
    call.arguments = {{"op", "scalar"}, {"name", name}, {"output", name == "divmod" ? maker.chance.below(2) : 0}};
    operations.push_back(std::move(call));
  }
}

}  // namespace

extern const ArrayProbe array_scalars;
const ArrayProbe array_scalars{
    {.id = "array/scalars",
     .shows = "Operators on scalars give what the ufuncs give; conversions to Python's numbers are exact, and "
              "equal scalars hash alike.",
     .source = "NumPy reference, Scalars; Python reference, object.__hash__",
     .seconds = 3},
    6000,
    make_scalars};

}  // namespace fairplay::auditor::behaviour::numpy
