#include "arraycore/strings/justify.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/strings/operands.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr Release as_long_as_texts{2, 1};

/// Each text, operand 0, with what `filled(text, missing, width, place)` makes of it; operand `widths` has the widths.
template <class Filled>
Expected<Array> texts_filled(const TextOperands& operands, std::size_t widths, Release release, Filled&& filled) {
  std::vector<std::u32string> results;
  std::int64_t widest = 1;
  for (std::size_t i = 0; i < operands.count(); ++i) {
    const std::u32string text = operands.text(0, i);
    const std::int64_t width = operands.number(widths, i);
    if (const auto fits = DType::characters(operands.kind(), std::max<std::int64_t>(width, 0)); !fits) {
      return std::unexpected(fits.error());
    }
    widest = std::max(widest, width);
    const std::int64_t missing = width - static_cast<std::int64_t>(text.size());
    results.push_back(missing > 0 ? filled(text, static_cast<std::size_t>(missing), width, i) : text);
  }
  if (release >= as_long_as_texts) return array_of_texts(operands.kind(), operands.shape(), results);
  return array_of_texts(operands.kind(), operands.shape(), results, widest);
}

}  // namespace

Expected<Array> justify_texts(Justified justified, const ConstDynamicView& texts, const ConstDynamicView& widths,
                              const ConstDynamicView& fill, Release release) {
  const auto operands = TextOperands::of(std::vector{texts, fill, widths}, 2);
  if (!operands) return std::unexpected(operands.error());
  for (std::size_t i = 0; i < operands->count(); ++i) {
    if (operands->text(1, i).size() != 1) {
      return fail(ErrorKind::dtype, "The fill character must be exactly one character long");
    }
  }
  return texts_filled(*operands, 2, release,
                      [&](const std::u32string& text, std::size_t missing, std::int64_t width, std::size_t place) {
                        const char32_t code = operands->text(1, place).front();
                        std::size_t before = justified == Justified::right ? missing : 0;
                        if (justified == Justified::center) {
                          before = missing / 2 + (missing & static_cast<std::size_t>(width) & 1);
                        }
                        return std::u32string(before, code) + text + std::u32string(missing - before, code);
                      });
}

Expected<Array> fill_with_zeros(const ConstDynamicView& texts, const ConstDynamicView& widths, Release release) {
  const auto operands = TextOperands::of(std::vector{texts, widths}, 1);
  if (!operands) return std::unexpected(operands.error());
  return texts_filled(*operands, 1, release,
                      [](const std::u32string& text, std::size_t missing, std::int64_t, std::size_t) {
                        const std::size_t sign = text.starts_with(U'+') || text.starts_with(U'-') ? 1 : 0;
                        return text.substr(0, sign) + std::u32string(missing, U'0') + text.substr(sign);
                      });
}

}  // namespace fairplay::arraycore
