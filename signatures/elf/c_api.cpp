// NumPy exports its C API as one array of pointers, PyArray_API, that import_array() hands to other modules. Its order
// is fixed for ever (numpy/_core/code_generators/numpy_api.py): entry 0 is PyArray_GetNDArrayCVersion, entry 211
// PyArray_GetNDArrayCFeatureVersion, and both only return a constant. The table has no symbol: it is recognised by its
// length and by these two functions.
#include "signatures/elf/c_api.h"

#include <elf.h>

#include <algorithm>
#include <array>

#include "signatures/elf/loaded_memory.h"
#include "signatures/elf/pointers.h"
#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {
namespace {

constexpr std::uint64_t feature_entry = 211;
constexpr std::uint64_t table_entries = 250;  // entry 211 is well inside; every table since 1.15 is longer
/// Entries that 2.0 retired are null, and ufunc or type objects of another module would not be pointers into this file.
constexpr std::size_t fewest_pointers = 200;
constexpr std::size_t longest_version_getter = 16;

bool plausible_abi(std::uint32_t value) {
  return (value & 0xffff0000U) == 0x01000000U || (value & 0xffff0000U) == 0x02000000U;
}
bool plausible_api(std::uint32_t value) { return value >= 1 && value <= 0xffff; }

/// [endbr64] mov eax, imm32; ret (Intel SDM volume 2).
std::optional<std::uint32_t> constant_of_x86_64(std::span<const std::byte> code) {
  constexpr std::array<std::byte, 4> endbr64{std::byte{0xf3}, std::byte{0x0f}, std::byte{0x1e}, std::byte{0xfa}};
  if (code.size() >= endbr64.size() && std::ranges::equal(code.first(endbr64.size()), endbr64))
    code = code.subspan(endbr64.size());
  if (code.size() < 6 || code[0] != std::byte{0xb8} || code[5] != std::byte{0xc3}) return std::nullopt;
  return Words(code, 64, true).word(1);
}

/// [bti c] movz w0, #imm [, lsl 16]; [movk w0, #imm [, lsl 16]]; ret (Arm ARM, C6.2). Instructions are little-endian
/// always.
std::optional<std::uint32_t> constant_of_aarch64(std::span<const std::byte> code) {
  const Words words(code, 64, true);
  std::uint64_t at = 0;
  if (words.word(at) == 0xd503245fU) at += 4;
  std::uint32_t value = 0;
  for (bool first = true;; first = false) {
    const auto instruction = words.word(at);
    if (!instruction) return std::nullopt;
    at += 4;
    if (*instruction == 0xd65f03c0U) return first ? std::nullopt : std::optional(value);
    const std::uint32_t shift = (*instruction >> 21 & 1) * 16;
    const std::uint32_t immediate = *instruction >> 5 & 0xffff;
    const std::uint32_t operation = *instruction & 0xffc0001fU;  // with w0 as the target
    if (first && operation == 0x52800000U) {
      value = immediate << shift;
    } else if (!first && operation == 0x72800000U) {
      value = (value & ~(0xffffU << shift)) | immediate << shift;
    } else {
      return std::nullopt;
    }
  }
}

class ApiTable {
 public:
  ApiTable(const Image& image, std::vector<Damage>& damage)
      : image_(image), memory_(image), pointers_(image, damage), word_(image.header().bits / 8) {}

  std::optional<CApiVersion> find() {
    const auto& all = pointers_.all();
    std::optional<CApiVersion> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!is_long(i)) continue;
      const auto feature_place = pointers_.at(all[i].place + feature_entry * word_);
      if (!feature_place) continue;
      const auto abi = constant(all[i].target);
      if (!abi || !plausible_abi(*abi)) continue;
      const auto api = constant(*feature_place);
      if (!api || !plausible_api(*api)) continue;
      const CApiVersion version{*abi, *api};
      if (found && *found != version) return std::nullopt;
      found = version;
    }
    return found;
  }

 private:
  /// Whether enough pointers are in the words behind pointer `i`.
  bool is_long(std::size_t i) const {
    const auto& all = pointers_.all();
    const std::uint64_t start = all[i].place;
    if (i + fewest_pointers > all.size() || start > ~std::uint64_t{0} - table_entries * word_) return false;
    return all[i + fewest_pointers - 1].place < start + table_entries * word_;
  }

  std::optional<std::uint32_t> constant(std::uint64_t function) {
    if (!memory_.executable(function)) return std::nullopt;
    const auto code = memory_.from(function);
    const auto first = code.first(std::min(code.size(), longest_version_getter));
    switch (image_.header().machine) {
      case EM_X86_64: return constant_of_x86_64(first);
      case EM_AARCH64: return constant_of_aarch64(first);
      default: return std::nullopt;
    }
  }

  const Image& image_;
  LoadedMemory memory_;
  Pointers pointers_;
  std::uint64_t word_;
};

}  // namespace

std::optional<CApiVersion> c_api_version(const Image& image, std::vector<Damage>& damage) {
  if (image.header().bits != 64 || (image.header().machine != EM_X86_64 && image.header().machine != EM_AARCH64))
    return std::nullopt;
  return ApiTable(image, damage).find();
}

}  // namespace fairplay::signatures::elf
