#include "signatures/installers/bytecode.h"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <optional>

namespace fairplay::signatures::installers {
namespace {

std::uint32_t little32(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::to_integer<std::uint32_t>(bytes[at + i]) << (8 * i);
  return value;
}

// CPython's magic numbers (the table in Lib/importlib/_bootstrap_external.py): 2.7 has 62211; 3.0 ... 3.2
// lie in 3000 ... 3180, 3.3 ... 3.6 in 3190 ... 3379, 3.7 begins at 3390, 3.11's release is 3495. PyPy counts on its
// own below 3000 and, in every version still met, has the 16-byte header of PEP 552.
constexpr std::uint16_t first_with_size = 3190;
constexpr std::uint16_t first_with_flags = 3390;
constexpr std::uint16_t first_siphash13 = 3450;  // 3.11's development began there
constexpr std::uint16_t python2_least = 20121;

std::optional<std::uint64_t> siphash(std::uint64_t key, unsigned c_rounds, unsigned d_rounds,
                                     std::span<const std::byte> data) {
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(EVP_MAC_fetch(nullptr, "SIPHASH", nullptr), EVP_MAC_free);
  if (!mac) return std::nullopt;
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_new(mac.get()), EVP_MAC_CTX_free);
  std::array<unsigned char, 16> key_bytes{};
  for (std::size_t i = 0; i < 8; ++i) key_bytes[i] = static_cast<unsigned char>(key >> (8 * i));
  std::size_t size = 8;
  std::array<OSSL_PARAM, 4> parameters{OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                                       OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_C_ROUNDS, &c_rounds),
                                       OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_D_ROUNDS, &d_rounds),
                                       OSSL_PARAM_construct_end()};
  std::array<unsigned char, 8> out{};
  std::size_t written = 0;
  if (!context || EVP_MAC_CTX_set_params(context.get(), parameters.data()) != 1 ||
      EVP_MAC_init(context.get(), key_bytes.data(), key_bytes.size(), nullptr) != 1 ||
      EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(data.data()), data.size()) != 1 ||
      EVP_MAC_final(context.get(), out.data(), &written, out.size()) != 1 || written != out.size()) {
    return std::nullopt;
  }
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 8; ++i) hash |= static_cast<std::uint64_t>(out[i]) << (8 * i);
  return hash;
}

}  // namespace

Expected<BytecodeHeader> parse_bytecode_header(std::span<const std::byte> head, const std::string& file) {
  if (head.size() < 8)
    return std::unexpected(
        Damage{file, "offset 0", fmt::format("{} bytes are too few for a bytecode header", head.size()), false});
  if (head[2] != std::byte{'\r'} || head[3] != std::byte{'\n'})
    return std::unexpected(Damage{file, "offset 2", "no bytecode magic number", false});

  BytecodeHeader header;
  header.magic = static_cast<std::uint16_t>(little32(head, 0) & 0xffffU);
  header.python2 = header.magic >= python2_least;
  const bool pypy = header.magic < 3000;
  const bool flags = !header.python2 && (pypy || header.magic >= first_with_flags);
  const bool size = !header.python2 && (flags || header.magic >= first_with_size);
  const std::size_t needed = flags ? 16 : size ? 12 : 8;
  if (head.size() < needed)
    return std::unexpected(
        Damage{file, "offset 0",
               fmt::format("{} bytes are too few for the header of magic {}", head.size(), header.magic), false});

  if (flags && (little32(head, 4) & 1U) != 0) {
    header.validation = (little32(head, 4) & 2U) != 0 ? BytecodeHeader::Validation::checked_hash
                                                      : BytecodeHeader::Validation::unchecked_hash;
    header.source_hash = little32(head, 8) | static_cast<std::uint64_t>(little32(head, 12)) << 32;
    return header;
  }
  header.mtime = little32(head, flags ? 8 : 4);
  header.has_size = size;
  if (size) header.size = little32(head, flags ? 12 : 8);
  return header;
}

bool bytecode_hash_matches(const BytecodeHeader& header, std::span<const std::byte> source) {
  const std::uint64_t key =
      header.magic | static_cast<std::uint64_t>('\r') << 16 | static_cast<std::uint64_t>('\n') << 24;
  const bool newer = header.magic >= first_siphash13;
  return siphash(key, newer ? 1 : 2, newer ? 3 : 4, source) == header.source_hash;
}

}  // namespace fairplay::signatures::installers
