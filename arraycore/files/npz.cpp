#include "arraycore/files/npz.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/files/npy.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/zip_reader.h"
#include "arraycore/files/zip_writer.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::string_view npy_suffix = ".npy";

std::string without_suffix(std::string_view name) {
  if (name.ends_with(npy_suffix)) name.remove_suffix(npy_suffix.size());
  return std::string(name);
}

/// From 1.17 on all members have a ZIP64 field (numpy#10776), before only large ones.
bool has_zip64_field(const ConstStoredView& array, Release release) {
  constexpr std::int64_t large = std::int64_t{1} << 30;
  return release >= Release{1, 17} || byte_count(array.shape(), array.type().size()).value_or(large) >= large;
}

}  // namespace

NpzReader::NpzReader(std::vector<ZipEntry> entries, NpzLimits limits) : entries_(std::move(entries)), limits_(limits) {}

Expected<NpzReader> NpzReader::of(std::span<const std::byte> file, const NpzLimits& limits) {
  auto entries = zip_entries(file, limits.members);
  if (!entries) return std::unexpected(entries.error());
  return NpzReader(std::move(*entries), limits);
}

std::vector<std::string> NpzReader::names() const {
  std::vector<std::string> result;
  for (const ZipEntry& entry : entries_) result.push_back(without_suffix(entry.name));
  return result;
}

Expected<NpyArray> NpzReader::read(std::string_view name) const {
  // The whole name of a member is a name, too, and the first that is asked for.
  auto found = std::find_if(entries_.begin(), entries_.end(), [&](const ZipEntry& one) { return one.name == name; });
  if (found == entries_.end()) {
    found = std::find_if(entries_.begin(), entries_.end(),
                         [&](const ZipEntry& one) { return without_suffix(one.name) == name; });
  }
  if (found == entries_.end()) return fail(ErrorKind::value, std::string(name) + " is not a file in the archive");
  if (found->size > limits_.member_bytes) {
    return fail(ErrorKind::size, "member '" + found->name + "' has " + std::to_string(found->size) + " bytes");
  }
  std::vector<std::byte> room;
  const auto content = zip_content(*found, room);
  if (!content) return std::unexpected(content.error());
  return read_npy(*content, limits_.npy);
}

Expected<std::vector<std::byte>> write_npz(std::span<const NpzEntry> entries, const NpzOptions& options) {
  ZipWriter writer(options.compressed, options.python);
  std::set<std::string_view> names;
  for (const NpzEntry& entry : entries) {
    if (!names.insert(entry.name).second) return fail(ErrorKind::value, "two arrays under the name " + entry.name);
    const auto file = write_npy(entry.array, {options.release});
    if (!file) return std::unexpected(file.error());
    const std::int64_t size = entry.array.type().size();
    const auto elements = static_cast<std::size_t>(byte_count(entry.array.shape(), size).value_or(0));
    // NumPy hands over whole elements of 16 MiB.
    constexpr std::int64_t piece = std::int64_t{16} << 20;
    const auto chunk = static_cast<std::size_t>(size == 0 ? piece : std::max<std::int64_t>(piece / size, 1) * size);
    const auto added = writer.add(entry.name + std::string(npy_suffix), *file, file->size() - elements, chunk,
                                  has_zip64_field(entry.array, options.release));
    if (!added) return std::unexpected(added.error());
  }
  return std::move(writer).finish();
}

}  // namespace fairplay::arraycore
