#include "auditor/provenance/original/other_wheels.h"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "auditor/provenance/files/file_class.h"
#include "signatures/elf/image.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/name_parts.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;
using signatures::python::ExtensionTag;
using signatures::python::Implementation;
using signatures::python::Libc;

/// Where a binary can be loaded.
struct Platform {
  BinaryFormat format = BinaryFormat::none;
  std::vector<std::uint16_t> machines;
  Libc libc = Libc::unknown;  ///< as its name says, or what it needs
  auto operator<=>(const Platform&) const = default;
};

struct Python {
  Implementation implementation = Implementation::unknown;
  std::string version;
  bool free_threaded = false;
  auto operator<=>(const Python&) const = default;
};

Platform platform_of(const FileFacts& facts, Libc libc) {
  Platform platform{facts.format, facts.machines, libc};
  if (!facts.elf) return platform;
  platform.machines = {facts.elf->header.machine};
  if (libc == Libc::unknown) platform.libc = signatures::python::libc_needed(facts.elf->dynamic.needed);
  return platform;
}

Python python_of(const ExtensionTag& tag) { return {tag.implementation, tag.version, tag.free_threaded}; }

bool differ_in_platform(const Platform& a, const Platform& b) {
  return a.format != b.format || a.machines != b.machines ||
         (a.libc != Libc::unknown && b.libc != Libc::unknown && a.libc != b.libc);
}

/// The modules of one wheel.
struct Wheel {
  Python python;
  Platform platform;
  ExtensionTag tag;
  std::vector<std::string> paths;
  std::size_t official = 0;
  bool has_core = false;
};

std::string text_of(const Platform& platform, Libc libc_to_tell) {
  const std::string_view system = platform.format == BinaryFormat::pe       ? "Windows"
                                  : platform.format == BinaryFormat::mach_o ? "macOS"
                                                                            : "Linux";
  std::string machines;
  for (const std::uint16_t machine : platform.machines)
    machines += (machines.empty() ? " " : " and ") + signatures::elf::machine_name(machine);
  const std::string_view libc = name(libc_to_tell);
  return fmt::format("{}{}{}{}", system, machines, libc.empty() ? "" : ", ", libc);
}

bool is_core_module(std::string_view module) {
  return module == "numpy/_core/_multiarray_umath" || module == "numpy/core/_multiarray_umath" ||
         module == "numpy/core/multiarray";
}

class WheelSearch {
 public:
  WheelSearch(const KnownRelease& known, const KnownRelease::Match& reference, const OwnersWord& owner,
              SubjectFiles& files)
      : known_(known), owner_(owner), files_(files), reference_(known.files_of(reference)) {}

  std::vector<OtherWheel> run() {
    gather();
    join_modules_without_libc();
    const Wheel* own = own_wheel();
    std::vector<OtherWheel> found;
    if (own == nullptr) return found;
    for (auto& [key, wheel] : wheels_) {
      if (&wheel == own || !wheel.has_core) continue;
      const bool foreign = differ_in_platform(wheel.platform, own->platform);
      if (!foreign && (wheel.python == own->python || !is_unpacked_over(*own, wheel))) continue;
      OtherWheel other;
      other.made_for = made_for(wheel, *own);
      other.modules = wheel.paths;
      other.other_platform = foreign;
      if (foreign) mark(wheel, *own, other);
      found.push_back(std::move(other));
    }
    return found;
  }

 private:
  void gather() {
    std::set<std::string_view> modules;
    for (const auto& [path, file] : known_.upstream_files()) {
      if (sort_of(path) == FileSort::extension) modules.insert(module_of_extension(path));
    }
    for (const auto& [path, file] : files_.compared) {
      if (sort_of(path) != FileSort::extension || file.is_explained() || file.facts->lost) continue;
      const std::string_view module = module_of_extension(path);
      const auto tag = signatures::python::extension_tag(signatures::base_name(path));
      // What says nothing of its Python could be any Python's.
      if (!modules.contains(module) || !tag || tag->implementation == Implementation::unknown || tag->version.empty() ||
          file.facts->format == BinaryFormat::none)
        continue;
      const Platform platform = platform_of(*file.facts, tag->libc);
      Wheel& wheel = wheels_[{python_of(*tag), platform}];
      wheel.python = python_of(*tag);
      wheel.platform = platform;
      wheel.tag = *tag;
      wheel.paths.push_back(path);
      if (known_.holds(path, file.sha256)) ++wheel.official;
      wheel.has_core = wheel.has_core || is_core_module(module);
    }
  }

