#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

/// ELF files through libelf: identity, dynamic section, symbols, method tables, parts.
/// Sources: System V gABI chapters 4 and 5, the x86-64 and AArch64 psABI supplements.
namespace fairplay::signatures::elf {

struct Header {
  int bits = 64;  ///< 32 or 64
  bool little_endian = true;
  std::uint16_t type = 0;     ///< ET_DYN, ET_EXEC, ...
  std::uint16_t machine = 0;  ///< EM_X86_64, EM_AARCH64, ...
};
std::string machine_name(std::uint16_t machine);  ///< "x86-64", "AArch64", ..., "machine 243"

/// Its texts live as long as the image.
struct Symbol {
  std::string_view name;
  std::string_view version;      ///< "OPENBLAS_0.2.15", "GLIBC_2.17"; empty without one
  bool default_version = false;  ///< "@@" rather than "@"
  std::uint64_t value = 0;
  std::uint64_t size = 0;
  std::uint8_t type = 0;        ///< STT_*
  std::uint8_t binding = 0;     ///< STB_*
  std::uint8_t visibility = 0;  ///< STV_*
  bool defined = false;
};

/// A version of symbols that an object wants from one of its libraries (DT_VERNEED).
struct VersionNeed {
  std::string file;     ///< the library's soname: "libc.so.6"
  std::string version;  ///< "GLIBC_2.17"
  bool weak = false;    ///< the loader goes on without it
};

/// What the dynamic section says.
struct Dynamic {
  std::vector<std::string> needed;  ///< in file order
  std::string soname;
  std::string rpath;    ///< DT_RPATH, as stored
  std::string runpath;  ///< DT_RUNPATH, as stored
};

/// An opened ELF file. Every read is bounds-checked against the file; damaged parts are reported in the `damage` vector
/// of the call and left out, and the rest is still read. The dynamic section's own damage is reported once, to the
/// first call that needs it. Where program headers and section headers disagree the program headers win, because the
/// loader follows them. Not thread-safe.
class Image {
 public:
  /// `file` names the input in messages. The descriptor is borrowed and only pread.
  static Expected<Image> open(int fd, std::string file);
  /// The bytes are borrowed and must outlive the image.
  static Expected<Image> open(std::span<const std::byte> bytes, std::string file);
  Image(Image&&) noexcept;
  Image& operator=(Image&&) noexcept;
  ~Image();

  const std::string& file() const;
  const Header& header() const;
  /// What was wrong with the ELF header, the section and the program headers; empty for a sound file.
  const std::vector<Damage>& header_damage() const;

  Dynamic dynamic(std::vector<Damage>& damage) const;
  /// .dynsym without its null entry, in file order (through DT_SYMTAB where sections were stripped).
  std::vector<Symbol> dynamic_symbols(std::vector<Damage>& damage) const;
  /// The same one by one, for what needs little of each: libraries have ten thousand.
  void each_dynamic_symbol(const std::function<void(const Symbol&)>& visit, std::vector<Damage>& damage) const;
  std::vector<std::string> version_definitions(std::vector<Damage>& damage) const;  ///< names of DT_VERDEF
  std::vector<VersionNeed> version_needs(std::vector<Damage>& damage) const;        ///< DT_VERNEED, in file order
  std::string build_id(std::vector<Damage>& damage) const;                          ///< lower-case hex or empty
  std::vector<std::string> comment(std::vector<Damage>& damage) const;              ///< .comment's strings

  struct Section {
    std::string name;
    std::uint32_t type = 0;   ///< SHT_*
    std::uint64_t flags = 0;  ///< SHF_*
    std::uint64_t address = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::size_t index = 0;
  };
  const std::vector<Section>& sections() const;  ///< those whose header could be read
  const Section* section(std::string_view name) const;
  /// A section's bytes in the file's own byte order; empty span for SHT_NOBITS. The span lives as
  /// long as the image (libelf caches it).
  Expected<std::span<const std::byte>> bytes(const Section& section) const;
  /// Reads [offset, offset + into.size()) of the file into the caller's buffer: for streaming over what is too big
  /// to keep. False where the range is beyond the file's end or the file can't be read.
  bool read(std::uint64_t offset, std::span<std::byte> into) const;
  /// A range of the file that stays in memory as long as the image.
  Expected<std::span<const std::byte>> bytes_at_offset(std::uint64_t offset, std::uint64_t size) const;
  std::uint64_t file_size() const;

  struct Segment {
    std::uint32_t type = 0;   ///< PT_*
    std::uint32_t flags = 0;  ///< PF_*
    std::uint64_t address = 0;
    std::uint64_t offset = 0;
    std::uint64_t file_size = 0;
    std::uint64_t memory_size = 0;
  };
  const std::vector<Segment>& segments() const;
  /// The file offset that the loader maps at `address`, where `size` bytes of one PT_LOAD's file part lie there
  /// (gABI chapter 5, "Program Loading").
  std::optional<std::uint64_t> offset_of(std::uint64_t address, std::uint64_t size = 1) const;

  struct DynamicEntry {
    std::int64_t tag = 0;  ///< DT_*
    std::uint64_t value = 0;
  };
  /// The dynamic section up to DT_NULL, in file order.
  std::vector<DynamicEntry> dynamic_entries(std::vector<Damage>& damage) const;
  /// A string of the dynamic string table (DT_STRTAB).
  std::optional<std::string> dynamic_string(std::uint64_t offset) const;

  struct Relocation {
    std::uint64_t offset = 0;  ///< virtual address that is patched
    std::uint32_t type = 0;    ///< R_X86_64_*, R_AARCH64_*
    std::uint32_t symbol = 0;  ///< index into .dynsym (0: none)
    std::int64_t addend = 0;
  };
  /// Dynamic relocations (.rela.dyn, .rela.plt, .rel.*, and the RELR form), in file order. Where the form keeps no
  /// addend (REL, RELR), it is the word stored at the patched place.
  std::vector<Relocation> relocations(std::vector<Damage>& damage) const;

  struct State;  ///< the implementation's, see image_state.h

 private:
  friend struct ImageOpener;
  explicit Image(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairplay::signatures::elf
