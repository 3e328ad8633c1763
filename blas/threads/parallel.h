#pragma once
// Work on several threads, started for one call and joined before it returns.
//
// There is no pool: nothing waits between calls, so that a fork, an unloading or a caller's exit finds no thread of
// ours, and concurrent callers don't know of each other. Starting a thread costs some 20 microseconds; routines use
// them only where a part takes far longer.

#include <type_traits>

namespace fairplay::blas {

namespace detail {
void run_parts(int parts, void (*run)(void* work, int part), void* work);
}

// Calls work(part) for every part in [0, parts), the last one on the caller's thread; on all of them where threads
// can't be started. Returns when all are done. Workers block every signal, run under the caller's floating-point
// environment, and the exceptions they raise are raised in the caller. `work` may not throw, and parts may not depend
// on each other's order.
template <class Work>
void parallel(int parts, Work&& work) {
  detail::run_parts(
      parts, [](void* w, int part) { (*static_cast<std::remove_reference_t<Work>*>(w))(part); }, &work);
}

}  // namespace fairplay::blas
