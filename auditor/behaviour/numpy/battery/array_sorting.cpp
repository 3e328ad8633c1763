// Sorting, partitioning, searching and sets, with NaN, NaT, both zeros, and many equal elements.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

OperandLayout few(Maker& maker, const std::string& dtype, const Shape& shape) {
  std::vector<std::string> some, elements;
  for (std::int64_t i = maker.chance.of({1, 2, 4, 8, 30, 300}); i > 0; --i) some.push_back(maker.element(dtype));
  for (std::int64_t i = 0; i < count_of(shape); ++i) elements.push_back(maker.chance.of(some));
  return maker.operand(dtype, shape, Values::any, elements);
}

std::string any_type(Maker& maker) {
  const double choice = maker.chance.real();
  if (choice < 0.8) return dtype_of(maker.chance.of(number_codes));
  if (choice < 0.9) return maker.chance.of({"|S3", "<U2", "|S7", "<U5"});
  return maker.time_type(maker.chance.of("Mm"));
}

Shape lines(Maker& maker) {
  if (maker.chance.in(0.15)) return {maker.chance.of({16, 17, 63, 64, 65, 200, 600, 1500})};
  Shape shape = maker.shape(maker.chance.of({1, 1, 2, 2, 3}));
  if (maker.chance.in(0.6))
    shape[static_cast<std::size_t>(maker.chance.below(static_cast<std::int64_t>(shape.size())))] =
        maker.chance.between(1, 60);
  return shape;
}

Operation sort(Maker& maker) {
  const Shape shape = lines(maker);
  Operation call;
  call.operands.push_back(few(maker, any_type(maker), shape));
  const std::int64_t axis = maker.axis(static_cast<std::int64_t>(shape.size()));
  call.arguments = {{"op", "sort"}, {"axis", axis}, {"kind", maker.chance.of({"quicksort", "stable", "heapsort"})}};
  if (maker.chance.in(0.4)) call.arguments = {{"op", "argsort"}, {"axis", axis}};
  return call;
}

Operation partition(Maker& maker) {
  Shape shape = lines(maker);
  const std::int64_t axis = maker.axis(static_cast<std::int64_t>(shape.size()));
  std::int64_t& extent =
      shape[static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(shape.size()) : axis)];
  extent = std::max<std::int64_t>(extent, 1);
  Json places = Json::array();
  for (std::int64_t i = maker.chance.of({1, 1, 2, 3}); i > 0; --i)
    places.push_back(maker.chance.between(-extent, extent - 1));
  Operation call;
  call.arguments = {{"op", "partition"}, {"axis", axis}, {"kths", std::move(places)}, {"places", maker.chance.in(0.4)}};
  call.operands.push_back(few(maker, any_type(maker), shape));
  return call;
}

Operation search(Maker& maker) {
  const std::string dtype = any_type(maker);
  Operation call;
  call.arguments = {{"op", "search"}, {"right", maker.chance.in(0.5)}, {"sorter", maker.chance.in(0.3)}};
  call.operands = {few(maker, dtype, {maker.chance.of({0, 1, 2, 3, 7, 20, 100})}),
                   few(maker, dtype, maker.shape(maker.chance.of({0, 1, 2})))};
  return call;
}

Operation unique(Maker& maker) {
  const Shape shape = lines(maker);
  Operation call;
  call.arguments = {{"op", "unique"},
                    {"axis", nullptr},
                    {"equal_nan", true},
                    {"which", maker.chance.of({"values", "values", "indices", "inverse", "counts"})}};
  if (maker.chance.in(0.2)) call.arguments["axis"] = maker.axis(static_cast<std::int64_t>(shape.size()));
  call.operands.push_back(few(maker, any_type(maker), shape));
  return call;
}

Operation set(Maker& maker) {
  const std::string dtype = any_type(maker);
  std::vector<std::string> pool;
  for (std::int64_t i = maker.chance.of({2, 5, 20, 100}); i > 0; --i) pool.push_back(maker.element(dtype));
  Operation call;
  for (int i = 0; i < 2; ++i) {
    const Shape shape{maker.chance.between(0, 40)};
    std::vector<std::string> elements;
    for (std::int64_t j = 0; j < shape[0]; ++j) elements.push_back(maker.chance.of(pool));
    call.operands.push_back(maker.operand(dtype, shape, Values::any, elements));
  }
  if (maker.chance.in(0.3)) {
    call.arguments = {{"op", "isin"}, {"invert", maker.chance.in(0.4)}};
  } else {
    call.arguments = {{"op", "set"},
                      {"name", maker.chance.of({"union1d", "intersect1d", "setxor1d", "setdiff1d"})},
                      {"assume_unique", false},
                      {"which", "values"}};
  }
  return call;
}

void make_sorting(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t which = maker.chance.below(10);
    operations.push_back(which < 4   ? sort(maker)
                         : which < 6 ? partition(maker)
                         : which < 7 ? search(maker)
                         : which < 9 ? unique(maker)
                                     : set(maker));
  }
}

}  // namespace

extern const ArrayProbe array_sorting;
const ArrayProbe array_sorting{
    {.id = "array/sorting",
     .shows =
         "Sorts, stable sorts, partitions, searches and sets keep NumPy's order of NaN, NaT, zeros and equal elements.",
     .source = "NumPy reference, numpy.sort, numpy.partition, numpy.searchsorted, numpy.unique",
     .seconds = 5},
    10000,
    make_sorting};

}  // namespace fairplay::auditor::behaviour::numpy
