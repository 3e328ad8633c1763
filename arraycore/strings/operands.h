#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Operands of a text function, broadcast together: each one's elements in row-major order of the result. Bytes are
/// code points below 256; zeros at an element's end aren't part of it.
class TextOperands {
 public:
  /// The first `texts` operands are all bytes or all text, the others integers or truth values. Errors: another dtype,
  /// shapes that don't broadcast, a uint64 beyond int64.
  static Expected<TextOperands> of(std::span<const ConstDynamicView> operands, std::size_t texts);

  Kind kind() const { return kind_; }
  bool is_bytes() const { return kind_ == Kind::bytes; }
  const Extents& shape() const { return shape_; }
  std::size_t count() const { return static_cast<std::size_t>(count_of(shape_)); }
  std::u32string text(std::size_t operand, std::size_t place) const;
  std::int64_t number(std::size_t operand, std::size_t place) const;
  /// Of a text operand.
  std::int64_t characters(std::size_t operand) const { return views_[operand].dtype().length(); }

 private:
  Kind kind_ = Kind::text;
  Extents shape_;
  std::vector<ConstDynamicView> views_;
  std::vector<std::vector<std::int64_t>> offsets_;
  std::vector<std::vector<std::int64_t>> numbers_;
};

/// An array of bytes or text with these elements in row-major order; `length` characters each, otherwise as many as the
/// longest has, at least 1. What is longer is cut off. Errors: no memory, more characters than a dtype has.
Expected<Array> array_of_texts(Kind kind, const Extents& shape, std::span<const std::u32string> texts);
Expected<Array> array_of_texts(Kind kind, const Extents& shape, std::span<const std::u32string> texts,
                               std::int64_t length);

/// An array of numbers, or of truth values, with these elements in row-major order.
Expected<Array> array_of_numbers(const Extents& shape, std::span<const std::int64_t> numbers);
Expected<Array> array_of_truths(const Extents& shape, const std::vector<bool>& truths);

}  // namespace fairplay::arraycore
