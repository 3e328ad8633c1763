#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fairplay::auditor {

/// A place where an audit of a whole machine looked for builds, or didn't.
struct SearchedPlace {
  enum class State : std::uint8_t {
    searched,
    partly,  ///< environments directly below it, not deeper
    skipped  ///< it is there, and nobody looked into it
  };
  std::string path;  ///< as the user would open it
  State state = State::searched;
  std::string what;  ///< what was looked for there, or why it was passed over
};

std::string_view name(SearchedPlace::State state);  ///< "searched", "partly", "skipped"

}  // namespace fairplay::auditor
