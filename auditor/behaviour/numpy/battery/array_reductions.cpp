// Reductions in the order in which the release adds, over every layout, and lengths around every unrolling.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

OperandLayout reduced(Maker& maker, const std::string& dtype) {
  Chance& chance = maker.chance;
  const double choice = chance.real();
  Shape shape;
  if (choice < 0.5) {
    shape = maker.shape(chance.of({1, 2, 2, 3, 3}));
  } else if (choice < 0.93) {
    shape = {chance.of({1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 100, 127, 128, 129, 130, 200, 257, 300})};
    if (chance.in(0.5)) shape.insert(shape.begin() + chance.below(2), chance.between(1, 12));
  } else {
    shape = {chance.of({8191, 8192, 8193, 9000, 20011})};
  }
  const bool calm = count_of(shape) > 300 || chance.in(0.7);
  return maker.operand(dtype, shape, calm ? Values::calm : Values::any);
}

std::string reduced_type(Maker& maker, std::string_view name) {
  if (name == "gcd" || name == "lcm" || name.starts_with("bitwise")) return dtype_of(maker.chance.of(whole_codes));
  if ((name == "add" || name == "maximum" || name == "minimum") && maker.chance.in(0.05)) return maker.time_type('m');
  return dtype_of(maker.chance.of(maker.chance.in(0.6) ? std::string_view("effddd") : real_codes));
}

constexpr std::array names{"add",  "add",         "add",        "multiply",    "maximum",    "minimum",    "fmax",
                           "fmin", "logical_and", "logical_or", "bitwise_and", "bitwise_or", "bitwise_xor"};

Operation reduce(Maker& maker) {
  const std::string name = maker.chance.of(names);
  Operation call;
  call.operands.push_back(reduced(maker, reduced_type(maker, name)));
  const auto dimensions = static_cast<std::int64_t>(call.operands[0].shape.size());
  call.arguments = {{"op", "reduce"},
                    {"name", name},
                    {"axes", maker.axes_or_none(dimensions)},
                    {"keepdims", maker.chance.in(0.3)},
                    {"dtype", nullptr},
                    {"initial", false},
                    {"where", false}};
  if (maker.release >= Release{1, 17} && maker.chance.in(0.15) && name == "add") {
    call.arguments["where"] = true;
    call.operands.push_back(maker.operand("|b1", call.operands[0].shape));
  }
  return call;
}

Operation statistic(Maker& maker) {
  Operation call;
  call.operands.push_back(reduced(maker, dtype_of(maker.chance.of("effddd"))));
  const auto dimensions = static_cast<std::int64_t>(call.operands[0].shape.size());
  call.arguments = {{"op", "statistic"},
                    {"name", maker.chance.of({"mean", "mean", "var", "std"})},
                    {"dtype", nullptr},
                    {"where", false},
                    {"axes", maker.axes_or_none(dimensions)},
                    {"keepdims", maker.chance.in(0.3)},
                    {"ddof", maker.chance.of({0, 0, 1})}};
  return call;
}

/// Of numbers near the largest ones.
Operation large_statistic(Maker& maker) {
  const std::string dtype = dtype_of(maker.chance.of("efd"));
  const double largest = dtype[2] == '2' ? 65504 : dtype[2] == '4' ? 0x1.fffffep127 : 0x1.fffffffffffffp1023;
  std::vector<std::string> elements;
  for (std::int64_t i = maker.chance.between(1, 20); i > 0; --i)
    elements.push_back(Maker::real_bytes((maker.chance.in(0.3) ? -0.9 : 0.9) * largest, item_size(dtype)));
  Operation call;
  const Shape shape{static_cast<std::int64_t>(elements.size())};
  call.operands.push_back(maker.operand(dtype, shape, Values::any, elements));
  call.arguments = {{"op", "statistic"}, {"name", maker.chance.of({"mean", "var", "std"})},
                    {"dtype", nullptr},  {"where", false},
                    {"axes", nullptr},   {"keepdims", false},
                    {"ddof", 0}};
  return call;
}

Operation one_axis(Maker& maker) {
  const std::string name = maker.chance.of(names);
  Operation call;
  call.operands.push_back(reduced(maker, reduced_type(maker, name)));
  const Shape& shape = call.operands[0].shape;
  const std::int64_t axis = maker.axis(static_cast<std::int64_t>(shape.size()));
  call.arguments = {{"op", "accumulate"}, {"name", name}, {"axis", axis}, {"dtype", nullptr}};
  const std::int64_t extent =
      shape[static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(shape.size()) : axis)];
  if (extent > 0 && maker.chance.in(0.4)) {
    Json indices = Json::array();
    for (std::int64_t i = maker.chance.between(1, 5); i > 0; --i) indices.push_back(maker.chance.below(extent));
    call.arguments["op"] = "reduceat";
    call.arguments["indices"] = std::move(indices);
  }
  return call;
}

Operation at(Maker& maker) {
  const std::string name = maker.chance.of({"add", "subtract", "multiply", "maximum"});
  const std::string dtype = dtype_of(maker.chance.of("bBhilLfd"));
  const std::int64_t extent = maker.chance.between(1, 9), count = maker.chance.between(1, 30);
  Operation call;
  call.arguments = {{"op", "at"}, {"name", name}};
  call.operands = {maker.operand(dtype, {extent}, Values::calm), maker.integers({count}, -extent, extent - 1),
                   maker.operand(dtype, {count}, Values::calm)};
  return call;
}

Operation place(Maker& maker) {
  Operation call;
  call.operands.push_back(reduced(maker, dtype_of(maker.chance.of(real_codes))));
  const auto dimensions = static_cast<std::int64_t>(call.operands[0].shape.size());
  call.arguments = {{"op", maker.chance.of({"argmax", "argmin"})}, {"axis", nullptr}};
  if (maker.chance.in(0.6) && dimensions > 0) call.arguments["axis"] = maker.axis(dimensions);
  return call;
}

void make_reductions(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t which = maker.chance.below(12);
    operations.push_back(which < 6    ? reduce(maker)
                         : which < 8  ? maker.chance.in(0.05) ? large_statistic(maker) : statistic(maker)
                          : which < 10 ? one_axis(maker)
                         : which < 11 ? at(maker)
                                      : place(maker));
  }
}

}  // namespace

extern const ArrayProbe array_reductions;
const ArrayProbe array_reductions{
    {.id = "array/reductions",
     .shows = "Sums, means, products, extrema and accumulations have the bits of the release's order of additions.",
     .source = "docs/arraycore.md, Reductions",
     .seconds = 6},
    12000,
    make_reductions};

}  // namespace fairplay::auditor::behaviour::numpy
