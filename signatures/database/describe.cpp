#include "signatures/database/describe.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <mutex>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/database/artifact_name.h"
#include "signatures/database/footprint_document.h"
#include "signatures/elf/recognition.h"
#include "signatures/footprint/plausibility.h"
#include "signatures/installers/dpkg.h"
#include "signatures/installers/installer_files.h"
#include "signatures/installers/metadata.h"
#include "signatures/installers/numpy_config.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::database {
namespace {

using artifact::MetadataFormat;

constexpr std::size_t longest_metadata = 4U << 20;
constexpr std::size_t longest_word = 100;  // of a project or release: they make up the manifest's file name
constexpr std::string_view control_file = "DEBIAN/control";

/// Where an archive's own metadata lies: one folder deep, so that a distribution nested in another's (".data/", test
/// data) doesn't count.
bool is_own_metadata(std::string_view path, std::string_view folder_ending, std::string_view name) {
  const std::size_t slash = path.find('/');
  return slash != std::string_view::npos && path.substr(slash + 1) == name &&
         path.substr(0, slash).ends_with(folder_ending);
}

/// An artifact's bytes, as one moment saw them.
struct Whole {
  std::string sha256;
  std::uint64_t size = 0;
  struct stat status {};

  bool same_as(const Whole& other) const {
    const auto same_moment = [](const timespec& a, const timespec& b) {
      return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
    };
    return status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino &&
           status.st_size == other.status.st_size && same_moment(status.st_mtim, other.status.st_mtim) &&
           same_moment(status.st_ctim, other.status.st_ctim);
  }
};

Expected<Whole> status_of(const std::string& path) {
  Whole whole;
  if (::stat(path.c_str(), &whole.status) != 0)
    return std::unexpected(Damage{path, "", artifact::error_text(errno), true});
  if (!S_ISREG(whole.status.st_mode))
    return std::unexpected(
        Damage{path, "", fmt::format("is not a file; an artifact is {}", artifact::described_file_kinds("or")), true});
  return whole;
}

Expected<Whole> hash_whole(const std::string& path) {
  auto whole = status_of(path);
  if (!whole) return whole;
  const artifact::FileDescriptor fd = artifact::open_to_read(AT_FDCWD, path, true);
  if (!fd) return std::unexpected(Damage{path, "", artifact::error_text(errno), true});
  Hasher hasher{Algorithms{Algorithm::sha256}};
  std::vector<std::byte> block(256U << 10U);
  for (;;) {
    const std::ptrdiff_t had = artifact::read_at(fd.get(), block, whole->size);
    if (had < 0)
      return std::unexpected(Damage{path, fmt::format("offset {}", whole->size), artifact::error_text(errno), true});
    if (had == 0) break;
    hasher.update(std::span(block).first(static_cast<std::size_t>(had)));
    whole->size += static_cast<std::uint64_t>(had);
  }
  whole->sha256 = hasher.finish().at(0).hex();
  return whole;
}

/// Takes an artifact's files as they stream by, on several threads.
class Reading {
 public:
  Reading(std::string path, const artifact::KindTraits& traits, bool deep)
      : path_(std::move(path)), traits_(traits), deep_(deep) {}

  artifact::Interest select(const artifact::FileEntry& entry, std::span<const std::byte> head) const {
    const bool text =
        entry.size <= longest_metadata && (is_metadata(entry.path) || installers::is_numpy_config(entry.path));
    return {Algorithms{Algorithm::sha256}, text || (deep_ && elf::is_elf(head))};
  }

  void take(const artifact::FileEntry& entry, const Digests& digests, const artifact::Content& content) {
    if (entry.kind != artifact::FileKind::regular) return;
    const Digest* digest = find(digests, Algorithm::sha256);
    if (digest == nullptr) return;
    const std::string sha256 = digest->hex();
    std::vector<Damage> damage;
    std::optional<fingerprint::BinaryFacts> facts = binary(entry, sha256, content, damage);
    const std::lock_guard lock(mutex_);
    std::ranges::move(damage, std::back_inserter(damage_));
    if (is_metadata(entry.path)) {
      metadata_.try_emplace(entry.path, reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size());
    } else if (installers::is_numpy_config(entry.path) && content.fd < 0) {
      headers_.push_back(
          installers::parse_numpy_config({reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size()}));
    }
    if (facts) binaries_.try_emplace(sha256, std::move(*facts));
    if (left_out(entry.path)) return;
    if (!files_.try_emplace(entry.path, DraftArtifact::File{sha256, entry.size}).second) {
      damage_.push_back({path_, fmt::format("member {}", entry.path), "stands twice in it", true});
    }
  }

  void take(Damage damage) {
    const std::lock_guard lock(mutex_);
    damage_.push_back(std::move(damage));
  }

  /// Nullopt for a sound artifact.
  std::optional<Damage> worst() const {
    const auto grave = std::ranges::find(damage_, true, &Damage::grave);
    return grave == damage_.end() ? std::nullopt : std::optional(*grave);
  }

