#include "signatures/blas/first_look.h"

#include "tests/signatures/blas/made_up_libraries.h"

namespace fairplay {
namespace {

using signatures::blas::first_look;
using signatures::blas::FirstLook;

FirstLook look(const std::string& bytes) {
  const auto image = tests::open_image(bytes, "x.so");
  return image ? first_look(*image) : FirstLook::unreadable;
}

TEST(FirstLookAtABinary, AModuleWithABlasInside) {
  for (const char* name : {"dgemm_", "scipy_cblas_dgemm64_", "dgetrf_64_", "bli_init", "openblas_get_config",
                           "gotoblas", "MKL_Get_Version", "flexiblas_avail", "ATL_buildinfo"}) {
    auto elf = tests::library({"PyInit_x", name});
    EXPECT_EQ(look(elf.build()), FirstLook::defines) << name;
  }
}

TEST(FirstLookAtABinary, AModuleThatCallsOne) {
  auto elf = tests::library({"PyInit_x"});
  tests::import(elf, "dgemm_");
  EXPECT_EQ(look(elf.build()), FirstLook::nothing);
}

TEST(FirstLookAtABinary, AnyOtherModule) {
  EXPECT_EQ(look(tests::library({"PyInit_x"}).build()), FirstLook::nothing);
  EXPECT_EQ(look(tests::ElfBuilder().build()), FirstLook::nothing);
}

TEST(FirstLookAtABinary, NamesBeyondTheEnd) {
  auto elf = tests::library({"PyInit_x", "dgemm_"});
  std::string bytes = elf.build();
  bytes.resize(0x300);
  EXPECT_NE(look(bytes), FirstLook::nothing);
}

}  // namespace
}  // namespace fairplay
