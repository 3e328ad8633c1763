#pragma once

#include <string>
#include <vector>

namespace fairplay::signatures::advisories {

/// The kernels that OpenBLAS of one version or another chooses on the CPU this program runs on, in OpenBLAS's words
/// ("Haswell", "SkylakeX"). By instruction sets, as driver/others/dynamic.c falls back: a new CPU gets the kernels of
/// an older one that it can run.
std::vector<std::string> kernels_of_this_cpu();

}  // namespace fairplay::signatures::advisories
