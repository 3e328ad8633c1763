#pragma once

#include <cstdint>
#include <vector>

#include "signatures/elf/image.h"
#include "signatures/elf/loaded_memory.h"

namespace fairplay::signatures::elf {

/// Addresses at which functions start, sorted, each once, by the table of .eh_frame_hdr (LSB Core, "Exception Frame
/// Header"). Empty where the file has no such table.
std::vector<std::uint64_t> function_starts(const Image& image, LoadedMemory& memory);

}  // namespace fairplay::signatures::elf
