#include "signatures/installers/conda.h"

#include <gmock/gmock.h>

namespace fairplay::signatures::installers {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string as_made(64, 'a');
const std::string in_prefix(64, 'b');

Expected<CondaPackage> parse(const std::string& json, std::vector<Damage>& damage) {
  return parse_conda_package(json, "numpy.json", damage);
}

TEST(Conda, TakesTheDigestOfTheFileInThePrefix) {
  std::vector<Damage> damage;
  const auto package =
      parse(R"({"name": "numpy", "version": "1.26.4", "build": "py311_0", "files": ["lib/a", "lib/b", "lib/old"],
    "paths_data": {"paths": [{"_path": "lib/a", "path_type": "hardlink", "sha256": ")" +
                as_made + R"(", "sha256_in_prefix": ")" + in_prefix + R"("},
                             {"_path": "lib/b", "path_type": "softlink", "sha256": ")" +
                as_made + R"("}]}})",
            damage);
  ASSERT_TRUE(package);
  EXPECT_EQ(package->build, "py311_0");
  ASSERT_THAT(package->files, SizeIs(3));
  EXPECT_EQ(package->files[0].sha256->hex(), in_prefix);
  EXPECT_TRUE(package->files[1].link);
  EXPECT_FALSE(package->files[2].sha256);
  EXPECT_THAT(damage, IsEmpty());
}

TEST(Conda, ReportsWhatIsNoMetadata) {
  std::vector<Damage> damage;
  EXPECT_THAT(parse("{", damage).error().reason, HasSubstr("not valid JSON"));
  EXPECT_THAT(parse("[]", damage).error().reason, HasSubstr("not an object"));
  EXPECT_TRUE(parse("{}", damage));
}

TEST(Conda, ReportsWrongEntriesAndKeepsTheRest) {
  std::vector<Damage> damage;
  const auto package =
      parse(R"({"paths_data": {"paths": [7, {"_path": "a", "sha256": "xyz"}, {"_path": "b"}]}})", damage);
  ASSERT_TRUE(package);
  EXPECT_THAT(package->files, SizeIs(2));
  ASSERT_THAT(damage, SizeIs(2));
  EXPECT_EQ(damage[0].place, "paths_data.paths[0]");
  EXPECT_THAT(damage[1].reason, HasSubstr("'xyz' is not a SHA-256"));
}

}  // namespace
}  // namespace fairplay::signatures::installers
