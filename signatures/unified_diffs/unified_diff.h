#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

/// Patches, as GNU diff, git and quilt write them (GNU diffutils manual, "Detailed Description of Unified Format").
namespace fairplay::signatures::unified_diffs {

enum class LineKind : std::uint8_t { context, removed, added };

struct Line {
  LineKind kind = LineKind::context;
  std::string text;  ///< without its first column, with its line end; "\ No newline at end of file" takes that away
};

struct Hunk {
  std::uint32_t old_line = 0;  ///< where the old file has its first line, from 1; 0: before the first
  std::uint32_t at = 0;        ///< line of the patch file, from 1
  std::vector<Line> lines;
};

/// What a patch does to one file.
struct FilePatch {
  std::string old_path;  ///< as written, "a/numpy/x.py"; empty for /dev/null: the file is new
  std::string new_path;  ///< empty for /dev/null: the file goes
  std::vector<Hunk> hunks;
  bool binary = false;  ///< git's binary patch: it can't be applied here
};

struct Patch {
  std::string name;     ///< file name
  std::string subject;  ///< what its header says it does, one line: DEP-3's Description or Subject; empty without one
  std::vector<FilePatch> files;
};

inline constexpr std::size_t most_files = 20'000;  ///< in one patch
inline constexpr std::size_t most_hunks = 20'000;  ///< for one file

/// Reads a patch. A hunk whose lines don't add up to what its header says is reported with its line and left out; the
/// rest counts.
Patch parse_patch(std::string_view text, const std::string& name, std::vector<Damage>& damage);

/// The path that a patch means, with `strip` leading components taken off (patch -p).
std::string_view stripped(std::string_view path, unsigned strip);

/// A line of a file with its end, and which patch brought it there.
struct MarkedLine {
  std::string text;
  std::size_t mark = 0;  ///< 0: the file's own
};
std::vector<MarkedLine> marked_lines(std::string_view text);
std::string text_of(const std::vector<MarkedLine>& lines);

/// Applies a patch: every hunk at its place or where its lines are found nearest to it, with up to two lines of context
/// ignored at either end, as GNU patch does. Lines that it adds get `mark`, and so does the line behind one that it
/// only takes away. Damage: the first hunk that doesn't fit; `lines` are then as they were.
std::optional<Damage> apply(const FilePatch& patch, std::vector<MarkedLine>& lines, std::size_t mark,
                            const std::string& name);

}  // namespace fairplay::signatures::unified_diffs
