#include "signatures/python/platform_tag.h"

#include <gmock/gmock.h>

namespace fairplay::signatures::python {
namespace {

using testing::ElementsAre;

/// "Linux glibc 2.17 x86_64": a tag in a few words.
std::string words(std::string_view text) {
  const auto tag = parse_platform_tag(text);
  if (!tag) return "none";
  std::string all(name(tag->system));
  for (const std::string_view part : {name(tag->libc), std::string_view(tag->version), std::string_view(tag->machine)})
    all += part.empty() ? "" : " " + std::string(part);
  return all;
}

TEST(PlatformTag, Known) {
  EXPECT_EQ(words("manylinux_2_17_x86_64"), "Linux glibc 2.17 x86_64");
  EXPECT_EQ(words("manylinux2014_aarch64"), "Linux glibc 2.17 aarch64");
  EXPECT_EQ(words("manylinux2010_i686"), "Linux glibc 2.12 i686");
  EXPECT_EQ(words("manylinux1_x86_64"), "Linux glibc 2.5 x86_64");
  EXPECT_EQ(words("musllinux_1_2_x86_64"), "Linux musl 1.2 x86_64");
  EXPECT_EQ(words("linux_x86_64"), "Linux x86_64");
  EXPECT_EQ(words("macosx_11_0_arm64"), "macOS 11.0 arm64");
  EXPECT_EQ(words("macosx_10_9_universal2"), "macOS 10.9 universal2");
  EXPECT_EQ(words("win_amd64"), "Windows x86_64");
  EXPECT_EQ(words("win32"), "Windows i386");
}

TEST(PlatformTag, Others) {
  for (const char* text :
       {"", "any", "manylinux", "manylinux_2_17", "manylinux_2_x86_64", "manylinux_2_17_vax", "manylinux3000_x86_64",
        "linux_", "linux", "macosx_11_arm64", "win_vax", "musllinux_x86_64", "manylinux_999999999999_1_x86_64"})
    EXPECT_EQ(words(text), "none") << text;
  EXPECT_EQ(words(std::string(100'000, '_')), "none");
}

/// "CPython 3.13 t".
std::string python_words(std::string_view text) {
  const auto python = parse_python_version(text);
  if (!python) return "none";
  return std::string(name(python->implementation)) + " " + python->version + (python->free_threaded ? " t" : "") +
         (python->debug ? " d" : "");
}

TEST(PythonVersions, Known) {
  EXPECT_EQ(python_words("3.11"), "CPython 3.11");
  EXPECT_EQ(python_words("3.11.7"), "CPython 3.11");
  EXPECT_EQ(python_words("3.13t"), "CPython 3.13 t");
  EXPECT_EQ(python_words("cp313t"), "CPython 3.13 t");
  EXPECT_EQ(python_words("cp27"), "CPython 2.7");
  EXPECT_EQ(python_words("python3.10"), "CPython 3.10");
  EXPECT_EQ(python_words("cpython-311d"), "CPython 3.11 d");
  EXPECT_EQ(python_words("pypy3.10"), "PyPy 3.10");
  EXPECT_EQ(python_words("pp39"), "PyPy 3.9");
  EXPECT_EQ(python_words("graalpy3.11"), "GraalPy 3.11");
}

TEST(PythonVersions, Others) {
  for (const char* text : {"", "3", "python", "cp", "3.", "3.x", "3.11.7.1.2", "4.1", "24.1", "jython2.7", "3.11-", "-",
                           "3.11 ", "3.99999999", "t"})
    EXPECT_EQ(python_words(text), "none") << text;
}

TEST(WheelTags, TheirPython) {
  const auto python = [](std::string_view file) {
    const auto one = python_of_tags(tags_of_wheel(file));
    return one ? std::string(name(one->implementation)) + " " + one->version + (one->free_threaded ? " t" : "") : "";
  };
  EXPECT_EQ(
      python("Wheel-Version: 1.0\nTag: cp311-cp311-manylinux_2_17_x86_64\r\nTag: cp311-cp311-manylinux2014_x86_64\n"),
      "CPython 3.11");
  EXPECT_EQ(python("Tag: cp313-cp313t-macosx_14_0_arm64"), "CPython 3.13 t");
  EXPECT_EQ(python("Tag: cp27-cp27mu-manylinux1_x86_64\n"), "CPython 2.7");
  EXPECT_EQ(python("Tag: pp310-pypy310_pp73-win_amd64\n"), "PyPy 3.10");
  EXPECT_EQ(python("Tag: cp38-abi3-linux_x86_64\n"), "") << "and all that come after";
  EXPECT_EQ(python("Tag: py3-none-any\n"), "");
  EXPECT_EQ(python("Tag: cp310-cp310-win32\nTag: cp311-cp311-win32\n"), "");
  EXPECT_EQ(python(""), "");
}

TEST(WheelTags, Many) {
  std::string file;
  for (int i = 0; i < 10'000; ++i) file += "Tag: cp311-cp311-linux_x86_64\n";
  EXPECT_EQ(tags_of_wheel(file).size(), 256U);
  const auto platforms =
      platforms_of_tags(tags_of_wheel("Tag: cp311-cp311-macosx_11_0_arm64\nTag: nonsense\nTag: a-b-c\n"));
  ASSERT_EQ(platforms.size(), 1U);
  EXPECT_EQ(platforms[0].version, "11.0");
}

}  // namespace
}  // namespace fairplay::signatures::python
