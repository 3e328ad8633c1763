#pragma once
// What is loaded into this process, as the dynamic linker reports it (dl_iterate_phdr): each object's dynamic symbols
// and relocations, read in memory. System V ABI, "Dynamic linking"; the hash table by U. Drepper: "How to write shared
// libraries" (2011), section 1.5.3 on DT_GNU_HASH.
//
// Everything read is in the object's own loaded segments, or isn't read: a damaged object has no symbols. Nothing is
// allocated.

#include <link.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace fairplay::blas::loaded {

class Object {
 public:
  explicit Object(const dl_phdr_info& info);

  // As the linker has it; "" is the program itself.
  const char* path() const { return path_; }
  // DT_SONAME, or the last part of the path.
  const char* name() const;
  bool contains(std::uintptr_t address) const { return address != 0 && segment_of(address, 1) != nullptr; }

  // Address of a function that the object defines for others; 0 if it doesn't, or by an indirect function, which isn't
  // to be asked here.
  std::uintptr_t function(const char* name) const;
  // Whether it defines the name in any way.
  bool defines(const char* name) const { return symbol(name) != nullptr; }

  // Every name it defines.
  template <class Visit>
  void each_definition(Visit visit) const {
    for (std::size_t i = 1; i < symbols_count_; ++i)
      if (symbols_[i].st_shndx != SHN_UNDEF)
        if (const char* text = string(symbols_[i].st_name)) visit(text);
  }

  // Every place that the dynamic linker fills with the address of a named symbol: the name, and what stands there now.
  template <class Visit>
  void each_reference(Visit visit) const {
    for (const Table& table : relocations_)
      for (std::size_t i = 0; i < table.count; ++i) {
        const ElfW(Rela)& relocation = table.first[i];
        const std::size_t index = relocation.r_info >> 32;
        if (!is_address(static_cast<std::uint32_t>(relocation.r_info)) || index == 0 || index >= symbols_count_)
          continue;
        const auto* place = at<std::uintptr_t>(base_ + relocation.r_offset, 1);
        const char* text = string(symbols_[index].st_name);
        if (place != nullptr && text != nullptr) visit(text, *place);
      }
  }

 private:
  struct Table {
    const ElfW(Rela) * first = nullptr;
    std::size_t count = 0;
  };

  static bool is_address(std::uint32_t type);
  const ElfW(Phdr) * segment_of(std::uintptr_t address, std::size_t size) const;
  // `count` elements at an address, or at an offset from the base: the dynamic section has either. Null where they
  // aren't all in one readable segment.
  template <class T>
  const T* at(std::uintptr_t address, std::size_t count) const {
    if (address == 0 || count > SIZE_MAX / sizeof(T)) return nullptr;
    for (const std::uintptr_t place : {address, base_ + address})
      if (place % alignof(T) == 0 && segment_of(place, count * sizeof(T)) != nullptr)
        return reinterpret_cast<const T*>(place);
    return nullptr;
  }
  const char* string(std::size_t offset) const;
  const ElfW(Sym) * symbol(const char* name) const;
  std::size_t counted_by_gnu_hash(std::uintptr_t table) const;

  std::uintptr_t base_;
  const ElfW(Phdr) * headers_;
  std::size_t headers_count_;
  const char* path_;
  const char* soname_ = nullptr;
  const char* strings_ = nullptr;
  std::size_t strings_size_ = 0;
  const ElfW(Sym) * symbols_ = nullptr;
  std::size_t symbols_count_ = 0;
  Table relocations_[2];
};

// Visits every loaded object, with the linker's lock held: `visit` must neither open nor close a library.
template <class Visit>
void each(Visit visit) {
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        (*static_cast<Visit*>(data))(Object(*info));
        return 0;
      },
      &visit);
}

}  // namespace fairplay::blas::loaded
