#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::signatures::python {

enum class Implementation : std::uint8_t { unknown, cpython, pypy, graalpy };
enum class OperatingSystem : std::uint8_t { unknown, linux, macos, windows, android, emscripten };
enum class Libc : std::uint8_t { unknown, glibc, musl };

/// What the file name of an extension module says of the Python that imports it (PEP 3149, PEP 703;
/// importlib.machinery.EXTENSION_SUFFIXES): "_umath_linalg.cpython-311-x86_64-linux-gnu.so".
struct ExtensionTag {
  Implementation implementation = Implementation::unknown;
  std::string version;         ///< "3.11"; empty where every version of the implementation imports it
  bool free_threaded = false;  ///< the "t" of cpython-313t
  bool debug = false;          ///< the "d" of cpython-311d
  bool stable_abi = false;     ///< abi3; with `free_threaded`, abi3t (PEP 803)
  OperatingSystem system = OperatingSystem::unknown;
  std::string machine;  ///< "x86_64", "aarch64", "win_amd64"; empty where the name doesn't say
  Libc libc = Libc::unknown;
};

/// Nothing for names that are no extension module's ("libopenblas.so.0", "numpy.py"). A plain ".so" or ".pyd" gives a
/// tag that says nothing: any Python takes it.
std::optional<ExtensionTag> extension_tag(std::string_view file_name);

/// "CPython 3.13, free-threaded", "PyPy 3.9", "any CPython" for abi3; empty where the tag says nothing.
std::string text_of(const ExtensionTag& tag);

/// glibc or musl, by the names that an ELF object needs.
Libc libc_needed(const std::vector<std::string>& needed);

std::string_view name(Implementation implementation);  ///< "CPython"; empty for unknown
std::string_view name(OperatingSystem system);         ///< "Linux"; empty for unknown
std::string_view name(Libc libc);                      ///< "glibc"; empty for unknown

}  // namespace fairplay::signatures::python
