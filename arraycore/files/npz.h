#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/files/npy.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/zip_reader.h"
#include "arraycore/files/zip_writer.h"
#include "arraycore/types/error.h"

/// NumPy's `.npz`: a ZIP file with one `.npy` an array.
namespace fairplay::arraycore {

struct NpzLimits {
  NpyLimits npy = {};
  std::size_t members = 100000;
  std::uint64_t member_bytes = std::uint64_t{1} << 40;  ///< of one array's file, inflated
};

/// A `.npz` in memory that somebody else owns (numpy.load's NpzFile): arrays are read when they are asked for.
class NpzReader {
 public:
  /// Errors: those of zip_entries (zip_reader.h).
  static Expected<NpzReader> of(std::span<const std::byte> file, const NpzLimits& limits = {});

  /// The members' names, without ".npy".
  std::vector<std::string> names() const;
  /// Errors: no such member, one larger than the limit, those of zip_content and read_npy.
  Expected<NpyArray> read(std::string_view name) const;

 private:
  NpzReader(std::vector<ZipEntry> entries, NpzLimits limits);

  std::vector<ZipEntry> entries_;
  NpzLimits limits_;
};

/// An array to be written, under a name.
struct NpzEntry {
  std::string name;  ///< UTF-8, without ".npy"
  ConstStoredView array;
};

struct NpzOptions {
  Release release = newest_release;
  bool compressed = false;
  PythonZip python = PythonZip::since_3_11_4;  ///< the one that the release runs in
};

/// numpy.savez and savez_compressed, byte for byte. The bytes of a compressed file are those of the zlib at hand.
/// Errors: a name twice, those of write_npy and ZipWriter::add.
Expected<std::vector<std::byte>> write_npz(std::span<const NpzEntry> entries, const NpzOptions& options = {});

}  // namespace fairplay::arraycore
