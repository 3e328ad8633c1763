#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/artifact/rooted_files.h"
#include "signatures/damage.h"
#include "signatures/digest.h"

namespace fairplay::signatures::installers {

/// One line of a package's md5sums file (dh_md5sums): where the file lies once diversions are applied.
struct DpkgFile {
  std::string path;  ///< absolute, inside the root
  Digest md5;
};

struct DpkgPackage {
  std::string name;     ///< "libopenblas0-pthread", with ":amd64" where dpkg's file names carry it
  std::string version;  ///< from the status file; empty when it isn't there
  std::vector<DpkgFile> files;
};

/// dpkg's own record of what it installed, read from /var/lib/dpkg inside a root. MD5 guards against accident, not
/// against intent.
class DpkgDatabase {
 public:
  /// Nullopt where the root has no dpkg database.
  static std::optional<DpkgDatabase> open(const artifact::RootedFiles& files, std::vector<Damage>& damage);

  /// For each of `paths` (absolute, links resolved) the packages that list it, sorted; folders are listed by every
  /// package with files in them. One pass over the file lists whatever the number of paths. /lib and /usr/lib are one
  /// where the root merged them.
  std::map<std::string, std::vector<std::string>> owners(const std::vector<std::string>& paths,
                                                         std::vector<Damage>& damage) const;

  /// The package's digests; none where it came without md5sums. Damage where they are malformed or can't be read.
  DpkgPackage package(const std::string& name, std::vector<Damage>& damage) const;

  /// Whether dpkg's configuration excludes this path (path-exclude and path-include of dpkg.cfg, last match wins).
  bool excluded(const std::string& path) const;

 private:
  explicit DpkgDatabase(const artifact::RootedFiles& files) : files_(files) {}
  std::string merged(std::string path) const;

  struct Diversion {
    std::string from;
    std::string to;
    std::string package;  ///< keeps `from`; ":" for a local diversion
  };
  struct PathFilter {
    bool exclude = false;
    std::string pattern;
  };

  artifact::RootedFiles files_;
  std::vector<Diversion> diversions_;
  std::vector<PathFilter> filters_;
  bool usr_merged_ = false;
};

/// The md5sums lines of a package ("<hex>  <path without leading slash>"); also of a .deb's control member.
std::vector<DpkgFile> parse_md5sums(std::string_view text, const std::string& file, std::vector<Damage>& damage);

/// A field of the first paragraph of a control file, empty without it.
std::string control_field(std::string_view control, std::string_view field);

}  // namespace fairplay::signatures::installers
