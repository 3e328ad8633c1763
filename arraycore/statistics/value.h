#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// An operand of a formula that NumPy writes in Python: an array, a Python number, or the first error on the way. What
/// is computed of an error is that error, so that a formula is checked once, at its end. Arrays are shared; copying a
/// value copies no element.
class Value {
 public:
  Value(int number);           // NOLINT(google-explicit-constructor): stands in a formula as in Python
  Value(std::int64_t number);  // NOLINT(google-explicit-constructor)
  Value(double number);        // NOLINT(google-explicit-constructor)
  /// Elements that somebody else keeps alive.
  Value(const ConstDynamicView& view, Release release);
  Value(Array array, Release release) : Value(Expected<Array>(std::move(array)), release) {}
  /// A new array, or why there is none.
  Value(Expected<Array> array, Release release);
  static Value failed(Error error);
  static Value failed(ErrorKind kind, std::string message) { return failed(Error{kind, std::move(message)}); }

  bool ok() const { return !std::holds_alternative<Error>(content_); }
  /// Only where it isn't ok.
  const Error& error() const { return std::get<Error>(content_); }
  /// Whether it is a Python number.
  bool is_number() const { return std::holds_alternative<Number>(content_); }
  /// A Python number, or the one floating element of an array, as a number whose value may count.
  PythonScalar as_number() const;
  /// Only of arrays, as all below.
  const ConstDynamicView& view() const { return std::get<ConstDynamicView>(content_); }
  DType dtype() const { return view().dtype(); }
  const Extents& shape() const { return view().shape(); }
  std::size_t dimensions() const { return view().dimensions(); }
  std::int64_t count() const { return view().count(); }
  Release release() const { return release_; }

  /// The same elements under a layout that was derived from theirs.
  Value under(const Expected<Layout>& layout) const;
  /// The same elements in row-major order under another shape, copied only where strides can't say it.
  Value reshaped(const Extents& shape) const;
  /// The elements at one place of an axis.
  Value at(std::int64_t place, std::int64_t axis = 0) const;
  Value slice(const Slice& slice, std::int64_t axis = 0) const;
  /// The elements at places of the first axis.
  Value take(const Value& places) const;
  /// Axis `axis` becomes the first one.
  Value axis_first(std::int64_t axis) const;
  /// The real (0) or imaginary (1) parts of complex elements, in the same memory.
  Value part(std::int64_t which) const;
  /// As another dtype; the same elements if they have it. A Python number becomes an array without axes.
  Value as_type(DType dtype) const;
  /// A copy that may be written to, in memory in the order of the original, as NumPy copies.
  Value copy() const;
  /// To write through; only of a value that was computed or copied.
  DynamicView target() const;

  /// The array, or the error, as the result of a function.
  Expected<Array> result() const;

 private:
  struct Number {
    std::variant<std::int64_t, double> number;
  };
  friend Value arithmetic(char, const Value&, const Value&);
  friend Value call(std::string_view, std::initializer_list<Value>, std::optional<std::string_view>);
  friend Value call_into(std::string_view, std::initializer_list<Value>, const Value&, std::optional<Value>,
                         std::optional<std::string_view>);
  explicit Value(Error error) : content_(std::move(error)) {}
  static std::optional<Value> first_error(std::initializer_list<Value> operands);
  static Release release_of(std::initializer_list<Value> operands);
  static std::vector<Value> arrays_of(std::initializer_list<Value> operands, Release release);

  std::variant<ConstDynamicView, Number, Error> content_;
  std::shared_ptr<Array> memory_;
  Release release_ = newest_release;
};

/// A ufunc of arrays and Python numbers by the rules of their release. The result lies in memory in the order of the
/// operands, as NumPy allocates it: sums of it depend on that.
Value call(std::string_view ufunc, std::initializer_list<Value> operands,
           std::optional<std::string_view> signature = std::nullopt);
/// The same into elements that are there, whatever the cast loses, where the mask (if any) is true. Its value is the
/// target.
Value call_into(std::string_view ufunc, std::initializer_list<Value> operands, const Value& target,
                std::optional<Value> where = std::nullopt, std::optional<std::string_view> signature = std::nullopt);

/// `a + b`, `a - b`, `a * b` and `a / b` (numpy.true_divide); of two Python numbers one as well.
Value arithmetic(char sign, const Value& a, const Value& b);
inline Value operator+(const Value& a, const Value& b) { return arithmetic('+', a, b); }
inline Value operator-(const Value& a, const Value& b) { return arithmetic('-', a, b); }
inline Value operator*(const Value& a, const Value& b) { return arithmetic('*', a, b); }
inline Value operator/(const Value& a, const Value& b) { return arithmetic('/', a, b); }
inline Value operator-(const Value& a) { return a.is_number() ? 0 - a : call("negative", {a}); }

/// A reduction; the value's release counts.
Value reduced(std::string_view ufunc, const Value& value, ReduceOptions options = {});
/// Sets elements of `target` where the mask is true.
Value fill_where(const Value& target, const Value& mask, const Value& filling);
/// Whether an element is true.
bool any(const Value& value);
/// One number as an array without axes.
Value scalar_value(double number, DType dtype, Release release);

}  // namespace fairplay::arraycore
