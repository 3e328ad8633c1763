#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "signatures/advisories/advisory.h"

namespace fairplay {

using signatures::advisories::builtin_advisories;
using signatures::advisories::parse_advisories;
using signatures::advisories::read_advisories;

namespace {

/// A file with one advisory, `replaced` standing in it as `by`.
std::string file_with(const std::string& replaced = "", const std::string& by = "") {
  std::string text = R"(repositories: {OpenBLAS: OpenMathLib/OpenBLAS}
advisories:
  OpenBLAS#12:
    title: a title
    symptom: how it shows
    class: defect
    severity: warning
    affected:
      - {vendor: OpenBLAS, from: 0.3.1, to: 0.3.9}
    fixed: 0.3.10
    routines: [dgemm]
    probe: numbers/level3
    workaround: null
)";
  if (!replaced.empty()) text.replace(text.find(replaced), replaced.size(), by);
  return text;
}

std::string complaint(const std::string& text) {
  const auto book = parse_advisories(text, "a.yaml");
  return book ? "none" : book.error().file + ", " + book.error().place + ": " + book.error().reason;
}

std::string known_vendor_names() {
  std::string names;
  for (const signatures::blas::VendorFacts* vendor : signatures::blas::known_vendors())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", vendor->name);
  return names;
}

}  // namespace

TEST(AdvisoriesFile, OneAdvisory) {
  const auto book = parse_advisories(file_with(), "a.yaml");
  ASSERT_TRUE(book) << book.error().reason;
  ASSERT_EQ(book->advisories.size(), 1U);
  const auto& advisory = book->advisories[0];
  EXPECT_EQ(advisory.thread, "https://github.com/OpenMathLib/OpenBLAS/issues/12");
  EXPECT_EQ(advisory.fixed, "0.3.10");
  EXPECT_EQ(advisory.probe, "numbers/level3");
  EXPECT_FALSE(advisory.workaround);
  EXPECT_EQ(book->find("openblas#12"), &advisory);
  EXPECT_EQ(book->find("OpenBLAS#13"), nullptr);
}

TEST(AdvisoriesFile, AnOpenBeginningAndNoFix) {
  const auto book = parse_advisories(file_with("from: 0.3.1", "from: any"), "a.yaml");
  ASSERT_TRUE(book);
  EXPECT_FALSE(book->advisories[0].affected[0].from);
  const auto unfixed = parse_advisories(file_with("fixed: 0.3.10", "fixed: null"), "a.yaml");
  ASSERT_TRUE(unfixed) << unfixed.error().reason;
  EXPECT_FALSE(unfixed->advisories[0].fixed);
}

