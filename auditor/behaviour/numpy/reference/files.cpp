// Operations that are files. Arrays come as bytes of the elements' size, with the
// elements' descr beside them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/files/byte_order.h"
#include "arraycore/files/descr.h"
#include "arraycore/files/difference.h"
#include "arraycore/files/literal.h"
#include "arraycore/files/npy.h"
#include "arraycore/files/npz.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Expected<StoredType> type_of_text(const std::string& descr) {
  const auto literal = parse_literal(descr, false);
  if (!literal) return std::unexpected(literal.error());
  return type_of_descr(*literal);
}

/// An array of a request with its elements in the machine's byte order.
Expected<ConstStoredView> stored(const DynamicView& bytes, const std::string& descr) {
  const auto type = type_of_text(descr);
  if (!type) return std::unexpected(type.error());
  for (const std::int64_t offset : offsets_of(bytes.shape(), bytes.strides())) {
    exchange_byte_order(*type, {bytes.data() + offset, static_cast<std::size_t>(type->size())});
  }
  return ConstStoredView(bytes.data(), *type, bytes.layout());
}

Answer answer_bytes(std::span<const std::byte> bytes) {
  return answer(Array::from(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size())));
}

/// Whether what was written is read back; an error otherwise.
Expected<void> reads_back(const NpyArray& read, const ConstStoredView& written) {
  if (const auto difference = first_difference(read.elements.view(), written)) {
    return fail(ErrorKind::memory, "what was written is read as another array: " + *difference);
  }
  if (read.elements.type() != written.type()) return fail(ErrorKind::memory, "another byte order is read");
  return {};
}

Answer npy(const Request& request) {
  const auto view = stored(request.arrays.at(0), request.arguments.at("descr").get<std::string>());
  if (!view) return std::unexpected(view.error());
  NpyOptions options{request.release};
  if (!request.arguments.at("version").is_null()) {
    const auto version = request.list("version");
    options.version = NpyVersion{static_cast<int>(version.at(0)), static_cast<int>(version.at(1))};
  }
  const auto file = write_npy(*view, options);
  if (!file) return std::unexpected(file.error());
  const auto read = read_npy(*file);
  if (!read) return std::unexpected(read.error());
  if (const auto same = reads_back(*read, *view); !same) return std::unexpected(same.error());
  return answer_bytes(*file);
}

Answer npz(const Request& request) {
  std::vector<NpzEntry> entries;
  for (std::size_t i = 0; i < request.arrays.size(); ++i) {
    const auto view = stored(request.arrays[i], request.arguments.at("descrs").at(i).get<std::string>());
    if (!view) return std::unexpected(view.error());
    entries.push_back({request.arguments.at("names").at(i).get<std::string>(), *view});
  }
  const auto python = request.list("python");
  NpzOptions options{request.release, request.is_set("compressed")};
  if (python < std::vector<std::int64_t>{3, 11, 4}) options.python = PythonZip::before_3_11_4;
  const auto file = write_npz(entries, options);
  if (!file) return std::unexpected(file.error());
  const auto reader = NpzReader::of(*file);
  if (!reader) return std::unexpected(reader.error());
  for (const NpzEntry& entry : entries) {
    const auto read = reader->read(entry.name);
    if (!read) return std::unexpected(read.error());
    if (const auto same = reads_back(*read, entry.array); !same) return std::unexpected(same.error());
  }
  return answer_bytes(*file);
}

/// The bytes of all fields in row-major order.
Expected<void> append_leaves(const ConstStoredView& view, std::vector<std::byte>& bytes) {
  if (view.type().form() == StoredType::Form::record) {
    for (const Field& field : view.type().record().fields()) {
      const auto part = view.field(field.name);
      if (!part) return std::unexpected(part.error());
      if (const auto done = append_leaves(*part, bytes); !done) return done;
    }
    return {};
  }
  const auto elements = view.elements();
  if (!elements) return std::unexpected(elements.error());
  const auto size = static_cast<std::size_t>(elements->dtype().size());
  for (const std::int64_t offset : offsets_of(elements->shape(), elements->strides())) {
    const std::span element(elements->data() + offset, size);
    bytes.insert(bytes.end(), element.begin(), element.end());
  }
  return {};
}

Answer npy_read(const Request& request) {
  const ConstDynamicView file = request.first();
  const auto read = read_npy({file.data(), static_cast<std::size_t>(file.count())});
  if (!read) return std::unexpected(read.error());
  std::string said = descr_text(read->elements.type());
  said += ' ' + tuple_text(read->elements.shape());
  std::vector<std::byte> bytes(said.size() + 1);
  std::ranges::transform(said, bytes.begin(), [](char character) { return static_cast<std::byte>(character); });
  if (const auto done = append_leaves(read->elements.view(), bytes); !done) return std::unexpected(done.error());
  return answer_bytes(bytes);
}

}  // namespace

const std::map<std::string, Evaluator>& file_operations() {
  static const std::map<std::string, Evaluator> all{
      {"npy", npy}, {"npz", npz}, {"npy_read", npy_read}, {"load", npy_read}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
