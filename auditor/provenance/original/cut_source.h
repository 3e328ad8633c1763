#pragma once

#include <string>
#include <string_view>

#include "signatures/footprint/outline.h"

namespace fairplay::auditor::provenance {

/// Whether `text` is the beginning of the Python source whose outline is `whole`, as a cut copy leaves it: every part
/// before the cut is the source's, in its line, and what follows is missing. No hash tells the bytes of the part that
/// the cut goes through; it counts as cut where Python couldn't run it, where the last line has no end, or where parts
/// are missing behind it. `can_run`: false where something else keeps Python from running the file. `path` names it.
bool is_cut_source(std::string_view text, const std::string& path, const signatures::footprint::Outline& whole,
                   bool can_run);

}  // namespace fairplay::auditor::provenance
