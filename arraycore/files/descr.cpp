#include "arraycore/files/descr.h"

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/files/literal.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr char native_mark = std::endian::native == std::endian::little ? '<' : '>';
constexpr char foreign_mark = std::endian::native == std::endian::little ? '>' : '<';

std::string quoted(const std::string& text) {
  const auto codes = from_utf8(text);
  return text_repr(codes ? *codes : U"\xfffd");
}

std::string type_text(const StoredType& type) {
  if (type.form() == StoredType::Form::opaque) return "'|V" + std::to_string(type.size()) + "'";
  std::string name = type.dtype().name();
  if (type.swapped()) name.front() = foreign_mark;
  return "'" + name + "'";
}

std::string record_text(const RecordType& record) {
  std::string result;
  const auto add = [&](const std::string& field) { result += (result.empty() ? "" : ", ") + field; };
  std::int64_t end = 0;
  const auto pad = [&](std::int64_t up_to) {
    if (up_to > end) add("('', '|V" + std::to_string(up_to - end) + "')");
  };
  for (const Field& field : record.fields()) {
    pad(field.offset);
    const std::string name =
        field.title ? '(' + quoted(*field.title) + ", " + quoted(field.name) + ')' : quoted(field.name);
    add('(' + name + ", " + descr_text(field.type) + (field.shape.empty() ? "" : ", " + tuple_text(field.shape)) + ')');
    end = field.offset + field.size();
  }
  pad(record.size());
  return '[' + result + ']';
}

std::unexpected<Error> no_descr(const std::string& why) {
  return fail(ErrorKind::value, "descr is not a valid dtype descriptor: " + why);
}

Expected<StoredType> type_of_text(std::string_view text) {
  std::string_view bare = text;
  if (!bare.empty() && std::string_view("<>|=").find(bare.front()) != std::string_view::npos) bare.remove_prefix(1);
  if (bare == "O" || bare == "O8" || bare == "O4") {
    return fail(ErrorKind::value, "object arrays are pickles, which are never loaded");
  }
  if (bare.starts_with('V')) {
    bare.remove_prefix(1);
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(bare.data(), bare.data() + bare.size(), size);
    if (bare.empty() || error != std::errc() || end != bare.data() + bare.size()) {
      return no_descr("'" + std::string(text) + "'");
    }
    return StoredType::opaque(size);
  }
  std::string native(text);
  const bool swapped = text.starts_with(foreign_mark);
  if (swapped) native.front() = native_mark;
  const auto dtype = DType::parse(native);
  if (!dtype) return no_descr(dtype.error().message);
  return StoredType(*dtype, swapped);
}

/// A sub-array's shape: a tuple, or one number.
Expected<Extents> shape_of(const Literal& literal) {
  if (literal.sort == Literal::Sort::integer) return Extents{literal.number};
  if (literal.sort != Literal::Sort::tuple) return no_descr("the shape of a field isn't a tuple");
  Extents shape;
  for (const Literal& item : literal.items) {
    if (item.sort != Literal::Sort::integer) return no_descr("the shape of a field isn't one of integers");
    shape.push_back(item.number);
  }
  return shape;
}

/// A field's type, with a sub-array's shape: what numpy.dtype((type, shape)) takes.
struct Shaped {
  StoredType type;
  Extents shape;
};

Expected<Shaped> shaped_type(const Literal& descr, const Literal* shape) {
  Extents outer;
  if (shape != nullptr) {
    auto read = shape_of(*shape);
    if (!read) return std::unexpected(read.error());
    outer = std::move(*read);
  }
  if (descr.sort == Literal::Sort::tuple) {
    if (descr.items.size() != 2) return no_descr("a sub-array isn't a type and a shape");
    auto inner = shaped_type(descr.items[0], &descr.items[1]);
    if (!inner) return inner;
    outer.insert(outer.end(), inner->shape.begin(), inner->shape.end());
    return Shaped{std::move(inner->type), std::move(outer)};
  }
  auto type = type_of_descr(descr);
  if (!type) return std::unexpected(type.error());
  return Shaped{std::move(*type), std::move(outer)};
}

/// A field of a descr; nullopt for padding, whose bytes are added to `end`.
Expected<std::optional<Field>> field_of(const Literal& literal, std::int64_t& end) {
  if (literal.sort != Literal::Sort::tuple || literal.items.size() < 2 || literal.items.size() > 3) {
    return no_descr("a field isn't a tuple of two or three");
  }
  auto shaped = shaped_type(literal.items[1], literal.items.size() == 3 ? &literal.items[2] : nullptr);
  if (!shaped) return std::unexpected(shaped.error());
  const auto bytes = byte_count(shaped->shape, shaped->type.size());
  if (!bytes) return std::unexpected(bytes.error());
  const std::int64_t offset = end;
  if (*bytes > std::numeric_limits<std::int64_t>::max() - end) return no_descr("a record that is too large");
  end += *bytes;
  const Literal& name = literal.items[0];
  if (name.sort == Literal::Sort::text) {
    // NumPy takes a sub-array for bytes, too.
    const bool bytes_only = shaped->type.form() == StoredType::Form::opaque || !shaped->shape.empty();
    if (name.text.empty() && bytes_only) return std::nullopt;
    return Field{name.text, std::nullopt, offset, std::move(shaped->type), std::move(shaped->shape)};
  }
  const bool titled = name.sort == Literal::Sort::tuple && name.items.size() == 2 &&
                      name.items[0].sort == Literal::Sort::text && name.items[1].sort == Literal::Sort::text;
  if (!titled) return no_descr("a field's name isn't a text, or a title and a name");
  return Field{name.items[1].text, name.items[0].text, offset, std::move(shaped->type), std::move(shaped->shape)};
}

}  // namespace

std::string tuple_text(std::span<const std::int64_t> numbers) {
  std::string result;
  for (const std::int64_t number : numbers) result += (result.empty() ? "" : ", ") + std::to_string(number);
  return '(' + result + (numbers.size() == 1 ? ",)" : ")");
}

std::string descr_text(const StoredType& type) {
  return type.form() == StoredType::Form::record ? record_text(type.record()) : type_text(type);
}

Expected<StoredType> type_of_descr(const Literal& descr) {
  if (descr.sort == Literal::Sort::text) return type_of_text(descr.text);
  if (descr.sort != Literal::Sort::list) return no_descr("neither a text nor a list of fields");
  std::vector<Field> fields;
  std::int64_t end = 0;
  for (const Literal& item : descr.items) {
    auto field = field_of(item, end);
    if (!field) return std::unexpected(field.error());
    if (*field) fields.push_back(std::move(**field));
  }
  auto record = RecordType::of(std::move(fields), end);
  if (!record) return std::unexpected(record.error());
  return StoredType(std::move(*record));
}

}  // namespace fairplay::arraycore