  /// Moves what was read into `artifact`.
  void give(DraftArtifact& artifact) {
    artifact.files = std::move(files_);
    artifact.binaries = std::move(binaries_);
    bool first = true;
    for (const installers::HeaderCApi& header : headers_) {
      // A package may bring headers twice (Debian's for two interpreters): they count where they agree.
      if (first || artifact.c_abi == header.abi)
        artifact.c_abi = header.abi;
      else
        artifact.c_abi.reset();
      if (first || artifact.c_api == header.api)
        artifact.c_api = header.api;
      else
        artifact.c_api.reset();
      first = false;
    }
  }

  const std::map<std::string, std::string>& metadata() const { return metadata_; }

 private:
  bool is_metadata(std::string_view path) const {
    switch (traits_.metadata) {
      case MetadataFormat::none: return false;
      case MetadataFormat::dist_info:
        return is_own_metadata(path, ".dist-info", "METADATA") || is_own_metadata(path, "", "PKG-INFO");
      case MetadataFormat::pkg_info: return is_own_metadata(path, "", "PKG-INFO");
      case MetadataFormat::debian_control: return path == control_file;
    }
    return false;
  }

  bool left_out(std::string_view path) const {
    const std::string_view control = traits_.control_folder;
    return control.empty() ? installers::is_written_by_installer(path) : path.starts_with(control);
  }

  std::optional<fingerprint::BinaryFacts> binary(const artifact::FileEntry& entry, const std::string& sha256,
                                                 const artifact::Content& content, std::vector<Damage>& damage) {
    if (!deep_ || (content.fd < 0 && !elf::is_elf(content.bytes))) return std::nullopt;
    {
      const std::lock_guard lock(mutex_);
      if (binaries_.contains(sha256)) return std::nullopt;
    }
    if (content.fd >= 0) {
      std::array<std::byte, 4> head{};
      if (artifact::read_at(content.fd, head, 0) != static_cast<std::ptrdiff_t>(head.size()) || !elf::is_elf(head))
        return std::nullopt;
    }
    const auto image =
        content.fd >= 0 ? elf::Image::open(content.fd, entry.path) : elf::Image::open(content.bytes, entry.path);
    if (image) return fingerprint::binary_facts(*image, damage);
    damage.push_back(image.error());
    return std::nullopt;
  }

  std::string path_;
  const artifact::KindTraits& traits_;
  bool deep_;
  std::mutex mutex_;  // guards what follows
  std::map<std::string, DraftArtifact::File> files_;
  std::map<std::string, fingerprint::BinaryFacts> binaries_;
  std::map<std::string, std::string> metadata_;
  std::vector<installers::HeaderCApi> headers_;
  std::vector<Damage> damage_;
};

struct NameAndRelease {
  std::string project;
  std::string release;
};

Expected<NameAndRelease> of_python_metadata(const std::string& path,
                                            const std::map<std::string, std::string>& metadata) {
  const auto refused = [&](std::string reason) { return std::unexpected(Damage{path, "", std::move(reason), true}); };
  const auto count =
      std::ranges::count_if(metadata, [](const auto& file) { return file.first.ends_with("/METADATA"); });
  const bool wheel = count > 0;
  if (!wheel && metadata.empty())
    return refused("holds neither a .dist-info/METADATA nor a PKG-INFO: it is no wheel and no sdist");
  if (wheel ? count > 1 : metadata.size() > 1) return refused("holds the metadata of several distributions at its top");
  const auto file =
      std::ranges::find_if(metadata, [&](const auto& entry) { return !wheel || entry.first.ends_with("/METADATA"); });
  const installers::CoreMetadata own = installers::parse_core_metadata(file->second);
  if (own.name.empty() || own.version.empty())
    return std::unexpected(Damage{path, fmt::format("member {}", file->first), "tells no Name or no Version", true});
  return NameAndRelease{installers::normalised_name(own.name), own.version};
}

Expected<NameAndRelease> of_control(const std::string& path, const std::map<std::string, std::string>& metadata) {
  const auto control = metadata.find(std::string(control_file));
  if (control == metadata.end()) return std::unexpected(Damage{path, "", "holds no control file", true});
  NameAndRelease own{installers::control_field(control->second, "Package"),
                     installers::control_field(control->second, "Version")};
  if (own.project.empty() || own.release.empty())
    return std::unexpected(Damage{path, "member DEBIAN/control", "tells no Package or no Version", true});
  return own;
}

bool is_core_metadata(MetadataFormat format) {
  return format == MetadataFormat::dist_info || format == MetadataFormat::pkg_info;
}

/// Whether the file name is one that such an artifact is published under. Wheels and sdists go by each other's names,
/// too: what an old ZIP holds decides which of them it is.
bool named_like_one(std::string_view file_name, const artifact::KindTraits& traits) {
  const auto kind = artifact::kind_named_like(file_name);
  if (!kind) return false;
  return *kind == traits.kind ||
         (is_core_metadata(traits.metadata) && is_core_metadata(artifact::traits(*kind).metadata));
}

/// What the artifact's own metadata says it is, where its file name says the same.
Expected<NameAndRelease> name_and_release(const std::string& path, const artifact::KindTraits& traits,
                                          const std::map<std::string, std::string>& metadata,
                                          const DescribeOptions& options) {
  if (traits.metadata == MetadataFormat::none) {
    if (!options.project.empty() && !options.release.empty()) return NameAndRelease{options.project, options.release};
    return std::unexpected(Damage{
        path, "",
        fmt::format("is {}, which doesn't say what it is of: project and release must be given", traits.described),
        true});
  }
  auto own = is_core_metadata(traits.metadata) ? of_python_metadata(path, metadata) : of_control(path, metadata);
  if (!own) return own;
  const std::string_view name = base_name(path);
  if (!named_like_one(name, traits)) {
    return std::unexpected(
        Damage{path, "",
               fmt::format("has the name of no {}: it must be called what its publisher calls it", traits.name), true});
  }
  if (auto sentence = disagreement(name, own->project, own->release))
    return std::unexpected(Damage{path, "", *sentence + " by its own metadata", true});
  return own;
}

/// Only of a wheel for Linux the footprint can be read whole: on other platforms the extensions' names are in files
/// of other formats.
bool may_have_footprint(const DraftArtifact& artifact, artifact::Layout layout) {
  const bool linux_wheel = layout == artifact::Layout::wheel && artifact.name.find("linux") != std::string::npos;
  return linux_wheel && artifact.files.contains("numpy/__init__.py") &&
         (artifact.files.contains("numpy/core/__init__.py") || artifact.files.contains("numpy/_core/__init__.py"));
}

/// Empty where something of it couldn't be read: a database doesn't hold half a footprint. Damage: it was read, and
/// can't be right.
Expected<std::string> footprint_of(const std::string& path, const DraftArtifact& artifact, unsigned jobs) {
  const auto stream = artifact::open_file(path);
  if (!stream) return std::string();
  auto read = footprint::read_release_footprint(**stream, false, jobs);
  if (!read || std::ranges::any_of(read->footprint.damage, &Damage::grave)) return std::string();
  if (const auto why = footprint::implausible(read->footprint))
    return std::unexpected(implausible_footprint(path, *why));
  read->artifact = artifact.name;
  std::string text = footprint_text({artifact.project, artifact.release, std::move(*read)});
  return text.size() <= largest_footprint && parse_footprint(text, artifact.name) ? text : std::string();
}

}  // namespace

