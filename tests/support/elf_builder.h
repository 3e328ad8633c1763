#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::tests {

/// Assembles a small ELF shared object with chosen content, and says where everything lies, so that a test can damage
/// one place of it. Addresses equal file offsets. What a test refers to stands at fixed addresses; the tables that the
/// builder makes (.dynsym, .dynstr, versions, relocations, notes) lie below `rodata`.
///
///     ElfBuilder elf;
///     elf.soname = "libfoo.so.1";
///     elf.symbols.push_back({.name = "foo", .value = ElfBuilder::text});
///     std::string bytes = elf.build();
///     elf.patch(bytes, elf.place("section header .text") + 0x20, 8, 1ULL << 40);  // sh_size
class ElfBuilder {
 public:
  static constexpr std::uint64_t rodata = 0x800;
  static constexpr std::uint64_t text = 0xa00;
  static constexpr std::uint64_t relro = 0xc00;
  static constexpr std::uint64_t data = 0xe00;
  static constexpr std::uint64_t dynamic = 0xf00;

  int bits = 64;
  bool little_endian = true;
  std::uint16_t machine = 62;  ///< EM_X86_64
  std::uint16_t type = 3;      ///< ET_DYN
  bool section_headers = true;
  bool program_headers = true;
  enum class Hash { none, sysv, gnu } hash = Hash::gnu;
  bool explicit_addends = true;  ///< RELA rather than REL

  std::vector<std::string> needed;
  std::string soname, rpath, runpath;
  std::string build_id;  ///< raw bytes; none when empty
  std::string comment;   ///< raw bytes of .comment
  std::vector<std::pair<std::int64_t, std::uint64_t>> more_dynamic;

  struct Symbol {
    std::string name = {};
    std::string version = {};  ///< defined symbols: of version_definitions; else of version_needs
    bool default_version = true;
    std::uint64_t value = 0;  ///< 0: undefined
    std::uint64_t size = 8;
    std::uint8_t type = 2;        ///< STT_FUNC
    std::uint8_t binding = 1;     ///< STB_GLOBAL
    std::uint8_t visibility = 0;  ///< STV_DEFAULT
  };
  std::vector<Symbol> symbols;  ///< undefined ones are moved to the front
  std::vector<std::string> version_definitions;
  std::vector<std::pair<std::string, std::string>> version_needs;  ///< file, version

  struct Relocation {
    std::uint64_t place = 0;
    std::uint32_t type = 8;   ///< R_X86_64_RELATIVE
    std::string symbol = {};  ///< none when empty
    std::int64_t addend = 0;
  };
  std::vector<Relocation> relocations;
  std::vector<std::uint64_t> relr;

  std::vector<std::uint64_t>
      functions;  ///< where functions start: a table of .eh_frame_hdr behind .rodata, and its segment

  std::string rodata_bytes, text_bytes, relro_bytes, data_bytes;

  /// Adds a NUL-terminated string to .rodata; returns its address.
  std::uint64_t string(std::string_view value);
  /// Adds a pointer-sized word to .data.rel.ro; returns its address.
  std::uint64_t word(std::uint64_t value = 0);
  /// Adds a word to .data.rel.ro that a relative relocation sets to `target`; returns its address.
  std::uint64_t pointer(std::uint64_t target);
  /// Adds a PyMethodDef entry to .data.rel.ro; an empty name gives the all-zero end of a table.
  std::uint64_t method(std::string_view name, std::uint64_t function, std::uint32_t flags, std::string_view doc = "");

  std::string build();

  /// Where a thing of the last build lies: a section's name, "section header NAME", "program header N", "dynamic N".
  std::uint64_t place(const std::string& what) const { return places_.at(what); }
  /// Overwrites `width` bytes at `offset` in the file's byte order.
  void patch(std::string& bytes, std::uint64_t offset, int width, std::uint64_t value) const;

 private:
  struct Section;
  std::map<std::string, std::uint64_t> places_;
};

}  // namespace fairplay::tests
