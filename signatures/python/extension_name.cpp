#include "signatures/python/extension_name.h"

#include <algorithm>

#include "signatures/enum_names.h"

namespace fairplay::signatures::python {
namespace {

constexpr auto implementations = enum_names<Implementation>({{Implementation::unknown, ""},
                                                             {Implementation::cpython, "CPython"},
                                                             {Implementation::pypy, "PyPy"},
                                                             {Implementation::graalpy, "GraalPy"}});
constexpr auto operating_systems = enum_names<OperatingSystem>({{OperatingSystem::unknown, ""},
                                                                {OperatingSystem::linux, "Linux"},
                                                                {OperatingSystem::macos, "macOS"},
                                                                {OperatingSystem::windows, "Windows"},
                                                                {OperatingSystem::android, "Android"},
                                                                {OperatingSystem::emscripten, "Emscripten"}});
constexpr auto libcs = enum_names<Libc>({{Libc::unknown, ""}, {Libc::glibc, "glibc"}, {Libc::musl, "musl"}});

bool only_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "3.11" for "311", "2.7" for "27".
std::string dotted_version(std::string_view digits) {
  if (!only_digits(digits) || digits.size() < 2 || digits.size() > 4) return {};
  return std::string(digits.substr(0, 1)) + "." + std::string(digits.substr(1));
}

/// Takes "311td" apart; false where it is no such tag.
bool read_abi(std::string_view abi, ExtensionTag& tag) {
  const std::size_t end = std::min(abi.find_first_not_of("0123456789"), abi.size());
  const std::string_view flags = abi.substr(end);
  // m and u went with CPython 3.8 and 3.3 and never changed what may be imported within a version.
  if (flags.find_first_not_of("dmut") != std::string_view::npos) return false;
  tag.version = dotted_version(abi.substr(0, end));
  if (tag.version.empty()) return false;
  tag.free_threaded = flags.find('t') != std::string_view::npos;
  tag.debug = flags.find('d') != std::string_view::npos;
  return true;
}

/// "x86_64-linux-gnu", "darwin", "aarch64-linux-musl", "win_amd64"; GraalPy's "native-x86_64-linux".
void read_platform(std::string_view platform, ExtensionTag& tag) {
  if (platform.starts_with("native-")) platform.remove_prefix(7);
  if (platform == "darwin" || platform.ends_with("-darwin")) {
    tag.system = OperatingSystem::macos;
    tag.machine = platform.substr(0, platform.size() - std::min<std::size_t>(platform.size(), 7));
    return;
  }
  if (platform.ends_with("-emscripten")) {
    tag.system = OperatingSystem::emscripten;
    return;
  }
  if (platform.starts_with("win") || platform == "mingw" || platform.starts_with("mingw_")) {
    tag.system = OperatingSystem::windows;
    tag.machine = platform;
    return;
  }
  const std::size_t linux_at = platform.find("-linux");
  if (linux_at == std::string_view::npos) return;
  tag.system = OperatingSystem::linux;
  tag.machine = platform.substr(0, linux_at);
  const std::string_view libc = platform.substr(std::min(linux_at + 7, platform.size()));
  if (libc.starts_with("android")) tag.system = OperatingSystem::android;
  // Older musl builds of CPython call themselves gnu, so only "musl" says something for sure.
  if (libc.starts_with("musl")) tag.libc = Libc::musl;
}

/// A tag that says nothing of the Python.
ExtensionTag only_system(OperatingSystem system) {
  ExtensionTag tag;
  tag.system = system;
  return tag;
}

}  // namespace

std::optional<ExtensionTag> extension_tag(std::string_view file_name) {
  ExtensionTag tag;
  bool windows = false;
  if (file_name.ends_with(".so")) {
    file_name.remove_suffix(3);
  } else if (file_name.ends_with(".pyd")) {
    file_name.remove_suffix(4);
    windows = true;
    tag.system = OperatingSystem::windows;
  } else {
    return std::nullopt;
  }
  const std::size_t dot = file_name.find('.');
  if (dot == std::string_view::npos) return tag;
  std::string_view text = file_name.substr(dot + 1);
  if (text == "abi3" || text == "abi3t") {
    tag.implementation = Implementation::cpython;
    tag.stable_abi = true;
    tag.free_threaded = text == "abi3t";
    return tag;
  }
  const auto part = [&text] {
    const std::size_t dash = text.find('-');
    const std::string_view first = text.substr(0, dash);
    text = dash == std::string_view::npos ? std::string_view() : text.substr(dash + 1);
    return first;
  };
  if (windows && text.starts_with("cp")) {  // cp311-win_amd64, cp313t-win_amd64
    text.remove_prefix(2);
    tag.implementation = Implementation::cpython;
    if (!read_abi(part(), tag)) return only_system(OperatingSystem::windows);
    read_platform(text, tag);
    return tag;
  }
  const std::string_view implementation = part();
  if (implementation == "cpython") {
    tag.implementation = Implementation::cpython;
    if (!read_abi(part(), tag)) return only_system(tag.system);
  } else if (implementation.starts_with("pypy") && only_digits(implementation.substr(4))) {
    tag.implementation = Implementation::pypy;
    tag.version = dotted_version(implementation.substr(4));
    part();  // pp73: PyPy's own ABI
  } else if (implementation.starts_with("graalpy")) {
    tag.implementation = Implementation::graalpy;  // graalpy242-311-native-x86_64-linux
    tag.version = dotted_version(part());
  } else {
    return only_system(tag.system);
  }
  read_platform(text, tag);
  return tag;
}

std::string text_of(const ExtensionTag& tag) {
  if (tag.implementation == Implementation::unknown) return {};
  if (tag.stable_abi) return "any CPython 3";
  std::string text(name(tag.implementation));
  if (!tag.version.empty()) text += " " + tag.version;
  if (tag.free_threaded) text += ", free-threaded";
  if (tag.debug) text += ", a debug build";
  return text;
}

Libc libc_needed(const std::vector<std::string>& needed) {
  for (const std::string& name : needed) {
    if (name.starts_with("libc.musl-") || name == "libc.so") return Libc::musl;
    if (name.starts_with("libc.so.") || name.starts_with("ld-linux")) return Libc::glibc;
  }
  return Libc::unknown;
}

std::string_view name(Implementation implementation) { return implementations.name(implementation); }
std::string_view name(OperatingSystem system) { return operating_systems.name(system); }
std::string_view name(Libc libc) { return libcs.name(libc); }

}  // namespace fairplay::signatures::python
