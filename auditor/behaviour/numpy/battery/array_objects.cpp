// Arrays of Python's integers, which have loops of their own: they give what 64-bit integers give, where nothing
// overflows, also of nothing and of one element.
#include <array>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/ufunc_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

OperandLayout numbers_of(Maker& maker, const Shape& shape, std::initializer_list<std::int64_t> some) {
  std::vector<std::string> elements;
  for (std::int64_t i = 0; i < count_of(shape); ++i) elements.push_back(Maker::integer_bytes(maker.chance.of(some), 8));
  return maker.operand("<i8", shape, Values::any, elements);
}

/// Products of twenty of them are within 64 bits.
OperandLayout few_numbers(Maker& maker, const Shape& shape) { return numbers_of(maker, shape, {-3, -1, 0, 1, 2, 5}); }

Operation elementwise(Maker& maker) {
  constexpr std::array names{"add",        "subtract",    "multiply",    "floor_divide", "remainder",  "maximum",
                             "minimum",    "equal",       "not_equal",   "less",         "less_equal", "greater",
                             "bitwise_or", "bitwise_and", "bitwise_xor", "left_shift",   "power"};
  const std::string name = maker.chance.of(names);
  const Shape shape = maker.shape(maker.chance.of({0, 1, 1, 2}));
  const bool shifts = name == "left_shift" || name == "power";
  const bool divides = name == "floor_divide" || name == "remainder";
  return ufunc_call(name, {few_numbers(maker, shape), shifts    ? numbers_of(maker, shape, {0, 1, 2, 7})
                                                      : divides ? numbers_of(maker, shape, {-3, -1, 1, 2, 7})
                                                                : few_numbers(maker, shape)});
}

Operation unary(Maker& maker) {
  const std::string name = maker.chance.of({"negative", "absolute", "square", "invert", "conjugate"});
  return ufunc_call(name, {few_numbers(maker, maker.shape(maker.chance.of({0, 1, 1, 2})))});
}

Operation reduction(Maker& maker) {
  const std::string name = maker.chance.of({"add", "multiply", "maximum", "minimum", "bitwise_or"});
  Operation call;
  call.operands.push_back(few_numbers(maker, {maker.chance.between(0, 4), maker.chance.between(0, 4)}));
  const std::int64_t axis = maker.axis(2);
  if (maker.chance.in(0.3)) {
    call.arguments = {{"op", "accumulate"}, {"name", name}, {"axis", axis}, {"dtype", nullptr}};
    return call;
  }
  call.arguments = {{"op", "reduce"},
                    {"name", name},
                    {"axes", Json::array({axis})},
                    {"keepdims", maker.chance.in(0.3)},
                    {"dtype", nullptr},
                    {"initial", false},
                    {"where", false}};
  return call;
}

Operation product_of_objects(Maker& maker) {
  Operation call;
  const std::int64_t k = maker.chance.of({0, 0, 1, 2, 5}), m = maker.chance.between(1, 3),
                     n = maker.chance.between(1, 3);
  const double choice = maker.chance.real();
  if (choice < 0.2) {
    call.operands = {few_numbers(maker, {k}), few_numbers(maker, {k})};
    call.arguments = {{"op", "tensor_product"}, {"name", maker.chance.of({"inner", "vdot"})}, {"terms", 1}};
    return call;
  }
  if (choice < 0.3 && maker.release >= Release{1, 25}) {
    call.operands = {few_numbers(maker, {m, k}), few_numbers(maker, {k, n})};
    call.arguments = {{"op", "einsum"}, {"name", "ij,jk->ik"}, {"terms", 1}};
    return call;
  }
  if (choice < 0.5 || maker.release < Release{1, 17}) {
    call.operands = {few_numbers(maker, maker.chance.in(0.5) ? Shape{k} : Shape{m, k}), few_numbers(maker, {k})};
    call.arguments = {{"op", "dot"}, {"terms", 1}};
    return call;
  }
  std::string name = "matmul";
  if (maker.release >= Release{2, 2}) name = maker.chance.of({"matmul", "vecdot", "matvec", "vecmat"});
  if (maker.release >= Release{2, 0} && maker.release < Release{2, 2}) name = maker.chance.of({"matmul", "vecdot"});
  call.arguments = {{"op", "product"}, {"name", name}, {"out", false}, {"axes", nullptr}, {"terms", 1}};
  call.operands = {few_numbers(maker, name == "vecmat" ? Shape{k} : Shape{m, k}),
                   few_numbers(maker, name == "vecdot"   ? Shape{m, k}
                                      : name == "matvec" ? Shape{k}
                                                         : Shape{k, n})};
  return call;
}

Operation order_of_objects(Maker& maker) {
  Operation call;
  const Shape shape{maker.chance.of({1, 2, 3, 5, 16, 17, 40})};
  call.operands.push_back(few_numbers(maker, shape));
  const double choice = maker.chance.real();
  if (choice < 0.4)
    call.arguments = {{"op", "sort"}, {"axis", 0}, {"kind", maker.chance.of({"quicksort", "stable", "heapsort"})}};
  else if (choice < 0.6)
    call.arguments = {{"op", "argsort"}, {"axis", 0}};
  else if (choice < 0.8)
    call.arguments = {{"op", maker.chance.of({"argmax", "argmin"})}, {"axis", 0}};
  else
    call.arguments = {{"op", "unique"}, {"axis", nullptr}, {"equal_nan", true}, {"which", "values"}};
  return call;
}

void make_objects(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  constexpr std::array kinds{elementwise, elementwise, unary, reduction, product_of_objects, order_of_objects};
  for (std::size_t i = 0; i < count; ++i) {
    Operation call = maker.chance.of(kinds)(maker);
    call.arguments["objects"] = true;
    operations.push_back(std::move(call));
  }
}

}  // namespace

extern const ArrayProbe array_objects;
const ArrayProbe array_objects{
    {.id = "array/objects",
     .shows = "Arrays of Python's integers give what arrays of 64-bit integers give: operators, reductions, products, "
              "sorts.",
     .source = "NumPy reference, Data type objects",
     .seconds = 1},
    2000,
    make_objects};

}  // namespace fairplay::auditor::behaviour::numpy
