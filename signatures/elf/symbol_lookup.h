#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// The first defined symbol that the loader doesn't find by its name, because the hash table that it uses doesn't lead
/// there (gABI chapter 5, "Hash Table"; DT_GNU_HASH goes before DT_HASH). Nullopt where it finds all of them, and
/// without a hash table. `symbols` are Image::dynamic_symbols().
std::optional<std::string> symbol_not_found(const Image& image, const std::vector<Symbol>& symbols,
                                            std::vector<Damage>& damage);

/// The first function or variable whose value the loader takes as an address as it stands (SHN_ABS), and not as
/// relative to where it loads the file. Linkers make absolute symbols of versions, sizes and ends, without type or
/// size.
std::optional<std::string> absolute_symbol(const Image& image, const std::vector<Symbol>& symbols,
                                           std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
