#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/python/extension_name.h"

namespace fairplay::signatures::python {

/// What a platform tag says (PEP 425, PEP 600, PEP 656): "manylinux_2_17_x86_64", "macosx_11_0_arm64", "win_amd64".
struct PlatformTag {
  OperatingSystem system = OperatingSystem::unknown;
  Libc libc = Libc::unknown;
  std::string machine;  ///< "x86_64", "arm64", "universal2"
  std::string version;  ///< the oldest glibc, musl or macOS, "2.17"; empty where the tag doesn't say
};
/// Nothing for a text that is no such tag.
std::optional<PlatformTag> parse_platform_tag(std::string_view text);

/// A version of Python as people write it, and as wheels' tags do: "3.11", "3.11.7", "3.13t", "cp313t", "python3.11",
/// "pypy3.10", "pp310", "graalpy3.11".
struct PythonVersion {
  Implementation implementation = Implementation::cpython;
  std::string version;  ///< "3.11"
  bool free_threaded = false;
  bool debug = false;
};
/// Nothing for a text that is none.
std::optional<PythonVersion> parse_python_version(std::string_view text);

/// The tags of a WHEEL file ("Tag: cp311-cp311-manylinux_2_17_x86_64"), at most 256.
std::vector<std::string> tags_of_wheel(std::string_view wheel_file);

/// The Python that all tags are for; nothing where one leaves it open (py3-none-any, abi3), or there are several.
std::optional<PythonVersion> python_of_tags(std::span<const std::string> tags);

/// The platforms of the tags, those that can't be read left out.
std::vector<PlatformTag> platforms_of_tags(std::span<const std::string> tags);

}  // namespace fairplay::signatures::python
