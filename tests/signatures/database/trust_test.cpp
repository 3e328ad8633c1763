#include "signatures/database/trust.h"

#include "tests/support/made_up_database.h"

namespace fairplay::signatures::database {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const std::string one(64, '1');
const std::string two(64, '2');

TEST(Keys, AreReadAsPeopleWriteThem) {
  const auto keys = parse_keys(
      "# whom I believe\n\nfairplay-keys 1\r\n key " + one +
          "\n\tname  Ada's lab \n  project NumPy\n # more\n project scipy_openblas64\nlowest-version 3\nkey " + two +
          "\n project *",
      "keys");
  ASSERT_TRUE(keys) << keys.error().place << keys.error().reason;
  ASSERT_THAT(*keys, SizeIs(2));
  EXPECT_EQ((*keys)[0].key.hex(), one);
  EXPECT_EQ((*keys)[0].name, "Ada's lab");
  EXPECT_THAT((*keys)[0].projects, ElementsAre("numpy", "scipy-openblas64"));
  EXPECT_EQ((*keys)[0].lowest_version, 3U);
  EXPECT_EQ((*keys)[1].name, "");
  EXPECT_THAT((*keys)[1].projects, ElementsAre("*"));
  EXPECT_EQ((*keys)[1].lowest_version, 0U);
  EXPECT_EQ(keys_text(*keys),
            "fairplay-keys 1\nkey " + one +
                "\n name Ada's lab\n project numpy\n project scipy-openblas64\n lowest-version 3\nkey " + two +
                "\n project *\n");
}

TEST(Keys, VouchForTheProjectsTheyWereGiven) {
  const TrustedKey key{{}, "", {"numpy", "scipy-openblas64"}, 0};
  EXPECT_TRUE(key.vouches_for("numpy"));
  EXPECT_TRUE(key.vouches_for("NumPy"));
  EXPECT_TRUE(key.vouches_for("scipy_openblas64"));
  EXPECT_FALSE(key.vouches_for("scipy"));
  EXPECT_FALSE(key.vouches_for("numpy-quaternion"));
  EXPECT_FALSE(key.vouches_for("*"));
  EXPECT_FALSE(key.vouches_for(""));
  EXPECT_TRUE((TrustedKey{{}, "", {"*"}, 0}).vouches_for("anything"));
  EXPECT_FALSE((TrustedKey{}).vouches_for("numpy"));
}

struct Malformed {
  std::string text;
  const char* place;
  const char* reason;
};
class MalformedKeys : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedKeys, AreRefusedWithTheLine) {
  const auto keys = parse_keys(GetParam().text, "keys");
  ASSERT_FALSE(keys);
  EXPECT_EQ(keys.error().file, "keys");
  EXPECT_EQ(keys.error().place, GetParam().place);
  EXPECT_EQ(keys.error().reason, GetParam().reason);
}

const std::string begun = "fairplay-keys 1\n";
INSTANTIATE_TEST_SUITE_P(
    Keys, MalformedKeys,
    testing::Values(
        Malformed{"", "", "is empty: its first line is to be \"fairplay-keys 1\""},
        Malformed{"# nothing\n", "", "is empty: its first line is to be \"fairplay-keys 1\""},
        Malformed{"fairplay-keys 2\n", "line 1", "is not \"fairplay-keys 1\""},
        Malformed{begun + "key\n", "line 2", "\"key\" needs a value"},
        Malformed{begun + "key " + std::string(64, 'A') + "\n", "line 2",
                  "\"key\" needs a public key of 64 lower-case hex digits"},
        Malformed{begun + "key " + one + "\nkey " + two + "\n", "line 3",
                  "the key 1111111111111111 above names no project it may vouch for (\"project numpy\", or \"project "
                  "*\" for any)"},
        Malformed{begun + "key " + one + "\n", "line 2",
                  "the key 1111111111111111 above names no project it may vouch for (\"project numpy\", or \"project "
                  "*\" for any)"},
        Malformed{begun + "key " + one + "\n project a\nkey " + one + "\n", "line 4", "this key stands above already"},
        Malformed{begun + "project numpy\n", "line 2", "\"project\" stands before the first key"},
        Malformed{begun + "key " + one + "\nproject a b\n", "line 3",
                  "\"project\" takes one project; write one line for each"},
        Malformed{begun + "key " + one + "\nproject ...\n", "line 3", "... is no project's name"},
        Malformed{begun + "key " + one + "\nproject -*\n", "line 3", "-* is no project's name"},
        Malformed{begun + "key " + one + "\nproject n\rumpy\n", "line 3", "n\rumpy is no project's name"},
        Malformed{begun + "key " + one + "\nname a\nname b\n", "line 4", "names the key a second time"},
        Malformed{begun + "key " + one + "\nname a\x1b[2J\n", "line 3", "the name holds a control character"},
        Malformed{begun + "key " + one + "\nlowest-version -1\n", "line 3", "\"lowest-version\" needs a number"},
        Malformed{begun + "key " + one + "\nlowest-version 0\nlowest-version 0\n", "line 4",
                  "gives the lowest version a second time"},
        Malformed{begun + "key " + one + "\ntrust everything\n", "line 3",
                  "\"trust\" is no word of a key file: it has key, name, project and lowest-version"}));

}  // namespace
}  // namespace fairplay::signatures::database
