#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::tests {

/// A machine that exists in a temporary folder only. Paths are as seen from inside its root.
class MadeUpMachine {
 public:
  /// The machine with these variables; without any it is a foreign root.
  auditor::discovery::System system(std::map<std::string, std::string> environment = {}) const;

  void write(std::string_view path, std::string_view bytes) const;
  void link(std::string_view path, std::string_view target) const;
  void folder(std::string_view path) const;
  /// A NumPy package with its dist-info in an import folder.
  void numpy(const std::string& import_folder, const std::string& version = "2.3.5") const;
  /// The head of a shared library: enough for code that asks what kind of ELF it is.
  void library(std::string_view path, int bits = 64, std::uint16_t machine = 62, bool big_endian = false) const;
  void venv(const std::string& path, const std::string& version = "3.11", const std::string& more = "") const;

  std::string host(std::string_view path) const { return root_.path() + std::string(path); }
  const std::string& root() const { return root_.path(); }

 private:
  TemporaryFolder root_;
};

/// The bytes of an ld.so.cache.
struct CacheLine {
  std::string name, path;
  std::uint32_t flags = 0x0303;  ///< glibc's x86-64
  std::uint64_t hwcap = 0;
};
std::string new_cache(const std::vector<CacheLine>& lines, bool big_endian = false,
                      const std::vector<std::string>& hwcap_names = {});
std::string old_cache(const std::vector<CacheLine>& lines, bool with_new_behind);

std::vector<std::string> packages(const auditor::discovery::Discovered& found);
std::vector<std::string> library_paths(const auditor::discovery::Discovered& found);
/// Every damage as "file: place: reason", for matching.
std::vector<std::string> damages(const auditor::discovery::Discovered& found);
std::vector<std::string> unchecked(const auditor::discovery::Discovered& found);
const auditor::discovery::FoundLibrary* library_at(const auditor::discovery::Discovered& found, std::string_view path);
const auditor::discovery::InstalledNumpy* numpy_at(const auditor::discovery::Discovered& found,
                                                   std::string_view package);

}  // namespace fairplay::tests
