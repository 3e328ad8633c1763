#include "signatures/python/platform_tag.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fairplay::signatures::python {
namespace {

constexpr std::size_t longest_tag = 128;
constexpr std::size_t most_tags = 256;

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Names of processors, of which "x86_64" has an underscore of its own.
bool is_machine(std::string_view text) {
  constexpr std::array<std::string_view, 16> names{"x86_64", "i686",    "i386",   "aarch64",   "arm64",   "armv7l",
                                                   "armv6l", "ppc64le", "ppc64",  "s390x",     "riscv64", "loongarch64",
                                                   "intel",  "ppc",     "mips64", "universal2"};
  return std::ranges::find(names, text) != names.end();
}

/// "2_17_x86_64": two numbers and a machine.
bool read_numbered(std::string_view text, PlatformTag& tag) {
  const std::size_t first = text.find('_');
  const std::size_t second = first == std::string_view::npos ? first : text.find('_', first + 1);
  if (second == std::string_view::npos) return false;
  const std::string_view major = text.substr(0, first);
  const std::string_view minor = text.substr(first + 1, second - first - 1);
  if (!is_number(major) || !is_number(minor)) return false;
  tag.version = std::string(major) + "." + std::string(minor);
  tag.machine = text.substr(second + 1);
  return is_machine(tag.machine);
}

/// Takes `prefix` from the front of `text`.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool read_linux(std::string_view text, PlatformTag& tag) {
  tag.system = OperatingSystem::linux;
  if (take(text, "linux_")) {
    tag.machine = text;
    return is_machine(text);
  }
  if (take(text, "musllinux_")) {
    tag.libc = Libc::musl;
    return read_numbered(text, tag);
  }
  if (!take(text, "manylinux")) return false;
  tag.libc = Libc::glibc;
  // The years' names of PEP 513, 571 and 599.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> years{
      {{"2014_", "2.17"}, {"2010_", "2.12"}, {"1_", "2.5"}}};
  for (const auto& [year, version] : years) {
    if (!take(text, year)) continue;
    tag.version = version;
    tag.machine = text;
    return is_machine(text);
  }
  return take(text, "_") && read_numbered(text, tag);
}

/// "311" as "3.11", "27" as "2.7"; "3.11.7" as "3.11". Empty for other texts.
std::string minor_version(std::string_view text) {
  if (!text.starts_with('2') && !text.starts_with('3')) return {};
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) {
    if (!is_number(text) || text.size() < 2 || text.size() > 3) return {};
    return std::string(text.substr(0, 1)) + "." + std::string(text.substr(1));
  }
  const std::string_view rest = text.substr(dot + 1);
  const std::size_t next = rest.find('.');
  const std::string_view minor = rest.substr(0, next);
  if (dot != 1 || !is_number(minor)) return {};
  if (next != std::string_view::npos && !is_number(rest.substr(next + 1))) return {};
  return std::string(text.substr(0, 1)) + "." + std::string(minor);
}

}  // namespace

std::optional<PlatformTag> parse_platform_tag(std::string_view text) {
  if (text.size() > longest_tag) return std::nullopt;
  PlatformTag tag;
  if (text == "win32" || text == "win_amd64" || text == "win_arm64") {
    tag.system = OperatingSystem::windows;
    tag.machine = text == "win32" ? "i386" : text == "win_amd64" ? "x86_64" : "arm64";
    return tag;
  }
  std::string_view rest = text;
  if (take(rest, "macosx_")) {
    tag.system = OperatingSystem::macos;
    return read_numbered(rest, tag) ? std::optional(tag) : std::nullopt;
  }
  return read_linux(text, tag) ? std::optional(tag) : std::nullopt;
}

std::optional<PythonVersion> parse_python_version(std::string_view text) {
  if (text.size() > longest_tag) return std::nullopt;
  PythonVersion python;
  constexpr std::array<std::pair<std::string_view, Implementation>, 6> prefixes{{{"cpython", Implementation::cpython},
                                                                                 {"python", Implementation::cpython},
                                                                                 {"cp", Implementation::cpython},
                                                                                 {"pypy", Implementation::pypy},
                                                                                 {"pp", Implementation::pypy},
                                                                                 {"graalpy", Implementation::graalpy}}};
  for (const auto& [prefix, implementation] : prefixes) {
    if (!take(text, prefix)) continue;
    python.implementation = implementation;
    break;
  }
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t end = std::min(text.find_last_of("0123456789"), text.size() - 1);
  if (text.empty() || text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  // ABI flags (PEP 3149, PEP 703); m and u went with CPython 3.8 and 3.3.
  const std::string_view flags = text.substr(end + 1);
  if (flags.find_first_not_of("tdmu") != std::string_view::npos) return std::nullopt;
  python.free_threaded = flags.find('t') != std::string_view::npos;
  python.debug = flags.find('d') != std::string_view::npos;
  python.version = minor_version(text.substr(0, end + 1));
  return python.version.empty() ? std::nullopt : std::optional(python);
}

std::vector<std::string> tags_of_wheel(std::string_view wheel_file) {
  std::vector<std::string> tags;
  while (!wheel_file.empty() && tags.size() < most_tags) {
    const std::size_t end = wheel_file.find('\n');
    std::string_view line = wheel_file.substr(0, end);
    wheel_file = end == std::string_view::npos ? std::string_view() : wheel_file.substr(end + 1);
    if (!take(line, "Tag: ") || line.size() > longest_tag) continue;
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    tags.emplace_back(line);
  }
  return tags;
}

std::optional<PythonVersion> python_of_tags(std::span<const std::string> tags) {
  std::optional<PythonVersion> only;
  for (const std::string_view tag : tags) {
    const std::string_view python = tag.substr(0, tag.find('-'));
    std::string_view abi = tag.substr(std::min(python.size() + 1, tag.size()));
    abi = abi.substr(0, abi.find('-'));
    // py3 and abi3 leave the version open.
    const bool open = abi.starts_with("abi3") || python.starts_with("py");
    auto version = open && !python.starts_with("pypy") ? std::nullopt : parse_python_version(python);
    if (!version) return std::nullopt;
    version->free_threaded = abi.ends_with('t');
    if (only && (only->version != version->version || only->implementation != version->implementation ||
                 only->free_threaded != version->free_threaded))
      return std::nullopt;
    only = version;
  }
  return only;
}

std::vector<PlatformTag> platforms_of_tags(std::span<const std::string> tags) {
  std::vector<PlatformTag> platforms;
  for (const std::string_view tag : tags) {
    const std::size_t platform = tag.rfind('-');
    if (platform == std::string_view::npos) continue;
    if (auto read = parse_platform_tag(tag.substr(platform + 1))) platforms.push_back(std::move(*read));
  }
  return platforms;
}

}  // namespace fairplay::signatures::python
