// A library that takes the CPU for an older one runs kernels that leave most of it unused; nothing else shows it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "auditor/behaviour/probes/probe.h"

namespace auditor::behaviour::probes {
namespace {

#if defined(__x86_64__)
/// OpenBLAS's names of kernels written without AVX2 and fused multiply-add (its cpuid.h and DYNAMIC_LIST).
constexpr std::array older = {"katmai", "coppermine", "northwood", "prescott", "banias", "atom", "core2", "penryn", "dunnington", "nehalem", "sandybridge", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "bulldozer", "piledriver", "nano"};

bool has_avx2_and_fma() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }

/// The name that the CPU gives itself (CPUID leaves 0x80000002 ... 0x80000004).
std::string processor_name() {
  std::string text;
  for (unsigned leaf = 0x80000002; leaf <= 0x80000004; ++leaf) {
    std::array<unsigned, 4> words{};
    if (__get_cpuid(leaf, &words[0], &words[1], &words[2], &words[3]) == 0) return "this CPU";
    text.append(reinterpret_cast<const char*>(words.data()), sizeof words);
  }
  text.resize(std::strlen(text.c_str()));
  while (text.ends_with(' ')) text.pop_back();
  return text.empty() ? "this CPU" : text;
}

void run(Context& context) {
  const std::string kernel = context.library().kernel();
  std::string lower = kernel;
  std::ranges::transform(lower, lower.begin(), [](unsigned char letter) { return std::tolower(letter); });
  if (!has_avx2_and_fma() || std::ranges::find(older, lower) == older.end()) return;
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  divergence.kernel = kernel;
  divergence.got = kernel;
  divergence.expected = "a kernel that uses AVX2 and FMA";
  divergence.message = fmt::format("it takes {}, which has AVX2 and FMA, for a {}, and uses neither", processor_name(), kernel);
  divergence.call = "openblas_get_corename";
  context.tell(std::move(divergence));
}
#else
void run(Context&) {}
#endif

}  // namespace

extern const Probe identity_says;
const Probe identity_says{
    .id = "identity/says",
    .shows = "whether the kernels that the library says it chose are those of this CPU",
    .source = "OpenMathLib/OpenBLAS, cpuid_x86.c and DYNAMIC_ARCH; Intel SDM volume 2A, CPUID",
    .seconds = 1,
    .alone = false,
    .run = run,
};

}  // namespace auditor::behaviour::probes
