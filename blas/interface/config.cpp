// What this library is and what it runs on.

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "blas/interface/report.h"
#include "blas/isa.h"

namespace fairplay::blas {
namespace {

// Written once, by the first caller, and published as a whole. Two first callers at once both write; one of the texts
// is dropped.
std::atomic<char*> text = nullptr;

[[gnu::destructor]] void free_text() { std::free(text.exchange(nullptr)); }

}  // namespace
}  // namespace fairplay::blas

extern "C" const char* fairplay_blas_config(void) {
  using namespace fairplay::blas;
  if (const char* known = text.load(std::memory_order_acquire)) return known;
  constexpr std::size_t size = 96;
  char* made = static_cast<char*>(std::malloc(size));
  if (made == nullptr) return "fairplay BLAS " FAIRPLAY_VERSION;
  std::snprintf(made, size, "fairplay BLAS " FAIRPLAY_VERSION " %s threads=%d", kernels().isa, threads());
  char* other = nullptr;
  if (text.compare_exchange_strong(other, made, std::memory_order_acq_rel)) return made;
  std::free(made);
  return other;
}