TEST(AdvisoriesFile, WhatIsWrongIsSaidWithItsPlace) {
  const struct {
    const char* replaced;
    const char* by;
    std::string complaint;
  } table[] = {
      {"OpenBLAS#12", "OpenBLAS-12",
       "a.yaml, line 3, column 3: \"OpenBLAS-12\" is no advisory id: a repository's short name, \"#\", the thread's "
       "number"},
      {"OpenBLAS#12", "OpenBLAS#012",
       "a.yaml, line 3, column 3: \"OpenBLAS#012\" is no advisory id: a repository's short name, \"#\", the thread's "
       "number"},
      {"OpenBLAS#12", "blis#12",
       "a.yaml, line 3, column 3: \"blis#12\": no repository is called \"blis\" under \"repositories\""},
      {"OpenMathLib/OpenBLAS", "OpenMathLib",
       "a.yaml, line 1, column 26: \"OpenMathLib\" is no repository: owner/name"},
      {"class: defect", "class: bug",
       "a.yaml, line 6, column 12: unknown class \"bug\": defect, policy, property, expected"},
      {"class: defect", "class: policy",
       "a.yaml, line 7, column 15: advisory OpenBLAS#12 is no defect, so that its severity is a note"},
      {"severity: warning", "severity: no", "a.yaml, line 7, column 15: unknown severity \"no\": error, warning, note"},
      {"vendor: OpenBLAS", "vendor: Goto",
       "a.yaml, line 9, column 18: \"Goto\" under \"vendor\" is unknown; known: " + known_vendor_names()},
      {"to: 0.3.9", "to: any", "a.yaml, line 9, column 45: \"any\" is no version: numbers joined by dots"},
      {"to: 0.3.9", "to: 0.3.0",
       "a.yaml, line 9, column 45: the range of advisory OpenBLAS#12 ends at 0.3.0, before it begins at 0.3.1"},
      {"to: 0.3.9", "to: 0.3.10",
       "a.yaml, line 9, column 9: advisory OpenBLAS#12 is fixed in 0.3.10, and its range goes to 0.3.10"},
      {", to: 0.3.9", "",
       "a.yaml, line 9, column 9: an entry under \"affected\" of advisory OpenBLAS#12 has no \"to\""},
      {"fixed: 0.3.10", "fixed: soon", "a.yaml, line 10, column 12: \"soon\" is no version: numbers joined by dots"},
      {"    fixed: 0.3.10\n", "", "a.yaml, line 4, column 5: advisory OpenBLAS#12 has no \"fixed\""},
      {"numbers/level3", "level3", "a.yaml, line 12, column 12: \"level3\" is no probe's id: group/name"},
      {"probe: numbers/level3", "probe: null\n    signs: [hang]",
       "a.yaml, line 13, column 12: advisory OpenBLAS#12 has no probe whose words could be signs"},
      {"workaround: null", "workarounds: null", "a.yaml, line 4, column 5: advisory OpenBLAS#12 has no \"workaround\""},
      {"workaround: null", "workaround: null\n    threading: [fibres]",
       "a.yaml, line 14, column 16: \"fibres\" under \"threading\" is unknown; known: pthreads, openmp, serial, tbb"},
      {"workaround: null", "workaround: null\n    cpu: [x]",
       "a.yaml, line 14, column 5: unknown key \"cpu\" in advisory OpenBLAS#12; known here: affected, class, features, "
       "fixed, harm, integers, kernels, lacking, platforms, probe, references, routines, seen, severity, signs, "
       "symptom, threading, title, words, workaround"},
      {"workaround: null", "workaround: null\n    features: [AVX2]",
       "a.yaml, line 9, column 7: advisory OpenBLAS#12 is of a BLAS, where platforms and features aren't looked at"},
      {"workaround: null", "workaround: null\n    harm: much",
       "a.yaml, line 14, column 11: unknown harm \"much\": security, memory, crash, hang, values, other"},
  };
  for (const auto& row : table) EXPECT_EQ(complaint(file_with(row.replaced, row.by)), row.complaint);
}

namespace {

/// A file with one advisory of NumPy, `replaced` standing in it as `by`.
std::string numpy_file(const std::string& replaced = "", const std::string& by = "") {
  std::string text = R"(repositories: {numpy: numpy/numpy}
advisories:
  numpy#20310:
    title: a title
    symptom: how it shows
    class: defect
    severity: warning
    harm: memory
    affected:
      - {package: numpy, from: 1.21.0, to: 1.21.4}
    fixed: 1.21.5
    routines: [numpy.einsum]
    seen: [1.21.0, 1.21.4]
    probe: array/products
    workaround: null
)";
  if (!replaced.empty()) text.replace(text.find(replaced), replaced.size(), by);
  return text;
}

}  // namespace

TEST(AdvisoriesFile, OneOfNumpy) {
  const auto book = parse_advisories(numpy_file(), "a.yaml");
  ASSERT_TRUE(book) << book.error().reason;
  const auto& advisory = book->advisories[0];
  EXPECT_TRUE(of_package(advisory));
  EXPECT_EQ(maker(advisory.affected[0]), "NumPy");
  EXPECT_EQ(advisory.harm, signatures::advisories::Harm::memory);
  EXPECT_EQ(advisory.seen.size(), 2U);
  EXPECT_EQ(advisory.thread, "https://github.com/numpy/numpy/issues/20310");
  EXPECT_TRUE(parse_advisories(numpy_file("numpy#20310", "fairplay-blas-7"), "a.yaml"));
  EXPECT_FALSE(parse_advisories(numpy_file("numpy#20310", "fairplay-openmeeg-"), "a.yaml"));
  const auto own = parse_advisories(numpy_file("numpy#20310", "fairplay-numpy-7"), "a.yaml");
  ASSERT_TRUE(own) << own.error().reason;
  EXPECT_FALSE(own->advisories[0].thread);
  EXPECT_NE(own->find("Fairplay-NumPy-7"), nullptr);
}

