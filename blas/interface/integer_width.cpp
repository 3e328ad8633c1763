#include "blas/interface/integer_width.h"

#include <dlfcn.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "blas/interface/abi.h"
#include "blas/interface/loaded_objects.h"
#include "blas/isa.h"

namespace fairplay::blas {
namespace {

#define FAIRPLAY_TEXT_OF(...) #__VA_ARGS__
#define FAIRPLAY_TEXT(...) FAIRPLAY_TEXT_OF(__VA_ARGS__)
constexpr const char isamax[] = FAIRPLAY_TEXT(FAIRPLAY_SYMBOL(isamax_));
constexpr const char cblas_isamax[] = FAIRPLAY_TEXT(FAIRPLAY_SYMBOL(cblas_isamax));
// With a prefix or a suffix, the names are those of builds of one width.
constexpr bool ambiguous = sizeof isamax == sizeof "isamax_";
constexpr int own_bits = FAIRPLAY_BLAS_INT_BITS;

bool one_of(const char* name, const char* const* list, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (std::strncmp(name, list[i], std::strlen(list[i])) == 0) return true;
  return false;
}

// What distributors' names say: 64 or 32 bits, 0 for any other name.
int bits_by_name(const char* name) {
  static const char* const narrow[] = {"libblas.so.",      "libopenblas.so.",      "libblis.so.",
                                       "libatlas.so.",     "libf77blas.so.",       "libsatlas.so.",
                                       "libtatlas.so.",    "libcblas.so.",         "libgslcblas.so.",
                                       "libflexiblas.so.", "libmkl_intel_lp64.so", "libmkl_gf_lp64.so"};
  static const char* const wide[] = {"libblas64.so.",      "libopenblas64.so.",     "libblis64.so.",
                                     "libflexiblas64.so.", "libmkl_intel_ilp64.so", "libmkl_gf_ilp64.so"};
  return one_of(name, wide, std::size(wide)) ? 64 : one_of(name, narrow, std::size(narrow)) ? 32 : 0;
}

// MKL's own dispatcher has either width; the program chooses.
bool has_any_width(const char* name) { return std::strncmp(name, "libmkl_rt.so", 12) == 0; }

// The length reads as 3 in 32 bits and as negative in 64.
constexpr std::int64_t ambiguous_length = static_cast<std::int64_t>(0xffffffff00000003u);
constexpr float numbers[] = {1, 2, 4};

int bits_by_call(std::uintptr_t fortran, std::uintptr_t c) {
  const std::int64_t length = ambiguous_length, step = 1;
  // 3 (2 in C) or 0; only as much of the result as either width has is looked at.
  if (fortran != 0)
    return reinterpret_cast<std::int32_t (*)(const void*, const float*, const void*)>(fortran)(&length, numbers,
                                                                                               &step) == 3
               ? 32
               : 64;
  if (c != 0)
    return reinterpret_cast<std::int32_t (*)(std::int64_t, const float*, std::int64_t)>(c)(length, numbers, step) == 2
               ? 32
               : 64;
  return 0;
}

bool is_ours(const loaded::Object& object) {
  return object.contains(reinterpret_cast<std::uintptr_t>(&ambiguous_length));
}

// Whether the program's and its libraries' calls come here first. Opened by itself (dlopen, ctypes), a library stands
// in for nothing.
bool comes_first() {
  void* program = dlopen(nullptr, RTLD_LAZY);
  if (program == nullptr) return false;
  const auto first = reinterpret_cast<std::uintptr_t>(dlsym(program, isamax));
  dlclose(program);
  bool ours = false;
  loaded::each([&](const loaded::Object& object) {
    if (is_ours(object)) ours = object.contains(first);
  });
  return ours;
}

struct Other {
  const char* path;
  const char* name;
  std::uintptr_t fortran, c;
  int bits;
};
constexpr int most_others = 16;

}  // namespace

void refuse_other_widths(bool may_call) {
  if (!ambiguous || !comes_first()) return;
  Other others[most_others];
  int count = 0;
  const char* own_path = "";
  loaded::each([&](const loaded::Object& object) {
    if (is_ours(object)) {
      own_path = object.path();
      return;
    }
    if (count == most_others || *object.path() == '\0' || has_any_width(object.name())) return;
    const Other other{object.path(), object.name(), object.function(isamax), object.function(cblas_isamax),
                      bits_by_name(object.name())};
    if (other.fortran != 0 || other.c != 0) others[count++] = other;
  });
  for (int i = 0; i < count; ++i) {
    const Other& other = others[i];
    const int bits = other.bits != 0 ? other.bits : may_call ? bits_by_call(other.fortran, other.c) : 0;
    if (bits == 0 || bits == own_bits) continue;
    std::fprintf(stderr,
                 "fairplay: %s has %d-bit integers and can't stand in for %s, which has %d-bit ones under the same "
                 "names. Use libfairplay_blas%s.so in its place.\n",
                 own_path, own_bits, other.path, bits, bits == 64 ? "_ilp64" : "");
    std::abort();
  }
}

namespace {
[[gnu::constructor]] void look_around() {
  refuse_other_widths(false);
  before_first_use([] { refuse_other_widths(true); });
}
}  // namespace

}  // namespace fairplay::blas
