#include "arraycore/statistics/value.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/order.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"

namespace fairplay::arraycore {
namespace {

/// The order of axes in which a new array of this shape lies in memory beside these operands, and the way back.
struct MemoryOrder {
  std::vector<std::int64_t> order;
  std::vector<std::int64_t> back;

  MemoryOrder(const Extents& shape, std::span<const Strides> operands) : back(shape.size()) {
    const std::vector<std::size_t> fastest_first = iteration_order(shape, operands);
    for (std::size_t i = fastest_first.size(); i-- > 0;) {
      back[fastest_first[i]] = static_cast<std::int64_t>(order.size());
      order.push_back(static_cast<std::int64_t>(fastest_first[i]));
    }
  }
};

Expected<Array> number_element(const std::variant<std::int64_t, double>& number, DType dtype, Release release) {
  auto result = Array::zeros(dtype, Extents{});
  if (!result) return result;
  const auto whole = std::visit(
      [](auto one) {
        const decltype(one) list[]{one};
        return Array::from<decltype(one)>(list);
      },
      number);
  if (!whole) return std::unexpected(whole.error());
  const auto done = assign_cast(*result, *whole, release);
  if (!done) return std::unexpected(done.error());
  return result;
}

}  // namespace

Value::Value(int number) : content_(Number{std::int64_t{number}}) {}
Value::Value(std::int64_t number) : content_(Number{number}) {}
Value::Value(double number) : content_(Number{number}) {}

Value::Value(const ConstDynamicView& view, Release release) : content_(view), release_(release) {}

Value::Value(Expected<Array> array, Release release) : content_(Number{std::int64_t{0}}), release_(release) {
  if (!array) {
    content_ = std::move(array.error());
    return;
  }
  memory_ = std::make_shared<Array>(std::move(*array));
  content_ = std::as_const(*memory_).view();
}

Value Value::failed(Error error) { return Value(std::move(error)); }

Value Value::under(const Expected<Layout>& layout) const {
  if (!ok()) return *this;
  if (!layout) return failed(layout.error());
  Value result = *this;
  result.content_ = view().with(*layout);
  return result;
}

Value Value::reshaped(const Extents& shape) const {
  if (!ok()) return *this;
  const auto layout = arraycore::reshaped(view().layout(), shape, dtype().size());
  if (!layout) return failed(layout.error());
  if (*layout) return under(**layout);
  auto copied = Array::copy_of(view());
  if (!copied) return failed(copied.error());
  const auto full = completed_shape(shape, copied->count());
  if (!full) return failed(full.error());
  return {std::move(*copied).reshaped(*full), release_};
}

Value Value::at(std::int64_t place, std::int64_t axis) const {
  return ok() ? under(selected(view().layout(), axis, place)) : *this;
}

Value Value::slice(const Slice& slice, std::int64_t axis) const {
  return ok() ? under(sliced(view().layout(), axis, slice)) : *this;
}

Value Value::take(const Value& places) const {
  if (!ok()) return *this;
  if (!places.ok()) return places;
  return {arraycore::take(view(), places.view(), 0), release_};
}

Value Value::axis_first(std::int64_t axis) const {
  if (!ok()) return *this;
  const std::int64_t from[]{axis};
  const std::int64_t to[]{0};
  return under(axes_moved(view().layout(), from, to));
}

PythonScalar Value::as_number() const {
  if (const auto* number = std::get_if<Number>(&content_)) {
    return std::visit([](auto one) { return PythonScalar::of(one); }, number->number);
  }
  const Value wide = as_type(Kind::float64);
  return PythonScalar::of(wide.ok() ? load<double>(wide.view().data()) : 0.0);
}

Value Value::part(std::int64_t which) const {
  if (!ok()) return *this;
  const Kind kind = dtype().kind() == Kind::complex64    ? Kind::float32
                    : dtype().kind() == Kind::complex128 ? Kind::float64
                                                         : Kind::long_double;
  Value result = *this;
  result.content_ = ConstDynamicView(view().data() + which * DType(kind).size(), kind, view().layout());
  return result;
}

Value Value::as_type(DType dtype) const {
  if (const auto* number = std::get_if<Number>(&content_)) {
    return {number_element(number->number, dtype, release_), release_};
  }
  if (!ok() || this->dtype() == dtype) return *this;
  const Strides operands[]{view().strides()};
  const MemoryOrder memory(shape(), operands);
  const Value result(astype(view().with(*permuted(view().layout(), memory.order)), dtype, release_), release_);
  return result.ok() ? result.under(permuted(result.view().layout(), memory.back)) : result;
}

Value Value::copy() const {
  if (!ok()) return *this;
  const Strides operands[]{view().strides()};
  const MemoryOrder memory(shape(), operands);
  const Value result(Array::copy_of(view().with(*permuted(view().layout(), memory.order))), release_);
  return result.ok() ? result.under(permuted(result.view().layout(), memory.back)) : result;
}

DynamicView Value::target() const {
  // The memory is this value's own.
  std::byte* data = memory_->view().data() + (view().data() - std::as_const(*memory_).view().data());
  return DynamicView(data, dtype(), view().layout());
}

Expected<Array> Value::result() const {
  if (!ok()) return std::unexpected(error());
  return Array::copy_of(view());
}

std::optional<Value> Value::first_error(std::initializer_list<Value> operands) {
  for (const Value& operand : operands) {
    if (!operand.ok()) return operand;
  }
  return std::nullopt;
}

Release Value::release_of(std::initializer_list<Value> operands) {
  for (const Value& operand : operands) {
    if (std::holds_alternative<ConstDynamicView>(operand.content_)) return operand.release_;
  }
  return newest_release;
}

/// Numbers become arrays without axes: up to 1.26 their value counts, from 2.0 on they take the dtype of the others.
std::vector<Value> Value::arrays_of(std::initializer_list<Value> operands, Release release) {
  std::optional<DType> beside;
  for (const Value& operand : operands) {
    if (!std::holds_alternative<ConstDynamicView>(operand.content_)) continue;
    const auto common = beside ? promote_types(*beside, operand.dtype(), release) : operand.dtype();
    if (common) beside = *common;
  }
  std::vector<Value> arrays;
  for (const Value& operand : operands) {
    const auto* number = std::get_if<Number>(&operand.content_);
    if (number == nullptr) {
      arrays.push_back(operand);
      continue;
    }
    const bool whole = std::holds_alternative<std::int64_t>(number->number);
    DType dtype = whole ? Kind::int64 : Kind::float64;
    if (release >= Release{2, 0} && beside) {
      const PythonScalar scalar = whole ? PythonScalar::of(std::get<std::int64_t>(number->number))
                                        : PythonScalar::of(std::get<double>(number->number));
      if (const auto weak = result_type(*beside, scalar, release); weak) dtype = *weak;
    }
    arrays.emplace_back(number_element(number->number, dtype, release), release);
  }
  return arrays;
}

Value arithmetic(char sign, const Value& a, const Value& b) {
  if (!a.ok() || !b.ok() || !a.is_number() || !b.is_number()) {
    return call(sign == '+' ? "add" : sign == '-' ? "subtract" : sign == '*' ? "multiply" : "divide", {a, b});
  }
  const auto compute = [sign](auto x, auto y) -> Value {
    if (sign == '/') return static_cast<double>(x) / static_cast<double>(y);
    return sign == '+' ? x + y : sign == '-' ? x - y : x * y;
  };
  return std::visit(compute, std::get<Value::Number>(a.content_).number, std::get<Value::Number>(b.content_).number);
}

Value call(std::string_view ufunc, std::initializer_list<Value> operands, std::optional<std::string_view> signature) {
  if (const auto wrong = Value::first_error(operands)) return *wrong;
  const Release release = Value::release_of(operands);
  const std::vector<Value> arrays = Value::arrays_of(operands, release);
  std::vector<Extents> shapes;
  for (const Value& array : arrays) {
    if (!array.ok()) return array;
    shapes.push_back(array.shape());
  }
  const auto shape = broadcast_shapes(shapes);
  if (!shape) return Value::failed(shape.error());
  std::vector<ConstDynamicView> wide;
  std::vector<Strides> strides;
  for (const Value& array : arrays) {
    // An array without axes stays one: its value may count.
    if (array.dimensions() == 0) {
      wide.push_back(array.view());
      continue;
    }
    const auto stretched = broadcast(array.view().layout(), *shape);
    if (!stretched) return Value::failed(stretched.error());
    wide.push_back(array.view().with(*stretched));
    strides.push_back(stretched->strides);
  }
  const MemoryOrder memory(*shape, strides);
  for (ConstDynamicView& view : wide) {
    if (view.dimensions() != 0) view = view.with(*permuted(view.layout(), memory.order));
  }
  UfuncOptions options;
  options.release = release;
  options.signature = signature;
  auto results = call_ufunc(ufunc, wide, options);
  if (!results) return Value::failed(results.error());
  const Value result(std::move(results->front()), release);
  return result.under(permuted(result.view().layout(), memory.back));
}

Value call_into(std::string_view ufunc, std::initializer_list<Value> operands, const Value& target,
                std::optional<Value> where, std::optional<std::string_view> signature) {
  if (!target.ok()) return target;
  if (where && !where->ok()) return *where;
  if (const auto wrong = Value::first_error(operands)) return *wrong;
  const std::vector<Value> arrays = Value::arrays_of(operands, target.release());
  std::vector<ConstDynamicView> inputs;
  for (const Value& array : arrays) {
    if (!array.ok()) return array;
    inputs.push_back(array.view());
  }
  UfuncOptions options;
  options.release = target.release();
  options.casting = Casting::unsafe;
  options.signature = signature;
  if (where) options.where = where->view();
  const DynamicView outputs[]{target.target()};
  const auto done = call_ufunc_into(ufunc, inputs, outputs, options);
  if (!done) return Value::failed(done.error());
  return target;
}

Value reduced(std::string_view ufunc, const Value& value, ReduceOptions options) {
  if (!value.ok()) return value;
  options.release = value.release();
  return {reduce(ufunc, value.view(), options), value.release()};
}

Value fill_where(const Value& target, const Value& mask, const Value& filling) {
  for (const Value* one : {&target, &mask, &filling}) {
    if (!one->ok()) return *one;
  }
  const auto done = assign_where(target.target(), filling.view(), mask.view());
  if (!done) return Value::failed(done.error());
  return target;
}

bool any(const Value& value) {
  if (!value.ok()) return false;
  const Value all = reduced("logical_or", value);
  return all.ok() && load<bool>(all.view().data());
}

Value scalar_value(double number, DType dtype, Release release) {
  return {number_element(number, dtype, release), release};
}

}  // namespace fairplay::arraycore
