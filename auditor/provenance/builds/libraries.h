#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

/// Shared libraries of one root, each read once a run however many subjects use it.
class Libraries {
 public:
  explicit Libraries(const discovery::System& system) : system_(system) {}

  struct Facts {
    signatures::fingerprint::FileFacts file;
    std::vector<signatures::Damage> damage;
  };
  /// `path` is absolute inside the root, links resolved. Reads the file unless it is known with these digests.
  const Facts& read(const std::string& path, signatures::Algorithms digests);
  /// The SONAME of the library at `path`; empty where it has none, can't be read, or `path` isn't absolute.
  std::string soname(const std::string& path);
  /// Takes over what a package's fingerprint already read.
  void remember(const std::string& path, const signatures::fingerprint::FileFacts& file);

 private:
  const discovery::System& system_;
  std::map<std::string, Facts> known_;
};

/// Files below a root as a stream: `keys` are paths without the leading slash; folders are walked.
std::unique_ptr<signatures::artifact::FileStream> open_keys(const discovery::System& system,
                                                            std::vector<std::string> keys);

/// Fingerprint of files below a root: `keys` are paths without the leading slash; folders are walked.
signatures::fingerprint::Fingerprint read_keys(const discovery::System& system, std::vector<std::string> keys,
                                               const signatures::fingerprint::Plan& plan);

}  // namespace fairplay::auditor::provenance
