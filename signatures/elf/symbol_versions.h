#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signatures/elf/image_state.h"

/// GNU symbol versions (Drepper, "ELF Symbol Versioning"; LSB Core, "Symbol Versioning"): the tables that DT_VERDEF and
/// DT_VERNEED name.
namespace fairplay::signatures::elf {

struct NumberedDefinition {
  std::uint16_t index = 0;  ///< as .gnu.version uses it
  std::string version;
};
std::vector<NumberedDefinition> version_definitions_of(Image::State& state, const DynamicTable& table,
                                                       std::vector<Damage>& damage);

struct NumberedNeed {
  std::uint16_t index = 0;
  VersionNeed need;
};
std::vector<NumberedNeed> version_needs_of(Image::State& state, const DynamicTable& table, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
