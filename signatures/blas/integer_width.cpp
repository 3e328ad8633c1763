#include "signatures/blas/integer_width.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace fairplay::signatures::blas {

void vote_integer_width(const Library& library, Identity& identity) {
  // First argument INTEGER, by reference, and read on every path.
  constexpr std::array routines = {"dasum", "sasum",  "dscal",  "sscal",  "idamax", "isamax", "izamax", "dnrm2",
                                   "snrm2", "ddot",   "sdot",   "dcopy",  "scopy",  "daxpy",  "saxpy",  "dswap",
                                   "sswap", "dzasum", "scasum", "zscal",  "cscal",  "drot",   "dger",   "sger",
                                   "zgeru", "dgetrf", "sgetrf", "dgetf2", "dgeqrf", "sgeqrf", "dgeqr2", "dgesv",
                                   "sgesv", "dgetri", "dorgqr", "dlaswp", "dorg2r"};
  const elf::Header& header = library.image().header();
  const bool x86 = header.machine == EM_X86_64 && header.bits == 64;
  const bool arm = header.machine == EM_AARCH64 && header.bits == 64 && header.little_endian;
  if (!x86 && !arm) return;
  int narrow = 0;
  int wide = 0;
  std::string example;
  for (const std::string_view routine : routines) {
    for (const char* underscore : {"_", ""}) {
      const std::string name = fmt::format("{}{}{}{}", identity.prefix, routine, underscore, identity.suffix);
      const elf::Symbol* symbol = library.defined(name);
      if (symbol == nullptr) continue;
      const auto code = library.code(*symbol, 800);
      const int width = x86 ? first_argument_width_x86_64(code) : first_argument_width_aarch64(code);
      narrow += width == 32 ? 1 : 0;
      wide += width == 64 ? 1 : 0;
      if (width != 0 && example.empty()) example = name;
      break;
    }
  }
  // A wrapper may read only the low half of a 64-bit integer; it is never the other way round.
  if (wide + narrow < 2) return;
  if (wide * 4 >= (wide + narrow) * 3)
    identity.integers = IntegerWidth::ilp64;
  else if (wide == 0)
    identity.integers = IntegerWidth::lp64;
  else
    return;
  identity.evidence.push_back(fmt::format("integers: {} of {} routines load n with {} bits, {} among them",
                                          std::max(wide, narrow), wide + narrow,
                                          identity.integers == IntegerWidth::lp64 ? 32 : 64, example));
}

}  // namespace fairplay::signatures::blas