Damage implausible_footprint(const std::string& file, const std::string& why) {
  return {file, "its public API",
          fmt::format("was not read well: {}. This fairplay doesn't follow something that the code does; without "
                      "binaries and footprint, --shallow adds it",
                      why),
          true};
}

Expected<DraftArtifact> describe_artifact(const std::string& path, const DescribeOptions& options) {
  const auto before = hash_whole(path);
  if (!before) return std::unexpected(before.error());
  auto stream = artifact::open_file(path);
  if (!stream) return std::unexpected(stream.error());
  const artifact::KindTraits& traits = artifact::traits((*stream)->kind());

  Reading reading(path, traits, options.deep);
  artifact::Handlers handlers;
  handlers.select = [&](const artifact::FileEntry& entry, std::span<const std::byte> head) {
    return reading.select(entry, head);
  };
  handlers.sink = [&](const artifact::FileEntry& entry, const Digests& digests, const artifact::Content& content) {
    reading.take(entry, digests, content);
  };
  handlers.damaged = [&](Damage damage) { reading.take(std::move(damage)); };
  (*stream)->read(handlers, std::max(1U, options.jobs));
  if (auto damage = reading.worst()) return std::unexpected(std::move(*damage));
  Expected<NameAndRelease> own = name_and_release(path, traits, reading.metadata(), options);
  if (!own) return std::unexpected(std::move(own.error()));
  if (own->project.size() > longest_word || own->release.size() > longest_word) {
    return std::unexpected(
        Damage{path, "", fmt::format("its project or release has over {} characters", longest_word), true});
  }
  DraftArtifact artifact;
  artifact.project = std::move(own->project);
  artifact.release = std::move(own->release);
  artifact.name = base_name(path);
  artifact.sha256 = before->sha256;
  artifact.size = before->size;
  reading.give(artifact);
  if (artifact.files.empty()) return std::unexpected(Damage{path, "", "holds no file", true});
  if (options.deep && may_have_footprint(artifact, traits.layout)) {
    auto footprint = footprint_of(path, artifact, std::max(1U, options.jobs));
    if (!footprint) return std::unexpected(std::move(footprint.error()));
    artifact.footprint = std::move(*footprint);
  }
  const auto after = status_of(path);
  if (!after) return std::unexpected(after.error());
  if (!before->same_as(*after)) return std::unexpected(Damage{path, "", "changed while it was read", true});

  return artifact;
}

}  // namespace fairplay::signatures::database
