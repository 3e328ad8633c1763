#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/damage.h"

/// What a ZIP file says it holds, read from its central directory as Python's zipfile (and so pip) reads it,
/// and every place where another reader could see something else. Source: PKWARE APPNOTE.TXT 6.3.10.
namespace fairplay::signatures::artifact {

struct ZipMember {
  FileEntry entry;           ///< path normalised; size is the central directory's
  std::string name;          ///< as stored, for messages
  std::uint16_t flags = 0;   ///< general purpose bits, 4.4.4
  std::uint16_t method = 0;  ///< compression, 4.4.5
  std::uint32_t crc = 0;
  std::uint64_t compressed = 0;     ///< bytes
  std::uint64_t header_offset = 0;  ///< of the local header, from the file's first byte
  std::uint64_t data_offset = 0;    ///< of the compressed data; set where `readable`
  bool readable = false;            ///< the local header was found and the data is inside the file
  bool delivered = true;            ///< false: a bad path, or a duplicate that a later entry replaces

  std::string place() const;  ///< "member NAME, offset 0x..." for damage
};

struct ZipStructure {
  std::vector<ZipMember> members;  ///< in the central directory's order
  std::vector<Damage> findings;    ///< in the order found
  std::uint64_t findings_left_out = 0;

  /// Adds a finding, up to a number that a person can still use: a hostile archive makes several a member.
  void find(Damage finding);
};

/// Reads the end records, the central directory and all local headers of the file `fd` of `size` bytes.
/// Damage where there is no central directory to go by; everything else goes to `findings`.
Expected<ZipStructure> read_zip_structure(int fd, std::uint64_t size, const std::string& file,
                                          const ArchiveLimits& limits);

/// Whether the `size` bytes in front of the first member are what makes a ZIP a program: "#!" with an interpreter, and
/// perhaps a script (Python's zipapp module, pex --sh-boot). Text that holds no other archive.
bool is_start_of_program(int fd, std::uint64_t size);

/// The parts of the above; each adds its findings.
void check_local_headers(int fd, std::uint64_t directory_offset, const std::string& file, ZipStructure& zip);
void check_names(const std::string& file, ZipStructure& zip);

/// The value a ZIP64 extra field (4.5.3) gives for a 32-bit field that is 0xffffffff; fields are there in a fixed
/// order, and only those that overflowed.
class Zip64Extra {
 public:
  explicit Zip64Extra(std::string_view extra);
  /// Replaces `value` by the next one when it is the overflow mark; false when the extra field lacks it.
  bool widen(std::uint64_t& value);

 private:
  std::string_view rest_;
};

/// The content of the extra field block `id`, or nothing.
std::string_view extra_block(std::string_view extra, std::uint16_t id);

}  // namespace fairplay::signatures::artifact
