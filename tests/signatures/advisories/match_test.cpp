#include "signatures/advisories/match.h"

#include <gtest/gtest.h>

#include "tests/support/made_up_subjects.h"

namespace fairplay {

using signatures::advisories::Book;
using signatures::advisories::match;

namespace {

Book book_with(const std::string& more = "", const std::string& kind = "defect") {
  const std::string text =
      "repositories: {OpenBLAS: OpenMathLib/OpenBLAS}\nadvisories:\n  OpenBLAS#12:\n    title: a title\n    symptom: "
      "it shows.\n    class: " +
      kind +
      "\n    severity: note\n    affected: [{vendor: OpenBLAS, from: 0.3.10, to: 0.3.23, builds: [0.3.23.dev]}]\n    "
      "fixed: 0.3.24\n    routines: [dgemm]\n    probe: null\n"
      "    workaround: null\n" +
      more;
  auto book = signatures::advisories::parse_advisories(text, "a.yaml");
  EXPECT_TRUE(book) << book.error().reason;
  return std::move(*book);
}

signatures::blas::Identity version(const std::string& text) {
  return tests::openblas(text, signatures::blas::IntegerWidth::lp64, "", "");
}

const std::optional<std::vector<std::string>> zen = std::vector<std::string>{"Zen"};

bool matches(const std::string& text, const Book& book = book_with()) {
  return match(book, version(text), zen).affected.size() == 1;
}

}  // namespace

TEST(MatchAdvisories, BothEndsOfARangeBelongToIt) {
  for (const char* text : {"0.3.10", "0.3.15", "0.3.23"}) EXPECT_TRUE(matches(text)) << text;
  for (const char* text : {"0.3.9", "0.3.24", "0.2.20", "1.0.0"}) EXPECT_FALSE(matches(text)) << text;
}

TEST(MatchAdvisories, DevelopmentVersionsOnlyInsideOrWhereSeen) {
  EXPECT_TRUE(matches("0.3.11.dev"));
  EXPECT_FALSE(matches("0.3.10.dev")) << "it may be from before 0.3.10";
  EXPECT_TRUE(matches("0.3.23.dev")) << "seen in exactly this one";
  EXPECT_FALSE(matches("0.3.24.dev"));
}

TEST(MatchAdvisories, AnUnknownVersionIsReportedAndMatchesNothing) {
  const auto none = match(book_with(), version(""), zen);
  EXPECT_TRUE(none.affected.empty());
  EXPECT_EQ(none.unknown, "which version of OpenBLAS it is isn't told");
  EXPECT_EQ(match(book_with(), version("0.3.x\n"), zen).unknown,
            "the version of OpenBLAS it names, 0.3.x\n, can't be compared");
  auto other = version("");
  other.vendor = signatures::blas::Vendor::mkl;
  EXPECT_EQ(match(book_with(), other, zen).unknown, "") << "nothing is known of MKL here";
  auto stub = version("");
  stub.stub = true;
  EXPECT_EQ(match(book_with(), stub, zen).unknown, "");
}

TEST(MatchAdvisories, AVersionBeyondTheBookIsSaidToBe) {
  const auto newer = match(book_with(), version("0.3.24"), zen);
  EXPECT_TRUE(newer.affected.empty());
  EXPECT_EQ(newer.unknown, "OpenBLAS 0.3.24 is newer than any version that the advisories know, up to 0.3.23");
  EXPECT_NE(match(book_with(), version("0.3.23.112.0"), zen).unknown, "") << "a snapshot after the release";
  EXPECT_EQ(match(book_with(), version("0.3.23"), zen).unknown, "");
}

TEST(MatchAdvisories, Configurations) {
  EXPECT_TRUE(matches("0.3.20", book_with("    threading: [openmp, pthreads]\n")));
  EXPECT_FALSE(matches("0.3.20", book_with("    threading: [openmp]\n")));
  EXPECT_FALSE(matches("0.3.20", book_with("    integers: [ilp64]\n")));
  EXPECT_TRUE(matches("0.3.20", book_with("    words: [DYNAMIC_ARCH]\n")));
  EXPECT_FALSE(matches("0.3.20", book_with("    words: [DYNAMIC]\n"))) << "whole words only";
  EXPECT_FALSE(matches("0.3.20", book_with("    lacking: [USE_LOCKING, DYNAMIC_ARCH]\n")));
  EXPECT_TRUE(matches("0.3.20", book_with("    lacking: [USE_LOCKING]\n")));
  auto silent = version("0.3.20");
  silent.configuration.clear();
  EXPECT_TRUE(match(book_with("    lacking: [USE_LOCKING]\n"), silent, zen).affected.empty())
      << "what it lacks is unknown";
}

TEST(MatchAdvisories, KernelsCountWhereTheLibraryRuns) {
  const Book book = book_with("    kernels: [SkylakeX, Cooperlake]\n");
  EXPECT_TRUE(match(book, version("0.3.20"), zen).affected.empty());
  EXPECT_EQ(match(book, version("0.3.20"), std::vector<std::string>{"Haswell", "SkylakeX"}).affected.size(), 1U);
  const auto elsewhere = match(book, version("0.3.20"), std::nullopt);
  EXPECT_TRUE(elsewhere.affected.empty());
  EXPECT_EQ(elsewhere.depends_on_machine.size(), 1U);
}

namespace {

Book numpy_book(const std::string& more = "") {
  auto book = signatures::advisories::parse_advisories(R"(repositories: {numpy: numpy/numpy}
advisories:
  numpy#12:
    title: a title
    symptom: it shows.
    class: defect
    severity: note
    affected: [{package: numpy, from: 1.21.0, to: 1.21.4}, {package: numpy, from: 2.0.0, to: 2.2.6}]
    fixed: 2.3.0
    routines: [numpy.einsum]
    probe: null
    workaround: null
)" + more,
                                                       "a.yaml");
  EXPECT_TRUE(book) << book.error().reason;
  return std::move(*book);
}

bool numpy_matches(const std::string& version, const std::string& more = "") {
  return match(numpy_book(more),
               {version, std::vector<std::string>{"linux", "x86_64"}, std::vector<std::string>{"AVX2"}})
             .affected.size() == 1;
}

}  // namespace

