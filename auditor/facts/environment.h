#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace fairplay::auditor {

/// What a build belongs to: whatever shares an environment may meet in one process.
struct Environment {
  enum class Kind : std::uint8_t {
    unknown,
    file,       ///< a file or archive that was named: it shares a process with nothing
    folder,     ///< a folder that is no known kind of environment
    process,    ///< `name`: its number
    system,     ///< `name`: "/usr/local", empty for /usr
    user_site,  ///< ~/.local
    python_path,
    venv,  ///< `name` of this and the following: the prefix
    conda,
    python,
    pyenv,      ///< `name`: the version
    uv_python,  ///< `name`: the build's name
    uv_tool,    ///< `name` of this and the following: the program's
    pipx
  };
  Kind kind = Kind::unknown;
  std::string name{};

  auto operator<=>(const Environment&) const = default;
};

std::string_view name(Environment::Kind kind);  ///< "venv", "user site"; empty for unknown
/// "venv /home/u/v", "system", "process 4242": for people, and in JSON.
std::string text_of(const Environment& environment);

/// How a BLAS that is a separate subject was found.
struct FoundAs {
  enum class Kind : std::uint8_t {
    by_path,       ///< by its path alone
    bundled,       ///< `name`: what it is bundled in, "numpy.libs"
    by_names,      ///< `name`: the names that the loader looks up, "libblas.so.3 by alternatives"
    not_selected,  ///< a candidate that update-alternatives offers and that nobody chose
    in_archive,    ///< `name`: the archive's file name
    linked_in      ///< `name`: the package whose extension module it is a part of, "faiss"
  };
  Kind kind = Kind::by_path;
  std::string name{};
};
/// "bundled in numpy.libs", "not selected"; empty for by_path.
std::string text_of(const FoundAs& found);

}  // namespace fairplay::auditor
