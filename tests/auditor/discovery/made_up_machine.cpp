#include "tests/auditor/discovery/made_up_machine.h"

#include <fmt/format.h>

#include <filesystem>

namespace fairplay::tests {
namespace {

void put(std::string& out, std::uint64_t value, int bytes, bool big_endian) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * (big_endian ? bytes - 1 - i : i)));
}

}  // namespace

auditor::discovery::System MadeUpMachine::system(std::map<std::string, std::string> environment) const {
  return {signatures::artifact::RootedFiles(root_.path()), std::move(environment)};
}

void MadeUpMachine::write(std::string_view path, std::string_view bytes) const { root_.write(path.substr(1), bytes); }
void MadeUpMachine::link(std::string_view path, std::string_view target) const { root_.link(path.substr(1), target); }
void MadeUpMachine::folder(std::string_view path) const { std::filesystem::create_directories(host(path)); }

void MadeUpMachine::numpy(const std::string& import_folder, const std::string& version) const {
  write(import_folder + "/numpy/__init__.py", "");
  write(import_folder + "/numpy/version.py", "version = \"" + version + "\"\n");
  const std::string info = import_folder + "/numpy-" + version + ".dist-info";
  write(info + "/METADATA", "Metadata-Version: 2.1\nName: numpy\nVersion: " + version + "\n");
  write(info + "/RECORD", "numpy/__init__.py,,\n");
}

void MadeUpMachine::library(std::string_view path, int bits, std::uint16_t machine, bool big_endian) const {
  std::string bytes =
      "\x7f"
      "ELF";
  bytes += static_cast<char>(bits == 64 ? 2 : 1);
  bytes += static_cast<char>(big_endian ? 2 : 1);
  bytes += '\1';
  bytes.resize(16, '\0');
  put(bytes, 3, 2, big_endian);  // ET_DYN
  put(bytes, machine, 2, big_endian);
  bytes.resize(64, '\0');
  bytes += path;  // so that no two are equal
  write(path, bytes);
}

void MadeUpMachine::venv(const std::string& path, const std::string& version, const std::string& more) const {
  write(path + "/pyvenv.cfg",
        "home = /usr/bin\ninclude-system-site-packages = false\nversion = " + version + ".7\n" + more);
  link(path + "/bin/python", "/usr/bin/python3");
  folder(path + "/lib/python" + version + "/site-packages");
}

std::string new_cache(const std::vector<CacheLine>& lines, bool big_endian,
                      const std::vector<std::string>& hwcap_names) {
  std::string entries, strings;
  const std::size_t strings_at = 48 + lines.size() * 24;
  for (const CacheLine& line : lines) {
    put(entries, line.flags, 4, big_endian);
    put(entries, strings_at + strings.size(), 4, big_endian);
    strings += line.name + '\0';
    put(entries, strings_at + strings.size(), 4, big_endian);
    strings += line.path + '\0';
    put(entries, 0, 4, big_endian);
    put(entries, line.hwcap, 8, big_endian);
  }
  std::vector<std::size_t> names_at;
  for (const std::string& name : hwcap_names) {
    names_at.push_back(strings_at + strings.size());
    strings += name + '\0';
  }
  while ((strings_at + strings.size()) % 4 != 0) strings += '\0';
  std::string header = "glibc-ld.so.cache1.1";
  put(header, lines.size(), 4, big_endian);
  put(header, strings.size(), 4, big_endian);
  header += static_cast<char>(big_endian ? 3 : 2);
  header.append(3, '\0');
  const std::size_t extension_at = strings_at + strings.size();
  put(header, hwcap_names.empty() ? 0 : extension_at, 4, big_endian);
  header.append(12, '\0');
  std::string extension;
  if (!hwcap_names.empty()) {
    put(extension, 0xEAA42174, 4, big_endian);
    put(extension, 1, 4, big_endian);
    put(extension, 1, 4, big_endian);  // the section of glibc-hwcaps names
    put(extension, 0, 4, big_endian);
    put(extension, extension_at + 24, 4, big_endian);
    put(extension, names_at.size() * 4, 4, big_endian);
    for (const std::size_t at : names_at) put(extension, at, 4, big_endian);
  }
  return header + entries + strings + extension;
}

std::string old_cache(const std::vector<CacheLine>& lines, bool with_new_behind) {
  std::string out = "ld.so-1.7.0";
  out += '\0';
  put(out, lines.size(), 4, false);
  std::string strings;
  for (const CacheLine& line : lines) {
    put(out, line.flags, 4, false);
    put(out, strings.size(), 4, false);
    strings += line.name + '\0';
    put(out, strings.size(), 4, false);
    strings += line.path + '\0';
  }
  if (!with_new_behind) return out + strings;
  while (out.size() % 8 != 0) out += '\0';
  return out + new_cache(lines);
}

std::vector<std::string> packages(const auditor::discovery::Discovered& found) {
  std::vector<std::string> all;
  for (const auto& numpy : found.numpys) all.push_back(numpy.package);
  return all;
}

std::vector<std::string> library_paths(const auditor::discovery::Discovered& found) {
  std::vector<std::string> all;
  for (const auto& library : found.libraries) all.push_back(library.path);
  return all;
}

std::vector<std::string> damages(const auditor::discovery::Discovered& found) {
  std::vector<std::string> all;
  for (const auto& damage : found.damage)
    all.push_back(fmt::format("{}: {}: {}", damage.file, damage.place, damage.reason));
  return all;
}

std::vector<std::string> unchecked(const auditor::discovery::Discovered& found) {
  std::vector<std::string> all;
  for (const auto& item : found.not_checked) all.push_back(fmt::format("{}: {}", item.what, item.why));
  return all;
}

const auditor::discovery::FoundLibrary* library_at(const auditor::discovery::Discovered& found, std::string_view path) {
  for (const auto& library : found.libraries) {
    if (library.path == path) return &library;
  }
  return nullptr;
}

const auditor::discovery::InstalledNumpy* numpy_at(const auditor::discovery::Discovered& found,
                                                   std::string_view package) {
  for (const auto& numpy : found.numpys) {
    if (numpy.package == package) return &numpy;
  }
  return nullptr;
}

}  // namespace fairplay::tests