  /// Modules that need no library at all don't say which libc they are for: they came with those that do.
  void join_modules_without_libc() {
    for (auto& [key, wheel] : wheels_) {
      if (wheel.platform.libc != Libc::unknown) continue;
      for (const Libc libc : {Libc::glibc, Libc::musl}) {
        Platform platform = wheel.platform;
        platform.libc = libc;
        const auto found = wheels_.find({wheel.python, platform});
        if (found == wheels_.end()) continue;
        Wheel& whole = found->second;
        std::ranges::copy(wheel.paths, std::back_inserter(whole.paths));
        std::ranges::sort(whole.paths);
        whole.official += wheel.official;
        whole.has_core = whole.has_core || wheel.has_core;
        wheel = {};
        break;
      }
    }
    std::erase_if(wheels_, [](const auto& item) { return item.second.paths.empty(); });
  }

  /// The one that the others were unpacked over: upstream's for Linux rather than another, the reference's, then the
  /// largest.
  const Wheel* own_wheel() const {
    const Wheel* own = nullptr;
    const auto rank = [&](const Wheel& wheel) {
      const bool official_elf = wheel.platform.format == BinaryFormat::elf && wheel.official != 0;
      const auto in_reference = std::ranges::count_if(
          wheel.paths, [&](const std::string& path) { return reference_.contains(std::string_view(path)); });
      return std::tuple(wheel.has_core, official_elf, in_reference, wheel.paths.size());
    };
    for (const auto& [key, wheel] : wheels_) {
      if (own == nullptr || rank(*own) < rank(wheel)) own = &wheel;
    }
    return own != nullptr && own->has_core ? own : nullptr;
  }

  /// One of the two is recorded, and the other isn't.
  bool is_unpacked_over(const Wheel& own, const Wheel& other) const {
    const auto is_extra = [&](const Wheel& wheel) {
      return std::ranges::all_of(wheel.paths, [&](const std::string& path) { return owner_.deviates(path); });
    };
    return is_extra(own) != is_extra(other);
  }

  static std::string made_for(const Wheel& wheel, const Wheel& own) {
    const bool libc = wheel.platform.format == own.platform.format && wheel.platform.machines == own.platform.machines;
    const std::string python = wheel.python == own.python ? "" : signatures::python::text_of(wheel.tag);
    const std::string platform = differ_in_platform(wheel.platform, own.platform)
                                     ? text_of(wheel.platform, libc ? wheel.platform.libc : Libc::unknown)
                                     : "";
    return python.empty() ? platform : platform.empty() ? python : fmt::format("{}, {}", python, platform);
  }

  /// Its modules, and the libraries that only it can load.
  void mark(const Wheel& wheel, const Wheel& own, OtherWheel& other) {
    for (const std::string& path : wheel.paths) {
      SubjectFile& file = *files_.find(path);
      if (!known_.holds(path, file.sha256)) file.other_wheel = other.made_for;
    }
    const bool recorded = std::ranges::all_of(wheel.paths, [&](const auto& path) { return owner_.recorded(path); });
    for (auto& [path, file] : files_.compared) {
      if (file.is_explained() || known_.holds(path, file.sha256)) continue;
      // A static library has the same name in each wheel; what it holds isn't read.
      if (sort_of(path) == FileSort::static_library && recorded && owner_.recorded(path) && !known_.at(path).empty())
        file.other_wheel = other.made_for;
      if (sort_of(path) != FileSort::library) continue;
      const Platform platform = platform_of(*file.facts, Libc::unknown);
      if (differ_in_platform(platform, wheel.platform) || !differ_in_platform(platform, own.platform)) continue;
      file.other_wheel = other.made_for;
      other.modules.push_back(path);
    }
  }

  const KnownRelease& known_;
  const OwnersWord& owner_;
  SubjectFiles& files_;
  std::map<std::string_view, const signatures::database::FileRow*> reference_;
  std::map<std::pair<Python, Platform>, Wheel> wheels_;
};

}  // namespace

std::vector<OtherWheel> find_other_wheels(const OriginInput& input, const KnownRelease& known,
                                          const KnownRelease::Match& reference, const OwnersWord& owner,
                                          SubjectFiles& files) {
  std::vector<OtherWheel> wheels = WheelSearch(known, reference, owner, files).run();
  const auto other = std::ranges::find(wheels, true, &OtherWheel::other_platform);
  const SubjectFile* init = files.find("numpy/__init__.py");
  if (other == wheels.end() || init == nullptr || !input.plain_digests) return wheels;
  // Only Windows' numpy/__init__.py has delvewheel's lines, and they don't run elsewhere.
  for (const auto& [key, plain] : input.plain_digests({init->key})) other->lies_over = plain.delvewheel;
  return wheels;
}

bool are_for_different_pythons(std::string_view path, std::string_view other) {
  const auto one = signatures::python::extension_tag(signatures::base_name(path));
  const auto two = signatures::python::extension_tag(signatures::base_name(other));
  if (!one || !two || one->version.empty() || two->version.empty()) return false;
  return python_of(*one) != python_of(*two);
}

}  // namespace fairplay::auditor::provenance
