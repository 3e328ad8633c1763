// Facts that only code holds: constants that tiny functions return or store.
#include <elf.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "signatures/blas/recogniser.h"
#include "signatures/elf/x86_64_instruction.h"

namespace fairplay::signatures::blas {

namespace {

std::uint32_t word(std::span<const std::byte> code, std::size_t at) {
  if (at + 4 > code.size()) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::to_integer<std::uint32_t>(code[at + i]) << (8 * i);
  return value;
}

constexpr std::uint32_t aarch64_ret = 0xD65F03C0;

/// `mov[lq] $constant, (%rdi | %rsi | %rdx)`, three of them, then ret. The registers are the first three arguments'.
std::optional<std::array<std::int64_t, 3>> stored_x86_64(std::span<const std::byte> code) {
  std::array<std::int64_t, 3> stored = {-1, -1, -1};
  std::array<std::optional<std::int64_t>, 16> registers;
  for (int step = 0; step < 16 && !code.empty(); ++step) {
    const elf::X86Instruction in = elf::decode_x86_64(code);
    if (in.length == 0) return std::nullopt;
    code = code.subspan(in.length);
    if (in.map == 0 && in.opcode == 0xC3) break;
    const int argument = !in.has_base || in.has_index || in.displacement != 0 ? -1
                         : in.base == 7                                       ? 0
                         : in.base == 6                                       ? 1
                         : in.base == 2                                       ? 2
                                                                              : -1;
    if (in.map == 0 && in.opcode == 0xC7 && in.mod != 3 && argument >= 0)
      stored[static_cast<std::size_t>(argument)] = in.immediate;
    else if (in.map == 0 && in.opcode >= 0xB8 && in.opcode <= 0xBF)
      registers[in.opcode_register] = in.immediate;
    else if (in.map == 0 && in.opcode == 0x31 && in.mod == 3 && in.reg == in.rm)
      registers[in.rm] = 0;
    else if (in.map == 0 && in.opcode == 0x89 && in.mod != 3 && argument >= 0 && registers[in.reg])
      stored[static_cast<std::size_t>(argument)] = *registers[in.reg];
  }
  if (stored[0] < 0 || stored[1] < 0 || stored[2] < 0) return std::nullopt;
  return stored;
}

/// `mov wN, #constant; str wN, [x0 | x1 | x2]` (or the 64-bit forms, or xzr), then ret.
std::optional<std::array<std::int64_t, 3>> stored_aarch64(std::span<const std::byte> code) {
  std::array<std::int64_t, 3> stored = {-1, -1, -1};
  std::array<std::int64_t, 32> registers{};
  registers.fill(-1);
  registers[31] = 0;
  for (std::size_t at = 0; at + 4 <= code.size() && at < 64; at += 4) {
    const std::uint32_t in = word(code, at);
    if (in == aarch64_ret) break;
    if ((in & 0x7FE00000U) == 0x52800000U) {  // MOVZ, no shift
      if ((in & 31U) != 31) registers[in & 31U] = (in >> 5U) & 0xFFFFU;
    } else if ((in & 0xBFFFFC00U) == 0xB9000000U && ((in >> 5U) & 31U) < 3) {  // STR [Xn]
      stored[(in >> 5U) & 31U] = registers[in & 31U];
    }
  }
  if (stored[0] < 0 || stored[1] < 0 || stored[2] < 0) return std::nullopt;
  return stored;
}

}  // namespace

std::optional<unsigned> returned_constant(const Library& library, std::string_view function) {
  const elf::Symbol* symbol = library.defined(function);
  if (symbol == nullptr) return std::nullopt;
  const auto code = library.code(*symbol, 32);
  const elf::Header& header = library.image().header();
  if (header.machine == EM_AARCH64 && header.little_endian) {
    std::size_t at = word(code, 0) == 0xD503245FU ? 4 : 0;  // BTI c
    const std::uint32_t first = word(code, at);
    if ((first & 0x7FE0001FU) == 0x52800000U && word(code, at + 4) == aarch64_ret) return (first >> 5U) & 0xFFFFU;
    return std::nullopt;
  }
  if (header.machine != EM_X86_64) return std::nullopt;
  std::optional<unsigned> value;
  std::span<const std::byte> rest = code;
  for (int step = 0; step < 4; ++step) {
    const elf::X86Instruction in = elf::decode_x86_64(rest);
    if (in.length == 0) return std::nullopt;
    rest = rest.subspan(in.length);
    if (in.map == 0 && in.opcode == 0xC3) return value;
    if (in.map == 0 && in.opcode == 0xB8)
      value = static_cast<unsigned>(in.immediate);
    else if (in.map == 0 && in.opcode == 0x31 && in.mod == 3 && in.reg == 0 && in.rm == 0)
      value = 0;
    else if (in.map == 1 && in.opcode == 0x1E)
      continue;  // ENDBR64
    else
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> lapack_version(const Library& library, const Identity& identity) {
  const elf::Symbol* symbol = library.defined(identity.prefix + "ilaver_" + identity.suffix);
  if (symbol == nullptr) return std::nullopt;
  const auto code = library.code(*symbol, 64);
  const elf::Header& header = library.image().header();
  std::optional<std::array<std::int64_t, 3>> stored;
  if (header.machine == EM_X86_64)
    stored = stored_x86_64(code);
  else if (header.machine == EM_AARCH64 && header.little_endian)
    stored = stored_aarch64(code);
  if (!stored || (*stored)[0] > 99 || (*stored)[1] > 99 || (*stored)[2] > 99) return std::nullopt;
  return fmt::format("{}.{}.{}", (*stored)[0], (*stored)[1], (*stored)[2]);
}

}  // namespace fairplay::signatures::blas
