#include "signatures/elf/parts.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "signatures/digest.h"
#include "signatures/elf/method_tables.h"

namespace fairplay::signatures::elf {

namespace {

constexpr std::uint32_t section_relr = 19;  // SHT_RELR: elf.h has it since glibc 2.36

/// Numbers and strings in one canonical form: 64-bit little-endian, strings with their length, so that no two
/// different lists give the same bytes.
class Canonical {
 public:
  void number(std::uint64_t value) {
    std::array<std::byte, 8> bytes;
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>(value >> (8 * i));
    add(bytes);
  }
  void text(std::string_view value) {
    number(value.size());
    add(std::as_bytes(std::span(value)));
  }
  void add(std::span<const std::byte> bytes) {
    hasher_.update(bytes);
    size_ += bytes.size();
  }
  PartHash finish(std::string part) { return {std::move(part), size_, hasher_.finish().at(0).hex()}; }

 private:
  Hasher hasher_{Algorithms{Algorithm::sha256}};
  std::uint64_t size_ = 0;
};

/// What linkers and rewriters (patchelf, auditwheel) rearrange is hashed by meaning, not by its bytes.
bool hashed_by_bytes(const Image::Section& section) {
  if ((section.flags & SHF_ALLOC) == 0) return false;
  switch (section.type) {
    case SHT_PROGBITS:
    case SHT_INIT_ARRAY:
    case SHT_FINI_ARRAY:
    case SHT_PREINIT_ARRAY: return true;
    case SHT_NULL:
    case SHT_NOBITS:
    case SHT_DYNAMIC:
    case SHT_DYNSYM:
    case SHT_STRTAB:
    case SHT_HASH:
    case SHT_GNU_HASH:
    case SHT_GNU_verdef:
    case SHT_GNU_verneed:
    case SHT_GNU_versym:
    case SHT_REL:
    case SHT_RELA:
    case section_relr:
    case SHT_NOTE: return false;
    default: return true;  // .eh_frame is SHT_X86_64_UNWIND in some builds
  }
}

class Parts {
 public:
  Parts(const Image& image, std::vector<Damage>& damage)
      : image_(image), damage_(damage), budget_(2 * image.file_size() + (1U << 16)) {}

  std::vector<PartHash> hash() {
    dynamic_entries_ = image_.dynamic_entries(damage_);
    bytes_of_sections();
    if (sections_ == 0) bytes_of_segments();
    const auto symbols = image_.dynamic_symbols(damage_);
    relocations(symbols);
    dynamic();
    needed();
    hash_symbols(symbols);
    methods();
    return std::move(parts_);
  }

 private:
  void bytes_of_sections() {
    std::vector<const Image::Section*> sections;
    for (const auto& section : image_.sections()) {
      if (hashed_by_bytes(section) && section.size > 0) sections.push_back(&section);
    }
    std::ranges::stable_sort(sections, {}, &Image::Section::address);
    for (const auto* section : sections) {
      // As the loader maps it: a section header can point elsewhere to show innocent bytes.
      const auto mapped = image_.offset_of(section->address, section->size);
      if (!mapped && !image_.segments().empty()) {
        damage_.push_back(
            {image_.file(), fmt::format("section {} {}", section->index, section->name),
             fmt::format("its {} bytes at address {:#x} are not mapped by a segment; the part is not hashed",
                         section->size, section->address),
             true});
        continue;
      }
      ++sections_;
      hash_range(section->name, mapped.value_or(section->offset), section->size, section->name.starts_with(".got"));
    }
  }

  void bytes_of_segments() {
    bool any = false;
    for (const auto& segment : image_.segments()) {
      if (segment.type != PT_LOAD || segment.file_size == 0) continue;
      any = true;
      const auto flag = [&](std::uint32_t bit, char c) { return (segment.flags & bit) != 0 ? c : '-'; };
      hash_range(
          fmt::format("segment {}{}{} {:#x}", flag(PF_R, 'r'), flag(PF_W, 'w'), flag(PF_X, 'x'), segment.address),
          segment.offset, segment.file_size, false);
    }
    if (any)
      damage_.push_back({image_.file(), "section headers",
                         "there are none that name loaded content: the segments are hashed whole, and a new RPATH or "
                         "SONAME looks like a change",
                         false});
  }

