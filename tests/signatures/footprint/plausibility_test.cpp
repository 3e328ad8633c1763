#include "signatures/footprint/plausibility.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace fairplay::signatures::footprint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

/// numpy.f0 ... numpy.f999; the first `constants` of them as constants, the last `bare` of them without a signature.
Footprint made_up(int constants, int bare) {
  Footprint footprint;
  footprint.release = "9.9.9";
  for (int i = 0; i < 1000; ++i) {
    PublicName& name = footprint.modules["numpy"][fmt::format("f{}", i)];
    if (i >= constants) name.kind = NameKind::function;
    if (i >= constants && i < 1000 - bare) name.signature = "(a)";
  }
  footprint.modules["numpy"]["pi"] = {};
  return footprint;
}

TEST(Plausibility, AFewNamesMayChange) {
  EXPECT_EQ(implausible(made_up(0, 0)), std::nullopt);
  EXPECT_EQ(implausible_beside(made_up(9, 9), made_up(0, 0), false), std::nullopt);
  const Lost lost = lost_since(made_up(1, 1), made_up(0, 0));
  EXPECT_THAT(lost.kinds, ElementsAre("numpy.f0"));
  EXPECT_THAT(lost.signatures, ElementsAre("numpy.f999"));
  EXPECT_EQ(lost.compared, 1000U);
}

TEST(Plausibility, ManyThatBecomeConstantsWereNotFollowed) {
  EXPECT_THAT(implausible_beside(made_up(234, 0), made_up(0, 0), false),
              Optional(HasSubstr("234 names that are functions or classes in 9.9.9 are constants (numpy.f0, ")));
  EXPECT_TRUE(implausible_beside(made_up(234, 0), made_up(0, 0), true));
  EXPECT_EQ(implausible_beside(made_up(0, 0), made_up(234, 0), false), std::nullopt) << "the neighbour's fault";
}

TEST(Plausibility, ManyThatLoseTheirSignatureWereNotFollowed) {
  EXPECT_THAT(implausible_beside(made_up(0, 50), made_up(0, 0), false),
              Optional(HasSubstr("50 names that have a signature in 9.9.9 have none")));
  EXPECT_EQ(implausible_beside(made_up(0, 50), made_up(0, 0), true), std::nullopt)
      << "they may be new in the later one";
}

TEST(Plausibility, ManyNewNamesWithoutASignatureWereNotFollowed) {
  Footprint more = made_up(0, 0);
  for (int i = 0; i < 50; ++i) more.modules["numpy.more"][fmt::format("f{}", i)].kind = NameKind::function;
  EXPECT_EQ(implausible_beside(more, made_up(0, 0), false), std::nullopt);
  for (int i = 0; i < 60; ++i) more.modules["numpy.more"][fmt::format("f{}", i)].kind = NameKind::function;
  EXPECT_THAT(implausible_beside(more, made_up(0, 0), false),
              Optional(HasSubstr("6% of its functions have no signature, in 9.9.9 0%")));
  EXPECT_EQ(implausible_beside(more, made_up(0, 0), true), std::nullopt);
}

TEST(Plausibility, StubsKnowWhatIsAFunction) {
  Footprint footprint = made_up(0, 0);
  for (int i = 0; i < 10; ++i) footprint.contradicted.push_back(fmt::format("numpy.f{}", i));
  EXPECT_EQ(implausible(footprint), std::nullopt);
  for (int i = 10; i < 20; ++i) footprint.contradicted.push_back(fmt::format("numpy.f{}", i));
  EXPECT_THAT(implausible(footprint), Optional(HasSubstr("20 names are functions or classes by its own stubs")));
}

TEST(Plausibility, DefinitionsAreFoundInStubs) {
  const std::string stub =
      "def one(a: int) -> int: ...\nclass two: ...\nclass three(Base):\n    def four(self): ...\n"
      "    class five: ...\n@overload\ndef six[T](a: T) -> T: ...\nseven: int\ndef eighth(): ...\n";
  for (const char* name : {"one", "two", "three", "six", "eighth"}) EXPECT_TRUE(stub_defines(stub, name)) << name;
  for (const char* name : {"four", "five", "seven", "eight", "a", "ef", ""})
    EXPECT_FALSE(stub_defines(stub, name)) << name;
  EXPECT_FALSE(stub_defines("", "one"));
  EXPECT_FALSE(stub_defines("def one", "one"));
}

}  // namespace
}  // namespace fairplay::signatures::footprint
