#include "auditor/provenance/sources/compare_sources.h"
#include "auditor/provenance/sources/source_comparison.h"

namespace fairplay::auditor::provenance {

SourceDifferences compare_sources(const Places& places, SourceTree& old, SourceTree& now,
                                  const SourceChanges& changes) {
  return SourceComparison(places, old, now, changes).run();
}

}  // namespace fairplay::auditor::provenance
