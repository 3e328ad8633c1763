#pragma once

#include <array>
#include <string_view>

#include "auditor/facts/grade.h"

namespace fairplay::auditor::behaviour {

/// What a probe says of itself: for planning a run and for `fairplay explain`.
struct ProbeDescription {
  std::string_view id;            ///< "numbers/level3"
  std::string_view shows;         ///< one sentence for `explain`
  std::string_view source;        ///< the document it rests on
  double seconds = 0;             ///< its share of the quick profile, in which it ends by itself
  bool alone = false;             ///< about threads or time: nothing may run beside it
  std::array<int, 3> threads{1};  ///< numbers of threads that it is run with where the user names none; 0: no further
  Grade grade = Grade::ordinary;  ///< of what it finds
};

}  // namespace fairplay::auditor::behaviour
