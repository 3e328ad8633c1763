// What NumPy puts together in Python out of moves and ufuncs: margins, choices between arrays, extremal places, running
// sums without NaN, averages and areas.
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::int64_t axes_of(const Shape& shape) { return static_cast<std::int64_t>(shape.size()); }

/// Widths before and behind each axis, sometimes beyond its extent.
Json widths(Maker& maker, const Shape& shape) {
  Json all = Json::array();
  const std::int64_t widest = maker.chance.of({3, 6, 6, 25});
  for (std::size_t i = 0; i < shape.size(); ++i)
    all.push_back(Json::array({maker.chance.between(0, widest), maker.chance.between(0, widest)}));
  return all;
}

Operation pad(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.of({1, 1, 2, 3}));
  const std::string dtype = dtype_of(maker.chance.of(number_codes));
  const std::string mode = maker.chance.of({"constant", "edge", "reflect", "symmetric", "wrap"});
  Operation call;
  call.operands.push_back(maker.operand(dtype, shape));
  if (mode == "constant") call.operands.push_back(maker.operand(dtype, {}));
  call.arguments = {{"op", "pad"}, {"mode", mode}, {"widths", widths(maker, shape)}};
  return call;
}

/// Margins that follow from the elements.
Operation pad_computed(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.of({1, 1, 2, 3}), false);
  const std::string name =
      maker.chance.of({"maximum", "minimum", "mean", "median", "linear_ramp", "linear_ramp", "reflect", "symmetric"});
  Operation call;
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of(real_codes.substr(1))), shape,
                                        maker.chance.of({Values::calm, Values::small})));
  const bool is_unsigned = call.operands[0].dtype[1] == 'u';
  const bool whole = maker.chance.in(0.5);
  Json pairs = Json::array();
  for (std::size_t i = 0; i < shape.size(); ++i) {
    Json pair = Json::array();
    for (int side = 0; side < 2; ++side) {
      if (name == "linear_ramp")  // a negative end of unsigned integers is a cast that nobody specifies
        pair.push_back(maker.chance.of({0.0, 0.0, 3.0, 7.5, is_unsigned ? 1.0 : -2.0}));
      else
        pair.push_back(whole ? Json() : Json(maker.chance.between(1, 3)));
    }
    pairs.push_back(std::move(pair));
  }
  call.arguments = {{"op", "pad_computed"}, {"name", name}, {"widths", widths(maker, shape)}, {"pairs", pairs}};
  return call;
}

Operation choose(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.between(0, 2), false);
  const std::int64_t count = maker.chance.between(1, 4);
  const std::string mode = maker.chance.of({"raise", "wrap", "clip"});
  const std::string dtype = dtype_of(maker.chance.of(number_codes));
  Operation call;
  call.operands.push_back(mode == "raise" ? maker.integers(shape, 0, count - 1) : maker.integers(shape, -3, count + 3));
  for (std::int64_t i = 0; i < count; ++i) call.operands.push_back(maker.operand(dtype, maker.part(shape)));
  call.arguments = {{"op", "choose"}, {"mode", mode}};
  return call;
}

Operation select(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.between(1, 2), false);
  const std::int64_t count = maker.chance.between(1, 3);
  const std::string dtype = dtype_of(maker.chance.of(number_codes));
  Operation call;
  for (std::int64_t i = 0; i < count; ++i) call.operands.push_back(maker.operand("|b1", shape));
  for (std::int64_t i = 0; i <= count; ++i) call.operands.push_back(maker.operand(dtype, shape));
  call.arguments = {{"op", "select"}};
  return call;
}

OperandLayout with_nan(Maker& maker, std::string_view codes) {
  const std::string dtype = dtype_of(maker.chance.of(codes));
  Shape shape = maker.shape(maker.chance.of({1, 1, 2, 3}), false);
  if (maker.chance.in(0.3)) shape.back() = maker.chance.of({7, 8, 9, 16, 17, 33, 129});
  const double share = maker.chance.of({0.0, 0.05, 0.3, 0.8});
  std::vector<std::string> elements;
  for (std::int64_t i = 0; i < count_of(shape); ++i)
    elements.push_back(dtype[1] == 'f' && maker.chance.in(share)
                           ? Maker::real_bytes(std::numeric_limits<double>::quiet_NaN(), item_size(dtype))
                           : maker.element(dtype, maker.chance.in(0.9) ? Values::small : Values::any));
  return maker.operand(dtype, shape, Values::any, elements);
}

