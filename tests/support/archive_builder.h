#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Makes ZIP, tar, ar and .deb files in memory, honest ones and ones that lie in a single documented place.
namespace fairplay::tests {

struct ZipEntry {
  std::string name;
  std::string content;
  std::uint16_t method = 8;      ///< 8 deflates; anything else stores the content as it is under that number
  std::uint16_t flags = 0;       ///< bit 3 writes a data descriptor and zeros in the local header
  std::uint32_t mode = 0100644;  ///< unix mode, into the external attributes
  std::string gap_before = {};   ///< bytes in front of the local header
  std::string central_extra = {};
  // Lies: what stands in the local header or the central directory instead of the truth.
  std::optional<std::string> local_name = {};
  std::optional<std::uint16_t> local_method = {};
  std::optional<std::uint32_t> local_size = {};
  std::optional<std::uint32_t> local_crc = {};
  std::optional<std::uint32_t> local_signature = {};
  std::optional<std::uint32_t> central_size = {};
  std::optional<std::uint32_t> central_compressed = {};
  std::optional<std::uint32_t> central_crc = {};
  std::optional<std::uint32_t> central_offset = {};
  std::optional<std::uint32_t> descriptor_crc = {};
};

struct ZipShape {
  std::string prefix = {};  ///< in front of everything; offsets don't know of it
  std::string before_directory = {};
  std::string before_end = {};
  std::string comment = {};
  std::string behind = {};
  std::optional<std::uint16_t> count = {};  ///< members the end record claims
  std::optional<std::uint32_t> directory_size = {};
  bool zip64 = false;  ///< a ZIP64 end record and locator, with the plain one marked as overflowed
  std::optional<std::uint64_t> zip64_count = {};
};

std::string build_zip(const std::vector<ZipEntry>& entries, const ZipShape& shape = {});

struct TarEntry {
  std::string name;
  std::string content;
  char type = '0';  ///< '0' file, '1' hard link, '2' symlink, '5' folder, '6' FIFO, ...
  std::string link = {};
  std::optional<std::uint64_t> size = {};  ///< what the header claims
};

std::string build_tar(const std::vector<TarEntry>& entries);
std::string gzip(std::string_view bytes);
std::string build_ar(const std::vector<std::pair<std::string, std::string>>& members);
/// debian-binary, control.tar.gz and data.tar.gz.
std::string build_deb(const std::vector<TarEntry>& control, const std::vector<TarEntry>& data);

}  // namespace fairplay::tests
