#pragma once

#include <sys/wait.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/archive_builder.h"
#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

/// The program itself, and a made-up wheel to run it on.
namespace fairplay::tests {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

/// Runs it with `folder` as home, so that the tester's databases and keys have no part in the test.
inline Ran run_program(const TemporaryFolder& folder, const std::string& arguments) {
  const std::string out = folder / "out";
  const std::string err = folder / "err";
  const std::string command = "HOME='" + folder.path() + "' XDG_DATA_HOME= XDG_CONFIG_HOME= '" +
                              std::string(FAIRPLAY_PROGRAM) + "' " + arguments + " >'" + out + "' 2>'" + err + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

/// A wheel of NumPy 9.9.9: RECORD is as its builder would write it.
inline std::vector<ZipEntry> wheel(std::map<std::string, std::string> files) {
  std::vector<ZipEntry> entries;
  std::string record;
  for (const auto& [name, content] : files) {
    entries.push_back({name, content});
    const std::string hex = sha256_of(content);
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    record += name + ",sha256=";
    // Base64 for addresses, without padding (RFC 4648, section 5), as RECORD wants it.
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
      held = held << 8 | static_cast<std::uint8_t>(byte);
      for (bits += 8; bits >= 6; bits -= 6) record += digits[held >> (bits - 6) & 63];
    }
    if (bits > 0) record += digits[held << (6 - bits) & 63];
    record += "," + std::to_string(content.size()) + "\n";
  }
  record += "numpy-9.9.9.dist-info/RECORD,,\n";
  entries.push_back({"numpy-9.9.9.dist-info/RECORD", record});
  return entries;
}

/// The files of that wheel, RECORD apart.
inline std::map<std::string, std::string> numpy_files() {
  return {{"numpy/__init__.py", "from .version import __version__\n"},
          {"numpy/version.py",
           "version = \"9.9.9\"\n__version__ = version\nfull_version = version\nshort_version = version\n"},
          {"numpy/_core/__init__.py", ""},
          {"numpy/linalg.py", "def solve(a, b):\n    return a\n"},
          {"numpy-9.9.9.dist-info/METADATA", "Metadata-Version: 2.1\nName: numpy\nVersion: 9.9.9\n"},
          {"numpy-9.9.9.dist-info/WHEEL",
           "Wheel-Version: 1.0\nGenerator: made up\nRoot-Is-Purelib: false\nTag: py3-none-any\n"}};
}

}  // namespace fairplay::tests
