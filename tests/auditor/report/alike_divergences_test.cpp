#include "auditor/report/alike_divergences.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::report {
namespace {

using behaviour::Divergence;
using behaviour::DivergenceClass;

Divergence divergence(std::string routine, std::string flags, std::string message,
                      DivergenceClass kind = DivergenceClass::defect, std::string probe = "numbers/level3") {
  Divergence made;
  made.probe = std::move(probe);
  made.kind = kind;
  made.routine = std::move(routine);
  made.flags = std::move(flags);
  made.message = std::move(message);
  return made;
}

behaviour::ProbedLibrary library(std::vector<Divergence> divergences) {
  behaviour::ProbedLibrary made;
  made.divergences = std::move(divergences);
  return made;
}

TEST(AlikeDivergences, AreOneRoutineOfAnyTypeAtAnyPlace) {
  const auto probed =
      library({divergence("dtrsm", "LUNN", "x(0, 0) is wrong"), divergence("dtrsm", "LUTN", "x(12, 3) is wrong"),
               divergence("strsm", "LUNN", "x(1, 0) is wrong"), divergence("dtrsm", "LUNN", "x(0, 1) is wrong")});
  const auto groups = alike_divergences(probed);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].first, &probed.divergences[0]);
  EXPECT_EQ(groups[0].others.size(), 3U);
  EXPECT_EQ(others_phrase(groups[0]), "dtrsm LUTN; strsm LUNN");
}

TEST(AlikeDivergences, AmountsAndNamesInAMessageDoNotPart) {
  const auto probed = library({divergence("dgetrf", "", "dgetrf takes 3174 KB of its caller's stack"),
                               divergence("sgetrf", "", "sgetrf takes 3703.5 KB of its caller's stack")});
  const auto groups = alike_divergences(probed);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(others_phrase(groups[0]), "sgetrf");
}

TEST(AlikeDivergences, OtherRoutinesProbesClassesAndSentencesPart) {
  const auto probed =
      library({divergence("dgemm", "NN", "c(0, 0) is wrong"), divergence("dsymm", "LU", "c(0, 0) is wrong"),
               divergence("dgemm", "NN", "the call kills the process"),
               divergence("dgemm", "NN", "c(0, 0) is wrong", DivergenceClass::policy),
               divergence("dgemm", "NN", "c(0, 0) is wrong", DivergenceClass::defect, "special/propagation")});
  EXPECT_EQ(alike_divergences(probed).size(), 5U);
}

TEST(AlikeDivergences, DefectsComeFirst) {
  const auto probed = library({divergence("idamax", "", "the place is wrong", DivergenceClass::policy),
                               divergence("", "", "a line on standard output", DivergenceClass::property),
                               divergence("ddot", "", "the result is wrong"),
                               divergence("isamax", "", "the place is wrong", DivergenceClass::policy)});
  const auto groups = alike_divergences(probed);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].first->routine, "ddot");
  EXPECT_EQ(groups[1].first->routine, "idamax");
  EXPECT_EQ(others_phrase(groups[1]), "isamax");
  EXPECT_EQ(groups[2].first->routine, "");
  EXPECT_TRUE(alike_divergences(library({})).empty());
}

}  // namespace
}  // namespace fairplay::auditor::report
