// Reading and writing through indices of every sort, also where what is read is overwritten; moves of axes and
// elements.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// Appends index arrays to `call`.
Json index_of(Maker& maker, const Shape& shape, Operation& call) {
  Json index = Json::array();
  Chance& chance = maker.chance;
  const Shape common = maker.shape(chance.between(0, 2), false);
  for (const std::int64_t extent : shape) {
    const double choice = chance.real();
    if (choice < 0.12) index.push_back({{"n", 1}});
    if (choice < 0.35 || extent == 0) {
      const auto bound = [&]() -> Json {
        return chance.in(0.4) ? Json() : Json(chance.between(-extent - 1, extent + 1));
      };
      index.push_back({{"s", {bound(), bound(), chance.of({1, 1, 2, -1, -2, 3})}}});
    } else if (choice < 0.55) {
      index.push_back({{"i", chance.between(-extent, extent - 1)}});
    } else if (choice < 0.9) {
      index.push_back({{"a", call.operands.size()}});
      call.operands.push_back(maker.integers(common, -extent, extent - 1));
    } else {
      index.push_back({{"a", call.operands.size()}});
      call.operands.push_back(maker.operand("|b1", {extent}));
      break;
    }
  }
  return index;
}

Operation item(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.between(1, 3));
  const std::string dtype = dtype_of(maker.chance.of(number_codes));
  Operation call;
  call.operands.push_back(maker.operand(dtype, shape));
  const bool set = maker.chance.in(0.4);
  if (set) call.operands.push_back(maker.operand(dtype, {}));
  Json index = index_of(maker, shape, call);
  call.arguments = {{"op", set ? "setitem" : "getitem"}, {"index", std::move(index)}};
  return call;
}

Operation overlap(Maker& maker) {
  const std::int64_t extent = maker.chance.between(2, 9), length = maker.chance.between(1, extent);
  const auto part = [&]() -> Json {
    const std::int64_t start = maker.chance.between(0, extent - length);
    if (maker.chance.in(0.5)) return {start, start + length, 1};
    return {start + length - 1, start == 0 ? Json() : Json(start - 1), -1};
  };
  Operation call;
  Shape shape = maker.shape(maker.chance.between(0, 2), false);
  shape.insert(shape.begin(), extent);
  call.arguments = {{"op", "assign"}, {"target", part()}, {"source", part()}};
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of(number_codes)), shape));
  return call;
}

/// `a[i] = v` where i is an array and v lies in a's own memory.
Operation overlap_by_indices(Maker& maker) {
  const std::int64_t extent = maker.chance.between(3, 9);
  Operation call;
  const std::string dtype = dtype_of(maker.chance.of("bhilfd"));
  call.operands.push_back(maker.operand(dtype, {extent}, Values::small));
  const std::int64_t count = maker.chance.between(2, extent - 1), first = maker.chance.between(0, extent - count);
  OperandLayout source = call.operands[0];
  source.memory.clear();
  source.shares = 0;
  source.offset += first * source.strides[0];
  source.shape = {count};
  call.operands.push_back(std::move(source));
  std::vector<std::string> places;
  const std::int64_t begin = maker.chance.between(0, extent - count);
  for (std::int64_t i = 0; i < count; ++i) places.push_back(Maker::integer_bytes(begin + i, 8));
  call.operands.push_back(maker.plain("<i8", {count}, places));
  call.arguments = {{"op", "setitem_overlap"}, {"index", Json::array({{{"a", 2}}})}};
  return call;
}

Operation take_or_put(Maker& maker) {
  Shape shape = maker.shape(maker.chance.between(1, 3), false);
  const std::int64_t axis = maker.axis(static_cast<std::int64_t>(shape.size()));
  const std::string dtype = dtype_of(maker.chance.of(number_codes));
  const std::string mode = maker.chance.of({"raise", "wrap", "clip"});
  Operation call;
  call.operands.push_back(maker.operand(dtype, shape));
  if (maker.chance.in(0.5)) {
    const std::int64_t extent =
        shape[static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(shape.size()) : axis)];
    const std::int64_t reach = mode == "raise" ? extent : extent + 5;
    call.arguments = {{"op", "take"}, {"axis", axis}, {"mode", mode}};
    call.operands.push_back(maker.integers(maker.shape(maker.chance.between(0, 2), false), -reach, reach - 1));
  } else {
    const std::int64_t reach = mode == "raise" ? count_of(shape) : count_of(shape) + 5;
    call.arguments = {{"op", "put"}, {"mode", mode}};
    call.operands.push_back(maker.integers(maker.shape(maker.chance.between(0, 2), false), -reach, reach - 1));
    call.operands.push_back(maker.operand(dtype, {maker.chance.between(1, 4)}));
  }
  return call;
}

Operation move(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.between(1, 3), false);
  const auto dimensions = static_cast<std::int64_t>(shape.size());
  Operation call;
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of(number_codes)), shape));
  switch (maker.chance.below(5)) {
    case 0: call.arguments = {{"op", "flip"}, {"axes", {maker.axis(dimensions)}}}; break;
    case 1:
      call.arguments = {{"op", "roll"}, {"shifts", {maker.chance.between(-9, 9)}}, {"axes", {maker.axis(dimensions)}}};
      break;
    case 2: {
      Json counts = Json::array();
      const std::int64_t axis = maker.axis(dimensions);
      const std::int64_t extent = shape[static_cast<std::size_t>(axis < 0 ? axis + dimensions : axis)];
      for (std::int64_t i = maker.chance.in(0.5) ? 1 : extent; i > 0; --i) counts.push_back(maker.chance.between(0, 3));
      call.arguments = {{"op", "repeat"}, {"counts", std::move(counts)}, {"axis", axis}};
      break;
    }
    case 3:
      call.arguments = {{"op", "tile"}, {"times", {maker.chance.between(0, 3), maker.chance.between(0, 3)}}};
      break;
    default: call.arguments = {{"op", "reshape"}, {"shape", {-1}}, {"order", maker.chance.of({"C", "F"})}}; break;
  }
  return call;
}

void make_indexing(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t which = maker.chance.below(12);
    operations.push_back(which < 5    ? item(maker)
                         : which < 7  ? overlap(maker)
                         : which < 8  ? overlap_by_indices(maker)
                         : which < 10 ? take_or_put(maker)
                                      : move(maker));
  }
}

}  // namespace

extern const ArrayProbe array_indexing;
const ArrayProbe array_indexing{
    {.id = "array/indexing",
     .shows = "Elements are read, written, taken and moved where indices say, also in memory that overlaps.",
     .source = "NumPy user guide, Indexing; NumPy 1.13 release notes, Ufunc behavior for overlapping inputs",
     .seconds = 4},
    10000,
    make_indexing};

}  // namespace fairplay::auditor::behaviour::numpy
