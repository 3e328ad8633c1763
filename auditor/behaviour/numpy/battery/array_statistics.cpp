// What NumPy computes in Python over ufuncs and reductions: quantiles, medians, the functions without NaN, rounding,
// lines and differences.
#include <algorithm>
#include <cstring>
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// Numbers along one or two axes; of floating ones some NaN.
OperandLayout numbers(Maker& maker, std::string_view codes, bool with_nan) {
  const std::string dtype = dtype_of(maker.chance.of(maker.chance.in(0.6) ? std::string_view("effdddg") : codes));
  Shape shape = maker.shape(maker.chance.of({1, 1, 2, 2, 3}));
  if (maker.chance.in(0.3)) shape.back() = maker.chance.of({7, 8, 9, 16, 17, 33, 100, 129});
  const Values values = maker.chance.of({Values::calm, Values::calm, Values::small, Values::any, Values::special});
  std::vector<std::string> elements;
  for (std::int64_t i = 0; i < count_of(shape); ++i) {
    const bool nan = with_nan && dtype[1] == 'f' && maker.chance.in(0.15);
    elements.push_back(nan ? Maker::real_bytes(std::numeric_limits<double>::quiet_NaN(), item_size(dtype))
                           : maker.element(dtype, values));
  }
  return maker.operand(dtype, shape, Values::any, elements);
}

std::int64_t dimensions_of(const OperandLayout& operand) { return static_cast<std::int64_t>(operand.shape.size()); }

Operation quantile(Maker& maker) {
  Chance& chance = maker.chance;
  const std::string name = chance.of({"quantile", "percentile", "nanquantile", "nanpercentile"});
  Operation call;
  call.operands.push_back(numbers(maker, real_codes, chance.in(0.5)));
  const double whole = name.ends_with("percentile") ? 100 : 1;
  const Shape shape = chance.in(0.4) ? Shape{} : Shape{chance.between(1, 9)};
  std::vector<std::string> elements;
  for (std::int64_t i = 0; i < count_of(shape); ++i) {
    const double some = chance.in(0.5) ? chance.real() : chance.of({0.0, 0.25, 0.5, 0.75, 1.0, 0.1, 0.9, 0.15});
    elements.push_back(Maker::real_bytes(some * whole, 8));
  }
  if (shape.empty() && chance.in(0.15)) {  // the ends as integers
    call.operands.push_back(maker.plain(
        "<i8", shape, std::vector{Maker::integer_bytes(chance.in(0.5) ? 0 : static_cast<std::int64_t>(whole), 8)}));
  } else {
    // Without axes a float32 counts by its value in some releases.
    const std::int64_t size = !shape.empty() && chance.in(0.2) ? 4 : 8;
    for (std::string& element : elements)
      if (size == 4) {
        double value = 0;
        std::memcpy(&value, element.data(), 8);
        element = Maker::real_bytes(value, 4);
      }
    call.operands.push_back(maker.plain(size == 4 ? "<f4" : "<f8", shape, elements));
  }
  std::string method = chance.of({"linear", "linear", "linear", "lower", "higher", "midpoint", "nearest"});
  if (maker.release >= Release{1, 22} && chance.in(0.4))
    method = chance.of({"inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf",
                        "hazen", "weibull", "median_unbiased", "normal_unbiased"});
  call.arguments = {{"op", "quantile_any"},
                    {"name", name},
                    {"python_number", shape.empty() && chance.in(0.5)},
                    {"weights", false},
                    {"axes", maker.axes_or_none(dimensions_of(call.operands[0]))},
                    {"keepdims", chance.in(0.3)},
                    {"method", method}};
  if (maker.release >= Release{2, 0} && chance.in(0.15)) {
    call.arguments["weights"] = true;
    call.arguments["method"] = "inverted_cdf";
    call.arguments["name"] = name.starts_with("nan") ? name.substr(3) : name;
    std::vector<std::string> weights;
    for (std::int64_t i = 0; i < count_of(call.operands[0].shape); ++i)
      weights.push_back(Maker::real_bytes(chance.of({0.0, 0.5, 1.0, 2.0}), 8));
    call.operands.push_back(maker.plain("<f8", call.operands[0].shape, weights));
  }
  return call;
}

Operation along(Maker& maker) {
  Operation call;
  call.operands.push_back(
      maker.chance.in(0.9)
          ? numbers(maker, real_codes, maker.chance.in(0.5))
          : maker.operand(maker.time_type('m'), maker.shape(maker.chance.between(1, 2), false), Values::small));
  call.arguments = {{"op", "along"},
                    {"name", maker.chance.of({"median", "nanmedian", "ptp"})},
                    {"axes", maker.axes_or_none(dimensions_of(call.operands[0]))},
                    {"keepdims", maker.chance.in(0.3)}};
  return call;
}

Operation without_nan(Maker& maker) {
  Operation call;
  call.operands.push_back(numbers(maker, real_codes, true));
  call.arguments = {
      {"name", maker.chance.of({"nanmean", "nanmean", "nanvar", "nanstd", "nansum", "nanprod", "nanmin", "nanmax"})},
      {"axes", maker.axes_or_none(dimensions_of(call.operands[0]))},
      {"keepdims", maker.chance.in(0.3)},
      {"dtype", nullptr}};
  const std::string name = call.name();
  const bool mean = name == "nanmean" || name == "nanvar" || name == "nanstd";
  call.arguments["op"] = mean ? "nan_mean" : "nan_reduce";
  if (mean) {
    call.arguments["where"] = false;
    call.arguments["ddof"] = maker.chance.of({0, 0, 1});
  }
  return call;
}

