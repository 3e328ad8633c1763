#pragma once
// Which instruction set's kernels run, and on how many threads.
//
// The choice is made once, at the first call that needs it: the best that the CPU and its operating system offer, or
// what FAIRPLAY_BLAS_ISA names (baseline, avx2, avx512, neon). A name that is unknown, not built in, or not supported
// by this CPU is a message on stderr and an abort: a benchmark or a bug report made with another kernel than the one
// asked for would be worse than none. FAIRPLAY_BLAS_THREADS gives the threads (1 to 1024, default 1) by the same rule.
// Neither choice changes a bit of any result.

#include <cstddef>

#include "blas/kernels/kernel_set.h"

namespace fairplay::blas {

// The kernels in use. Safe from any thread at any time.
const KernelSet& kernels();

template <class T>
const Kernels<T>& kernels_for() {
  return kernels().of<T>();
}

// The sets that are built in and that this CPU can run, best first; never empty.
struct SupportedSets {
  const KernelSet* sets[4] = {};
  std::size_t count = 0;

  const KernelSet* const* begin() const { return sets; }
  const KernelSet* const* end() const { return sets + count; }
};
SupportedSets supported();

int threads();

// What to do at the first call of kernels(), before anything is computed: once, or not at all if kernels() was called
// before. For the code that runs when the library is loaded.
void before_first_use(void (*action)());

// For tests that hold instruction sets and thread counts against each other in one process; not while another thread
// computes.
void use(const KernelSet& set);
void use_threads(int count);

}  // namespace fairplay::blas
