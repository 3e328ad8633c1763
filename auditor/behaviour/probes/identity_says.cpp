// A library that takes the CPU for an older one runs kernels that leave most of it unused; nothing else shows it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/version_in.h"
#include "auditor/behaviour/subject/library_file.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

/// Compares what the library answers with what its file says: they differ where another library's functions answer, or
/// the file was put together from two builds.
void compare_versions(Context& context) {
  const std::optional<signatures::blas::Identity> identity = read_library_file(context.library().path()).identity;
  if (!identity || identity->version.empty()) return;
  const signatures::blas::VendorFacts* const vendor = signatures::blas::facts_of(identity->vendor);
  if (vendor == nullptr || !vendor->says_its_version) return;
  const std::string says = context.library().configuration(), version = version_in(says);
  if (version.empty() || version == identity->version) return;
  context.report(divergence_of({.kind = DivergenceClass::property,
                                .got = version,
                                .expected = identity->version,
                                .message = fmt::format("the library says that it is {} {}, its file that it is {}",
                                                       vendor->name, version, identity->version),
                                .call = "openblas_get_config"}));
}

#if defined(__x86_64__)
/// OpenBLAS's names of kernels written without AVX2 and fused multiply-add (its cpuid.h and DYNAMIC_LIST).
constexpr std::array older = {"katmai",      "coppermine", "northwood",  "prescott",     "banias",
                              "atom",        "core2",      "penryn",     "dunnington",   "nehalem",
                              "sandybridge", "athlon",     "opteron",    "opteron_sse3", "barcelona",
                              "bobcat",      "bulldozer",  "piledriver", "nano"};

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

void compare_kernel(Context& context) {
  const std::string kernel = context.library().kernel();
  if (!has_avx2_and_fma() ||
      std::ranges::none_of(older, [&](const char* core) { return signatures::blas::same_core(core, kernel); }))
    return;
  Divergence divergence =
      divergence_of({.kind = DivergenceClass::property,
                     .got = kernel,
                     .expected = "a kernel that uses AVX2 and FMA",
                     .message = fmt::format("it takes {}, which has AVX2 and FMA, for a {}, and uses neither",
                                            processor_name(), kernel),
                     .call = "openblas_get_corename"});
  divergence.kernel = kernel;
  context.report(std::move(divergence));
}
#else
void compare_kernel(Context&) {}
#endif

void run_identity_says(Context& context) {
  if (context.step("openblas_get_corename")) compare_kernel(context);
  if (context.step("openblas_get_config")) compare_versions(context);
}

}  // namespace

extern const Probe identity_says;
const Probe identity_says{
    .description =
        {
            .id = "identity/says",
            .shows =
                "whether what the library says of itself is true: kernels of this CPU, the version that its file names",
            .source = "OpenMathLib/OpenBLAS, cpuid_x86.c and DYNAMIC_ARCH; Intel SDM volume 2A, CPUID",
            .seconds = 1,
            .alone = false,
        },
    .run = run_identity_says,
};

}  // namespace fairplay::auditor::behaviour::probes
