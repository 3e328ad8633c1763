#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "auditor/facts/comparison.h"
#include "auditor/rules/places.h"
#include "signatures/database/database.h"

namespace fairplay::auditor::provenance {

struct ComparisonRequest {
  std::string old_build;  ///< a folder, a wheel, an sdist, a .deb, or "numpy==X" of the database
  std::string now;
  std::optional<std::string> patches;  ///< a folder of patches, with or without a series file
  unsigned jobs = 1;
  const Places* places = nullptr;
  signatures::database::Database* database = nullptr;
  std::function<void(std::string_view what)> progress = [](std::string_view) {};
};

/// What changed from `old_build` to `now`: every difference with its class (docs/differences.md) and, where patches are
/// given, those that explain it. Runs nothing of either. Damage: one of the two, or the patches, can't be
/// read at all.
signatures::Expected<Comparison> compare(const ComparisonRequest& request);

}  // namespace fairplay::auditor::provenance
