#pragma once

#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace signatures::elf {

/// The separate hash of one part of a binary, so that legitimate rewriting (RPATH, SONAME, strip, signing) and
/// tampering can be told apart. Parts: ".text" ".rodata" ".data" ".data.rel.ro" ".init_array" ".fini_array" ".tdata" (and other
/// loaded PROGBITS, by their name), "relocations", "needed", "symbols" (sorted, with versions), "methods" (name, function, flags).
struct PartHash {
  std::string part;
  std::uint64_t size = 0;  ///< bytes hashed
  std::string sha256;      ///< lower-case hex
  bool operator==(const PartHash&) const = default;
};
std::vector<PartHash> part_hashes(const Image& image, std::vector<Damage>& damage);

}  // namespace signatures::elf
