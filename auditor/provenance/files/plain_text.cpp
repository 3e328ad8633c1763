#include "auditor/provenance/files/plain_text.h"

#include <algorithm>
#include <vector>

namespace fairplay::auditor::provenance {
namespace {

constexpr std::string_view start_mark = "# start delvewheel patch\n";
constexpr std::string_view end_mark = "# end delvewheel patch\n";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// "_delvewheel_patch_1_11_1" where `line` is that between `before` and `after`; else empty.
std::string_view patch_name(std::string_view line, std::string_view before, std::string_view after) {
  if (line.size() < before.size() + after.size() || !line.starts_with(before) || !line.ends_with(after)) return {};
  line.remove_prefix(before.size());
  line.remove_suffix(after.size());
  constexpr std::string_view stem = "_delvewheel_patch_";
  if (!line.starts_with(stem) || line.substr(stem.size()).find_first_not_of("0123456789_") != std::string_view::npos)
    return {};
  return line;
}

// The function's body, blank lines left out.
constexpr std::string_view since_1_9 =
    R"(    import os
    if os.path.isdir(libs_dir := os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir, 'numpy.libs'))):
        os.add_dll_directory(libs_dir)
)";
constexpr std::string_view since_1_6 =
    R"(    import os
    libs_dir = os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir, 'numpy.libs'))
    if os.path.isdir(libs_dir):
        os.add_dll_directory(libs_dir)
)";
// Where conda's Python or an old one ignores add_dll_directory, it loads what a file in NAME.libs lists.
constexpr std::string_view before_1_6 =
    R"(    import ctypes
    import os
    import platform
    import sys
    libs_dir = os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir, 'numpy.libs'))
    is_conda_cpython = platform.python_implementation() == 'CPython' and (hasattr(ctypes.pythonapi, 'Anaconda_GetVersion') or 'packaged by conda-forge' in sys.version)
    if sys.version_info[:2] >= (3, 8) and not is_conda_cpython or sys.version_info[:2] >= (3, 10):
        if os.path.isdir(libs_dir):
            os.add_dll_directory(libs_dir)
    else:
        load_order_filepath = os.path.join(libs_dir, '.load-order-numpy-')
        if os.path.isfile(load_order_filepath):
            with open(os.path.join(libs_dir, '.load-order-numpy-')) as file:
                load_order = file.read().split()
            for lib in load_order:
                lib_path = os.path.join(os.path.join(libs_dir, lib))
                kernel32 = ctypes.WinDLL('kernel32', use_last_error=True)
                if os.path.isfile(lib_path) and not kernel32.LoadLibraryExW(ctypes.c_wchar_p(lib_path), None, 0x00000008):
                    raise OSError('Error loading {}; {}'.format(lib, ctypes.FormatError(ctypes.get_last_error())))
)";

/// '.load-order-numpy-1.26.4' without the version.
std::string without_load_order_version(std::string_view block) {
  constexpr std::string_view stem = ".load-order-numpy-";
  std::string result;
  for (std::size_t at = block.find(stem); at != std::string_view::npos; at = block.find(stem)) {
    result += block.substr(0, at + stem.size());
    block.remove_prefix(at + stem.size());
    block.remove_prefix(std::min(block.find_first_not_of("0123456789.abrc"), block.size()));
  }
  return result += block;
}

/// What delvewheel 1.5 and later writes, whole (delvewheel's _wheel_repair.py): a function that adds NAME.libs to the
/// DLL search, its call, and its removal.
bool is_delvewheels(std::string_view block) {
  const std::string unversioned = without_load_order_version(block);
  std::vector<std::string_view> lines = lines_of(unversioned);
  std::erase(lines, std::string_view());
  for (const std::string_view form : {since_1_9, since_1_6, before_1_6}) {
    const std::vector<std::string_view> body = lines_of(form);
    if (lines.size() != body.size() + 3 || !std::equal(body.begin(), body.end(), lines.begin() + 1)) continue;
    const std::string_view name = patch_name(lines.front(), "def ", "():");
    return !name.empty() && patch_name(lines[lines.size() - 2], "", "()") == name &&
           patch_name(lines.back(), "del ", "") == name;
  }
  return false;
}

void take_out_delvewheel(PlainText& plain) {
  const std::size_t start = plain.text.find(start_mark);
  if (start == std::string::npos) return;
  const std::size_t end = plain.text.find(end_mark, start);
  if (end == std::string::npos ||
      !is_delvewheels(std::string_view(plain.text).substr(start + start_mark.size(), end - start - start_mark.size())))
    return;
  // It was added with two blank lines before it and one behind it.
  std::size_t first = start;
  for (int blank = 0; blank < 2 && first >= 2 && plain.text.compare(first - 2, 2, "\n\n") == 0; ++blank) --first;
  std::size_t last = end + end_mark.size();
  if (last < plain.text.size() && plain.text[last] == '\n') ++last;
  plain.text.erase(first, last - first);
  // Up to 1.8 it lost the file's last line end.
  if (!plain.text.ends_with('\n')) plain.text += '\n';
  plain.delvewheel = true;
}

}  // namespace

std::optional<PlainText> plain_text(std::string_view text) {
  if (text.find('\r') == std::string_view::npos && text.find(start_mark) == std::string_view::npos) return std::nullopt;
  PlainText plain;
  plain.text.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      plain.line_ends = true;
    } else {
      plain.text += text[i];
    }
  }
  take_out_delvewheel(plain);
  return plain.line_ends || plain.delvewheel ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace fairplay::auditor::provenance
