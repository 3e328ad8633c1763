#pragma once

#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// The separate hash of one part of a binary, so that legitimate rewriting (RPATH, SONAME, strip, signing) and
/// tampering can be distinguished.
///
/// - Every loaded section with content of the program's own, by its name: ".text" ".rodata" ".data" ".data.rel.ro"
///   ".init_array" ".fini_array" ".tdata" ... in order of address, as the program headers map it.
/// - "relocations": (place, type, symbol with version, addend), sorted by place.
/// - "dynamic": the entries that make the loader run or bind something: DT_INIT, DT_INIT_ARRAY, DT_FLAGS, DT_AUDIT ...
/// - "needed": the names in order; "symbols": sorted, with versions; "methods": (name, function, flags) by table.
///
/// No part holds a file offset, section index, symbol index, string offset, RPATH or SONAME: `strip`, patchelf and
/// auditwheel change none of them, except "needed" and the symbol versions where auditwheel renames a bundled library.
struct PartHash {
  std::string part;
  std::uint64_t size = 0;  ///< bytes hashed
  std::string sha256;      ///< lower-case hex
  bool operator==(const PartHash&) const = default;
};

/// Reads each loaded byte once, in small pieces. A file without section headers gets its segments hashed whole
/// ("segment r-x 0x1000"), and a damage that says so.
std::vector<PartHash> part_hashes(const Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
