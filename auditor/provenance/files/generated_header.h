#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fairplay::auditor::provenance {

/// What the C compiler of a build made of its types, as far as its binaries tell.
struct DataModel {
  enum class System : std::uint8_t { unknown, elf, windows, macos };
  System system = System::unknown;
  int bits = 0;               ///< of a pointer; 0: not known
  std::uint16_t machine = 0;  ///< EM_*; 0: not known
};

/// Whether a file of NumPy's is a header, or Cython's declarations, that its build writes.
bool is_generated_header(std::string_view path);

/// Why the text of such a file is more than upstream's build writes there, as a clause; empty if it isn't. Allowed in
/// C are comments, macros with numbers (of a type's size: the one it has on `model`) and include guards; in
/// _bounded_integers.pxd nothing but upstream's text, whatever its blank lines.
std::string what_header_adds(std::string_view path, std::string_view text, const DataModel& model);

}  // namespace fairplay::auditor::provenance
