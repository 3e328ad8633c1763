#include "arraycore/files/stored_type.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::int64_t largest_record = std::numeric_limits<std::int64_t>::max();

/// `offset` rounded up to a multiple of `alignment`, and the bytes behind it. Error: an overflow.
Expected<std::int64_t> sum_of_sizes(std::int64_t offset, std::int64_t size) {
  if (size > largest_record - offset) return fail(ErrorKind::size, "a record of more than 2**63 - 1 bytes");
  return offset + size;
}

Expected<std::int64_t> aligned_offset(std::int64_t offset, std::int64_t alignment) {
  const std::int64_t rest = offset % alignment;
  return sum_of_sizes(offset, rest == 0 ? 0 : alignment - rest);
}

}  // namespace

std::int64_t swapped_unit(DType dtype) {
  if (dtype.kind() == Kind::bytes) return 1;
  if (dtype.kind() == Kind::text) return 4;
  return is_complex(dtype.kind()) ? dtype.size() / 2 : dtype.size();
}

StoredType::StoredType(DType dtype, bool swapped) : swapped_(swapped && swapped_unit(dtype) > 1), dtype_(dtype) {}

StoredType::StoredType(RecordType record)
    : form_(Form::record), record_(std::make_shared<const RecordType>(std::move(record))) {}

Expected<StoredType> StoredType::opaque(std::int64_t size) {
  if (size < 0 || size > DType::max_bytes) {
    return fail(ErrorKind::value, "a type of " + std::to_string(size) + " uninterpreted bytes");
  }
  StoredType result;
  result.form_ = Form::opaque;
  result.size_ = size;
  return result;
}

std::int64_t StoredType::size() const {
  switch (form_) {
    case Form::element: return dtype_.size();
    case Form::opaque: return size_;
    case Form::record: return record_->size();
  }
  return 0;
}

std::int64_t StoredType::alignment() const {
  switch (form_) {
    case Form::element: return dtype_.alignment();
    case Form::opaque: return 1;
    case Form::record: return record_->alignment();
  }
  return 1;
}

bool operator==(const StoredType& a, const StoredType& b) {
  if (a.form_ != b.form_) return false;
  if (a.form_ == StoredType::Form::record) return a.record_ == b.record_ || *a.record_ == *b.record_;
  return a.dtype_ == b.dtype_ && a.swapped_ == b.swapped_ && a.size_ == b.size_;
}

RecordType::RecordType(std::vector<Field> fields, std::int64_t size) : fields_(std::move(fields)), size_(size) {}

Expected<RecordType> RecordType::of(std::vector<Field> fields, std::int64_t size) {
  std::set<std::string_view> names;
  std::int64_t end = 0;
  for (const Field& field : fields) {
    const bool two_names = field.title && *field.title != field.name;
    if (!names.insert(field.name).second || (two_names && !names.insert(*field.title).second)) {
      return fail(ErrorKind::value, "field '" + field.name + "' occurs more than once");
    }
    const auto bytes = byte_count(field.shape, field.type.size());
    if (!bytes) return fail(bytes.error().kind, "field '" + field.name + "': " + bytes.error().message);
    if (field.offset < end) {
      return fail(ErrorKind::value, "field '" + field.name + "' at offset " + std::to_string(field.offset) +
                                        " begins before the field in front of it ends, at " + std::to_string(end));
    }
    const auto behind = sum_of_sizes(field.offset, *bytes);
    if (!behind) return std::unexpected(behind.error());
    end = *behind;
    if (end > size) {
      return fail(ErrorKind::value, "field '" + field.name + "' ends at " + std::to_string(end) +
                                        ", behind a record of " + std::to_string(size) + " bytes");
    }
  }
  if (size < 0) return fail(ErrorKind::value, "a record of " + std::to_string(size) + " bytes");
  return RecordType(std::move(fields), size);
}

Expected<RecordType> RecordType::packed(std::vector<Field> fields, bool aligned) {
  std::int64_t end = 0;
  std::int64_t largest = 1;
  for (Field& field : fields) {
    const auto bytes = byte_count(field.shape, field.type.size());
    if (!bytes) return fail(bytes.error().kind, "field '" + field.name + "': " + bytes.error().message);
    const std::int64_t alignment = aligned ? field.type.alignment() : 1;
    largest = std::max(largest, alignment);
    const auto offset = aligned_offset(end, alignment);
    if (!offset) return std::unexpected(offset.error());
    field.offset = *offset;
    const auto behind = sum_of_sizes(*offset, *bytes);
    if (!behind) return std::unexpected(behind.error());
    end = *behind;
  }
  const auto size = aligned_offset(end, largest);
  if (!size) return std::unexpected(size.error());
  return of(std::move(fields), *size);
}

std::int64_t RecordType::alignment() const {
  std::int64_t largest = 1;
  for (const Field& field : fields_) largest = std::max(largest, field.type.alignment());
  return largest;
}

const Field* RecordType::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) {
    return field.name == name || (field.title && *field.title == name);
  });
  return found == fields_.end() ? nullptr : &*found;
}

}  // namespace fairplay::arraycore
