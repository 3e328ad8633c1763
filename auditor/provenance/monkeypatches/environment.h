#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "auditor/facts/monkeypatch.h"
#include "auditor/facts/subject.h"
#include "signatures/artifact/rooted_files.h"
#include "signatures/damage.h"

namespace fairplay::auditor::provenance::monkeypatches {

/// What is asked about the NumPy that the environment's code meets.
struct MetNumpy {
  std::string version;   ///< "2.3.5"
  int python_minor = 0;  ///< of the Python 3 that runs it; 0: not known
  /// Whether the attribute ("numpy.bool", "numpy.random.Generator") exists; nullopt where that can't be determined.
  /// Asked only for patches and their guards.
  std::function<std::optional<bool>(const std::string& path)> has;
};

struct EnvironmentPatches {
  std::vector<Monkeypatch> patches;  ///< sorted by path and line
  std::size_t packages = 0;          ///< that were followed
  std::size_t modules = 0;
  std::vector<NotChecked> not_checked;
};

/// Follows what starts automatically in the environment of `folder` (a site-packages; absolute inside the root): .pth
/// files, sitecustomize, usercustomize, and `import pkg` of every package; tests and scripts apart. Nothing is run.
/// Time and memory are bounded (see limits in the source); what is beyond is reported. NumPy's own folder isn't
/// followed.
EnvironmentPatches follow_environment(const signatures::artifact::RootedFiles& files, const std::string& folder,
                                      const MetNumpy& numpy, unsigned jobs);

}  // namespace fairplay::auditor::provenance::monkeypatches
