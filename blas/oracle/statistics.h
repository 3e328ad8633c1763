#pragma once
// How the oracle found its results.

#include <cstdint>

namespace fairplay::blas::oracle {

// Counts of real results: a complex element is two. Results that are decided without arithmetic (zero sizes) aren't
// counted.
struct Statistics {
  std::uint64_t certified = 0;   // the fast path's error bound settled the rounding
  std::uint64_t sliced = 0;      // summed exactly from slices of the operands
  std::uint64_t exact = 0;       // summed in an exact accumulator
  std::uint64_t not_finite = 0;  // NaN or infinity among the operands: decided by IEEE 754's rules

  Statistics& operator+=(const Statistics& other) {
    certified += other.certified;
    sliced += other.sliced;
    exact += other.exact;
    not_finite += other.not_finite;
    return *this;
  }
};

}  // namespace fairplay::blas::oracle
