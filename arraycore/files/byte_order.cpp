#include "arraycore/files/byte_order.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "arraycore/files/stored_type.h"

namespace fairplay::arraycore {
namespace {

bool anything_swapped(const StoredType& type) {
  if (type.form() != StoredType::Form::record) return type.swapped();
  const auto& fields = type.record().fields();
  return std::any_of(fields.begin(), fields.end(), [](const Field& field) { return anything_swapped(field.type); });
}

}  // namespace

void exchange_byte_order(const StoredType& type, std::span<std::byte> elements) {
  if (type.size() == 0 || !anything_swapped(type)) return;
  const auto size = static_cast<std::size_t>(type.size());
  if (type.form() == StoredType::Form::element) {
    const auto unit = static_cast<std::size_t>(swapped_unit(type.dtype()));
    for (std::size_t i = 0; i + unit <= elements.size(); i += unit) {
      std::reverse(elements.begin() + static_cast<std::ptrdiff_t>(i),
                   elements.begin() + static_cast<std::ptrdiff_t>(i + unit));
    }
    return;
  }
  for (std::size_t i = 0; i + size <= elements.size(); i += size) {
    for (const Field& field : type.record().fields()) {
      exchange_byte_order(field.type, elements.subspan(i + static_cast<std::size_t>(field.offset),
                                                       static_cast<std::size_t>(field.size())));
    }
  }
}

}  // namespace fairplay::arraycore
