#include "auditor/behaviour/parent/kernels.h"

#include "signatures/blas/vendor.h"

namespace fairplay::auditor::behaviour {

std::vector<KernelSwitch> kernels_of(const std::optional<signatures::blas::Identity>& identity,
                                     const std::string& configuration) {
  namespace blas = signatures::blas;
  std::vector<KernelSwitch> kernels;
  const blas::VendorFacts* const vendor = configuration.contains(blas::fairplay_blas().name) ? &blas::fairplay_blas()
                                          : identity ? blas::facts_of(identity->vendor)
                                                     : nullptr;
  if (vendor == nullptr) return kernels;
  const blas::KernelVariable& known = vendor->kernel_variable;
  // A build for one kernel has nothing to choose from.
  if (!configuration.empty() && !configuration.contains(known.needs_word)) return kernels;
  const std::string variable(known.name);
  if (known.takes_cores && identity && !identity->cores.empty()) {
    for (const std::string& core : identity->cores) kernels.push_back({variable, core});
  } else {
    for (const std::string_view name : known.kernels) kernels.push_back({variable, std::string(name)});
  }
  return kernels;
}

}  // namespace fairplay::auditor::behaviour