Operation rounding(Maker& maker) {
  Operation call;
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of("hilefdg")), {maker.chance.between(1, 30)},
                                        maker.chance.in(0.7) ? Values::calm : Values::any));
  call.arguments = {{"op", "round"}, {"decimals", maker.chance.of({0, 0, 1, 2, 3, 5, 10, -1, -2, 20, 400})}};
  return call;
}

/// Once: where it kills the process, that costs another one, and later releases count to 2^31.
Operation rounding_far(Maker& maker) {
  const std::vector<std::string> some(3, Maker::real_bytes(1.5, 8));
  const int places = maker.release < Release{2, 4} ? std::numeric_limits<int>::min() : -100000;
  return {{{"op", "round"}, {"decimals", places}}, {Maker::plain("<f8", {3}, some)}};
}

/// A rising list without equal elements.
OperandLayout rising(Maker& maker, const std::string& dtype, std::int64_t count) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) values.push_back(static_cast<double>(maker.chance.between(-200, 200)) / 4);
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
  std::vector<std::string> elements;
  for (const double value : values) elements.push_back(Maker::real_bytes(value, item_size(dtype)));
  return maker.plain(dtype, {static_cast<std::int64_t>(values.size())}, elements);
}

Operation line(Maker& maker) {
  Operation call;
  OperandLayout points = rising(maker, "<f8", maker.chance.between(1, 12));
  const Shape shape = points.shape;
  call.operands = {maker.operand(dtype_of(maker.chance.of("dddfil")), {maker.chance.between(1, 30)}, Values::small),
                   std::move(points), maker.operand("<f8", shape, maker.chance.in(0.8) ? Values::calm : Values::any)};
  const auto end = [&] { return maker.chance.in(0.3) ? Json(maker.chance.of({-7.5, 0.0, 3.0})) : Json(); };
  call.arguments = {{"op", "interp"}, {"left", end()}, {"right", end()}, {"period", nullptr}};
  return call;
}

Operation bins(Maker& maker) {
  Operation call;
  call.arguments = {{"op", maker.chance.of({"digitize", "searchsorted"})}, {"right", maker.chance.in(0.5)}};
  if (maker.chance.in(0.1)) {  // integers that are one number in float64
    std::vector<std::string> list, some;
    for (int i = 0; i < 4; ++i) list.push_back(Maker::integer_bytes((std::int64_t{1} << 53) + i, 8));
    for (int i = 0; i < 8; ++i)
      some.push_back(Maker::integer_bytes((std::int64_t{1} << 53) + maker.chance.below(4), 8));
    call.operands = {maker.plain("<u8", {8}, some), maker.plain("<u8", {4}, list)};
    if (call.op() == "searchsorted") std::swap(call.operands[0], call.operands[1]);
    return call;
  }
  OperandLayout list = rising(maker, "<f8", maker.chance.between(1, 12));
  OperandLayout values =
      maker.operand(dtype_of(maker.chance.of("dddfil")), {maker.chance.between(1, 40)}, Values::small);
  call.operands = call.op() == "digitize" ? std::vector{std::move(values), std::move(list)}
                                          : std::vector{std::move(list), std::move(values)};
  return call;
}

Operation difference(Maker& maker) {
  Operation call;
  Shape shape = maker.shape(maker.chance.between(1, 3), false);
  for (std::int64_t& extent : shape) extent += 2;
  const auto dimensions = static_cast<std::int64_t>(shape.size());
  if (maker.chance.in(0.5)) {
    call.arguments = {{"op", "diff"},
                      {"order", maker.chance.of({1, 1, 2, 3})},
                      {"axis", maker.axis(dimensions)},
                      {"prepend", false},
                      {"append", false}};
    call.operands.push_back(maker.operand(dtype_of(maker.chance.of(number_codes)), shape, Values::calm));
  } else {
    call.arguments = {{"op", "gradient"},
                      {"axes", Json::array({maker.axis(dimensions)})},
                      {"spacings", Json::array()},
                      {"edge_order", maker.chance.of({1, 2})},
                      {"which", 0}};
    call.operands.push_back(maker.operand(dtype_of(maker.chance.of("bBhHiIlefddd")), shape, Values::calm));
  }
  return call;
}

Operation clip(Maker& maker) {
  Operation call;
  const std::string dtype = dtype_of(maker.chance.of("bBhilefdd"));
  const Shape shape{maker.chance.between(1, 40)};
  call.operands = {maker.operand(dtype, shape), maker.operand(dtype, maker.chance.in(0.5) ? Shape{} : shape),
                   maker.operand(dtype, shape)};
  call.arguments = {{"op", "clip"}, {"lower", true}, {"upper", true}};
  return call;
}

Operation counts(Maker& maker) {
  Operation call;
  call.operands.push_back(maker.integers({maker.chance.between(0, 60)}, 0, 20));
  call.arguments = {{"op", "bincount"}, {"minimum", maker.chance.of({0, 0, 5, 30})}};
  return call;
}

void make_statistics(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  constexpr std::array kinds{quantile,    quantile,    quantile,    along,    along,
                             without_nan, without_nan, without_nan, rounding, line,
                             bins,        difference,  difference,  clip,     counts};
  operations.push_back(rounding_far(maker));
  for (std::size_t i = 0; i < count; ++i) operations.push_back(maker.chance.of(kinds)(maker));
}

}  // namespace

extern const ArrayProbe array_statistics;
const ArrayProbe array_statistics{
    {.id = "array/statistics",
     .shows =
         "Quantiles, medians, means without NaN, roundings, interpolations and differences have the release's bits.",
     .source = "docs/arraycore.md, Statistics",
     .seconds = 6},
    8000,
    make_statistics};

}  // namespace fairplay::auditor::behaviour::numpy
