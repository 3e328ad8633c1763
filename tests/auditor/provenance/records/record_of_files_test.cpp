#include "auditor/provenance/records/record_of_files.h"

#include <gmock/gmock.h>

namespace fairplay::auditor::provenance {
namespace {

using signatures::installers::RecordRow;
using testing::HasSubstr;
using testing::SizeIs;

TEST(Keys, AreJoinedByText) {
  EXPECT_EQ(joined_key("v/lib/python3.11/site-packages", "../../../bin/f2py"), "v/bin/f2py");
  EXPECT_EQ(joined_key("v/lib/python3.11/site-packages", "numpy/a..b/.c"),
            "v/lib/python3.11/site-packages/numpy/a..b/.c");
  EXPECT_EQ(joined_key("", "numpy/./a//b.py"), "numpy/a/b.py");
  EXPECT_EQ(joined_key("", "numpy/b.py"), "numpy/b.py");
  EXPECT_EQ(joined_key("sp/", "numpy/"), "sp/numpy");
  EXPECT_EQ(joined_key("sp", "/usr/bin/x"), "usr/bin/x");
  EXPECT_EQ(joined_key("sp", "../../x"), std::nullopt);
}

TEST(Keys, LieInFoldersByWholeComponents) {
  EXPECT_TRUE(lies_in("numpy/a.py", "numpy"));
  EXPECT_TRUE(lies_in("numpy", "numpy"));
  EXPECT_TRUE(lies_in("x", ""));
  EXPECT_FALSE(lies_in("numpy.libs/a.so", "numpy"));
}

TEST(Rows, BecomeExpectationsByTerritory) {
  FileRecord record;
  std::vector<signatures::Damage> damage;
  const std::vector<RecordRow> rows{
      {"numpy/a.py", {}, {}, 1}, {"../bin/f2py", {}, {}, 2}, {"../../../escape", {}, {}, 3}};
  add_rows(record, rows, "v/sp", {"v/sp/numpy"}, "RECORD", damage);
  EXPECT_THAT(record.files, SizeIs(2));
  EXPECT_EQ(record.files.at("v/sp/numpy/a.py").territory, Territory::package);
  EXPECT_EQ(record.files.at("v/bin/f2py").territory, Territory::outside);
  EXPECT_FALSE(record.has_digests());
  ASSERT_THAT(damage, SizeIs(1));
  EXPECT_EQ(damage[0].place, "row 3");
  EXPECT_THAT(damage[0].reason, HasSubstr("leads outside"));
}

}  // namespace
}  // namespace fairplay::auditor::provenance
