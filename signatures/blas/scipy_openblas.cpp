#include "signatures/blas/scipy_openblas.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace fairplay::signatures::blas {
namespace {

struct Build {
  int width;
  std::string_view tag;
  std::string_view versions;
};

constexpr auto builds = std::to_array<Build>({
#define SCIPY_OPENBLAS(width, tag, versions) {width, tag, versions},
#include "signatures/blas/scipy_openblas_builds.def"
#undef SCIPY_OPENBLAS
});

/// "0.3.31" of "0.3.31.dev" and of "0.3.31.22.0": three numbers.
std::string_view openblas_of(std::string_view version) {
  std::size_t end = 0;
  for (int numbers = 0; end < version.size(); ++end) {
    const char c = version[end];
    if (c == '.' && ++numbers == 3) break;
    if (c != '.' && (c < '0' || c > '9')) break;
  }
  std::string_view plain = version.substr(0, end);
  while (plain.ends_with('.')) plain.remove_suffix(1);
  return plain;
}

}  // namespace

std::string scipy_openblas_build(std::string_view file_name, std::string_view version) {
  for (const auto& [width, start] : {std::pair{64, std::string_view("libscipy_openblas64_-")},
                                     std::pair{32, std::string_view("libscipy_openblas-")}}) {
    if (!file_name.starts_with(start) || !file_name.ends_with(".so")) continue;
    std::string_view tag = file_name.substr(start.size());
    tag.remove_suffix(3);
    const auto build = std::ranges::find_if(
        builds, [&, width = width](const Build& one) { return one.width == width && one.tag == tag; });
    // A name is a claim: the library must call itself by the same release.
    if (build == builds.end() || openblas_of(build->versions) != openblas_of(version)) return {};
    return fmt::format("scipy-openblas{} {}", width, build->versions);
  }
  return {};
}

}  // namespace fairplay::signatures::blas