  void hash_range(std::string part, std::uint64_t offset, std::uint64_t size, bool global_offset_table) {
    if (size > budget_) {
      damage_.push_back({image_.file(), "section " + part,
                         "the sections overlap: together they are larger than the file; the part is not hashed", true});
      return;
    }
    budget_ -= size;
    Canonical hash;
    std::array<std::byte, 1U << 16> buffer;
    for (std::uint64_t done = 0; done < size;) {
      const auto piece =
          std::span(buffer).first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - done)));
      if (!image_.read(offset + done, piece)) {
        damage_.push_back(
            {image_.file(), fmt::format("offset {:#x}", offset + done),
             fmt::format("{} cannot be read to its end, {} bytes on: the file is cut off", part, size - done), true});
        return;
      }
      if (done == 0 && global_offset_table) forget_dynamic_address(piece);
      hash.add(piece);
      done += piece.size();
    }
    parts_.push_back(hash.finish(std::move(part)));
  }

  /// The GOT's first word is the address of the dynamic section (x86-64 psABI 5.2, "Global Offset Table"), which moves
  /// when patchelf makes room for a longer RPATH; old patchelf versions leave it stale. Where it isn't reserved it is
  /// an ordinary slot, which a relocation (hashed in "relocations") overwrites.
  void forget_dynamic_address(std::span<std::byte> table) const {
    const std::size_t word = image_.header().bits / 8;
    std::ranges::fill(table.first(std::min(word, table.size())), std::byte{0});
  }

  void relocations(const std::vector<Symbol>& symbols) {
    auto list = image_.relocations(damage_);
    std::ranges::stable_sort(list, {}, &Image::Relocation::offset);
    Canonical hash;
    for (const auto& relocation : list) {
      hash.number(relocation.offset);
      hash.number(relocation.type);
      hash.number(static_cast<std::uint64_t>(relocation.addend));
      if (relocation.symbol == 0) {
        hash.number(0);
      } else if (relocation.symbol <= symbols.size()) {
        const Symbol& symbol = symbols[relocation.symbol - 1];
        hash.number(1);
        hash.text(symbol.name);
        hash.text(symbol.version);
        if (symbol.name.empty()) hash.number(symbol.value);  // a section's symbol is known by its place alone
      } else {
        hash.number(2);
        ++dangling_;
      }
    }
    if (dangling_ > 0)
      damage_.push_back({image_.file(), "relocations",
                         fmt::format("{} name a symbol beyond the table of {}", dangling_, symbols.size()), true});
    parts_.push_back(hash.finish("relocations"));
  }

  void dynamic() {
    Canonical hash;
    for (const auto& entry : dynamic_entries_) {
      switch (entry.tag) {
        case DT_INIT:
        case DT_FINI:
        case DT_INIT_ARRAY:
        case DT_INIT_ARRAYSZ:
        case DT_FINI_ARRAY:
        case DT_FINI_ARRAYSZ:
        case DT_PREINIT_ARRAY:
        case DT_PREINIT_ARRAYSZ:
        case DT_FLAGS:
        case DT_FLAGS_1:
        case DT_SYMBOLIC:
        case DT_TEXTREL:
        case DT_BIND_NOW:
          hash.number(static_cast<std::uint64_t>(entry.tag));
          hash.number(entry.value);
          break;
        case DT_AUDIT:
        case DT_DEPAUDIT:
        case DT_FILTER:
        case DT_AUXILIARY:
          hash.number(static_cast<std::uint64_t>(entry.tag));
          hash.text(image_.dynamic_string(entry.value).value_or(""));
          break;
        default: break;
      }
    }
    parts_.push_back(hash.finish("dynamic"));
  }

  void needed() {
    Canonical hash;
    for (const auto& name : image_.dynamic(damage_).needed) hash.text(name);
    parts_.push_back(hash.finish("needed"));
  }

  void hash_symbols(const std::vector<Symbol>& symbols) {
    std::vector<const Symbol*> sorted;
    for (const auto& symbol : symbols) {
      if (symbol.type != STT_SECTION) sorted.push_back(&symbol);  // nameless; patchelf moves them
    }
    const auto key = [](const Symbol* s) {
      return std::tie(s->name, s->version, s->value, s->size, s->type, s->binding, s->visibility, s->defined,
                      s->default_version);
    };
    std::ranges::sort(sorted, [&](const Symbol* a, const Symbol* b) { return key(a) < key(b); });
    Canonical hash;
    for (const Symbol* symbol : sorted) {
      hash.text(symbol->name);
      hash.text(symbol->version);
      for (std::uint64_t field : {symbol->value, symbol->size, std::uint64_t{symbol->type},
                                  std::uint64_t{symbol->binding}, std::uint64_t{symbol->visibility},
                                  std::uint64_t{symbol->defined}, std::uint64_t{symbol->default_version}}) {
        hash.number(field);
      }
    }
    parts_.push_back(hash.finish("symbols"));
  }

  void methods() {
    Canonical hash;
    for (const auto& table : method_tables(image_, damage_)) {
      hash.number(table.methods.size());
      for (const auto& method : table.methods) {
        hash.text(method.name);
        hash.number(method.function);
        hash.number(method.flags);
      }
    }
    parts_.push_back(hash.finish("methods"));
  }

  const Image& image_;
  std::vector<Damage>& damage_;
  std::uint64_t budget_;
  std::vector<Image::DynamicEntry> dynamic_entries_;
  std::vector<PartHash> parts_;
  std::size_t sections_ = 0;
  std::size_t dangling_ = 0;
};

}  // namespace

std::vector<PartHash> part_hashes(const Image& image, std::vector<Damage>& damage) {
  return Parts(image, damage).hash();
}

}  // namespace fairplay::signatures::elf
