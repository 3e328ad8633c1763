#pragma once

#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// Where a file isn't for the loader what its sections say it is. The loader reads program headers and what PT_DYNAMIC
/// names, and never a section; tools read sections. Linkers, strip, patchelf and auditwheel keep both equal.
struct LoaderView {
  /// What the two disagree in, or what the loader takes twice: segments whose pages cover one another's, two
  /// PT_DYNAMIC, two entries of a tag that there is one of, a section that lies elsewhere in the file than what is
  /// mapped at its address, a table of the loader's (or the unwinder's, or of thread-local variables) that isn't the
  /// section of its name, content in .bss; relocations that end inside of one, or that are done as relative ones and
  /// aren't; symbols that the hash table doesn't lead to, and functions at absolute addresses; program headers that
  /// PT_PHDR finds elsewhere.
  std::vector<std::string> disagreements;
  /// Protection that is given up: a segment that is writable and executable, an executable stack. (That PT_GNU_RELRO
  /// isn't there says nothing: old official builds have none.)
  std::vector<std::string> open_doors;
};

LoaderView loader_view(const Image& image);

}  // namespace fairplay::signatures::elf