Json axis_or_none(Maker& maker, const Shape& shape) {
  return maker.chance.in(0.6) ? Json(maker.axis(axes_of(shape))) : Json();
}

Operation extremal_place(Maker& maker) {
  Operation call;
  call.operands.push_back(maker.chance.in(0.2) ? maker.operand(maker.time_type(maker.chance.of("Mm")),
                                                               maker.shape(maker.chance.between(1, 2), false))
                                               : with_nan(maker, number_codes));
  call.arguments = {{"op", maker.chance.of({"argmax", "argmin"})},
                    {"axis", axis_or_none(maker, call.operands[0].shape)}};
  return call;
}

Operation along_without_nan(Maker& maker) {
  Operation call;
  call.operands.push_back(with_nan(maker, "bhilfdefdg"));
  const bool place = maker.chance.in(0.5);
  call.arguments = {
      {"op", place ? "nan_place" : "nan_accumulate"},
      {"name", place ? maker.chance.of({"nanargmax", "nanargmin"}) : maker.chance.of({"nancumsum", "nancumprod"})},
      {"axis", axis_or_none(maker, call.operands[0].shape)}};
  if (!place) call.arguments["dtype"] = nullptr;
  return call;
}

Operation average(Maker& maker) {
  const Shape shape = maker.shape(maker.chance.between(1, 3), false);
  const bool weights = maker.chance.in(0.8), whole = maker.chance.in(0.3);
  const std::int64_t axis = maker.axis(axes_of(shape));
  Operation call;
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of("bBhHilefd")), shape, Values::calm));
  if (weights) {
    const auto place = static_cast<std::size_t>(axis < 0 ? axis + axes_of(shape) : axis);
    const Shape part = whole || maker.chance.in(0.4) ? shape : Shape{shape[place]};
    std::vector<std::string> elements;
    for (std::int64_t i = 0; i < count_of(part); ++i)
      elements.push_back(Maker::real_bytes(static_cast<double>(maker.chance.between(1, 40)) / 8, 8));
    call.operands.push_back(maker.operand("<f8", part, Values::any, elements));
  }
  call.arguments = {{"op", "average"},
                    {"axes", whole ? Json() : Json::array({axis})},
                    {"keepdims", maker.release >= Release{1, 23} && maker.chance.in(0.2)},
                    {"weights", weights},
                    {"returned", maker.chance.in(0.2)}};
  return call;
}

Operation area(Maker& maker) {
  Shape shape = maker.shape(maker.chance.between(1, 3), false);
  for (std::int64_t& extent : shape) ++extent;
  Operation call;
  call.operands.push_back(maker.operand(dtype_of(maker.chance.of("bBhHiIlefddd")), shape, Values::calm));
  call.arguments = {{"op", "trapezoid"},
                    {"axis", maker.axis(axes_of(shape))},
                    {"spacings", Json::array({maker.chance.of({1.0, 0.25, 0.1})})}};
  return call;
}

void make_pieces(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  constexpr std::array kinds{
      pad, pad, pad, pad_computed, pad_computed, choose, select, extremal_place, along_without_nan, average, area};
  for (std::size_t i = 0; i < count; ++i) operations.push_back(maker.chance.of(kinds)(maker));
}

}  // namespace

extern const ArrayProbe array_pieces;
const ArrayProbe array_pieces{
    {.id = "array/pieces",
     .shows = "Margins, choices between arrays, extremal places, running sums without NaN, averages and areas have the "
              "release's bits.",
     .source = "NumPy reference, numpy.pad, numpy.choose, numpy.select, numpy.argmax, numpy.average",
     .seconds = 3},
    4000,
    make_pieces};

}  // namespace fairplay::auditor::behaviour::numpy
