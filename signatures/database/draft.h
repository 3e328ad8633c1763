#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/manifest.h"
#include "signatures/fingerprint/binary_facts.h"

namespace fairplay::signatures::database {

/// One artifact as read, on its way into a manifest.
struct DraftArtifact {
  struct File {
    std::string sha256;
    std::uint64_t size = 0;
  };
  std::string project;  ///< normalised as PEP 503 does for wheels and sdists; a .deb's Package
  std::string release;
  std::string name;
  Origin origin = Origin::local;
  std::string confirmed;
  std::string sha256;
  std::uint64_t size = 0;
  std::map<std::string, File> files;                         ///< by path
  std::map<std::string, fingerprint::BinaryFacts> binaries;  ///< by the file's sha256; empty for a shallow look
  std::optional<std::uint32_t> c_abi;
  std::optional<std::uint32_t> c_api;
  std::string footprint;  ///< its text (footprint_document.h); empty where none could be read
};

/// A manifest that can still be added to. Whatever the order of additions, the text is the same.
class Draft {
 public:
  Draft(std::string project, std::string release);
  explicit Draft(const Manifest& manifest);  ///< everything it holds
  ~Draft();
  Draft(Draft&&) noexcept;
  Draft& operator=(Draft&&) noexcept;

  /// Error: a sentence why not: another project or release, the same name with another hash ("... is listed with sha256
  /// ..., not ..."), other C versions, two artifacts whose ids (8 hex digits) collide. Adding what is there already
  /// changes nothing, but may deepen it: binaries that weren't examined are then.
  std::optional<std::string> add(const DraftArtifact& artifact);

  std::string text() const;  ///< Manifest::parse() takes it

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fairplay::signatures::database
