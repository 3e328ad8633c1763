#pragma once

#include <string>
#include <string_view>

#include "signatures/database/index.h"

namespace fairplay::signatures::database {

/// Whether a release comes before another: by its numbers, a pre-release before its release.
bool is_older(std::string_view release, std::string_view than);

/// Of the releases that an index has a footprint of, those just before and just after one; null where there is none.
struct Neighbours {
  const Index::FootprintEntry* before = nullptr;
  const Index::FootprintEntry* after = nullptr;
};
Neighbours neighbours_of(const Index& index, std::string_view project, std::string_view release);

}  // namespace fairplay::signatures::database
