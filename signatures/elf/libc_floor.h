#pragma once

#include <span>
#include <string>
#include <string_view>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// "2.17" for "GLIBC_2.17"; empty for other versions, GLIBC_PRIVATE among them. What glibc calls GLIBC_ABI_DT_RELR came
/// with 2.36.
std::string glibc_in(std::string_view version);

/// The newest glibc whose symbols an object wants, as a number: "2.28". Empty where it wants none. Weak wants don't
/// count: the loader goes on without them.
std::string newest_glibc_of(std::span<const VersionNeed> needs);

/// The newest glibc among the versions of symbols that a C library defines.
std::string newest_glibc_in(std::span<const std::string> versions);

/// Whether the glibc or other dotted version `a` is older than `b`: "2.5" is older than "2.17".
bool is_older(std::string_view a, std::string_view b);

}  // namespace fairplay::signatures::elf
