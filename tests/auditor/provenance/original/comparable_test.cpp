#include "auditor/provenance/original/comparable.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::provenance {
namespace {

TEST(ComparablePath, IsWhereAMemberIsInstalled) {
  EXPECT_EQ(comparable_path("numpy/__init__.py", Layout::installed), "numpy/__init__.py");
  EXPECT_EQ(comparable_path("numpy-1.0.data/platlib/numpy/x.py", Layout::installed), "numpy/x.py");
  EXPECT_EQ(comparable_path("numpy-1.0.data/purelib/numpy/x.py", Layout::installed), "numpy/x.py");
  EXPECT_EQ(comparable_path("intel_numpy-1.15.1.data/data/lib/python3.6/site-packages/numpy/x.py", Layout::installed),
            "numpy/x.py");
  EXPECT_EQ(comparable_path("numpy-2.3.5/numpy/x.py", Layout::sources), "numpy/x.py");
}

TEST(ComparablePath, LeavesOutWhatInstallersMake) {
  for (const char* member :
       {"numpy-1.15.1.data/scripts/f2py", "numpy-1.0.data/headers/x.h", "numpy-1.0.data/data/etc/x",
        "numpy-1.0.data/data/lib/python3.6/x.py", "numpy/__pycache__/x.cpython-311.pyc", "numpy-2.3.5.dist-info/RECORD",
        "numpy-2.3.5.dist-info/INSTALLER", "numpy-2.3.5.dist-info/direct_url.json",
        "numpy-2.3.5.dist-info/uv_cache.json"}) {
    EXPECT_EQ(comparable_path(member, Layout::installed), std::nullopt) << member;
  }
}

TEST(ComparablePath, LeavesNothingOutOfAWheelButRecords) {
  EXPECT_EQ(comparable_path("numpy-1.0.data/platlib/numpy/x.py", Layout::wheel), "numpy/x.py");
  EXPECT_EQ(comparable_path("numpy-1.15.1.data/scripts/f2py", Layout::wheel), "numpy-1.15.1.data/scripts/f2py");
  EXPECT_EQ(comparable_path("numpy-1.15.1.dist-info/RECORD", Layout::wheel), std::nullopt);
}

TEST(InstallsAtRoot, KnowsTheFoldersOfAWheel) {
  EXPECT_TRUE(installs_at_root(""));
  EXPECT_TRUE(installs_at_root("numpy-1.0.data/platlib"));
  EXPECT_TRUE(installs_at_root("intel_numpy-1.15.1.data/data/lib/python3.6/site-packages"));
  EXPECT_FALSE(installs_at_root("foo/_vendor"));
  EXPECT_FALSE(installs_at_root("numpy-1.0.data/scripts"));
  EXPECT_FALSE(installs_at_root("numpy-1.0.data/data/lib"));
}

class FilesOfSubject : public testing::Test {
 protected:
  void add(const std::string& key, char digest = 'a') {
    auto& facts = files.files[key];
    facts.entry.path = key;
    facts.digests = {{signatures::Algorithm::sha256, std::vector<std::uint8_t>(32, static_cast<std::uint8_t>(digest))}};
  }
  SubjectFiles read() {
    input.files = &files;
    return files_of_subject(input);
  }
  signatures::fingerprint::Fingerprint files;
  OriginInput input;
};

TEST_F(FilesOfSubject, CountFromTheImportFolderWithinTheTerritory) {
  input.import_folder = "v/sp";
  input.territory = {"v/sp/numpy", "v/sp/numpy-2.3.5.dist-info"};
  add("v/sp/numpy/__init__.py");
  add("v/sp/numpy/__pycache__/__init__.cpython-311.pyc");
  add("v/sp/numpy-2.3.5.dist-info/METADATA");
  add("v/sp/numpy-2.3.5.dist-info/RECORD");
  add("v/bin/f2py");
  add("v/sp/other.py");
  files.files["v/sp/numpy/folder"].entry.kind = signatures::artifact::FileKind::directory;
  const SubjectFiles found = read();
  ASSERT_EQ(found.compared.size(), 2U);
  EXPECT_NE(found.find("numpy/__init__.py"), nullptr);
  EXPECT_NE(found.find("numpy-2.3.5.dist-info/METADATA"), nullptr);
  EXPECT_EQ(found.bytecode.size(), 1U);
  EXPECT_TRUE(found.holds_folder("numpy"));
  EXPECT_FALSE(found.holds_folder("nump"));
}

TEST_F(FilesOfSubject, OfAWheelThatSpreadsItsPackage) {
  files.kind = signatures::artifact::Kind::wheel;
  input.territory = {""};
  input.import_folder = "x-1.data/platlib";
  add("x-1.data/platlib/numpy/__init__.py");
  add("numpy/version.py");
  add("x-1.data/scripts/f2py");
  const SubjectFiles found = read();
  EXPECT_EQ(found.compared.size(), 3U);
  EXPECT_NE(found.find("numpy/__init__.py"), nullptr);
  EXPECT_NE(found.find("numpy/version.py"), nullptr);
}

TEST_F(FilesOfSubject, TwoMembersForOnePathEqualNothing) {
  files.kind = signatures::artifact::Kind::wheel;
  input.territory = {""};
  add("numpy/__init__.py", 'a');
  add("numpy-1.data/platlib/numpy/__init__.py", 'b');
  const SubjectFiles found = read();
  ASSERT_EQ(found.compared.size(), 1U);
  EXPECT_EQ(found.compared.begin()->second.sha256, "");
}

TEST_F(FilesOfSubject, ThatCannotBeReadAreCounted) {
  input.territory = {""};
  add("numpy/__init__.py");
  files.files["numpy/__init__.py"].lost = true;
  EXPECT_EQ(read().lost, 1U);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
