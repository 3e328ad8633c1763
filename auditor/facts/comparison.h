#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auditor/facts/finding.h"
#include "auditor/facts/origin.h"
#include "auditor/facts/subject.h"
#include "signatures/damage.h"

namespace fairplay::auditor {

/// One side of a comparison, as it calls itself.
struct ComparedBuild {
  std::string named;        ///< as the user named it: a path, "numpy==1.26.4"
  std::string source;       ///< "wheel", "sdist", "bundle", "deb", "folder", "database"
  bool is_release = false;  ///< a release of the database, compared by `artifact`
  std::string version;      ///< as its version.py says; empty where that isn't read
  std::string artifact;     ///< of a database's release: the artifact it was compared by
  std::string path;         ///< of a folder: the package folder
  std::size_t files = 0;    ///< compared
};

/// A difference, and the patches that explain it, in the order they are applied. Empty without patches: a leftover.
struct ComparedDifference {
  Difference difference;
  std::vector<std::string> patches{};
  Severity severity = Severity::note;  ///< its class's, by rules.yaml
};

/// What became of one of the user's patches.
struct PatchUse {
  enum class Standing : std::uint8_t {
    explains,    ///< differences come from it
    not_needed,  ///< its files are compared, and no difference needs it
    elsewhere,   ///< it changes only what isn't in the builds: C sources, build files that aren't installed
    unproven     ///< what it changes differs, but it doesn't apply, or the old text isn't known
  };
  std::string name;
  std::string subject;  ///< its own description, one line
  Standing standing = Standing::elsewhere;
  std::size_t differences = 0;
  std::string why;  ///< one clause, for all but `explains`
};
std::string_view name(PatchUse::Standing standing);  ///< "explains", "not-needed", "elsewhere", "unproven"

/// The semantic differences between two builds of NumPy.
struct Comparison {
  ComparedBuild old_build;
  ComparedBuild now;
  std::vector<ComparedDifference> differences;  ///< gravest class first, then by path and name
  /// What the differences that no patch explains mean, in the words of rules.yaml: "the public API differs". Empty
  /// where there are none.
  std::string answer;
  bool with_patches = false;
  std::vector<PatchUse> patches;  ///< in the order they are applied
  std::vector<NotChecked> not_checked;
  std::vector<signatures::Damage> damage;
};

}  // namespace fairplay::auditor
