#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
#include "signatures/digest.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/installers/dpkg.h"
#include "signatures/installers/record.h"

namespace fairplay::auditor::provenance {

/// What a record says of one file. Several rows of one RECORD may speak of one path.
struct Expectation {
  std::string shown;                        ///< the path as the record writes it
  std::vector<signatures::Digest> digests;  ///< any of them will do; empty: the record carries none
  bool without_digest = false;              ///< some row of this path carries none
  Territory territory = Territory::package;
};

/// One record, with paths turned into fingerprint keys ('/'-separated, from the root of what was read, no leading
/// slash).
struct FileRecord {
  enum class Authority : std::uint8_t {
    owner,    ///< the owning manager's: a mismatch is a mismatch
    advisory  ///< a RECORD that somebody else installed from: binaries may have been stripped or relinked since
  };
  Installer installer = Installer::none;
  Authority authority = Authority::owner;
  std::string label;                         ///< "RECORD of numpy-2.3.5.dist-info"; empty: no record
  std::string version;                       ///< that NumPy's own distribution has; empty: not known
  std::string missing_why;                   ///< why there is none, or none that counts
  std::vector<std::string> packages;         ///< of the manager, with versions
  std::map<std::string, Expectation> files;  ///< by fingerprint key
  /// Paths (keys) that the manager is configured not to install.
  std::vector<std::string> excluded;

  bool has_digests() const;
};

/// How many of a record's digests fit the files that are there.
struct RecordFit {
  std::size_t rows = 0;
  std::size_t equal = 0;
  bool complete() const { return rows != 0 && equal == rows; }
};

/// Counts what the record says of files in `folders` (keys of the package and its bundled libraries). Bytecode and
/// metadata say nothing about whose files these are.
RecordFit fit_of(const FileRecord& record, const signatures::fingerprint::Fingerprint& files,
                 const std::vector<std::string>& folders);

/// Joins '/'-separated paths and resolves "." and ".." by text; nullopt where it climbs over the root.
/// An absolute `relative` starts at the root.
std::optional<std::string> joined_key(std::string_view folder_key, std::string_view relative);

/// Whether `key` is in `folder` (or is it); both are keys, "" is the root.
bool lies_in(std::string_view key, std::string_view folder);

/// A RECORD's rows as expectations. `import_folder` is the key of the folder rows are relative to; rows outside
/// `territory` (keys of folders) are Territory::outside.
void add_rows(FileRecord& record, const std::vector<signatures::installers::RecordRow>& rows,
              std::string_view import_folder, const std::vector<std::string>& territory, const std::string& file,
              std::vector<signatures::Damage>& damage);

/// A dpkg package's digests as expectations.
void add_dpkg_files(FileRecord& record, const std::vector<signatures::installers::DpkgFile>& files,
                    const std::vector<std::string>& territory);

}  // namespace fairplay::auditor::provenance
