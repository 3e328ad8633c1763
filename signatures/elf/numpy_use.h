#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// What a module wants of the NumPy that it imports. NumPy's headers compile a check into every module that calls
/// import_array() (`_import_array` in __multiarray_api.h): it compares two constants with what the running NumPy
/// answers, and names them in the error's text. Cython compiles another one into every module that uses NumPy's types:
/// a type may not be smaller than it was in the headers ("numpy.dtype size changed, may indicate binary
/// incompatibility"), and sizes tell versions.
struct NumpyUse {
  bool takes_api = false;            ///< asks NumPy for its table of C functions, `_ARRAY_API`
  bool checks = false;               ///< holds a text of NumPy's check, or checks sizes that tell a version
  bool checks_api = false;           ///< holds a text of NumPy's check: it asks for a version of the C API
  std::optional<std::uint32_t> abi;  ///< NPY_VERSION of the headers: 0x01000009, or 0x02000000 since NumPy 2.0
  std::optional<std::uint32_t> api;  ///< NPY_FEATURE_VERSION that was asked for: 0x10
  /// NPY_FEATURE_VERSION_STRING, "1.23": the oldest NumPy for that version. In texts since NumPy 2.0.
  std::string oldest;
};

/// Reads it out of the code around the texts (x86-64 and AArch64), and out of the texts themselves. Where several
/// translation units check, the strictest counts: one that fails is enough. What isn't found stays empty.
NumpyUse numpy_use(const Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
