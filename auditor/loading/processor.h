#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::loading {

/// The processor of a machine, by its /proc/cpuinfo.
class Processor {
 public:
  /// Nothing where the system isn't a running one (an unpacked root has no processor), or doesn't say.
  static std::optional<Processor> of(const discovery::System& system);
  static std::optional<Processor> by_cpuinfo(std::string_view text);

  /// Of features in NumPy's words ("X86_V3", "ASIMDHP"), what this processor lacks, as the kernel calls it ("avx2");
  /// features that aren't known here lack nothing.
  std::vector<std::string> lacking(std::span<const std::string> features) const;

  /// The same for the levels of GNU_PROPERTY_X86_ISA_1_NEEDED.
  std::vector<std::string> lacking_of_isa(std::uint32_t levels) const;

 private:
  std::set<std::string, std::less<>> flags_;
};

/// "x86-64-v3" for the highest level in GNU_PROPERTY_X86_ISA_1_NEEDED; empty for 0.
std::string isa_text(std::uint32_t levels);

}  // namespace fairplay::auditor::loading
