#include "signatures/python/extension_name.h"

#include <gtest/gtest.h>

namespace fairplay::signatures::python {
namespace {

std::string described(std::string_view name) {
  const auto tag = extension_tag(name);
  if (!tag) return "no module";
  std::string text = text_of(*tag);
  for (const std::string_view part : {fairplay::signatures::python::name(tag->system), std::string_view(tag->machine),
                                      fairplay::signatures::python::name(tag->libc)})
    text += part.empty() ? "" : (text.empty() ? "" : " | ") + std::string(part);
  return text;
}

TEST(ExtensionName, TagsOfRealModules) {
  EXPECT_EQ(described("_umath_linalg.cpython-311-x86_64-linux-gnu.so"), "CPython 3.11 | Linux | x86_64");
  EXPECT_EQ(described("_umath_linalg.cpython-313t-aarch64-linux-musl.so"),
            "CPython 3.13, free-threaded | Linux | aarch64 | musl");
  EXPECT_EQ(described("_multiarray_umath.cpython-36m-x86_64-linux-gnu.so"), "CPython 3.6 | Linux | x86_64");
  EXPECT_EQ(described("_x.cpython-311d-x86_64-linux-gnu.so"), "CPython 3.11, a debug build | Linux | x86_64");
  EXPECT_EQ(described("_umath_linalg.cpython-312-darwin.so"), "CPython 3.12 | macOS");
  EXPECT_EQ(described("_umath_linalg.cp311-win_amd64.pyd"), "CPython 3.11 | Windows | win_amd64");
  EXPECT_EQ(described("_umath_linalg.cp314t-win_arm64.pyd"), "CPython 3.14, free-threaded | Windows | win_arm64");
  EXPECT_EQ(described("_umath_linalg.pypy39-pp73-x86_64-linux-gnu.so"), "PyPy 3.9 | Linux | x86_64");
  EXPECT_EQ(described("_ext.abi3.so"), "any CPython 3");
  EXPECT_EQ(described("multiarray.so"), "");
  EXPECT_EQ(described("multiarray.pyd"), "Windows");
}

TEST(ExtensionName, OtherNames) {
  EXPECT_EQ(described("libopenblas.so.0"), "no module");
  EXPECT_EQ(described("numpy.py"), "no module");
  EXPECT_EQ(described(""), "no module");
  EXPECT_EQ(described(".so"), "");
  EXPECT_EQ(described("libscipy_openblas64_-fdde5778.so"), "");
}

TEST(ExtensionName, MalformedTagsSayNothing) {
  for (const char* name : {"m.cpython-.so", "m.cpython-x-linux.so", "m.cpython-3.so", "m.cpython-99999-x.so",
                           "m.cpython-311z-x86_64-linux-gnu.so", "m.pypy.so", "m..so", "m.what-311.so"})
    EXPECT_EQ(described(name), "") << name;
}

}  // namespace
}  // namespace fairplay::signatures::python
