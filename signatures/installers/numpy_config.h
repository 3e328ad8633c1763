#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairplay::signatures::installers {

/// The C-API versions that a NumPy's headers promise: NPY_ABI_VERSION and NPY_API_VERSION of _numpyconfig.h, which the
/// build writes.
struct HeaderCApi {
  std::optional<std::uint32_t> abi;  ///< 0x01000009, 0x02000000
  std::optional<std::uint32_t> api;  ///< 0x12
};

/// Nullopt for what isn't defined, is defined twice with different values, or is no plain number (an expression, a
/// template's placeholder in an sdist).
HeaderCApi parse_numpy_config(std::string_view header);

/// Whether `path` is that header: ".../include/numpy/_numpyconfig.h".
bool is_numpy_config(std::string_view path);

}  // namespace fairplay::signatures::installers
