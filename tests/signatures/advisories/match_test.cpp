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
  EXPECT_EQ(elsewhere.depends_on_kernel.size(), 1U);
}

TEST(MatchAdvisories, WhatIsExpectedIsNoFinding) { EXPECT_FALSE(matches("0.3.20", book_with("", "expected"))); }

}  // namespace fairplay
