#include "auditor/provenance/builds/extension_modules.h"

#include <map>
#include <optional>
#include <utility>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/elf/libc_floor.h"
#include "signatures/name_parts.h"
#include "signatures/python/platform_tag.h"

namespace fairplay::auditor::provenance {
namespace {

using loading::ModuleTraits;
using signatures::base_name;
using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;
using signatures::python::Implementation;
using signatures::python::Libc;
using signatures::python::OperatingSystem;
using signatures::python::PlatformTag;

/// Of the metadata that installs numpy: several, or none, say nothing.
const DistributionMetadata* only_owner(std::span<const DistributionMetadata> metadata) {
  const DistributionMetadata* owner = nullptr;
  for (const DistributionMetadata& one : metadata) {
    if (!one.installs_numpy || one.stale) continue;
    if (owner != nullptr) return nullptr;
    owner = &one;
  }
  return owner;
}

/// Module names of Python 2 ("multiarray.so") say nothing of the Python.
void take_python(const std::vector<std::string>& tags, signatures::python::ExtensionTag& tag) {
  if (tag.implementation != Implementation::unknown) return;
  const auto python = signatures::python::python_of_tags(tags);
  if (!python) return;
  tag.implementation = python->implementation;
  tag.version = python->version;
  tag.free_threaded = python->free_threaded;
}

/// The oldest macOS or musl that the wheel is for, which its binaries don't say.
std::string version_by_tags(const std::vector<PlatformTag>& platforms, const ModuleTraits& traits) {
  std::string oldest;
  for (const PlatformTag& platform : platforms) {
    if (platform.system != loading::system_of(traits) || platform.libc != traits.libc) continue;
    if (oldest.empty() || signatures::elf::is_older(platform.version, oldest)) oldest = platform.version;
  }
  return oldest;
}

}  // namespace

ModuleTraits traits_of(const FileFacts& facts, const signatures::python::ExtensionTag& tag) {
  ModuleTraits traits;
  traits.tag = tag;
  if (facts.elf) {
    traits.format = OperatingSystem::linux;
    // Android's modules are ELF files, too, and say so by their names alone.
    if (tag.system == OperatingSystem::android) traits.format = tag.system;
    traits.bits = facts.elf->header.bits;
    traits.machine = facts.elf->header.machine;
    traits.libc = signatures::python::libc_needed(facts.elf->dynamic.needed);
  } else if (facts.format == BinaryFormat::mach_o || facts.format == BinaryFormat::pe) {
    traits.format = facts.format == BinaryFormat::pe ? OperatingSystem::windows : OperatingSystem::macos;
    if (!facts.machines.empty()) {
      traits.machine = facts.machines.front();
      traits.more_machines.assign(facts.machines.begin() + 1, facts.machines.end());
    }
  }
  return traits;
}

std::vector<loading::ExtensionModule> extension_modules(const NumpyFiles& numpy,
                                                        std::span<const DistributionMetadata> metadata) {
  const DistributionMetadata* owner = only_owner(metadata);
  const std::vector<std::string> tags = owner == nullptr ? std::vector<std::string>() : owner->wheel_tags;
  const std::vector<PlatformTag> platforms = signatures::python::platforms_of_tags(tags);
  std::vector<std::string> folders{numpy.package};
  folders.insert(folders.end(), numpy.libraries.begin(), numpy.libraries.end());
  std::map<std::uint16_t, std::string> glibc;  // by processor
  std::vector<loading::ExtensionModule> modules;
  const std::size_t above = numpy.package.size() - base_name(numpy.package).size();
  for (const std::string& folder : folders) {
    for (auto item = numpy.files->files.lower_bound(folder + "/");
         item != numpy.files->files.end() && item->first.starts_with(folder + "/"); ++item) {
      const auto& [key, facts] = *item;
      if (facts.elf) {
        std::string& newest = glibc[facts.elf->header.machine];
        if (signatures::elf::is_older(newest, facts.elf->glibc)) newest = facts.elf->glibc;
      }
      auto tag = signatures::python::extension_tag(base_name(key));
      const bool library = signatures::folder_of(key).ends_with("libs");  // numpy/.libs, .dylibs
      if (!tag || library || facts.lost || !lies_in(key, numpy.package) || is_out_of_reach(key.substr(above))) continue;
      take_python(tags, *tag);
      modules.push_back({"/" + key, key.substr(above), traits_of(facts, *tag)});
    }
  }
  for (loading::ExtensionModule& module : modules) {
    ModuleTraits& traits = module.traits;
    if (traits.format == OperatingSystem::linux && traits.libc != Libc::musl) {
      traits.system_version = glibc[traits.machine];
      if (traits.libc == Libc::unknown && !traits.system_version.empty()) traits.libc = Libc::glibc;
    } else {
      traits.system_version = version_by_tags(platforms, traits);
    }
  }
  return modules;
}

loading::MetadataDemand demand_of(const Subject& numpy) {
  const DistributionMetadata* owner = only_owner(numpy.distributions);
  if (owner == nullptr || owner->requires_python.empty()) return {{}, {}, numpy.version};
  return {owner->requires_python, owner->path, numpy.version};
}

}  // namespace fairplay::auditor::provenance
