#include "auditor/behaviour/calls/divergence_call.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::behaviour {
namespace {

TEST(DivergenceOf, TheLibraryHasWhatWasSeenAndNoRoutine) {
  const Divergence divergence = divergence_of({.kind = DivergenceClass::property,
                                               .got = "2 runtimes",
                                               .expected = "one",
                                               .message = "more than one runtime",
                                               .call = "loading the library",
                                               .source = "a document"});
  EXPECT_EQ(divergence.kind, DivergenceClass::property);
  EXPECT_EQ(divergence.got, "2 runtimes");
  EXPECT_EQ(divergence.expected, "one");
  EXPECT_EQ(divergence.message, "more than one runtime");
  EXPECT_EQ(divergence.call, "loading the library");
  EXPECT_EQ(divergence.source, "a document");
  EXPECT_EQ(divergence.routine, "");
}

TEST(DivergenceOf, ACallHasItsRoutineFlagsAndDimensions) {
  const CallCase call = parse_call("dgemm NT m=3 n=4 k=5").value();
  const Divergence divergence = divergence_of(call, {.got = "1", .expected = "2", .message = "wrong"});
  EXPECT_EQ(divergence.kind, DivergenceClass::defect);
  EXPECT_EQ(divergence.routine, "dgemm");
  EXPECT_EQ(divergence.flags, "NT");
  EXPECT_EQ(divergence.m, 3);
  EXPECT_EQ(divergence.n, 4);
  EXPECT_EQ(divergence.k, 5);
  EXPECT_EQ(divergence.call, text_of(call));
}

TEST(DivergenceOf, ACallKeepsTheTextThatTheProbeGives) {
  const CallCase call = parse_call("ddot n=7").value();
  EXPECT_EQ(divergence_of(call, {.message = "wrong", .call = "ddot n=7 rounds=9"}).call, "ddot n=7 rounds=9");
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
