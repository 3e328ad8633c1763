#include "signatures/advisories/this_cpu.h"

#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace fairplay::signatures::advisories {

#if defined(__x86_64__)
std::vector<std::string> kernels_of_this_cpu() {
  __builtin_cpu_init();
  const bool amd = __builtin_cpu_is("amd") != 0;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq")) {
    std::vector<std::string> kernels{"SkylakeX"};
    // Builds without these kernels, or made by a compiler that didn't know them, take SkylakeX's.
    if (__builtin_cpu_supports("avx512bf16")) {
      kernels.emplace_back("Cooperlake");
      if (!amd) kernels.emplace_back("SapphireRapids");
    }
    if (amd) kernels.emplace_back("Zen");  // before 0.3.22
    return kernels;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return {amd ? "Zen" : "Haswell"};
  if (__builtin_cpu_supports("avx"))
    return amd ? std::vector<std::string>{"Bulldozer", "Piledriver", "Steamroller", "Excavator"}
               : std::vector<std::string>{"Sandybridge"};
  return amd ? std::vector<std::string>{"Barcelona", "Opteron"}
             : std::vector<std::string>{"Nehalem", "Core2", "Penryn", "Prescott"};
}
#elif defined(__aarch64__)
std::vector<std::string> kernels_of_this_cpu() {
  std::vector<std::string> kernels{"ARMV8", "NEOVERSEN1"};
  constexpr unsigned long sve = 1UL << 22;  // HWCAP_SVE
  if ((getauxval(AT_HWCAP) & sve) != 0) kernels.insert(kernels.end(), {"NEOVERSEV1", "NEOVERSEN2", "ARMV8SVE"});
  return kernels;
}
#else
std::vector<std::string> kernels_of_this_cpu() { return {}; }
#endif

}  // namespace fairplay::signatures::advisories
