#include "arraycore/strings/operands.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<TextOperands> TextOperands::of(std::span<const ConstDynamicView> operands, std::size_t texts) {
  TextOperands result;
  result.kind_ = operands.front().dtype().kind();
  std::vector<Extents> shapes;
  for (const ConstDynamicView& operand : operands) shapes.push_back(operand.shape());
  auto shape = broadcast_shapes(shapes);
  if (!shape) return std::unexpected(shape.error());
  result.shape_ = std::move(*shape);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const Kind kind = operands[i].dtype().kind();
    const auto fits = operands[i].with(broadcast(operands[i].layout(), result.shape_));
    if (!fits) return std::unexpected(fits.error());
    result.views_.push_back(*fits);
    result.offsets_.emplace_back();
    result.numbers_.emplace_back();
    if (i < texts) {
      if (!is_character(kind) || kind != result.kind_) {
        return fail(ErrorKind::dtype,
                    "string operation on " + operands[i].dtype().name() + " beside " + operands.front().dtype().name());
      }
      result.offsets_.back() = offsets_of(fits->shape(), fits->strides());
      continue;
    }
    if (!is_integer(kind) && kind != Kind::boolean) {
      return fail(ErrorKind::dtype, "an integer is required, not " + operands[i].dtype().name());
    }
    auto numbers = integers_of(*fits);
    if (!numbers) return std::unexpected(numbers.error());
    result.numbers_.back() = std::move(*numbers);
  }
  return result;
}

std::u32string TextOperands::text(std::size_t operand, std::size_t place) const {
  const std::byte* at = views_[operand].data() + offsets_[operand][place];
  const auto length = static_cast<std::size_t>(views_[operand].dtype().length());
  std::u32string result(length, U'\0');
  for (std::size_t i = 0; i < length; ++i) {
    result[i] = is_bytes() ? load<std::uint8_t>(at + i) : load<std::uint32_t>(at + 4 * i);
  }
  result.erase(result.find_last_not_of(U'\0') + 1);
  return result;
}

std::int64_t TextOperands::number(std::size_t operand, std::size_t place) const { return numbers_[operand][place]; }

Expected<Array> array_of_texts(Kind kind, const Extents& shape, std::span<const std::u32string> texts) {
  std::size_t longest = 1;
  for (const std::u32string& text : texts) longest = std::max(longest, text.size());
  return array_of_texts(kind, shape, texts, static_cast<std::int64_t>(longest));
}

Expected<Array> array_of_texts(Kind kind, const Extents& shape, std::span<const std::u32string> texts,
                               std::int64_t length) {
  const auto dtype = DType::characters(kind, length);
  if (!dtype) return std::unexpected(dtype.error());
  auto result = Array::zeros(*dtype, shape);
  if (!result) return result;
  std::byte* place = result->view().data();
  for (const std::u32string& text : texts) {
    for (std::size_t i = 0; i < std::min(text.size(), static_cast<std::size_t>(length)); ++i) {
      if (kind == Kind::bytes) {
        store<std::uint8_t>(place + i, static_cast<std::uint8_t>(text[i]));
      } else {
        store<std::uint32_t>(place + 4 * i, text[i]);
      }
    }
    place += dtype->size();
  }
  return result;
}

Expected<Array> array_of_numbers(const Extents& shape, std::span<const std::int64_t> numbers) {
  auto flat = Array::from(numbers);
  if (!flat) return flat;
  return std::move(*flat).reshaped(shape);
}

Expected<Array> array_of_truths(const Extents& shape, const std::vector<bool>& truths) {
  auto result = Array::zeros(Kind::boolean, shape);
  if (!result) return result;
  std::byte* place = result->view().data();
  for (const bool truth : truths) store<bool>(place++, truth);
  return result;
}

}  // namespace fairplay::arraycore