TEST(AdvisoriesFile, WhatIsWrongInOneOfNumpy) {
  const struct {
    const char* replaced;
    const char* by;
    std::string complaint;
  } table[] = {
      {"package: numpy", "package: scipy",
       "a.yaml, line 10, column 19: \"scipy\" under \"package\" is unknown; known: numpy"},
      {"package: numpy", "package: numpy, vendor: OpenBLAS",
       "a.yaml, line 10, column 34: a range is of a vendor or of a package, not of both"},
      {"package: numpy, ", "",
       "a.yaml, line 10, column 9: an entry under \"affected\" of advisory numpy#20310 has no \"vendor\""},
      {"to: 1.21.4", "to: 1.21.4.dev",
       "a.yaml, line 10, column 44: the range of advisory numpy#20310 doesn't begin and end at releases"},
      {"to: 1.21.4", "to: 1.21.4rc1",
       "a.yaml, line 10, column 44: \"1.21.4rc1\" is no version: numbers joined by dots"},
      {"numpy#20310", "fairplay-numpy-07",
       "a.yaml, line 3, column 3: \"fairplay-numpy-07\" is no advisory id: a repository's short name, \"#\", the "
       "thread's number"},
      {"numpy#20310", "fairplay-scipy-7",
       "a.yaml, line 3, column 3: \"fairplay-scipy-7\" is no advisory id: a repository's short name, \"#\", the "
       "thread's number"},
  };
  for (const auto& row : table) EXPECT_EQ(complaint(numpy_file(row.replaced, row.by)), row.complaint);

  const auto whole = [&](const char* replaced, const char* by) {
    const auto book = parse_advisories(numpy_file(replaced, by), "a.yaml");
    return book ? "none" : book.error().reason;
  };
  EXPECT_EQ(whole("seen: [1.21.0", "seen: [1.20.3"), "advisory numpy#20310 was seen in 1.20.3, which isn't affected");
  EXPECT_EQ(whole("seen: [1.21.0", "seen: [some"), "advisory numpy#20310 was seen in some, which isn't affected");
  EXPECT_EQ(whole("routines:", "kernels: [Zen]\n    routines:"),
            "advisory numpy#20310 is of a package, which has no threading, integers, words or kernels");
  EXPECT_EQ(whole("      - {package", "      - {vendor: OpenBLAS, from: any, to: 0.3.1}\n      - {package"),
            "\"affected\" of advisory numpy#20310 mixes vendors and packages");
  EXPECT_EQ(whole("routines:", "platforms: [beos]\n    routines:"),
            "\"beos\" under \"platforms\" is unknown; known: linux, windows, macos, musl, x86_64, i686, aarch64, "
            "armv7l, ppc64le, s390x, riscv64, loongarch64");
  EXPECT_EQ(whole("routines:", "features: [avx2]\n    routines:"),
            "\"avx2\" under \"features\" is unknown; known: AVX2, AVX512F, AVX512_SKX, AVX512_SPR, FMA3");
  std::string own = numpy_file("numpy#20310", "fairplay-numpy-7");
  own.erase(own.find("    seen"), own.find("    probe") - own.find("    seen"));
  EXPECT_EQ(
      complaint(own),
      "a.yaml, line 10, column 7: advisory fairplay-numpy-7 has no thread, so that \"seen\" must say where it was "
      "seen");
}

TEST(AdvisoriesFile, NothingAndNonsense) {
  EXPECT_EQ(complaint(""), "a.yaml, line 1, column 1: the file is empty");
  EXPECT_EQ(complaint("advisories: {}\n"), "a.yaml, line 1, column 1: the advisories file has no \"repositories\"");
  EXPECT_EQ(complaint(file_with() + "  openblas#12:\n    title: x\n"),
            "a.yaml, line 14, column 3: \"openblas#12\": no repository is called \"openblas\" under \"repositories\"");
  EXPECT_NE(complaint(file_with("affected:\n      - {vendor: OpenBLAS, from: 0.3.1, to: 0.3.9}", "affected: []"))
                .find("\"affected\" of advisory OpenBLAS#12 is empty"),
            std::string::npos);
}

TEST(BuiltInAdvisories, AreWellFormedAndCompleteForPeople) {
  const auto book = read_advisories(builtin_advisories(), "advisories.yaml");
  ASSERT_TRUE(book) << book.error().place << ": " << book.error().reason;
  EXPECT_GE(book->advisories.size(), 60U);
  EXPECT_GE(std::ranges::count_if(book->advisories, signatures::advisories::of_package), 40);
  for (const auto& advisory : book->advisories) {
    EXPECT_LE(advisory.title.size(), 100U) << advisory.id;
    EXPECT_FALSE(advisory.title.ends_with('.')) << advisory.id;
    EXPECT_TRUE(advisory.symptom.ends_with('.')) << advisory.id;
    for (const std::string& reference : advisory.references)
      EXPECT_TRUE(reference.starts_with("https://")) << advisory.id << " " << reference;
    if (advisory.severity == signatures::advisories::Severity::error) {
      EXPECT_TRUE(advisory.fixed || advisory.workaround) << advisory.id;
    }
  }
}

}  // namespace fairplay
