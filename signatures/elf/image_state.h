#pragma once

#include <gelf.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "signatures/elf/image.h"
#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {

/// Limits that keep hostile files from costing more than their size: real builds stay far below.
inline constexpr std::uint64_t most_chunk_bytes = 512ULL << 20;  ///< one range kept in memory
inline constexpr std::size_t most_symbols = 1U << 19;            ///< MKL's biggest library has 60,000
inline constexpr std::size_t most_symbol_text = 64U << 20;       ///< all names together: offsets may overlap
inline constexpr std::size_t most_name = 1U << 16;               ///< one name; C++ symbols reach some 10,000
inline constexpr std::size_t most_relocations = 1U << 21;        ///< RELR packs 63 in a word
inline constexpr std::size_t most_dynamic_entries = 1U << 14;
inline constexpr std::size_t most_version_entries = 1U << 14;

/// The dynamic section's entries with the string table they refer to.
struct DynamicTable {
  std::vector<Image::DynamicEntry> entries;
  std::span<const std::byte> strings;

  /// Of several the last, as the loader takes it.
  std::optional<std::uint64_t> value(std::int64_t tag) const {
    std::optional<std::uint64_t> last;
    for (const auto& entry : entries) {
      if (entry.tag == tag) last = entry.value;
    }
    return last;
  }
};

/// A table that the dynamic section places in memory.
struct Place {
  std::uint64_t offset = 0;  ///< in the file
  std::uint64_t size = 0;    ///< bytes
};

struct Image::State {
  ~State() {
    if (elf != nullptr) elf_end(elf);
  }

  std::string file;
  Elf* elf = nullptr;
  int fd = -1;  ///< or:
  std::span<const std::byte> memory;
  std::uint64_t file_size = 0;
  Header header;
  std::vector<Section> sections;
  std::vector<Segment> segments;
  std::vector<Damage> header_damage;

  std::map<std::tuple<std::uint64_t, std::uint64_t, int>, Elf_Data*> chunks;
  std::uint64_t chunk_bytes = 0;
  std::optional<DynamicTable> dynamic;
  std::set<std::string, std::less<>> version_names;  ///< those that symbols refer to

  Damage damage(std::string place, std::string reason, bool grave = true) const {
    return {file, std::move(place), std::move(reason), grave};
  }
  Words words(std::span<const std::byte> bytes) const { return {bytes, header.bits, header.little_endian}; }

  /// A range of the file, converted by libelf to the host's byte order when `type` isn't ELF_T_BYTE. The file's
  /// ranges may overlap, so all of them together are bounded.
  Expected<Elf_Data*> chunk(std::uint64_t offset, std::uint64_t size, Elf_Type type);
  Expected<std::span<const std::byte>> raw(std::uint64_t offset, std::uint64_t size);
  bool read(std::uint64_t offset, std::span<std::byte> into) const;

  std::optional<std::uint64_t> offset_of(std::uint64_t address, std::uint64_t size) const;
  /// How many bytes of file follow `address` in its PT_LOAD.
  std::uint64_t room_at(std::uint64_t address) const;
  /// The section that is at `address`, where its header gives the same place as the program headers.
  const Section* section_at(std::uint64_t address, std::initializer_list<std::uint32_t> types) const;

  /// A table that the loader finds by address alone: its section's bytes, or what follows in its segment (at most 4
  /// MiB).
  Expected<std::span<const std::byte>> table_at(std::uint64_t address, std::uint32_t section_type);

  const DynamicTable& dynamic_table(std::vector<Damage>& damage);
};

/// The type of the relocations that set a place to an address of the file itself; 0 for other machines than x86-64,
/// x86, AArch64 and ARM.
std::uint32_t relative_type(std::uint16_t machine);

/// "offset 0x40"
std::string at_offset(std::uint64_t offset);

}  // namespace fairplay::signatures::elf
