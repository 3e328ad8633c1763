#include "signatures/elf/function_starts.h"

#include <elf.h>

#include <algorithm>

#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {

std::vector<std::uint64_t> function_starts(const Image& image, LoadedMemory& memory) {
  std::vector<std::uint64_t> starts;
  for (const auto& segment : image.segments()) {
    if (segment.type != PT_GNU_EH_FRAME) continue;
    const auto bytes = memory.from(segment.address);
    const Words words(bytes.first(std::min<std::size_t>(bytes.size(), segment.file_size)), image.header().bits,
                      image.header().little_endian);
    // Pairs of 32-bit offsets to the table's own address, which is the form that linkers write.
    constexpr std::uint32_t form = 0x3b031b01;  // version 1, pcrel sdata4, udata4, datarel sdata4
    if (words.word(0) != form) continue;
    const std::uint64_t count = words.word(8).value_or(0);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto offset = words.word(12 + i * 8);
      if (!offset) break;
      starts.push_back(segment.address +
                       static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(*offset))));
    }
  }
  std::ranges::sort(starts);
  starts.erase(std::ranges::unique(starts).begin(), starts.end());
  return starts;
}

}  // namespace fairplay::signatures::elf
