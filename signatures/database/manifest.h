#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

/// The signature database's memory of one release: its artifacts, their files, and what is inside its binaries. The
/// text format is described in docs/signatures.md.
namespace fairplay::signatures::database {

/// Who published an artifact. Only upstream's make a NumPy official.
enum class Origin : std::uint8_t { upstream, distribution, local };
std::string_view name(Origin origin);  ///< "upstream", "distribution", "local"
std::optional<Origin> origin_named(std::string_view name);

/// One file that somebody published: a wheel, an sdist, a .deb, a library.
struct Artifact {
  std::string_view name;  ///< its file name; a wheel's carries its tags (PEP 425)
  Origin origin = Origin::local;
  std::string_view confirmed;  ///< how its hash was confirmed, one word: "pip-download", "apt-get", "given-file"
  std::string_view sha256;     ///< lower-case hex
  std::uint64_t size = 0;      ///< bytes
  std::string_view id() const { return sha256.substr(0, 8); }  ///< how file rows refer to it; unique within a manifest
};

/// A set of a manifest's artifacts, by their place in Manifest::artifacts().
class ArtifactSet {
 public:
  explicit ArtifactSet(std::size_t artifacts = 0) : bits_((artifacts + 63) / 64) {}
  void insert(std::size_t artifact) { bits_[artifact / 64] |= std::uint64_t{1} << (artifact % 64); }
  bool contains(std::size_t artifact) const {
    return artifact / 64 < bits_.size() && (bits_[artifact / 64] >> (artifact % 64) & 1) != 0;
  }
  void insert(const ArtifactSet& other) {
    for (std::size_t i = 0; i < bits_.size() && i < other.bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }
  bool intersects(const ArtifactSet& other) const {
    for (std::size_t i = 0; i < bits_.size() && i < other.bits_.size(); ++i) {
      if ((bits_[i] & other.bits_[i]) != 0) return true;
    }
    return false;
  }
  bool operator==(const ArtifactSet&) const = default;

 private:
  std::vector<std::uint64_t> bits_;
};

/// One content of one path, and the artifacts that hold it there.
struct FileRow {
  std::string_view
      path;  ///< as in the artifact, '/'-separated: "numpy/__init__.py", "numpy-2.3.5/meson.build" in an sdist
  std::string_view sha256;  ///< lower-case hex
  std::uint64_t size = 0;
  std::uint32_t set = 0;  ///< index into Manifest::sets()
};

struct Part {
  std::string_view name;  ///< ".text", "relocations", "needed", ... (signatures/elf/parts.h)
  std::uint64_t size = 0;
  std::string_view sha256;
};

/// What a deep look into one binary found; fields as in signatures/fingerprint/binary_facts.h.
struct BinaryRow {
  std::string_view sha256;  ///< of the whole file: the key to its file rows
  std::string_view build_id;
  std::string_view machine;
  std::string_view soname;
  std::string_view runpath;
  std::vector<std::string_view> needed;
  std::vector<Part> parts;  ///< sorted by name; a name that sections share occurs several times, in the file's order
  std::uint64_t symbols_defined = 0;
  std::uint64_t symbols_undefined = 0;
  std::uint32_t methods = 0;  ///< index into Manifest::name_lists()
  std::uint32_t ufuncs = 0;   ///< index into Manifest::name_lists()
  // Of a BLAS or LAPACK library; vendor empty for others.
  std::string_view blas_vendor;
  std::string_view blas_version;
  std::string_view blas_configuration;

  const Part* part(std::string_view name) const;  ///< the first of that name; nullptr without it
};

/// Limits on what a manifest may hold: far above any release's, low enough for what is read into memory.
inline constexpr std::size_t largest_manifest = std::size_t{64} << 20U;  ///< bytes
inline constexpr std::size_t most_artifacts = 1024;

/// An immutable manifest; every view points into the text it holds.
class Manifest {
 public:
  Manifest(const Manifest&) = delete;
  Manifest& operator=(const Manifest&) = delete;

  /// Parses the whole text; damage names the line and what is wrong with it. Strict: sections in order, rows sorted and
  /// unique, every reference resolved, lower-case hex, so that one manifest has one text. `file` names it in messages.
  static Expected<std::shared_ptr<const Manifest>> parse(std::string text, const std::string& file);

  std::string_view project() const { return project_; }  ///< "numpy", "scipy-openblas64", "libopenblas0-pthread"
  std::string_view release() const { return release_; }  ///< "2.3.5", "0.3.21+ds-4"
  /// NPY_ABI_VERSION and NPY_API_VERSION of the release's headers; nullopt for what isn't a NumPy.
  std::optional<std::uint32_t> c_abi() const { return c_abi_; }
  std::optional<std::uint32_t> c_api() const { return c_api_; }

  std::span<const Artifact> artifacts() const { return artifacts_; }  ///< sorted by name
  std::span<const FileRow> files() const { return files_; }           ///< sorted by path, then sha256
  std::span<const FileRow> files_at(std::string_view path) const;     ///< the contents one path has among the artifacts
  const ArtifactSet& set(const FileRow& row) const { return sets_[row.set]; }
  std::span<const ArtifactSet> sets() const { return sets_; }        ///< each once
  std::span<const BinaryRow> binaries() const { return binaries_; }  ///< sorted by sha256
  const BinaryRow* binary(std::string_view sha256) const;            ///< nullptr where it wasn't examined
  /// Sorted names; list 0 is empty.
  std::span<const std::string_view> name_list(std::uint32_t list) const { return name_lists_[list]; }

 private:
  friend class ManifestParser;
  Manifest() = default;
  std::string text_;
  std::string_view project_;
  std::string_view release_;
  std::optional<std::uint32_t> c_abi_;
  std::optional<std::uint32_t> c_api_;
  std::vector<Artifact> artifacts_;
  std::vector<ArtifactSet> sets_;
  std::vector<FileRow> files_;
  std::vector<BinaryRow> binaries_;
  std::vector<std::vector<std::string_view>> name_lists_;
  std::deque<std::string> decoded_;  ///< what had escapes in the text; a deque moves none of them
};

/// The file a release's manifest is in: "numpy-2.3.5.manifest". Bytes that aren't safe in a file name are written as
/// %XX.
std::string manifest_file_name(std::string_view project, std::string_view release);
/// The file its footprint is in: "numpy-2.3.5.footprint".
std::string footprint_file_name(std::string_view project, std::string_view release);

}  // namespace fairplay::signatures::database
