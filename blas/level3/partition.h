#pragma once
// How a routine's independent outputs (columns of C, right-hand sides) are shared out among threads.

#include "blas/isa.h"
#include "blas/threads/parallel.h"

namespace fairplay::blas::level3 {

// How the work of one output grows over the range.
enum class Growth : char { even, rising, falling };

// Threads worth starting for so many multiplications (of reals, each with its addition): a part takes some 100
// microseconds at least.
inline int parts_for(double multiplications) {
  constexpr double least = 2e6;
  if (multiplications < 2 * least) return 1;  // before anything is asked: small calls come in millions
  double most = multiplications / least;
  return most < threads() ? static_cast<int>(most) : threads();
}

// Where part `part` of `parts` starts in [0, n): such that each has the same work, at a multiple of `step`.
inline Index start_of(int part, int parts, Index n, Index step, Growth growth) {
  if (part >= parts) return n;
  double share = static_cast<double>(part) / parts;
  if (growth == Growth::rising) share = __builtin_sqrt(share);
  if (growth == Growth::falling) share = 1 - __builtin_sqrt(1 - share);
  return static_cast<Index>(share * static_cast<double>(n)) / step * step;
}

// work(first, count) for each part of [0, n), every part on its own thread.
template <class Work>
void in_parallel(Index n, Index step, int parts, Growth growth, Work&& work) {
  parallel(parts, [&](int part) {
    Index first = start_of(part, parts, n, step, growth), last = start_of(part + 1, parts, n, step, growth);
    if (first < last) work(first, last - first);
  });
}

}  // namespace fairplay::blas::level3
