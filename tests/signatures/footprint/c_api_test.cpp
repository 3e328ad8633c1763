#include "signatures/footprint/c_api.h"

#include <gmock/gmock.h>

namespace fairplay {

namespace {

using namespace signatures::footprint;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CApi read(std::string_view text) {
  CApi api;
  add_header(text, "numpy/a.h", api);
  return api;
}

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> result;
  for (const auto& [name, entry] : read(text).entries) result.push_back(name);
  return result;
}

TEST(CApi, FunctionsAreRead) {
  const CApi api = read(
      "#ifdef __cplusplus\nextern \"C\" {\n#endif\nNPY_INPLACE double npy_erf(double x);\n/* int gone(void); "
      "*/\nstatic inline int\nshort_one(int a, /* b */ char *c)\n{\n  if (a) { return \"}\"[0]; }\n}\nDECLDIR void "
      "after(void);\n#ifdef __cplusplus\n}\n#endif\n");
  ASSERT_EQ(api.entries.size(), 3U);
  EXPECT_EQ(api.entries.at("npy_erf").declaration, "NPY_INPLACE double npy_erf(double x)");
  EXPECT_EQ(api.entries.at("npy_erf").line, 4U);
  EXPECT_EQ(api.entries.at("short_one").declaration, "static inline int short_one(int a, char *c)");
  EXPECT_EQ(api.entries.at("after").kind, CKind::function);
}

TEST(CApi, FunctionsBehindAttributesWithArgumentsAreRead) {
  const CApi api = read(
      "NPY_NO_EXPORT NPY_STEALS_REF_TO_ARG(2) PyObject * PyArray_FromAny (PyObject *, int);\nint UPPER(int a) "
      "__attribute__((cold));\nA B(1) C(2) int last(void);\nint X(Y);\nA B(1\n");
  EXPECT_TRUE(api.entries.contains("PyArray_FromAny"));
  EXPECT_TRUE(api.entries.contains("UPPER"));
  EXPECT_TRUE(api.entries.contains("last"));
  EXPECT_TRUE(api.entries.contains("X"));
  EXPECT_FALSE(api.entries.contains("NPY_STEALS_REF_TO_ARG"));
}

TEST(CApi, MacrosAreRead) {
  const CApi api =
      read("#define NPY_A 1 // c\n#  define F(x) \\\n   ((x) + \\\n    1)\n#define _private 2\nint f(void);\n");
  EXPECT_EQ(api.entries.at("NPY_A").declaration, "NPY_A 1");
  EXPECT_EQ(api.entries.at("F").declaration, "F(x) ((x) + 1)");
  EXPECT_FALSE(api.entries.contains("_private"));
  EXPECT_EQ(api.entries.at("f").line, 6U);
}

TEST(CApi, StructsAndEnumsAreRead) {
  const CApi api = read(
      "typedef struct _T {\n  int a, b;\n  char *(*get)(void *);\n#if X\n  long c;\n#endif\n} T, *P;\nenum E { ONE = "
      "1, TWO };\nstruct tag { int d; };\ntypedef int (*callback)(int, char);\ntypedef unsigned char small;\n");
  EXPECT_EQ(api.entries.at("T").kind, CKind::struct_);
  EXPECT_EQ(api.entries.at("P").kind, CKind::struct_);
  EXPECT_THAT(api.entries.at("P").members, ElementsAre("int a, b", "char *(*get)(void *)", "long c"));
  EXPECT_THAT(api.entries.at("E").members, ElementsAre("ONE = 1", "TWO"));
  EXPECT_EQ(api.entries.at("TWO").kind, CKind::enum_);
  EXPECT_THAT(api.entries.at("tag").members, ElementsAre("int d"));
  EXPECT_EQ(api.entries.at("callback").kind, CKind::typedef_);
  EXPECT_EQ(api.entries.at("small").kind, CKind::typedef_);
}

TEST(CApi, BranchesOfConditionsAreJoined) {
  const CApi api = read("#if A\n#define N 1\n#else\n#define N 2\n#endif\n");
  EXPECT_EQ(api.entries.at("N").declaration, "N 1 | N 2");
}

TEST(CApi, BrokenHeadersAreReadAsFarAsPossible) {
  for (const char* text : {"struct {{{{ \"", "/* never closed", "#define", ")))}}};;;", "int ("})
    EXPECT_THAT(read(text).entries, IsEmpty()) << text;
  EXPECT_THAT(names("typedef"), ElementsAre("typedef"));
  EXPECT_THAT(names(std::string("a\0b(", 4) + std::string(100'000, '{')), ElementsAre("b"));
  EXPECT_THAT(names("#define A \\"), ElementsAre("A"));
  EXPECT_THAT(names("enum E { , , }; int ("), ElementsAre("E"));
  EXPECT_THAT(names("int before(void); struct S {{{{ \""), ElementsAre("before"));
}

}  // namespace

}  // namespace fairplay
