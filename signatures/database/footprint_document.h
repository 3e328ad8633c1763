#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signatures/damage.h"
#include "signatures/footprint/release_footprint.h"

/// A release's footprint as a database keeps it, beside the manifest; the text is described in docs/signatures.md.
namespace fairplay::signatures::database {

inline constexpr std::size_t largest_footprint = std::size_t{16} << 20U;  ///< bytes

struct FootprintDocument {
  std::string project;
  std::string release;
  footprint::ReleaseFootprint content;
};

/// The text of a footprint. It leaves out damage, the texts of stubs' statements, of imports and of statements that
/// bind nothing, and cuts other statements' texts at 60 bytes.
std::string footprint_text(const FootprintDocument& document);

/// Parses a text that was verified. Strict: one content has one text. `file` names it in messages; damage names the
/// line.
Expected<std::shared_ptr<const FootprintDocument>> parse_footprint(std::string_view text, const std::string& file);

}  // namespace fairplay::signatures::database
