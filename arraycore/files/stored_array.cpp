#include "arraycore/files/stored_array.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Whether two types differ in byte orders alone.
bool same_but_for_byte_order(const StoredType& a, const StoredType& b) {
  if (a.form() != b.form() || a.size() != b.size()) return false;
  if (a.form() == StoredType::Form::element) return a.dtype() == b.dtype();
  if (a.form() == StoredType::Form::opaque) return true;
  const auto& ours = a.record().fields();
  const auto& others = b.record().fields();
  if (ours.size() != others.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const bool same = ours[i].name == others[i].name && ours[i].title == others[i].title &&
                      ours[i].offset == others[i].offset && ours[i].shape == others[i].shape;
    if (!same || !same_but_for_byte_order(ours[i].type, others[i].type)) return false;
  }
  return true;
}

}  // namespace

template <class Byte>
Expected<BasicStoredView<Byte>> BasicStoredView<Byte>::stored_as(const StoredType& type) const {
  if (!same_but_for_byte_order(type_, type)) {
    return fail(ErrorKind::dtype, "the types differ in more than their byte order");
  }
  return BasicStoredView(data_, type, layout_);
}

template <class Byte>
Expected<BasicStoredView<Byte>> BasicStoredView<Byte>::field(std::string_view name) const {
  if (type_.form() != StoredType::Form::record) {
    return fail(ErrorKind::dtype, "elements of " + type_.dtype().name() + " have no fields");
  }
  const Field* found = type_.record().find(name);
  if (found == nullptr) return fail(ErrorKind::value, "no field of name " + std::string(name));
  Layout layout = layout_;
  if (layout.dimensions() + found->shape.size() > max_dimensions) {
    return fail(ErrorKind::shape, "field '" + found->name + "' of an array of shape " + describe(layout.shape) +
                                      " has more than " + std::to_string(max_dimensions) + " axes");
  }
  const Strides inner = contiguous_strides(found->shape, found->type.size());
  layout.shape.insert(layout.shape.end(), found->shape.begin(), found->shape.end());
  layout.strides.insert(layout.strides.end(), inner.begin(), inner.end());
  layout.offset = 0;
  return BasicStoredView(data_ + found->offset, found->type, std::move(layout));
}

template <class Byte>
Expected<BasicView<Byte>> BasicStoredView<Byte>::elements() const {
  if (type_.form() == StoredType::Form::record) {
    return fail(ErrorKind::dtype, "records aren't elements: ask for their fields");
  }
  if (type_.form() == StoredType::Form::element) return BasicView<Byte>(data_, type_.dtype(), layout_);
  Layout layout = layout_;
  if (layout.dimensions() == max_dimensions) {
    return fail(ErrorKind::shape, "bytes of an array of shape " + describe(layout.shape) + " have too many axes");
  }
  layout.shape.push_back(type_.size());
  layout.strides.push_back(1);
  return BasicView<Byte>(data_, Kind::uint8, layout);
}

template class BasicStoredView<std::byte>;
template class BasicStoredView<const std::byte>;

StoredArray::StoredArray(Array memory, StoredType type, Layout layout)
    : memory_(std::move(memory)), type_(std::move(type)), layout_(std::move(layout)) {}

StoredArray StoredArray::of(Array array) {
  Layout layout = array.view().layout();
  const StoredType type = array.dtype();
  return {std::move(array), type, std::move(layout)};
}

Expected<StoredArray> StoredArray::zeros(StoredType type, std::span<const std::int64_t> shape, Order order) {
  if (type.form() == StoredType::Form::element) {
    auto memory = Array::zeros(type.dtype(), shape, order);
    if (!memory) return std::unexpected(memory.error());
    Layout layout = memory->view().layout();
    return StoredArray(std::move(*memory), std::move(type), std::move(layout));
  }
  const auto bytes = byte_count(shape, type.size());
  if (!bytes) return std::unexpected(bytes.error());
  const std::int64_t length[]{*bytes};
  auto memory = Array::zeros(Kind::uint8, length);
  if (!memory) return std::unexpected(memory.error());
  Layout layout{{shape.begin(), shape.end()}, contiguous_strides(shape, type.size(), order), 0};
  return StoredArray(std::move(*memory), std::move(type), std::move(layout));
}

StoredView StoredArray::view() { return {memory_.view().data(), type_, layout_}; }

ConstStoredView StoredArray::view() const { return {memory_.view().data(), type_, layout_}; }

std::span<std::byte> StoredArray::bytes() {
  return {memory_.view().data(), static_cast<std::size_t>(memory_.count() * memory_.dtype().size())};
}

Expected<Array> StoredArray::array() && {
  if (type_.form() == StoredType::Form::element) return std::move(memory_);
  const auto elements = std::as_const(*this).view().elements();
  if (!elements) return std::unexpected(elements.error());
  return Array::copy_of(*elements);
}

}  // namespace fairplay::arraycore
