// What is loaded, read in memory: this program's own objects, and copies of one with damage in them.

#include "blas/interface/loaded_objects.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace fairplay::blas::loaded {
namespace {

TEST(LoadedObjects, ListsWhatTheLinkerKnows) {
  bool program = false, library = false;
  each([&](const Object& object) {
    if (*object.path() == '\0') {
      program = true;
      std::set<std::string> called;
      object.each_reference([&](const char* name, std::uintptr_t) { called.insert(name); });
      EXPECT_TRUE(called.contains("cblas_daxpby")) << "interface_test.cpp calls it";
      EXPECT_TRUE(object.defines("xerbla_")) << "and defines this";
      EXPECT_EQ(object.function("cblas_daxpby"), 0u);
    }
    if (std::string(object.name()) == "libfairplay_blas.so.0") {
      library = true;
      EXPECT_TRUE(object.contains(object.function("cblas_daxpby")));
      EXPECT_FALSE(object.defines("daxpby"));
      std::size_t count = 0;
      object.each_definition([&](const char*) { ++count; });
      EXPECT_GT(count, 400u);
    }
  });
  EXPECT_TRUE(program && library);
}

// Whole segments, with what a sanitizer keeps between variables.
__attribute__((no_sanitize("address"))) void copy_segment(unsigned char* to, const volatile unsigned char* from,
                                                          std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
}

// A loaded object's segments at another place, with nothing behind the last one, to be damaged at will.
class Copy {
 public:
  explicit Copy(const dl_phdr_info& info) : headers_(info.dlpi_phdr, info.dlpi_phdr + info.dlpi_phnum) {
    std::uintptr_t end = 0;
    for (const auto& header : headers_)
      if (header.p_type == PT_LOAD) end = std::max<std::uintptr_t>(end, header.p_vaddr + header.p_memsz);
    constexpr std::size_t page = 4096;
    size_ = (end + page - 1) / page * page;
    bytes_ = static_cast<unsigned char*>(mmap(nullptr, size_ + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (const auto& header : headers_)
      if (header.p_type == PT_LOAD && (header.p_flags & PF_R) != 0) {
        const std::uintptr_t from = header.p_vaddr / page * page;
        mprotect(bytes_ + from, header.p_vaddr + header.p_memsz - from, PROT_READ | PROT_WRITE);
        copy_segment(bytes_ + header.p_vaddr, reinterpret_cast<const unsigned char*>(info.dlpi_addr + header.p_vaddr),
                     header.p_memsz);
      }
    for (const auto& header : headers_)
      if (header.p_type == PT_DYNAMIC) {
        auto* entries = reinterpret_cast<ElfW(Dyn)*>(bytes_ + header.p_vaddr);
        dynamic_ = header.p_vaddr;
        dynamic_size_ = header.p_memsz;
        // The linker made addresses of offsets.
        for (std::size_t i = 0; entries[i].d_tag != DT_NULL; ++i)
          if (entries[i].d_un.d_ptr >= info.dlpi_addr && entries[i].d_un.d_ptr < info.dlpi_addr + end) {
            entries[i].d_un.d_ptr -= info.dlpi_addr;
            places_.push_back(entries[i].d_un.d_ptr);
          }
      }
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() { munmap(bytes_, size_ + 4096); }

  dl_phdr_info info() const {
    dl_phdr_info info{};
    info.dlpi_addr = reinterpret_cast<std::uintptr_t>(bytes_);
    info.dlpi_name = "copy";
    info.dlpi_phdr = headers_.data();
    info.dlpi_phnum = static_cast<ElfW(Half)>(headers_.size());
    return info;
  }
  // Eight bytes of the dynamic section, or of a table that it points to.
  void damage(std::mt19937_64& random) {
    std::uintptr_t place = dynamic_ + random() % (dynamic_size_ - 8);
    if (random() % 2 == 0) place = places_[random() % places_.size()] + random() % 256;
    constexpr std::uint64_t values[] = {0,       1, 8, 0x7fffffff, 0xffffffff, 0xfffffffffffffff8, 0x7ffffffffffffff0,
                                        1u << 20};
    const std::uint64_t value = random() % 4 == 0 ? random() : values[random() % std::size(values)];
    if (place + sizeof value > size_) return;
    std::uint64_t before;
    std::memcpy(&before, bytes_ + place, sizeof before);
    undone_by_.emplace_back(place, before);
    std::memcpy(bytes_ + place, &value, random() % 2 == 0 ? 8 : 4);
  }
  void undo() {
    for (; !undone_by_.empty(); undone_by_.pop_back())
      std::memcpy(bytes_ + undone_by_.back().first, &undone_by_.back().second, sizeof(std::uint64_t));
  }

 private:
  std::vector<ElfW(Phdr)> headers_;
  std::vector<std::uintptr_t> places_;
  std::vector<std::pair<std::uintptr_t, std::uint64_t>> undone_by_;
  unsigned char* bytes_;
  std::size_t size_, dynamic_ = 0, dynamic_size_ = 0;
};

// Reads everything; how many names there were.
std::size_t read_all(const Object& object) {
  std::size_t names = 0;
  object.each_definition([&](const char* name) { names += *name != '\0'; });
  object.each_reference(
      [&](const char* name, std::uintptr_t address) { names += *name != '\0' && !object.contains(address); });
  EXPECT_NE(object.name(), nullptr);
  EXPECT_EQ(object.function("no such name"), 0u);
  return names;
}

TEST(LoadedObjects, DamageIsReadAsAbsence) {
  dl_phdr_info library{};
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* found) {
        if (std::string(info->dlpi_name).find("libfairplay_blas.so") != std::string::npos)
          *static_cast<dl_phdr_info*>(found) = *info;
        return 0;
      },
      &library);
  ASSERT_NE(library.dlpi_phdr, nullptr);
  Copy copy(library);
  const std::size_t all = read_all(Object(copy.info()));
  EXPECT_GT(all, 400u);
  std::mt19937_64 random(7);
  int fewer = 0;
  constexpr int rounds = 2000;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < 1 + round % 4; ++i) copy.damage(random);
    fewer += read_all(Object(copy.info())) < all;
    copy.undo();
  }
  EXPECT_GT(fewer, rounds / 10) << "no damage was met";
}

}  // namespace
}  // namespace fairplay::blas::loaded
