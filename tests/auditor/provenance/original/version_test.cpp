#include "auditor/provenance/original/version.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::provenance {
namespace {

TEST(PublicPart, IsWhatStandsBeforeThePlus) {
  EXPECT_EQ(public_part("2.3.5"), "2.3.5");
  EXPECT_EQ(public_part("2.3.5+mycompany.1"), "2.3.5");
  EXPECT_EQ(public_part("2.4.0.dev0+git20251101.abcdef0"), "2.4.0.dev0");
  EXPECT_EQ(public_part("2.4.0RC1"), "2.4.0rc1");
  EXPECT_EQ(public_part("+x"), "");
  EXPECT_EQ(public_part(""), "");
}

TEST(Disclosure, IsALocalVersionOfAThirdParty) {
  for (const char* version : {"1.17.2+mycompany.15", "2.3.5+mycompany", "2.3.5+15", "1.26.4+20240101", "2.3.5+ubuntu-1",
                              "2.3.5+MyCompany.1", "2.3.5+github1"})
    EXPECT_TRUE(discloses(version)) << version;
}

TEST(Disclosure, IsNoneOfNumpysOwnMarks) {
  for (const char* version : {"2.3.5", "", "2.4.0.dev0", "2.4.0.dev0+git20251101.abcdef0", "2.3.5+git20240101.abcdef0",
                              "1.24.0.dev0+1234.gabcdef012", "1.24.0+0.gabcdef0.dirty", "1.17.0.dev0+1a2b3c4",
                              "1.22.0+0.unknown", "1.22.0+unknown"}) {
    EXPECT_FALSE(discloses(version)) << version;
  }
}

TEST(Disclosure, IsNothingThatPep440DoesNotKnow) {
  for (const char* version : {"2.3.5+", "2.3.5+...", "2.3.5+my company", "2.3.5+\x1b[2J", "2.3.5+a+b"})
    EXPECT_FALSE(discloses(version)) << version;
}

TEST(Development, IsRecognisedByItsSuffix) {
  EXPECT_TRUE(is_development("2.4.0.dev0+git20251101.abcdef0"));
  EXPECT_TRUE(is_development("1.17.0.DEV0"));
  EXPECT_FALSE(is_development("2.4.0rc1"));
  EXPECT_FALSE(is_development("2.4.0+my.dev1"));
}

}  // namespace
}  // namespace fairplay::auditor::provenance
