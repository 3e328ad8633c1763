#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/types/error.h"

/// NumPy's `.npy`: a header with type, order and shape, and the elements as they lie in memory. Sources: NEP 1;
/// numpy.lib.format, which has versions 2.0 and 3.0.
namespace fairplay::arraycore {

/// 1.0: a header of at most 65,535 bytes in Latin-1; 2.0: of at most 2^32 - 1; 3.0: in UTF-8.
struct NpyVersion {
  int major = 1;
  int minor = 0;
  friend constexpr bool operator==(const NpyVersion&, const NpyVersion&) = default;
};

struct NpyHeader {
  NpyVersion version;
  StoredType type;
  Order order;
  Extents shape;
  std::int64_t data_offset;  ///< of the first element, in bytes from the file's beginning
};

/// What is refused before anything is read.
struct NpyLimits {
  /// Characters of the header, as NumPy's `max_header_size`.
  std::int64_t header = 10000;
};

/// The header of a file that begins with these bytes. Errors: no `.npy`, another version, an end within the header, a
/// header longer than the limit or of another grammar, an object type, a shape that overflows.
Expected<NpyHeader> read_npy_header(std::span<const std::byte> file, const NpyLimits& limits = {});

struct NpyArray {
  StoredArray elements;   ///< in the machine's byte order; its type says what the file's is
  Order order;            ///< in which they lie
  std::int64_t consumed;  ///< bytes of the file; more may follow
};

/// numpy.load of a file. Nothing is unpickled. Memory is asked for after the file was found to be long enough. Errors:
/// those of read_npy_header; a file that ends before its last element; no memory.
Expected<NpyArray> read_npy(std::span<const std::byte> file, const NpyLimits& limits = {});

struct NpyOptions {
  Release release = newest_release;
  /// Without one, the oldest version that can say it.
  std::optional<NpyVersion> version = std::nullopt;
};

/// numpy.save, byte for byte as the release writes it: in column-major order where the elements lie so and not in
/// row-major order as well. Errors: a header that the version can't hold, a version that the release doesn't know, no
/// memory.
Expected<std::vector<std::byte>> write_npy(const ConstStoredView& view, const NpyOptions& options = {});

}  // namespace fairplay::arraycore
