#include "blas/interface/loaded_objects.h"

#include <cstring>

namespace fairplay::blas::loaded {

Object::Object(const dl_phdr_info& info)
    : base_(info.dlpi_addr),
      headers_(info.dlpi_phdr),
      headers_count_(info.dlpi_phnum),
      path_(info.dlpi_name == nullptr ? "" : info.dlpi_name) {
  const ElfW(Dyn)* entries = nullptr;
  std::size_t count = 0;
  for (std::size_t i = 0; i < headers_count_; ++i)
    if (headers_[i].p_type == PT_DYNAMIC) {
      count = headers_[i].p_memsz / sizeof(ElfW(Dyn));
      entries = at<ElfW(Dyn)>(base_ + headers_[i].p_vaddr, count);
    }
  if (entries == nullptr) return;
  struct {
    std::uintptr_t strings = 0, symbols = 0, hash = 0, gnu_hash = 0, rela = 0, plt = 0;
    std::size_t strings_size = 0, soname = 0, rela_size = 0, plt_size = 0;
    bool plt_is_rela = true;
  } found;
  for (std::size_t i = 0; i < count && entries[i].d_tag != DT_NULL; ++i) {
    const auto value = static_cast<std::uintptr_t>(entries[i].d_un.d_val);
    switch (entries[i].d_tag) {
      case DT_STRTAB: found.strings = value; break;
      case DT_STRSZ: found.strings_size = value; break;
      case DT_SYMTAB: found.symbols = value; break;
      case DT_HASH: found.hash = value; break;
      case DT_GNU_HASH: found.gnu_hash = value; break;
      case DT_RELA: found.rela = value; break;
      case DT_RELASZ: found.rela_size = value; break;
      case DT_JMPREL: found.plt = value; break;
      case DT_PLTRELSZ: found.plt_size = value; break;
      case DT_PLTREL: found.plt_is_rela = value == DT_RELA; break;
      case DT_SONAME: found.soname = value; break;
      default: break;
    }
  }
  strings_ = at<char>(found.strings, found.strings_size);
  if (strings_ == nullptr) return;
  strings_size_ = found.strings_size;
  if (found.soname != 0) soname_ = string(found.soname);
  if (found.hash != 0) {
    const auto* hash = at<std::uint32_t>(found.hash, 2);
    symbols_count_ = hash == nullptr ? 0 : hash[1];
  } else if (found.gnu_hash != 0) {
    symbols_count_ = counted_by_gnu_hash(found.gnu_hash);
  }
  const auto table = [this](std::uintptr_t address, std::size_t size) {
    Table read;
    read.first = address == 0 ? nullptr : at<ElfW(Rela)>(address, size / sizeof(ElfW(Rela)));
    if (read.first != nullptr) read.count = size / sizeof(ElfW(Rela));
    return read;
  };
  relocations_[0] = table(found.rela, found.rela_size);
  if (found.plt_is_rela) relocations_[1] = table(found.plt, found.plt_size);
  // The hash table of an object that exports nothing ends before its undefined symbols: relocations name them all the
  // same.
  for (const Table& one : relocations_)
    for (std::size_t i = 0; i < one.count; ++i)
      if (const std::size_t index = one.first[i].r_info >> 32; index >= symbols_count_) symbols_count_ = index + 1;
  symbols_ = at<ElfW(Sym)>(found.symbols, symbols_count_);
  if (symbols_ == nullptr) symbols_count_ = 0;
}

const ElfW(Phdr) * Object::segment_of(std::uintptr_t address, std::size_t size) const {
  for (std::size_t i = 0; i < headers_count_; ++i) {
    const ElfW(Phdr)& header = headers_[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_R) == 0) continue;
    const std::uintptr_t first = base_ + header.p_vaddr;
    if (address >= first && address - first <= header.p_memsz && size <= header.p_memsz - (address - first))
      return &header;
  }
  return nullptr;
}

bool Object::is_address(std::uint32_t type) {
#if defined(__x86_64__)
  return type == R_X86_64_JUMP_SLOT || type == R_X86_64_GLOB_DAT || type == R_X86_64_64;
#elif defined(__aarch64__)
  return type == R_AARCH64_JUMP_SLOT || type == R_AARCH64_GLOB_DAT || type == R_AARCH64_ABS64;
#else
  (void)type;
  return false;
#endif
}

const char* Object::string(std::size_t offset) const {
  if (offset >= strings_size_ || std::memchr(strings_ + offset, '\0', strings_size_ - offset) == nullptr)
    return nullptr;
  return strings_ + offset;
}

const char* Object::name() const {
  if (soname_ != nullptr) return soname_;
  const char* slash = std::strrchr(path_, '/');
  return slash == nullptr ? path_ : slash + 1;
}

const ElfW(Sym) * Object::symbol(const char* name) const {
  for (std::size_t i = 1; i < symbols_count_; ++i) {
    if (symbols_[i].st_shndx == SHN_UNDEF) continue;
    const char* text = string(symbols_[i].st_name);
    if (text != nullptr && std::strcmp(text, name) == 0) return &symbols_[i];
  }
  return nullptr;
}

std::uintptr_t Object::function(const char* name) const {
  const ElfW(Sym)* found = symbol(name);
  if (found == nullptr || (found->st_info & 0xf) != STT_FUNC) return 0;
  const std::uintptr_t address = base_ + found->st_value;
  return contains(address) ? address : 0;
}

// The table doesn't say how many symbols there are: the last one ends the chain that starts last.
std::size_t Object::counted_by_gnu_hash(std::uintptr_t address) const {
  const auto* head = at<std::uint32_t>(address, 4);
  if (head == nullptr) return 0;
  const std::size_t buckets = head[0], first = head[1], filter = head[2];
  const auto place = reinterpret_cast<std::uintptr_t>(head) + 4 * sizeof(std::uint32_t) + filter * sizeof(ElfW(Addr));
  const auto* heads = at<std::uint32_t>(place, buckets);
  if (heads == nullptr) return 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < buckets; ++i)
    if (heads[i] > last) last = heads[i];
  if (last < first) return first;  // nothing is exported: the symbols before `first` aren't hashed
  for (;; ++last) {
    const auto* link = at<std::uint32_t>(place + (buckets + last - first) * sizeof(std::uint32_t), 1);
    if (link == nullptr) return 0;
    if ((*link & 1) != 0) return last + 1;
  }
}

}  // namespace fairplay::blas::loaded
