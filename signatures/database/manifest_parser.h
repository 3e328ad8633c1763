#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/manifest.h"
#include "signatures/database/record_text.h"

namespace fairplay::signatures::database {

/// Reads a manifest in one pass, section by section. Each step returns false once damage_ is set.
class ManifestParser {
 public:
  ManifestParser(std::string text, const std::string& file);
  Expected<std::shared_ptr<const Manifest>> parse();

 private:
  struct Id {
    std::string_view text;
    std::uint32_t artifact;
  };
  struct ListId {
    std::string_view text;
    std::uint32_t list;
    bool used;
  };

  bool fail(std::string reason);
  bool single(std::string_view word, std::string_view& value);
  bool c_version(std::string_view word, std::optional<std::uint32_t>& version);
  bool header();
  bool artifacts();
  bool artifact();
  bool ids();
  bool files();
  bool file(ArtifactSet& of_path);
  std::optional<std::uint32_t> set(std::string_view text);
  std::optional<ArtifactSet> read_set(std::string_view text);
  bool name_lists();
  bool name_list();
  bool binaries();
  bool binary();
  bool needed(BinaryRow& row);
  bool parts(BinaryRow& row);
  bool symbols(BinaryRow& row);
  bool list_of(std::string_view word, std::uint32_t& list);
  bool blas(BinaryRow& row);
  bool references();

  std::shared_ptr<Manifest> manifest_;
  const std::string& file_;
  std::optional<RecordLines> lines_;
  std::optional<Damage> damage_;
  std::vector<Id> ids_;                                       // sorted
  std::unordered_map<std::string_view, std::uint32_t> sets_;  // by their text: thousands of rows share a handful
  std::string_view last_set_text_;
  std::uint32_t last_set_ = 0;
  std::vector<ListId> list_ids_;  // sorted
};

}  // namespace fairplay::signatures::database
