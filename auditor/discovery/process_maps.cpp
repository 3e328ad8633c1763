#include "auditor/discovery/process_maps.h"

#include <charconv>
#include <optional>
#include <set>
#include <tuple>

namespace fairplay::auditor::discovery {
namespace {

constexpr std::size_t most_mapped_files = 65'536;
constexpr std::size_t most_bad_lines = 16;
constexpr std::string_view deleted_mark = " (deleted)";

template <class T>
std::optional<T> number(std::string_view text, int base) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The kernel writes a line end inside a name as "\012" and leaves everything else as it is.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 4) == "\\012") {
      out += '\n';
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// "start-end perms offset major:minor inode   path"
std::optional<MappedFile> read_line(std::string_view line) {
  std::string_view fields[5];
  for (std::string_view& field : fields) {
    const std::size_t end = line.find(' ');
    field = line.substr(0, end);
    if (field.empty()) return std::nullopt;
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  const std::size_t dash = fields[0].find('-');
  const std::size_t colon = fields[3].find(':');
  if (dash == std::string_view::npos || colon == std::string_view::npos || fields[1].size() != 4) return std::nullopt;
  if (!number<std::uint64_t>(fields[0].substr(0, dash), 16) || !number<std::uint64_t>(fields[0].substr(dash + 1), 16))
    return std::nullopt;
  const auto major = number<std::uint32_t>(fields[3].substr(0, colon), 16);
  const auto minor = number<std::uint32_t>(fields[3].substr(colon + 1), 16);
  const auto inode = number<std::uint64_t>(fields[4], 10);
  if (!major || !minor || !inode) return std::nullopt;
  const std::size_t path = line.find_first_not_of(' ');
  MappedFile file{{}, *major, *minor, *inode, false};
  if (path != std::string_view::npos) {
    line.remove_prefix(path);
    if (line.ends_with(deleted_mark)) {
      file.deleted = true;
      line.remove_suffix(deleted_mark.size());
    }
    file.path = unescaped(line);
  }
  return file;
}

}  // namespace

ProcessMaps read_maps(std::string_view text) {
  ProcessMaps maps;
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint64_t>> seen;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    auto file = read_line(line);
    if (!file) {
      if (maps.bad_lines.size() < most_bad_lines) maps.bad_lines.push_back(number);
      continue;
    }
    // [heap], anon_inode:, and memory that only looks like a file: System V segments, shared anonymous memory, devices.
    if (file->inode == 0 || !file->path.starts_with('/') || file->path.starts_with("/SYSV") ||
        file->path.starts_with("/dev/"))
      continue;
    if (!seen.emplace(file->path, file->major, file->minor, file->inode).second) continue;
    if (maps.files.size() < most_mapped_files) maps.files.push_back(std::move(*file));
  }
  return maps;
}

}  // namespace fairplay::auditor::discovery
