// C method tables: arrays of CPython's PyMethodDef {const char *ml_name; PyCFunction ml_meth; int ml_flags; const char
// *ml_doc}, four words each (Include/methodobject.h), as the loader leaves them in writable data.
#include "signatures/elf/method_tables.h"

#include <elf.h>

#include <algorithm>

#include "signatures/elf/loaded_memory.h"
#include "signatures/elf/pointers.h"
#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {

namespace {

constexpr std::size_t longest_method_name = 256;
constexpr std::size_t most_methods = 1U << 17;

/// METH_* of Include/methodobject.h: exactly one calling convention, and at most the modifiers beside it. No
/// convention at all (METH_OLDARGS, 0) died with Python 2, and accepting it would take PyGetSetDef arrays
/// {name, getter, NULL, doc, closure} for methods.
bool plausible_flags(std::uint64_t flags) {
  constexpr std::uint64_t meth_class = 0x10;
  constexpr std::uint64_t meth_static = 0x20;
  constexpr std::uint64_t modifiers = meth_class | meth_static | 0x40 /* COEXIST */ | 0x100 /* STACKLESS */;
  if ((flags & meth_class) != 0 && (flags & meth_static) != 0) return false;
  switch (flags & ~modifiers) {
    case 0x1:    // VARARGS
    case 0x2:    // KEYWORDS alone, seen in old tables
    case 0x3:    // VARARGS | KEYWORDS
    case 0x4:    // NOARGS
    case 0x8:    // O
    case 0x80:   // FASTCALL
    case 0x82:   // FASTCALL | KEYWORDS
    case 0x282:  // METHOD | FASTCALL | KEYWORDS
      return true;
    default: return false;
  }
}

class Tables {
 public:
  Tables(const Image& image, std::vector<Damage>& damage)
      : image_(image), memory_(image), pointers_(image, damage), word_(image.header().bits / 8) {}

  std::vector<MethodTable> find() {
    std::vector<MethodTable> tables;
    std::size_t methods = 0;
    std::uint64_t next = 0;  // where the running table's next entry would start
    for (const auto& pointer : pointers_.all()) {
      if (pointer.place < next) continue;  // inside an entry already taken
      auto method = entry(pointer.place, pointer.target);
      if (!method) continue;
      if (tables.empty() || pointer.place != next) tables.push_back({pointer.place, {}});
      tables.back().methods.push_back(std::move(*method));
      next = pointer.place + 4 * word_;
      if (++methods >= most_methods) break;
    }
    return tables;
  }

 private:
  std::optional<Method> entry(std::uint64_t place, std::uint64_t name_address) {
    if (place % word_ != 0 || place > ~std::uint64_t{0} - 4 * word_) return std::nullopt;
    const auto function = pointers_.at(place + word_);
    if (!function || !memory_.executable(*function)) return std::nullopt;
    const std::uint64_t flags_place = place + 2 * word_;
    const std::uint64_t doc_place = place + 3 * word_;
    if (pointers_.patched(flags_place)) return std::nullopt;
    const auto flags = flags_at(flags_place);
    if (!flags || !plausible_flags(*flags)) return std::nullopt;
    if (const auto doc = pointers_.at(doc_place)) {
      if (memory_.executable(*doc) && !shared_with_text(*doc)) return std::nullopt;
    } else if (!pointers_.patched(doc_place) && memory_.word(doc_place).value_or(1) != 0) {
      return std::nullopt;
    }
    if (memory_.writable(name_address)) return std::nullopt;
    const auto name = memory_.string(name_address, longest_method_name);
    if (!name || !is_identifier(*name)) return std::nullopt;
    return Method{std::string(*name), *function, *flags};
  }

  /// An int, and on 64 bits four bytes of padding, which compilers leave zero.
  std::optional<std::uint32_t> flags_at(std::uint64_t place) {
    const auto bytes = memory_.from(place);
    const Words words(bytes, image_.header().bits, image_.header().little_endian);
    const auto flags = words.word(0);
    if (word_ == 8 && words.word(4).value_or(1) != 0) return std::nullopt;
    return flags;
  }

  /// Older linkers put .rodata into the executable segment; there only the section distinguishes a string from code.
  bool shared_with_text(std::uint64_t address) const {
    for (const auto& section : image_.sections()) {
      if ((section.flags & SHF_ALLOC) != 0 && address >= section.address && address - section.address < section.size)
        return (section.flags & SHF_EXECINSTR) == 0;
    }
    return true;  // without sections, the other words decide
  }

  const Image& image_;
  LoadedMemory memory_;
  Pointers pointers_;
  std::uint64_t word_;
};

}  // namespace

std::vector<MethodTable> method_tables(const Image& image, std::vector<Damage>& damage) {
  return Tables(image, damage).find();
}

}  // namespace fairplay::signatures::elf
