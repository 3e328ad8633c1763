#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

class RecordType;

/// What an element is in a file: a dtype in either byte order, uninterpreted bytes ("V7"), or a record. In memory all
/// elements are in the machine's byte order; `swapped` says how a file has them.
class StoredType {
 public:
  enum class Form { element, opaque, record };

  StoredType(DType dtype) : dtype_(dtype) {}  // NOLINT(google-explicit-constructor): a dtype is what files hold
  /// `swapped`: not in the machine's byte order; nothing where a dtype has no byte order, as bool and bytes.
  StoredType(DType dtype, bool swapped);
  StoredType(RecordType record);  // NOLINT(google-explicit-constructor): so is a record
  /// Error: a negative size, or more than DType::max_bytes.
  static Expected<StoredType> opaque(std::int64_t size);

  Form form() const { return form_; }
  /// Of `element`; otherwise uint8.
  DType dtype() const { return form_ == Form::element ? dtype_ : DType(Kind::uint8); }
  bool swapped() const { return swapped_; }
  /// Of `record` only.
  const RecordType& record() const { return *record_; }
  /// Bytes an element takes.
  std::int64_t size() const;
  /// The alignment that C would give it: a record that of its most demanding field.
  std::int64_t alignment() const;

  /// Byte orders and layouts count as well.
  friend bool operator==(const StoredType& a, const StoredType& b);

 private:
  StoredType() = default;

  Form form_ = Form::element;
  bool swapped_ = false;
  DType dtype_;
  std::int64_t size_ = 0;
  std::shared_ptr<const RecordType> record_;
};

/// Bytes that hold one number: what is reversed in the other byte order. Half of a complex number, a character of text.
std::int64_t swapped_unit(DType dtype);

/// One field of a record. With a shape it is a sub-array, whose elements follow one another in row-major order.
struct Field {
  std::string name;                  ///< UTF-8
  std::optional<std::string> title;  ///< a second name
  std::int64_t offset = 0;           ///< bytes from the record's first one
  StoredType type;
  Extents shape = {};

  /// Bytes; no overflow in a field of a RecordType.
  std::int64_t size() const { return count_of(shape) * type.size(); }
  friend bool operator==(const Field&, const Field&) = default;
};

/// A record (NumPy's structured dtype): fields in the order of their offsets, perhaps with padding between and behind.
/// Source: NumPy, "Structured arrays".
class RecordType {
 public:
  /// Errors: two fields, names or titles, with one name; fields that overlap or aren't in the order of their offsets,
  /// which `.npy` can't say; a field that ends behind `size`; a shape that overflows.
  static Expected<RecordType> of(std::vector<Field> fields, std::int64_t size);
  /// The same without gaps, or, `aligned`, with those that C leaves; the fields' offsets don't count.
  static Expected<RecordType> packed(std::vector<Field> fields, bool aligned = false);

  const std::vector<Field>& fields() const { return fields_; }
  std::int64_t size() const { return size_; }
  std::int64_t alignment() const;
  /// The field with this name or title; null if there is none.
  const Field* find(std::string_view name) const;
  friend bool operator==(const RecordType&, const RecordType&) = default;

 private:
  RecordType(std::vector<Field> fields, std::int64_t size);

  std::vector<Field> fields_;
  std::int64_t size_;
};

}  // namespace fairplay::arraycore
