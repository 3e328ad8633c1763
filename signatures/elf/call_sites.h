#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "signatures/elf/image.h"
#include "signatures/elf/loaded_memory.h"

namespace fairplay::signatures::elf {

/// What a register holds while code is followed from a function's start to its end, in the order of addresses. Jumps
/// don't make it forget: compilers keep what lives across a function (a module, its dict) in one place.
struct Holding {
  enum class Kind : std::uint8_t {
    unknown,
    constant,  ///< value: an address or number
    loaded,    ///< value: the address it was loaded from
    argument,  ///< value: which argument of the function it was
    result,    ///< value: an index into the names of called functions
  } kind = Kind::unknown;
  std::uint64_t value = 0;
};

/// A call of an imported function, or of one of the file's own.
struct CallSite {
  std::uint64_t function = 0;        ///< start of the function that holds it
  std::string imported;              ///< the name of what is called, where it is imported
  std::uint64_t target = 0;          ///< else its address
  std::array<Holding, 4> arguments;  ///< the first four
};

/// Calls within the functions that call at least one of `names`, in order; `result` holdings refer to `names` by index,
/// other calls' results are unknown. Functions are found by .eh_frame_hdr. x86-64 and AArch64; nothing on others.
std::vector<CallSite> call_sites(const Image& image, LoadedMemory& memory, const std::vector<std::string>& names,
                                 std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
