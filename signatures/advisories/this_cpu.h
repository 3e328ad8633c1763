#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairplay::signatures::advisories {

/// The kernels that OpenBLAS of one version or another chooses on the CPU this program runs on, in OpenBLAS's words
/// ("Haswell", "SkylakeX"). By instruction sets, as driver/others/dynamic.c falls back: a new CPU gets the kernels of
/// an older one that it can run.
std::vector<std::string> kernels_of_this_cpu();

/// The features that this CPU has, of those that an advisory may name, as NumPy calls them: "AVX2", "AVX512_SKX".
std::vector<std::string> features_of_this_cpu();

/// Those that an advisory may name: what this program can ask a CPU for.
std::vector<std::string_view> known_features();

/// What an advisory may call the system that this program runs on: "linux", "x86_64".
std::vector<std::string> this_platform();

}  // namespace fairplay::signatures::advisories
