#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairplay::auditor::provenance {

/// A text as its release has it, freed from what packing for Windows does to every file.
struct PlainText {
  std::string text;
  bool line_ends = false;   ///< it had CR LF
  bool delvewheel = false;  ///< delvewheel's lines were taken out
};

/// Turns CR LF into LF, and takes out the block with which delvewheel (the Windows auditwheel) makes a package find its
/// NAME.libs folder: only where every line of the block is one that delvewheel writes, so that nothing can hide between
/// its marks. Nullopt where neither is in it.
std::optional<PlainText> plain_text(std::string_view text);

}  // namespace fairplay::auditor::provenance
