#include "signatures/blas/scipy_openblas.h"

#include <gtest/gtest.h>

namespace fairplay {
namespace {

using signatures::blas::scipy_openblas_build;

TEST(ScipyOpenblasBuild, ByTheTagThatAuditwheelGives) {
  EXPECT_EQ(scipy_openblas_build("libscipy_openblas64_-096271d3.so", "0.3.31"), "scipy-openblas64 0.3.31.22.0");
  EXPECT_EQ(scipy_openblas_build("libscipy_openblas64_-99b71e71.so", "0.3.27"),
            "scipy-openblas64 0.3.27.0.1 or 0.3.27.44.4");
  EXPECT_EQ(scipy_openblas_build("libscipy_openblas-c128ec02.so", "0.3.27.dev"),
            "scipy-openblas32 0.3.27.63.0 or 0.3.27.63.1");
}

TEST(ScipyOpenblasBuild, ANameAloneIsNotBelieved) {
  EXPECT_EQ(scipy_openblas_build("libscipy_openblas64_-096271d3.so", "0.3.29"), "");
  EXPECT_EQ(scipy_openblas_build("libscipy_openblas64_-096271d3.so", ""), "");
}

TEST(ScipyOpenblasBuild, OthersHaveNone) {
  for (const char* name : {"libscipy_openblas64_-00000000.so", "libscipy_openblas-096271d3.so",
                           "libscipy_openblas64_.so", "libopenblas.so.0", "libscipy_openblas64_-096271d3.dylib", ""})
    EXPECT_EQ(scipy_openblas_build(name, "0.3.31"), "") << name;
}

}  // namespace
}  // namespace fairplay
