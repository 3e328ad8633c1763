#include "signatures/advisories/this_cpu.h"

#if defined(__aarch64__)
#include <sys/auxv.h>
#elif defined(__x86_64__)
#include <cpuid.h>
#endif

namespace fairplay::signatures::advisories {
namespace {

struct CpuFeature {
  std::string_view name;
  bool here;
};

#if defined(__x86_64__)
/// AVX512-FP16, which compilers' own tests don't all know: EDX bit 23 of leaf 7 (Intel's manual, volume 2A, CPUID).
bool has_avx512_fp16() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && ((edx >> 23) & 1) != 0;
}
#endif

/// NumPy's names; AVX512_SKX is what Skylake-X has, AVX512_SPR what Sapphire Rapids has.
std::vector<CpuFeature> cpu_features() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx512f = __builtin_cpu_supports("avx512f") != 0;
  const bool skylake = avx512f && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vl") &&
                       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  return {{"AVX2", __builtin_cpu_supports("avx2") != 0},
          {"AVX512F", avx512f},
          {"AVX512_SKX", skylake},
          {"AVX512_SPR", skylake && has_avx512_fp16()},
          {"FMA3", __builtin_cpu_supports("fma") != 0}};
#else
  return {{"AVX2", false}, {"AVX512F", false}, {"AVX512_SKX", false}, {"AVX512_SPR", false}, {"FMA3", false}};
#endif
}

}  // namespace

std::vector<std::string> features_of_this_cpu() {
  std::vector<std::string> features;
  for (const auto& [name, here] : cpu_features())
    if (here) features.emplace_back(name);
  return features;
}

std::vector<std::string_view> known_features() {
  std::vector<std::string_view> names;
  for (const CpuFeature& feature : cpu_features()) names.push_back(feature.name);
  return names;
}

std::vector<std::string> this_platform() {
#if defined(__x86_64__)
  return {"linux", "x86_64"};
#elif defined(__aarch64__)
  return {"linux", "aarch64"};
#else
  return {"linux"};
#endif
}

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
