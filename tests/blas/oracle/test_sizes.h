#pragma once
// How much of the oracle's tests runs: FAIRPLAY_ORACLE_TESTS=long is the long suite's.

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "blas/oracle/statistics.h"

namespace fairplay::blas::oracle {

inline bool long_run() {
  const char* wanted = std::getenv("FAIRPLAY_ORACLE_TESTS");
  return wanted != nullptr && std::string_view(wanted) == "long";
}

inline void print_shares(std::string_view what, const Statistics& s) {
  double all = static_cast<double>(s.certified + s.sliced + s.exact + s.not_finite);
  fmt::print("{}: {} results; certified {:.4f} %, slices {:.4f} %, exact accumulator {:.4f} %\n", what,
             s.certified + s.exact + s.sliced, 100 * static_cast<double>(s.certified) / all,
             100 * static_cast<double>(s.sliced) / all, 100 * static_cast<double>(s.exact) / all);
}

}  // namespace fairplay::blas::oracle
