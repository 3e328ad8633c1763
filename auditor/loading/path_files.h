#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The small text files that say what Python imports from. All readers take untrusted bytes and run nothing.
namespace fairplay::auditor::loading {

/// What one line of a .pth file does (https://docs.python.org/3/library/site.html).
struct PathLine {
  enum class Kind : std::uint8_t {
    folder,       ///< `text`: added at the end, if it exists
    site_folder,  ///< `text`: site.addsitedir(): added, and its own .pth files are read
    first,        ///< `text`: sys.path.insert(0, ...)
    last,         ///< `text`: sys.path.append(...), whether it exists or not
    eggs_begin,   ///< easy-install.pth: what follows, up to
    eggs_end,     ///< this line, moves to the front (setuptools)
    bends_path,   ///< code that changes sys.path or how modules are found, in a way that can't be told from it
    other_code    ///< other code: it is not followed
  };
  Kind kind = Kind::folder;
  std::string text;  ///< the path, or the code
  std::size_t line = 0;
};

struct PathFile {
  std::vector<PathLine> lines;  ///< comments and empty lines left out
  bool cut_short = false;       ///< it has more lines than are read
};

inline constexpr std::size_t most_path_lines = 4096;  ///< of one file

/// Reads a .pth file. A line that begins with "import " or "import\t" is code. The forms that setuptools and people
/// write with a literal path are understood; all others are told as code.
PathFile read_path_file(std::string_view text);

/// PYTHON._pth beside an interpreter: it replaces the whole import path.
struct IsolatedPath {
  std::vector<std::string> entries;  ///< relative to the file's folder
  bool import_site = false;
};
IsolatedPath read_isolated_path(std::string_view text);

}  // namespace fairplay::auditor::loading
