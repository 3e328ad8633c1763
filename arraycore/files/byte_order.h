#pragma once

#include <cstddef>
#include <span>

#include "arraycore/files/stored_type.h"

namespace fairplay::arraycore {

/// Reverses the bytes of all numbers that `type` says are swapped, in place. `elements` holds whole elements one after
/// another. Done twice it changes nothing.
void exchange_byte_order(const StoredType& type, std::span<std::byte> elements);

}  // namespace fairplay::arraycore
