#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What kinds of artifacts there are, and what is true of all artifacts of a kind. Code that needs such a property asks
/// for the trait and never for the kind, so that a new kind is a reader and a row in kind.cpp.
namespace fairplay::signatures::artifact {

enum class Kind : std::uint8_t {
  folder,
  program,
  library,
  deb,
  wheel,
  sdist,
  bundle  ///< a ZIP or tar of what was installed: a deployment package, a zipapp, an environment
};

/// Where an artifact's files are, compared with where Python or the loader finds them.
enum class Layout : std::uint8_t {
  installed,  ///< in place: as on a disk, or below the root of a file system
  wheel,      ///< below an import folder, and in NAME.data/ what an installer moves elsewhere
  sources,    ///< a source release, below a folder that is named after it
  one_file    ///< the artifact is the file
};

/// Which record of its files with their hashes an artifact has.
enum class RecordFormat : std::uint8_t {
  none,
  dist_info,    ///< NAME.dist-info/RECORD
  dpkg_md5sums  ///< DEBIAN/md5sums, which lists neither links nor configuration files
};

/// Which file gives an artifact's name and version.
enum class MetadataFormat : std::uint8_t {
  none,
  dist_info,      ///< NAME.dist-info/METADATA; in old eggs as PKG-INFO
  pkg_info,       ///< PKG-INFO in the one top folder
  debian_control  ///< DEBIAN/control
};

struct KindTraits {
  Kind kind = Kind::folder;
  std::string_view name{};       ///< "wheel"
  std::string_view described{};  ///< with its article, for messages: "a wheel"
  Layout layout = Layout::installed;
  RecordFormat record = RecordFormat::none;
  MetadataFormat metadata = MetadataFormat::none;
  /// Of the package manager's own files, which are never installed: "DEBIAN/". Empty: there is none.
  std::string_view control_folder{};
  /// Of a published artifact's file name; empty: it has none of its own.
  std::array<std::string_view, 2> endings{};
  /// One file that holds many: they can be loaded once they are unpacked.
  bool archive = false;
  /// A program with an application in it. What it doesn't hold lies in its folder.
  bool program = false;
};

const KindTraits& traits(Kind kind);
std::string_view name(Kind kind);  ///< "folder", "program", "library", "deb", "wheel", "sdist", "bundle"

/// The kind that a published file's name stands for, by its ending. The content may be another: open_file() decides.
std::optional<Kind> kind_named_like(std::string_view file_name);
/// Whether `path` has the name of an archive: "x.whl", "x.tar.gz".
bool named_like_archive(std::string_view path);
/// Whether `path` is in any kind's folder for the package manager's own files.
bool in_control_folder(std::string_view path);
/// All kinds of files: "an ELF library, a Debian package, a wheel or an sdist", with `last` ("or") before the last one.
std::string described_file_kinds(std::string_view last);

}  // namespace fairplay::signatures::artifact
