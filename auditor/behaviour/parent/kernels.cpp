#include "auditor/behaviour/parent/kernels.h"

#include <span>

namespace fairplay::auditor::behaviour {
namespace {

/// A vendor's switch, and the names it takes on this machine's architecture.
struct Vendor {
  std::string_view vendor;
  const char* variable;
  std::vector<const char*> names;
};

#if defined(__x86_64__)
const Vendor vendors[] = {
    // OpenBLAS, driver/others/dynamic.c: corename
    {"OpenBLAS",
     "OPENBLAS_CORETYPE",
     {"Prescott",    "Core2",        "Penryn",    "Dunnington", "Nehalem",     "Atom",       "Nano",
      "Opteron",     "Opteron_SSE3", "Barcelona", "Bobcat",     "Sandybridge", "Bulldozer",  "Piledriver",
      "Steamroller", "Excavator",    "Haswell",   "Zen",        "SkylakeX",    "Cooperlake", "SapphireRapids"}},
    // BLIS, docs/HardwareSupport.md and config_registry: family x86_64
    {"BLIS",
     "BLIS_ARCH_TYPE",
     {"generic", "penryn", "sandybridge", "haswell", "skx", "knl", "bulldozer", "piledriver", "steamroller",
      "excavator", "zen", "zen2", "zen3"}},
    // oneMKL Developer Guide, "Instruction Set Specific Dispatching"
    {"MKL", "MKL_ENABLE_INSTRUCTIONS", {"SSE4_2", "AVX", "AVX2", "AVX512"}},
    {"fairplay", "FAIRPLAY_BLAS_ISA", {"baseline", "avx2", "avx512"}},
};
#else
const Vendor vendors[] = {
    // OpenBLAS, driver/others/dynamic_arm64.c: corename
    {"OpenBLAS",
     "OPENBLAS_CORETYPE",
     {"armv8", "cortexa53", "cortexa57", "cortexa72", "cortexa73", "thunderx", "thunderx2t99", "tsv110", "neoversen1",
      "neoversev1", "neoversen2", "armv8sve", "a64fx"}},
    {"BLIS", "BLIS_ARCH_TYPE", {"generic", "cortexa53", "cortexa57", "thunderx2", "firestorm", "armsve", "a64fx"}},
    {"fairplay", "FAIRPLAY_BLAS_ISA", {"baseline", "neon"}},
};
#endif

}  // namespace

std::vector<KernelSwitch> kernels_of(const std::optional<signatures::blas::Identity>& identity,
                                     const std::string& configuration) {
  std::vector<KernelSwitch> kernels;
  const std::string vendor = configuration.find("fairplay") != std::string::npos ? "fairplay"
                             : identity                                          ? identity->vendor
                                                                                 : "";
  for (const Vendor& known : vendors) {
    if (known.vendor != vendor) continue;
    // A build for one kernel has nothing to choose from.
    if (vendor == "OpenBLAS" && !configuration.empty() && configuration.find("DYNAMIC_ARCH") == std::string::npos)
      return kernels;
    if (vendor == "OpenBLAS" && !identity->cores.empty()) {
      for (const std::string& core : identity->cores) kernels.push_back({known.variable, core});
    } else {
      for (const char* name : known.names) kernels.push_back({known.variable, name});
    }
  }
  return kernels;
}

}  // namespace fairplay::auditor::behaviour
