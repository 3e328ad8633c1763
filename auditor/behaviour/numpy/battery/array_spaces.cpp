// linspace, windows and i0: numbers that are made from a few.
#include <cmath>
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Operation between(Maker& maker) {
  Operation call;
  const auto end = [&] {
    return maker.operand("<f8", {}, maker.chance.of({Values::small, Values::calm, Values::special}));
  };
  call.operands = {end(), end()};
  if (maker.chance.in(0.2)) call.operands[1] = call.operands[0];
  Json dtype = nullptr;
  // Rounded down to integers; ends that an integer doesn't hold are a cast that nobody specifies.
  if (maker.chance.in(0.3)) {
    dtype = "<i8";
    for (OperandLayout& operand : call.operands) operand = maker.operand("<f8", {}, Values::small);
  }
  call.arguments = {{"op", "linspace"}, {"count", maker.chance.of({1, 2, 3, 5, 9, 10, 50})}, {"dtype", dtype}};
  return call;
}

Operation between_infinities() {
  const std::vector<std::string> infinity{Maker::real_bytes(std::numeric_limits<double>::infinity(), 8)};
  return {{{"op", "linspace"}, {"count", 3}, {"dtype", nullptr}},
          {Maker::plain("<f8", {}, infinity), Maker::plain("<f8", {}, infinity)}};
}

Operation of_subnormal_distance() {
  const auto end = [](double value) { return Maker::plain("<f8", {}, std::vector{Maker::real_bytes(value, 8)}); };
  return {{{"op", "linspace"}, {"count", 4}, {"dtype", nullptr}}, {end(0), end(5e-324)}};
}

Operation of_endless_distance() {
  const auto end = [](double value) { return Maker::plain("<f8", {}, std::vector{Maker::real_bytes(value, 8)}); };
  return {{{"op", "linspace"}, {"count", 5}, {"dtype", nullptr}}, {end(-1.5e308), end(1.5e308)}};
}

Operation cardinal_sine(Maker& maker) {
  const std::string dtype = dtype_of(maker.chance.of("efdd"));
  Operation call;
  call.arguments = {{"op", "sinc"}};
  call.operands.push_back(
      maker.operand(dtype, {maker.chance.between(1, 30)}, maker.chance.in(0.5) ? Values::small : Values::calm));
  return call;
}

Operation by_ratios(Maker& maker) {
  Operation call;
  const auto end = [&] {
    return maker.plain("<f8", {}, std::vector{Maker::real_bytes(std::exp(maker.chance.real() * 12 - 6), 8)});
  };
  call.operands = {end(), end()};
  call.arguments = {{"op", "geomspace"},
                    {"count", maker.chance.of({2, 3, 5, 10, 50})},
                    {"endpoint", true},
                    {"axis", 0},
                    {"dtype", nullptr}};
  return call;
}

Operation window(Maker& maker) {
  Operation call;
  call.arguments = {{"op", "window"},
                    {"name", maker.chance.of({"bartlett", "blackman", "hamming", "hanning", "kaiser"})},
                    {"count", maker.chance.of({0, 1, 2, 3, 5, 8, 51, 100})},
                    {"beta", maker.chance.of({0.0, 0.5, 5.0, 8.6, 14.0})}};
  return call;
}

Operation bessel(Maker& maker) {
  Operation call;
  call.arguments = {{"op", "i0"}};
  std::vector<std::string> elements;
  for (int i = 0; i < 8; ++i)
    elements.push_back(Maker::real_bytes((maker.chance.real() * 2 - 1) * (maker.chance.in(0.3) ? 720 : 60), 8));
  call.operands.push_back(maker.chance.in(0.8) ? maker.plain("<f8", {8}, elements)
                                               : maker.operand(dtype_of(maker.chance.of("hil")), {5}, Values::small));
  return call;
}

void make_spaces(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  operations.push_back(between_infinities());
  operations.push_back(of_subnormal_distance());
  operations.push_back(of_endless_distance());
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t which = maker.chance.below(8);
    // i0 of several elements works from 1.17 on.
    operations.push_back(which == 7                                    ? cardinal_sine(maker)
                         : which == 6                                  ? by_ratios(maker)
                         : which < 3                                   ? between(maker)
                         : which < 5 || maker.release < Release{1, 17} ? window(maker)
                                                                       : bessel(maker));
  }
}

}  // namespace

extern const ArrayProbe array_spaces;
const ArrayProbe array_spaces{{.id = "array/spaces",
                               .shows = "linspace and geomspace begin and end where they should; windows and i0 are "
                                        "within a few units in the last place.",
                               .source = "NumPy reference, numpy.linspace; Abramowitz and Stegun, 9.6.12",
                               .seconds = 2},
                              1500,
                              make_spaces};

}  // namespace fairplay::auditor::behaviour::numpy
