#include "signatures/database/release_order.h"

#include <algorithm>
#include <random>

namespace fairplay::signatures::database {
namespace {

TEST(ReleaseOrder, IsPep440sAndThenNatural) {
  const std::vector<std::string> rising = {"0.3.0.dev0",
                                           "0.3.0a1",
                                           "0.3.0b1",
                                           "0.3.0rc1",
                                           "0.3.0",
                                           "0.3.21",
                                           "0.3.21+ds",
                                           "0.3.21+ds-4",
                                           "0.3.21+ds-10",
                                           "0.3.21.post1",
                                           "0.3.29",
                                           "1.0",
                                           "1.0.0",
                                           "1.0.0.0",  // the same version: ordered as text
                                           "1.15.1",
                                           "1.24.2-1+deb12u1",
                                           "1.26.0.dev3",
                                           "1.26.0a1.dev1",
                                           "1.26.0a1",
                                           "1.26.0a1.post1",
                                           "1.26.0b1",
                                           "1.26.0c1",
                                           "1.26.0rc2",
                                           "1.26.0",
                                           "1.26.0+1.a",
                                           "1.26.0+2",
                                           "1.26.0-1",
                                           "1.26.4",
                                           "2.9.1",
                                           "2.10.0",
                                           "2.10.1",
                                           "99999999999999999999999",
                                           "100000000000000000000000",
                                           "1!0.1",
                                           "1:1.9-1",
                                           "1:1.24.2-1",
                                           "1:1.24.2-1~x",
                                           "abc",
                                           "abc2",
                                           "abc10"};
  std::vector<std::string> sorted = rising;
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::ranges::shuffle(sorted, random);
    std::ranges::sort(sorted, released_before);
    EXPECT_EQ(sorted, rising);
  }
  for (const std::string& release : rising) EXPECT_FALSE(released_before(release, release));
}

TEST(ReleaseOrder, IsAStrictOrderOfWhateverIsThere) {
  std::mt19937 random(11);
  std::vector<std::string> names;
  constexpr std::string_view letters = "0129.-+!abrcdevpost_:~";
  for (int i = 0; i < 60; ++i) {
    std::string name(1 + random() % 8, '0');
    for (char& c : name) c = letters[random() % letters.size()];
    names.push_back(std::move(name));
  }
  for (const auto& a : names) {
    for (const auto& b : names) {
      EXPECT_EQ(released_before(a, b) || released_before(b, a), a != b) << a << ' ' << b;
      EXPECT_FALSE(released_before(a, b) && released_before(b, a));
      for (const auto& c : names) {
        EXPECT_TRUE(!released_before(a, b) || !released_before(b, c) || released_before(a, c))
            << a << ' ' << b << ' ' << c;
      }
    }
  }
}

}  // namespace
}  // namespace fairplay::signatures::database
