#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/database/database.h"
#include "signatures/database/draft.h"
#include "signatures/database/index.h"
#include "signatures/database/signing.h"

/// Signature databases of made-up releases, in a folder of the test's.
namespace fairplay::tests {

inline constexpr std::string_view made_up_today = "2026-11-21";

/// The SHA-256 of a text, as hex.
std::string sha256_of(std::string_view text);

/// An upstream artifact with these files (content by path), as its description would be; its own hash follows from all
/// of them.
signatures::database::DraftArtifact made_up_artifact(std::string project, std::string release, std::string name,
                                                     const std::map<std::string, std::string>& files);

/// Facts of a made-up extension module: parts, symbols, methods and ufuncs that follow from `text`.
signatures::fingerprint::BinaryFacts made_up_binary(std::string_view text);

/// A small footprint's text, as if it was read from `artifact`: one function, one header, one source.
std::string made_up_footprint(const std::string& project, const std::string& release, const std::string& artifact);

/// What a made-up index says of itself; manifests and libraries follow from the artifacts.
struct MadeUpIndex {
  std::string name = "made up";
  std::uint64_t version = 5;
  std::string created = "2026-11-01";
  std::optional<std::string> expires = "2027-11-01";
};

/// Writes the manifests and footprints of `artifacts` into `folder` and returns the index over them, which isn't
/// written.
signatures::database::Index write_manifests(const std::string& folder,
                                            const std::vector<signatures::database::DraftArtifact>& artifacts,
                                            const MadeUpIndex& about = {});

/// Writes a database pinned by its digest, and returns where to look for it: as the program's own.
signatures::database::Sources write_pinned_database(const std::string& folder,
                                                    const std::vector<signatures::database::DraftArtifact>& artifacts,
                                                    const MadeUpIndex& about = {});

/// Writes a signed database, and returns where to look for it: as somebody else's whose key may vouch for `projects`.
signatures::database::Sources write_signed_database(const std::string& folder,
                                                    const std::vector<signatures::database::DraftArtifact>& artifacts,
                                                    const signatures::database::PrivateKey& key,
                                                    const std::vector<std::string>& projects = {"*"},
                                                    const MadeUpIndex& about = {});

/// Both: the program's own database of `first`, others' of `second`.
signatures::database::Sources joined(signatures::database::Sources first, const signatures::database::Sources& second);

/// A key made for this test.
signatures::database::PrivateKey made_up_key();

}  // namespace fairplay::tests
