#include "auditor/provenance/files/generated_header.h"

#include <elf.h>
#include <gtest/gtest.h>

namespace fairplay::auditor::provenance {
namespace {

constexpr std::string_view path = "numpy/_core/include/numpy/_numpyconfig.h";
constexpr DataModel linux_64{DataModel::System::elf, 64, EM_X86_64};
constexpr DataModel linux_32{DataModel::System::elf, 32, EM_386};
constexpr DataModel windows{DataModel::System::windows, 64, EM_X86_64};
constexpr DataModel macos{DataModel::System::macos, 64, EM_AARCH64};

constexpr std::string_view header = R"(#define NPY_HAVE_ENDIAN_H 1
/* #undef NPY_X */

#define NPY_SIZEOF_SHORT 2
#define NPY_SIZEOF_INT 4
#define NPY_SIZEOF_LONG 8
#define NPY_SIZEOF_LONGDOUBLE 16
#define NPY_SIZEOF_COMPLEX_LONGDOUBLE 32
#define NPY_SIZEOF_PY_INTPTR_T 8
#define NPY_SIZEOF_WCHAR_T 4
#define NPY_SIZEOF_OFF_T 8
/*
 * Defined to 1 or 0.
 */
#define NPY_NO_SMP 0
#define NPY_HAVE_DECL_ISNAN
#define NPY_VISIBILITY_HIDDEN __attribute__((visibility("hidden")))
#define NPY_ABI_VERSION 0x02000000
#ifndef __STDC_FORMAT_MACROS
#define __STDC_FORMAT_MACROS 1
#endif
)";

std::string with(std::string_view line) { return std::string(header) + std::string(line) + "\n"; }

TEST(GeneratedHeader, WhatBuildsWriteIsAllowed) {
  EXPECT_EQ(what_header_adds(path, header, linux_64), "");
  EXPECT_EQ(what_header_adds(path, header, {}), "");
  EXPECT_EQ(what_header_adds(path,
                             "#define NPY_SIZEOF_LONG 4\r\n#define NPY_SIZEOF_LONGDOUBLE 8\r\n"
                             "#define NPY_VISIBILITY_HIDDEN \r\n#define NPY_SIZEOF_OFF_T 4\n",
                             windows),
            "");
  EXPECT_EQ(what_header_adds(path, "#define NPY_SIZEOF_LONG 8\n#define NPY_SIZEOF_LONGDOUBLE 8\n", macos), "");
  EXPECT_EQ(what_header_adds(path,
                             "#define NPY_SIZEOF_LONG 4\n#define NPY_SIZEOF_LONGDOUBLE 12\n"
                             "#define NPY_SIZEOF_PY_INTPTR_T 4\n",
                             linux_32),
            "");
  EXPECT_EQ(what_header_adds(path, "#define NPY_SIZEOF_LONG SIZEOF_LONG\n", linux_64), "");
  EXPECT_EQ(what_header_adds(path, "", linux_64), "");
}

TEST(GeneratedHeader, CodeIsNot) {
  for (const char* line : {"#include \"/evil.h\"",
                           "# include <evil.h>",
                           "__attribute__((constructor)) static void go(void) {}",
                           "int x;",
                           "#define NPY_X evil()",
                           "#define malloc evil",
                           "#define NPY_F(x) x",
                           "#define NPY_X 1 + 1",
                           "#pragma GCC poison x",
                           "#undef NPY_NO_SMP",
                           "#if 1",
                           "_Pragma(\"once\")",
                           "#define NPY_X 0x",
                           "/* open",
                           "#define NPY_X \\\n evil",
                           "// comment \\\nint x;",
                           "%:include <evil.h>",
                           "?\?=include <evil.h>",
                           "#define int char",
                           "#define NPY_VISIBILITY_HIDDEN __attribute__((constructor))",
                           "#define NPY_SIZEOF_INT NPY_NO_SMP",
                           "#ifdef __linux__",
                           "#import <evil.h>",
                           "#define\tNPY_X\tevil"})
    EXPECT_NE(what_header_adds(path, with(line), linux_64), "") << line;
}

TEST(GeneratedHeader, SizesAreTheCompilers) {
  for (const char* line :
       {"#define NPY_SIZEOF_LONG 4", "#define NPY_SIZEOF_INT 8", "#define NPY_SIZEOF_PY_INTPTR_T 4",
        "#define NPY_SIZEOF_LONGDOUBLE 8", "#define NPY_SIZEOF_COMPLEX_LONGDOUBLE 24", "#define NPY_SIZEOF_OFF_T 4",
        "#define NPY_SIZEOF_WCHAR_T 2", "#define NPY_SIZEOF_LONGLONG 4", "#define NPY_SIZEOF_EVIL 8"})
    EXPECT_NE(what_header_adds(path, with(line), linux_64), "") << line;
  EXPECT_NE(what_header_adds(path, header, windows), "");
  EXPECT_NE(what_header_adds(path, header, linux_32), "");
  EXPECT_NE(what_header_adds(path, "#define NPY_SIZEOF_LONG 16\n", {}), "");
}

std::string declarations(std::string_view gap, std::string_view noexcept_) {
  std::string text =
      "from libc.stdint cimport (uint8_t, uint16_t, uint32_t, uint64_t,\n                          int8_t, int16_t, "
      "int32_t, int64_t, intptr_t)\nimport numpy as np\ncimport numpy as np\nctypedef np.npy_bool bool_t\n\nfrom "
      "numpy.random cimport bitgen_t\n\ncdef inline uint64_t _gen_mask(uint64_t max_val)" +
      std::string(noexcept_) +
      " nogil:\n    \"\"\"Mask generator for use in bounded random numbers\"\"\"\n    # Smallest bit mask >= max\n    "
      "cdef uint64_t mask = max_val\n";
  for (const char* shift : {"1", "2", "4", "8", "16", "32"}) text += std::string("    mask |= mask >> ") + shift + "\n";
  text += "    return mask\n";
  for (const char* type : {"uint64", "uint32", "uint16", "uint8", "bool", "int64", "int32", "int16", "int8"})
    text += std::string(gap) + "cdef object _rand_" + type +
            "(object low, object high, object size, bint use_masked, bint closed, bitgen_t *state, object lock)\n";
  return text;
}

TEST(GeneratedHeader, CythonsDeclarationsAreUpstreamsText) {
  const std::string pxd = "numpy/random/_bounded_integers.pxd";
  EXPECT_EQ(what_header_adds(pxd, declarations("", ""), linux_64), "");
  EXPECT_EQ(what_header_adds(pxd, declarations("\r\n  \n", " noexcept"), windows), "");
  EXPECT_NE(what_header_adds(pxd, declarations("cdef extern from \"/evil.h\": pass\n", ""), linux_64), "");
  EXPECT_NE(what_header_adds(pxd, declarations("", "") + "\ncdef extern from *: \"\"\"int x;\"\"\"\n", linux_64), "");
  std::string changed = declarations("", "");
  changed.replace(changed.find(">> 32"), 5, ">> 31");
  EXPECT_NE(what_header_adds(pxd, changed, linux_64), "");
  EXPECT_NE(what_header_adds(pxd, "", linux_64), "");
}

TEST(GeneratedHeader, WhichFilesThatIs) {
  EXPECT_TRUE(is_generated_header("numpy/core/include/numpy/_numpyconfig.h"));
  EXPECT_TRUE(is_generated_header("numpy/random/_bounded_integers.pxd"));
  EXPECT_FALSE(is_generated_header("numpy/_core/include/numpy/ndarrayobject.h"));
  EXPECT_FALSE(is_generated_header("numpy/version.py"));
}

}  // namespace
}  // namespace fairplay::auditor::provenance
