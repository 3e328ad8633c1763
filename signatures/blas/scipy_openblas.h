#pragma once

#include <string>
#include <string_view>

namespace fairplay::signatures::blas {

/// Which published scipy-openblas build a bundled copy is: "scipy-openblas64 0.3.31.22.0" for
/// "libscipy_openblas64_-096271d3.so", "scipy-openblas64 0.3.27.0.1 or 0.3.27.44.4" where both hold the same library.
/// Empty where the name carries no tag that is known, or where `version`, as the library itself gives it, is another.
std::string scipy_openblas_build(std::string_view file_name, std::string_view version);

}  // namespace fairplay::signatures::blas
