#include "auditor/discovery/loader_folders.h"

#include <elf.h>
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <set>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;

struct Architecture {
  int bits;
  std::uint16_t machine;
  const char* triplet;  // https://wiki.debian.org/Multiarch/Tuples
};

constexpr std::array architectures = {
    Architecture{64, EM_X86_64, "x86_64-linux-gnu"},     Architecture{32, EM_386, "i386-linux-gnu"},
    Architecture{64, EM_AARCH64, "aarch64-linux-gnu"},   Architecture{32, EM_ARM, "arm-linux-gnueabihf"},
    Architecture{64, EM_PPC64, "powerpc64le-linux-gnu"}, Architecture{64, EM_S390, "s390x-linux-gnu"},
    Architecture{64, EM_RISCV, "riscv64-linux-gnu"},     Architecture{64, 258, "loongarch64-linux-gnu"},
};

constexpr std::size_t most_files = 256;
constexpr std::size_t most_listed_folders = 1024;

/// Reads one configuration file and those it includes.
class Configuration {
 public:
  Configuration(const System& system, std::vector<Damage>& damage) : system_(system), damage_(damage) {}

  void read(const std::string& file) {
    // A file that includes itself, or a thousand others, must come to an end.
    if (files_.size() >= most_files || !files_.insert(file).second) return;
    const auto text = system_.files.read(file, 1 << 20);
    if (!text) {
      if (system_.files.is_regular(file)) damage_.push_back(text.error());
      return;
    }
    for (const std::string& raw : paths::split(*text, "\n")) {
      const std::string_view line = paths::trim(std::string_view(raw).substr(0, raw.find('#')));
      if (line.starts_with("include ") || line.starts_with("include\t")) {
        for (const std::string& pattern : paths::split(line.substr(7), " \t"))
          include(paths::join(paths::parent(file), pattern));
      } else if (line.starts_with('/')) {
        // "folder=type" was libc5's way to distinguish kinds of libraries.
        if (folders.size() < most_listed_folders)
          folders.push_back(paths::tidy(line.substr(0, line.find_first_of("= \t"))));
      }
    }
  }

  std::vector<std::string> folders;

 private:
  void include(const std::string& pattern) {
    const std::string folder(paths::parent(pattern));
    const std::string last(paths::last(pattern));
    for (const std::string& name : names_in(system_.files, folder, damage_)) {
      if (::fnmatch(last.c_str(), name.c_str(), FNM_PERIOD) == 0) read(paths::join(folder, name));
    }
  }

  const System& system_;
  std::vector<Damage>& damage_;
  std::set<std::string> files_;
};

}  // namespace

std::vector<std::string> configured_folders(const System& system, std::vector<Damage>& damage) {
  Configuration configuration(system, damage);
  configuration.read("/etc/ld.so.conf");
  return std::move(configuration.folders);
}

std::vector<std::string> default_folders(const System& system, int bits, std::uint16_t machine) {
  std::vector<std::string> candidates;
  for (const Architecture& architecture : architectures) {
    if (machine != 0 && architecture.machine != machine) continue;
    if (bits != 0 && architecture.bits != bits) continue;
    candidates.push_back(fmt::format("/lib/{}", architecture.triplet));
    candidates.push_back(fmt::format("/usr/lib/{}", architecture.triplet));
  }
  if (bits != 32) candidates.insert(candidates.end(), {"/lib64", "/usr/lib64"});
  if (bits != 64) candidates.insert(candidates.end(), {"/lib32", "/usr/lib32"});
  candidates.insert(candidates.end(), {"/lib", "/usr/lib"});
  std::erase_if(candidates, [&](const std::string& folder) { return !system.files.is_directory(folder); });
  return candidates;
}

std::string multiarch_triplet(int bits, std::uint16_t machine) {
  for (const Architecture& architecture : architectures) {
    if (architecture.machine == machine && architecture.bits == bits) return architecture.triplet;
  }
  return {};
}

std::vector<std::string> multiarch_triplets() {
  std::vector<std::string> all;
  for (const Architecture& architecture : architectures) all.emplace_back(architecture.triplet);
  return all;
}

}  // namespace fairplay::auditor::discovery
