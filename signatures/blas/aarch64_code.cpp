// Follows the first argument (x0, AAPCS64 section 6.8) through the start of a function, to see how wide an integer is
// loaded through it. Encodings: Arm Architecture Reference Manual, C4.1.
#include "signatures/blas/integer_width.h"

namespace fairplay::signatures::blas {

int first_argument_width_aarch64(std::span<const std::byte> code) {
  std::uint32_t holds = 1U;  // bit r: register xr holds the pointer
  for (std::size_t at = 0; at + 4 <= code.size() && at < 800; at += 4) {
    const std::uint32_t word =
        std::to_integer<std::uint32_t>(code[at]) | std::to_integer<std::uint32_t>(code[at + 1]) << 8U |
        std::to_integer<std::uint32_t>(code[at + 2]) << 16U | std::to_integer<std::uint32_t>(code[at + 3]) << 24U;
    const unsigned rd = word & 31U;
    const unsigned rn = (word >> 5U) & 31U;
    const unsigned rm = (word >> 16U) & 31U;
    const auto holds_pointer = [&](unsigned r) { return r != 31 && (holds >> r & 1U) != 0; };
    const auto forget = [&](unsigned r) {
      if (r != 31) holds &= ~(1U << r);
    };
    // LDR, LDRSW (unsigned offset, here 0) and LDUR, LDURSW with offset 0.
    const std::uint32_t unsigned_offset = word & 0xFFFFFC00U;
    if (holds_pointer(rn)) {
      if (unsigned_offset == 0xB9400000U || unsigned_offset == 0xB9800000U || unsigned_offset == 0xB8400000U ||
          unsigned_offset == 0xB8800000U)
        return 32;
      if (unsigned_offset == 0xF9400000U || unsigned_offset == 0xF8400000U) return 64;
    }
    if ((word & 0xFFE0FFE0U) == 0xAA0003E0U) {  // MOV Xd, Xm
      if (holds_pointer(rm)) {
        if (rd != 31) holds |= 1U << rd;
      } else
        forget(rd);
    } else if ((word & 0xFC000000U) == 0x94000000U || (word & 0xFFFFFC1FU) == 0xD63F0000U) {  // BL, BLR
      holds &= ~0x3FFFFU;                                                                     // x0 ... x17
      forget(18);
    } else if ((word & 0xFFFFFC1FU) == 0xD65F0000U || (word & 0xFFFFFC1FU) == 0xD61F0000U ||
               (word & 0xFC000000U) == 0x14000000U) {
      return 0;  // RET, BR, B
    } else {
      const unsigned group = (word >> 25U) & 15U;
      const bool data_processing = (group & 14U) == 8U || (group & 7U) == 5U;
      const bool load =
          (group & 5U) == 4U && (word & 0x04000000U) == 0 && (word & 0x00400000U) != 0;  // general registers only
      if (data_processing || load) forget(rd);
      if (load && (word & 0x3A000000U) == 0x28000000U) forget((word >> 10U) & 31U);  // LDP's second register
    }
    if (holds == 0) return 0;
  }
  return 0;
}

}  // namespace fairplay::signatures::blas
