#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/known_release.h"
#include "auditor/provenance/original/ladder.h"
#include "auditor/provenance/original/original.h"

/// What explains a build's differences without anybody having changed the code: damage, and files of other releases
/// that an installer left or mixed in. Files that their owner recorded as they are were published so: no accident.
namespace fairplay::auditor::provenance {

/// Whether a file of the subject is as its owner recorded it, and whether its owner recorded one that is missing.
class OwnersWord {
 public:
  OwnersWord(const Subject& subject, std::string_view import_folder);
  bool recorded(std::string_view path) const;
  /// Whether the record that counts says that the file was changed since.
  bool deviates(std::string_view path) const { return counts_ && deviations_.contains(path); }
  /// Of a file or folder that isn't there: true where the record lists it, or where no record counts.
  bool misses(std::string_view path) const { return !counts_ || lists_missing(path); }
  bool lists_missing(std::string_view path) const;

 private:
  bool counts_ = false;  ///< a record of just this release speaks of the files
  std::map<std::string, FileDeviation::Why, std::less<>> deviations_;  ///< by path
};

/// Finds damaged files among those that aren't the release's, and marks them in `files`.
void mark_damaged(const OriginTools& tools, const OriginInput& input, const KnownRelease& known,
                  const std::string& release, const OwnersWord& owner, SubjectFiles& files);

/// Finds files of other releases among the rest, and marks them: sources, headers, data. Binaries are judge_binaries's.
void mark_strays(const OriginTools& tools, const KnownRelease& known, const std::string& release,
                 const OwnersWord& owner, SubjectFiles& files);

/// The differences that the marked files make.
std::vector<JudgedDifference> differences_of_marked(const Places& places, const KnownRelease& known,
                                                    const SubjectFiles& files);

/// Says of differences that are missing files whether that is damage. `official`: every binary is upstream's.
void explain_missing(const Places& places, const OwnersWord& owner, bool official,
                     std::vector<JudgedDifference>& differences);

/// What is damaged, sorted by path.
std::vector<DamagedFile> damaged_files(const std::vector<Difference>& differences, const SubjectFiles& files);

}  // namespace fairplay::auditor::provenance
