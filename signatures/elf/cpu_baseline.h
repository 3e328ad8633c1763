#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// The processor features that a NumPy's core was compiled for, in NumPy's words ("X86_V2", "AVX2"): its constants hold
/// the message that it ends its import with where the processor lacks one (npy__cpu_validate_baseline of
/// npy_cpu_features.c, since 1.20). Empty where there is no such text, at most 64.
std::vector<std::string> numpy_baseline(const Image& image);

/// GNU_PROPERTY_X86_ISA_1_NEEDED of an object's notes (x86-64 psABI supplement): bit 0 for x86-64-v1 to bit 3 for -v4.
/// glibc refuses to load an object whose bits the processor lacks ("CPU ISA level is lower than required"). 0 without
/// one.
std::uint32_t x86_isa_needed(const Image& image);

}  // namespace fairplay::signatures::elf