TEST(MatchNumpy, BothEndsOfARangeBelongToIt) {
  for (const char* text : {"1.21.0", "1.21.4", "2.0.0", "2.2.6", "2.2.6.post1", "1.21.3+mkl"})
    EXPECT_TRUE(numpy_matches(text)) << text;
  for (const char* text : {"1.20.3", "1.21.5", "1.26.4", "2.3.0", "2.2.7"}) EXPECT_FALSE(numpy_matches(text)) << text;
}

TEST(MatchNumpy, WhatWasMadeBeforeAReleaseMatchesInsideOnly) {
  EXPECT_TRUE(numpy_matches("1.21.4.dev0"));
  EXPECT_TRUE(numpy_matches("2.2.0rc1"));
  EXPECT_FALSE(numpy_matches("1.21.0rc1")) << "it may be from before the defect";
  EXPECT_FALSE(numpy_matches("2.3.0rc1")) << "it may have the fix";
}

TEST(MatchNumpy, UnknownAndNewerVersionsAreSaidToBe) {
  const auto unknown = [](const std::string& version) {
    return match(numpy_book(), {version, std::nullopt, std::nullopt}).unknown;
  };
  EXPECT_EQ(unknown("2.2.6"), "");
  EXPECT_EQ(unknown("2.2.7"), "NumPy 2.2.7 is newer than any version that the advisories know, up to 2.2.6");
  EXPECT_EQ(unknown(""), "which release it is isn't known");
  EXPECT_EQ(unknown("latest"), "the version it names, latest, can't be compared");
  EXPECT_EQ(match(book_with(), {"latest", std::nullopt, std::nullopt}).unknown, "") << "nothing is known of NumPy here";
}

TEST(MatchNumpy, PlatformsAndFeatures) {
  EXPECT_TRUE(numpy_matches("2.0.0", "    platforms: [windows, x86_64]\n"));
  EXPECT_FALSE(numpy_matches("2.0.0", "    platforms: [windows]\n"));
  EXPECT_TRUE(numpy_matches("2.0.0", "    features: [AVX2, AVX512_SKX]\n"));
  EXPECT_FALSE(numpy_matches("2.0.0", "    features: [AVX512_SKX]\n"));
  const auto nowhere = [](const std::string& more) {
    return match(numpy_book(more), {"2.0.0", std::nullopt, std::nullopt});
  };
  for (const char* more : {"    platforms: [windows]\n", "    features: [AVX512_SKX]\n"}) {
    EXPECT_TRUE(nowhere(more).affected.empty()) << more;
    EXPECT_EQ(nowhere(more).depends_on_machine.size(), 1U) << more;
  }
  EXPECT_TRUE(match(numpy_book("    platforms: [windows]\n    features: [AVX512_SKX]\n"),
                    {"2.0.0", std::vector<std::string>{"linux"}, std::nullopt})
                  .depends_on_machine.empty())
      << "the platform alone decides";
}

TEST(MatchNumpy, LibrariesAndPackagesAreKeptApart) {
  EXPECT_TRUE(match(numpy_book(), version("0.3.20"), zen).affected.empty());
  EXPECT_TRUE(match(book_with(), {"0.3.20", std::nullopt, std::nullopt}).affected.empty());
}

TEST(MatchAdvisories, WhatIsExpectedIsNoFinding) { EXPECT_FALSE(matches("0.3.20", book_with("", "expected"))); }

}  // namespace fairplay
