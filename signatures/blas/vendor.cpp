#include "signatures/blas/vendor.h"

#include <fmt/format.h>

#include <algorithm>

#include "signatures/blas/identity.h"

namespace fairplay::signatures::blas {

namespace vendors {
#define VENDOR(id) extern const VendorFacts id;
#include "signatures/blas/vendors.def"
#undef VENDOR
}  // namespace vendors

std::span<const VendorFacts* const> known_vendors() {
  static constexpr const VendorFacts* table[] = {
#define VENDOR(id) &vendors::id,
#include "signatures/blas/vendors.def"
#undef VENDOR
  };
  return table;
}

const VendorFacts* facts_of(Vendor vendor) {
  const auto found = std::ranges::find(known_vendors(), vendor, &VendorFacts::vendor);
  return found == known_vendors().end() ? nullptr : *found;
}

std::string_view name(Vendor vendor) {
  const VendorFacts* facts = facts_of(vendor);
  return facts == nullptr ? "unknown" : facts->name;
}

std::optional<Vendor> vendor_named(std::string_view name) {
  const auto found = std::ranges::find(known_vendors(), name, &VendorFacts::name);
  return found == known_vendors().end() ? std::nullopt : std::optional((*found)->vendor);
}

std::vector<std::string_view> threads_variables() {
  std::vector<std::string_view> variables{"OMP_NUM_THREADS", fairplay_blas().threads_variable};
  for (const VendorFacts* vendor : known_vendors())
    if (!vendor->threads_variable.empty()) variables.push_back(vendor->threads_variable);
  return variables;
}

std::string described(const Identity& identity) {
  return identity.version.empty() ? std::string(name(identity.vendor))
                                  : fmt::format("{} {}", name(identity.vendor), identity.version);
}

}  // namespace fairplay::signatures::blas
