// The functions of gfortran's runtime library that LAPACK's objects call, so that libgfortran isn't needed.
//
// Their names and arguments: GCC's "GNU Fortran compiler" manual, "Interoperability" (lengths of strings are size_t,
// arrays of assumed shape travel as descriptors) and the description of ETIME. Only Netlib's objects inside the library
// see them.

#include <sys/resource.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace {

// gfortran's array descriptor (ISO_Fortran_binding's forerunner), as far as an array of one dimension has it.
struct Descriptor {
  float* base;
  std::size_t offset;
  std::size_t element_size;
  int version;
  signed char rank, type;
  short attribute;
  std::ptrdiff_t span;
  std::ptrdiff_t stride, lower, upper;  // in elements
};

float seconds(const timeval& time) {
  return static_cast<float>(static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec));
}

// x ** n. The reciprocal comes first, so that what is representable isn't lost to an overflow on the way.
template <class R>
R power(R x, std::int64_t n) {
  auto left = static_cast<std::uint64_t>(n);
  if (n < 0) {
    left = 0 - left;
    x = 1 / x;
  }
  R product = 1;
  for (; left != 0; left >>= 1) {
    if ((left & 1) != 0) product *= x;
    if (left > 1) x *= x;
  }
  return product;
}

}  // namespace

extern "C" {

[[gnu::visibility("hidden")]] float _gfortran_pow_r4_i8(float x, std::int64_t n) { return power(x, n); }
[[gnu::visibility("hidden")]] double _gfortran_pow_r8_i8(double x, std::int64_t n) { return power(x, n); }

// result = one // other, cut or filled with blanks.
[[gnu::visibility("hidden")]] void _gfortran_concat_string(std::size_t size, char* result, std::size_t size_of_one,
                                                           const char* one, std::size_t size_of_other,
                                                           const char* other) {
  const std::size_t first = size_of_one < size ? size_of_one : size;
  const std::size_t second = size_of_other < size - first ? size_of_other : size - first;
  if (first > 0) std::memcpy(result, one, first);
  if (second > 0) std::memcpy(result + first, other, second);
  if (first + second < size) std::memset(result + first + second, ' ', size - first - second);
}

// The process's time, and its user and system parts in `times`; -1 where it is unknown.
[[gnu::visibility("hidden")]] float _gfortran_etime(const Descriptor* times) {
  rusage usage;
  const bool known = getrusage(RUSAGE_SELF, &usage) == 0;
  const float user = known ? seconds(usage.ru_utime) : -1, system = known ? seconds(usage.ru_stime) : -1;
  if (times->upper - times->lower >= 1) {
    times->base[0] = user;
    times->base[times->stride] = system;
  }
  return known ? user + system : -1;
}

}  // extern "C"
