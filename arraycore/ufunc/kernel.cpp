#include "arraycore/ufunc/kernel.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {
namespace {

using KernelTable = std::unordered_map<std::string, std::vector<KernelEntry>>;

KernelTable all_kernels() {
  std::vector<KernelEntry> entries;
  for (const auto add : {add_arithmetic_kernels, add_division_kernels, add_bit_kernels, add_comparison_kernels,
                         add_extremum_kernels, add_floating_kernels, add_complex_kernels, add_time_kernels,
                         add_rounded_kernels, add_rounded_complex_kernels}) {
    add(entries);
  }
  KernelTable table;
  for (KernelEntry& entry : entries) table[std::string(entry.ufunc) + ' ' + entry.loop].push_back(entry);
  return table;
}

}  // namespace

Kernel find_kernel(std::string_view ufunc, std::string_view loop, Release release) {
  static const KernelTable table = all_kernels();
  const auto found = table.find(std::string(ufunc) + ' ' + std::string(loop));
  if (found == table.end()) return nullptr;
  const KernelEntry* best = nullptr;
  for (const KernelEntry& entry : found->second) {
    if (release < entry.before && (best == nullptr || entry.before < best->before)) best = &entry;
  }
  return best == nullptr ? nullptr : best->run;
}

}  // namespace fairplay::arraycore
