#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/manifest.h"
#include "signatures/database/signing.h"

namespace fairplay::signatures::database {

/// What a database holds, with the digest of every manifest. The last line signs every byte before it; a database
/// pinned by its digest needs none.
struct Index {
  struct ManifestEntry {
    std::string project;
    std::string release;
    std::string sha256;      ///< of the manifest's text
    std::uint64_t size = 0;  ///< bytes
    std::uint32_t artifacts = 0;
  };
  /// A release's footprint (footprint_document.h), beside its manifest.
  struct FootprintEntry {
    std::string project;
    std::string release;
    std::string sha256;      ///< of its text
    std::uint64_t size = 0;  ///< bytes
  };
  /// A BLAS or LAPACK library inside some manifest: found by its hash or build-id without loading manifests.
  struct LibraryEntry {
    std::string sha256;
    std::string build_id;  ///< empty without one
    std::string project;
    std::string release;
    auto operator<=>(const LibraryEntry&) const = default;
  };

  std::string name;                        ///< for people: "fairplay's own"; never empty
  std::uint64_t version = 1;               ///< rises with every change
  std::string created;                     ///< "2026-11-21", UTC
  std::optional<std::string> expires;      ///< last day on which it is believed; nullopt: never expires
  std::vector<ManifestEntry> manifests;    ///< sorted by project, then release (as text)
  std::vector<FootprintEntry> footprints;  ///< sorted by project, then release; each release has a manifest
  std::vector<LibraryEntry> libraries;     ///< sorted
  std::optional<PublicKey> key;            ///< the signer's, as the text claims
  std::string signature;                   ///< 128 hex digits or empty

  const ManifestEntry* find(std::string_view project, std::string_view release) const;
  const FootprintEntry* find_footprint(std::string_view project, std::string_view release) const;
};

/// A file beside the index, as it has to be.
struct ListedFile {
  std::string name;
  std::string sha256;
  std::uint64_t size = 0;
};
ListedFile listed_file(const Index::ManifestEntry& entry);
ListedFile listed_file(const Index::FootprintEntry& entry);
std::vector<ListedFile> listed_files(const Index& index);  ///< manifests, then footprints

inline constexpr std::string_view index_file_name = "index";
inline constexpr std::size_t largest_index = std::size_t{16} << 20U;  ///< bytes

/// The BLAS and LAPACK libraries a manifest holds, as its index has to list them: sorted, each once.
std::vector<Index::LibraryEntry> libraries_of(const Manifest& manifest);

/// The text without a signature line, whatever the order of entries.
std::string index_text(const Index& index);
/// The text with it. Sets nothing in `index`.
std::string signed_index_text(const Index& index, const PrivateKey& key);

/// Splits a text into what is signed and the claim of who signed it; believes nothing of either.
struct SignedText {
  std::string_view message;  ///< every byte before the signature line
  std::optional<PublicKey> key;
  std::string_view signature;
};
Expected<SignedText> split_signature(std::string_view text, const std::string& file);

/// Parses a text that was verified. Strict: one index has one text. `file` names it in messages.
Expected<Index> parse_index(std::string_view text, const std::string& file);

/// A calendar date "2026-11-21" that exists; such dates sort as text.
bool is_date(std::string_view text);

}  // namespace fairplay::signatures::database
