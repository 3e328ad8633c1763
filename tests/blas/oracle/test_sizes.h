#pragma once
// How much of the oracle's tests runs: FAIRPLAY_ORACLE_TESTS=long is the long suite's.

#include <fmt/format.h>

#include <string_view>

#include "blas/oracle/statistics.h"
#include "tests/blas/long_run.h"

namespace fairplay::blas::oracle {

inline bool long_run() { return asks_for_long_run("FAIRPLAY_ORACLE_TESTS"); }

inline void print_shares(std::string_view what, const Statistics& s) {
  double all = static_cast<double>(s.certified + s.sliced + s.exact + s.not_finite);
  fmt::print("{}: {} results; certified {:.4f} %, slices {:.4f} %, exact accumulator {:.4f} %\n", what,
             s.certified + s.exact + s.sliced, 100 * static_cast<double>(s.certified) / all,
             100 * static_cast<double>(s.sliced) / all, 100 * static_cast<double>(s.exact) / all);
}

}  // namespace fairplay::blas::oracle
