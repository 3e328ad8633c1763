#include "auditor/behaviour/child/thread_setting.h"

#include <fmt/format.h>

#include <cstdint>

namespace fairplay::auditor::behaviour {

std::function<void(int)> threads_of(const SubjectLibrary& library) {
  // Each takes an integer in a register, of 32 or 64 bits: a small positive number is the same in both.
  using Set = void (*)(std::int64_t);
  for (const char* affix : {"", "64_"})
    for (const char* prefix : {"", "scipy_"})
      for (const char* name : {"openblas_set_num_threads", "bli_thread_set_num_threads", "MKL_Set_Num_Threads"})
        if (void* found = library.function(fmt::format("{}{}{}", prefix, name, affix)); found != nullptr)
          return [set = reinterpret_cast<Set>(found)](int threads) { set(threads); };
  return {};
}

}  // namespace fairplay::auditor::behaviour
