#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/original/original.h"

/// Which files say what a build is, and under which path: the same for a subject and for a manifest's artifact.
namespace fairplay::auditor::provenance {

/// How a subject's files are laid out, which decides what of an artifact can be compared with them.
enum class Layout : std::uint8_t {
  installed,  ///< unpacked by an installer, which rewrites scripts
  wheel,      ///< as in a wheel: every member counts
  sources     ///< as in a source release, below its own folder
};
Layout layout_of(const OriginInput& input);

/// Where an artifact's member is installed, counted from the import folder: a wheel's NAME.data/purelib and platlib
/// ("The Binary Distribution Format"), and data/lib/pythonX.Y/site-packages, which is how intel-numpy 1.15.1 does it.
/// Nullopt for bytecode and for what installers write themselves; once installed also for scripts, which installers
/// rewrite, headers, and data that lie elsewhere: in a wheel they keep their own path. Members of a source release
/// count from its own folder.
std::optional<std::string_view> comparable_path(std::string_view member, Layout layout);

/// One file of the subject. There are thousands, and little is said of most: what is rare lies elsewhere.
struct SubjectFile {
  std::string key;  ///< in the fingerprint
  const signatures::fingerprint::FileFacts* facts = nullptr;
  std::string sha256;                            ///< lower-case hex; empty for a link, and for what could not be read
  std::shared_ptr<const PlainDigest> plain{};    ///< where it was asked for, and differs
  std::shared_ptr<const DamagedFile> damaged{};  ///< found to be damaged (accidents.h): nothing else is said of it
  std::string stray_release{};                   ///< found to be this release's: nothing else is said of it
  std::string other_wheel{};  ///< found to be of the wheel for this platform: nothing else is said of it

  bool is_explained() const { return damaged != nullptr || !stray_release.empty() || !other_wheel.empty(); }
};

struct SubjectFiles {
  std::map<std::string, SubjectFile, std::less<>> compared;  ///< by comparable path
  std::map<std::string, SubjectFile, std::less<>> bytecode;  ///< .pyc files by path from the import folder
  std::size_t lost = 0;                                      ///< files and folders whose content could not be had
  std::set<std::string, std::less<>> lost_folders;           ///< nobody knows what is in them

  const SubjectFile* find(std::string_view path) const;
  SubjectFile* find(std::string_view path);
  bool holds_folder(std::string_view folder) const;  ///< any compared file below it
  /// Whether nobody knows if there is a file at `path`: a folder around it could not be listed.
  bool may_hold(std::string_view path) const;
};

SubjectFiles files_of_subject(const OriginInput& input);

}  // namespace fairplay::auditor::provenance
