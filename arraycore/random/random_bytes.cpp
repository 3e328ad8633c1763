#include "arraycore/random/random_bytes.h"

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<std::string> random_bytes(BitGenerator& bits, std::int64_t length, Release release) {
  std::string bytes;
  if (length < 0 || static_cast<std::uint64_t>(length) > bytes.max_size()) {
    return fail(ErrorKind::value, std::to_string(length) + " random bytes");
  }
  try {
    bytes.resize(static_cast<std::size_t>(length));
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::memory, std::to_string(length) + " random bytes");
  }
  if (length == 0 && release >= Release{1, 17}) bits.next32();
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word = i % 4 == 0 ? bits.next32() : word >> 8;
    bytes[i] = static_cast<char>(word);
  }
  return bytes;
}

}  // namespace fairplay::arraycore
