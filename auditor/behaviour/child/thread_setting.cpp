#include "auditor/behaviour/child/thread_setting.h"

#include <cstdint>

#include "signatures/blas/vendor.h"

namespace fairplay::auditor::behaviour {

std::function<void(int)> threads_of(const SubjectLibrary& library) {
  // Each takes an integer in a register, of 32 or 64 bits: a small positive number is the same in both.
  using Set = void (*)(std::int64_t);
  for (const char* affix : {"", "64_"})
    for (const char* prefix : {"", "scipy_"})
      for (const signatures::blas::VendorFacts* vendor : signatures::blas::known_vendors())
        if (void* found = library.function_of_vendor(prefix, vendor->set_threads, affix); found != nullptr)
          return [set = reinterpret_cast<Set>(found)](int threads) { set(threads); };
  return {};
}

}  // namespace fairplay::auditor::behaviour
