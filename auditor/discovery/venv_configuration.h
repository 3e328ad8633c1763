#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fairplay::auditor::discovery {

/// pyvenv.cfg, as CPython's getpath and site read it (PEP 405). The only reader of it.
struct VenvConfiguration {
  std::optional<std::string> home;  ///< the folder of the interpreter it was made from
  bool system_site = true;          ///< include-system-site-packages: what isn't "true" is false; without it, true
  std::string version;              ///< "3.11" of "3.11.7" or of virtualenv's "3.11.7.final.0"; may be empty
};

inline constexpr std::size_t longest_venv_configuration = std::size_t{64} << 10U;  ///< bytes that are read of one

/// Lines "key = value", keys in any case. Untrusted text: what isn't understood is left out.
VenvConfiguration read_venv_configuration(std::string_view text);

}  // namespace fairplay::auditor::discovery
