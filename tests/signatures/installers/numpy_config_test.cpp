#include "signatures/installers/numpy_config.h"

#include <gmock/gmock.h>

namespace fairplay::signatures::installers {
namespace {

TEST(NumpyConfig, IsReadAsTheBuildsWriteIt) {
  const auto distutils = parse_numpy_config(
      "#define NPY_SIZEOF_SHORT SIZEOF_SHORT\n#define NPY_ABI_VERSION 0x01000009\n#define NPY_API_VERSION "
      "0x0000000C\n");
  EXPECT_EQ(distutils.abi, 0x01000009U);
  EXPECT_EQ(distutils.api, 0x0cU);
  const auto meson = parse_numpy_config(
      "/* #undef NPY_HAVE_ENDIAN_H */\r\n#define NPY_ABI_VERSION 0x02000000\r\n  #define\tNPY_API_VERSION  20 /* 2.3 "
      "*/");
  EXPECT_EQ(meson.abi, 0x02000000U);
  EXPECT_EQ(meson.api, 20U);
}

TEST(NumpyConfig, ReportsOnlyPlainNumbers) {
  for (const char* value : {"@NPY_API_VERSION@", "(NPY_1 | 2)", "0x", "", "12abc", "0x1ffffffff", "-1"}) {
    EXPECT_EQ(parse_numpy_config(std::string("#define NPY_API_VERSION ") + value + "\n").api, std::nullopt) << value;
  }
  EXPECT_EQ(parse_numpy_config("#define NPY_API_VERSION 0x10u\n").api, 0x10U);
  EXPECT_EQ(parse_numpy_config("").abi, std::nullopt);
  EXPECT_EQ(parse_numpy_config("#define NPY_ABI_VERSION_X 1\n#undef NPY_ABI_VERSION\n").abi, std::nullopt);
}

TEST(NumpyConfig, DoesNotChooseBetweenTwo) {
  EXPECT_EQ(parse_numpy_config("#define NPY_API_VERSION 1\n#define NPY_API_VERSION 2\n").api, std::nullopt);
  EXPECT_EQ(parse_numpy_config("#define NPY_API_VERSION 1\n#define NPY_API_VERSION 1\n").api, 1U);
}

TEST(NumpyConfig, IsKnownByItsPath) {
  EXPECT_TRUE(is_numpy_config("numpy/_core/include/numpy/_numpyconfig.h"));
  EXPECT_TRUE(is_numpy_config("usr/lib/python3/dist-packages/numpy/core/include/numpy/_numpyconfig.h"));
  EXPECT_FALSE(is_numpy_config("numpy-2.3.5/numpy/_core/include/numpy/_numpyconfig.h.in"));
  EXPECT_FALSE(is_numpy_config("_numpyconfig.h"));
}

}  // namespace
}  // namespace fairplay::signatures::installers
