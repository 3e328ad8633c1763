#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"

namespace fairplay::auditor::provenance {

/// A difference, and whether the verdict `rebuilt` allows it: a binary, a file that upstream's build writes, an edit
/// point, or another artifact's file. Every other source, stub or header must be equal there.
struct JudgedDifference {
  Difference difference;
  bool allowed_in_rebuilt = false;
};

/// The verdict, below `official`, that follows from a build's `differences`.
/// What damage or another release's files explain is `damaged` or `mixed`, where nothing else differs.
/// `built`: it was built from the release's sources; a source release never is `rebuilt`.
OriginVerdict origin_verdict_of(const std::vector<JudgedDifference>& differences, bool built, bool disclosed);

/// "1 private, 3 binary", gravest class first.
std::string counts_by_class(const std::vector<Difference>& differences);

/// How a `rebuilt` NumPy whose binaries and sources are all official differs from `artifact`.
std::string why_not_official(const std::vector<Difference>& differences, std::string_view artifact);

/// Gravest class first, then by path and name.
void sort_differences(std::vector<Difference>& differences);

}  // namespace fairplay::auditor::provenance
