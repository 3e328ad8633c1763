#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How a Python writes the local header of a member whose sizes are in a ZIP64 field: up to 3.11.3 the header has them
/// as well (gh-103861).
enum class PythonZip { before_3_11_4, since_3_11_4 };

/// Writes a ZIP file as Python's zipfile does: members of 1980-01-01, for their owner alone, compressed by zlib's
/// default level.
class ZipWriter {
 public:
  ZipWriter(bool deflate, PythonZip python) : deflate_(deflate), python_(python) {}

  /// `name`: UTF-8. `chunk`: how many bytes of `content` behind its first `head` Python would hand over at a time.
  /// `zip64`: the sizes are in a ZIP64 field in any case. Errors: a name with a zero or longer than 65,535 bytes; sizes
  /// that need ZIP64; no memory.
  Expected<void> add(std::string_view name, std::span<const std::byte> content, std::size_t head, std::size_t chunk,
                     bool zip64);
  /// The whole file.
  std::vector<std::byte> finish() &&;

 private:
  std::vector<std::byte> file_;
  std::vector<std::byte> directory_;
  std::uint64_t members_ = 0;
  bool deflate_;
  PythonZip python_;
};

}  // namespace fairplay::arraycore
