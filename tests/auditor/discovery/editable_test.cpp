#include "auditor/discovery/editable.h"

#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Editable : public testing::Test {
 protected:
  Discovered look() { return discover_folder(machine.system(), site); }
  void source(const std::string& folder) {
    machine.write(folder + "/numpy/__init__.py", "");
    machine.write(folder + "/pyproject.toml", "");
  }

  const std::string site = "/v/lib/python3.11/site-packages";
  tests::MadeUpMachine machine;
};

TEST_F(Editable, DirectUrl) {
  source("/home/u/my numpy");
  machine.write(site + "/numpy-2.4.0.dist-info/direct_url.json",
                R"({"dir_info": {"editable": true}, "url": "file:///home/u/my%20numpy"})");
  const Discovered found = look();
  ASSERT_THAT(tests::packages(found), ElementsAre("/home/u/my numpy/numpy"));
  EXPECT_TRUE(found.numpys[0].editable);
  EXPECT_EQ(found.numpys[0].editable_via, site + "/numpy-2.4.0.dist-info/direct_url.json");
  EXPECT_EQ(found.numpys[0].folder.path, "/home/u/my numpy");
  EXPECT_THAT(found.numpys[0].metadata, ElementsAre(site + "/numpy-2.4.0.dist-info"));
  EXPECT_THAT(tests::damages(found), IsEmpty());
}

TEST_F(Editable, DirectUrlOfAnOrdinaryInstall) {
  machine.numpy(site, "2.3.5");
  machine.write(site + "/numpy-2.3.5.dist-info/direct_url.json",
                R"({"archive_info": {}, "url": "file:///w/numpy.whl"})");
  const Discovered found = look();
  ASSERT_THAT(tests::packages(found), ElementsAre(site + "/numpy"));
  EXPECT_FALSE(found.numpys[0].editable);
  EXPECT_THAT(found.numpys[0].metadata, SizeIs(1));
}

TEST_F(Editable, DirectUrlBroken) {
  for (const char* text : {"", "{", "[]", "\"x\"", "{\"url\": 3, \"dir_info\": []}", "\xff\xfe"}) {
    machine.numpy(site, "2.3.5");
    machine.write(site + "/numpy-2.3.5.dist-info/direct_url.json", text);
    const Discovered found = look();
    EXPECT_THAT(tests::packages(found), ElementsAre(site + "/numpy")) << text;
    EXPECT_THAT(tests::damages(found), ElementsAre(HasSubstr("as PEP 610 asks"))) << text;
  }
  machine.write(site + "/numpy-2.3.5.dist-info/direct_url.json", R"({"url": ")" + std::string(2 << 20, 'x') + "\"}");
  EXPECT_THAT(tests::damages(look()), ElementsAre(HasSubstr("larger than")));
  machine.write(site + "/numpy-2.3.5.dist-info/direct_url.json", std::string(500'000, '['));
  EXPECT_THAT(tests::damages(look()), ElementsAre(HasSubstr("is no JSON object")));
}

TEST_F(Editable, PointsToNothing) {
  machine.write(site + "/numpy-2.4.0.dist-info/direct_url.json",
                R"({"dir_info": {"editable": true}, "url": "file:///gone"})");
  EXPECT_THAT(tests::damages(look()),
              ElementsAre(HasSubstr("an editable install that points to /gone, where there is no NumPy")));
  machine.write(site + "/numpy-2.4.0.dist-info/direct_url.json",
                R"({"dir_info": {"editable": true}, "url": "https://example.org/x"})");
  EXPECT_THAT(tests::damages(look()), ElementsAre(HasSubstr("not given by a file: URL")));
}

TEST_F(Editable, EggLink) {
  source("/src/numpy");
  machine.write("/src/numpy/numpy.egg-info/PKG-INFO", "");
  machine.write(site + "/numpy.egg-link", "/src/numpy\n.");
  machine.write(site + "/easy-install.pth", "/src/numpy\n");
  const Discovered found = look();
  ASSERT_THAT(tests::packages(found), ElementsAre("/src/numpy/numpy"));
  EXPECT_TRUE(found.numpys[0].editable);
  EXPECT_EQ(found.numpys[0].editable_via, site + "/numpy.egg-link");
  EXPECT_THAT(found.numpys[0].metadata, ElementsAre(site + "/numpy.egg-link", "/src/numpy/numpy.egg-info"));
}

TEST_F(Editable, SetuptoolsPathFileAndFinder) {
  source("/src/numpy");
  machine.write(site + "/__editable__.numpy-1.25.0.pth", "/src/numpy\n");
  EXPECT_TRUE(look().numpys.at(0).editable);

  tests::MadeUpMachine other;
  other.write("/src/np/numpy/__init__.py", "");
  other.write(site + "/__editable___numpy_1_25_0_finder.py",
              "import sys\nMAPPING: dict[str, str] = {'a': '/x/a', 'numpy': '/src/np/numpy'}\nNAMESPACES = {}\n");
  const Discovered found = discover_folder(other.system(), site);
  ASSERT_THAT(tests::packages(found), ElementsAre("/src/np/numpy"));
  EXPECT_EQ(found.numpys[0].editable_via, site + "/__editable___numpy_1_25_0_finder.py");
}

TEST_F(Editable, MesonPython) {
  source("/src/numpy");
  machine.write("/src/numpy/build/cp311/meson-info/meson-info.json",
                R"({"directories": {"source": "/src/numpy", "build": "/src/numpy/build/cp311"}})");
  machine.write(site + "/numpy-editable.pth", "import _numpy_editable_loader");
  machine.write(site + "/_numpy_editable_loader.py",
                "def install(names, path):\n    pass\n\ninstall(\n    'numpy',\n    {'numpy'},\n    "
                "'/src/numpy/build/cp311',\n    ['/usr/bin/ninja'],\n    False,\n)\n");
  const Discovered found = look();
  ASSERT_THAT(tests::packages(found), ElementsAre("/src/numpy/numpy"));
  EXPECT_TRUE(found.numpys[0].editable);
  EXPECT_THAT(tests::unchecked(found),
              ElementsAre(HasSubstr("/src/numpy/build/cp311: compiled modules of the editable NumPy")));

  machine.write("/src/numpy/build/cp311/meson-info/meson-info.json", "{\"directories\": [");
  EXPECT_THAT(tests::damages(look()), ElementsAre(HasSubstr("which does not tell where the sources are")));
  machine.write(site + "/_numpy_editable_loader.py", "install('numpy', {'numpy'}, 'relative \\");
  EXPECT_THAT(tests::damages(look()), ElementsAre(HasSubstr("names no source or build folder")));
}

TEST(EditableText, LoadersOfMesonPython) {
  using editable::build_folder_of_meson_loader;
  EXPECT_EQ(
      build_folder_of_meson_loader(
          "def init():\n    finder = MesonpyMetaFinder(\n        'numpy',\n        {'numpy'},\n        '/b/cp311',\n"),
      "/b/cp311");
  EXPECT_EQ(build_folder_of_meson_loader("install('numpy', {\"it's\"}, '/b/it\\'s')"), "/b/it's");
  EXPECT_EQ(build_folder_of_meson_loader("install('numpy', 3)"), std::nullopt);
  EXPECT_EQ(build_folder_of_meson_loader("install('"), std::nullopt);
  EXPECT_EQ(build_folder_of_meson_loader("install('\\xZZ')"), std::nullopt);
  EXPECT_EQ(build_folder_of_meson_loader(""), std::nullopt);
}

TEST(EditableText, FileUrls) {
  using editable::path_of_file_url;
  EXPECT_EQ(path_of_file_url("file:///a/b%20c"), "/a/b c");
  EXPECT_EQ(path_of_file_url("file://localhost/a"), "/a");
  EXPECT_EQ(path_of_file_url("file://server/a"), std::nullopt);
  EXPECT_EQ(path_of_file_url("file:///a%00b"), std::nullopt);
  EXPECT_EQ(path_of_file_url("file:///a%2"), "/a%2");
  EXPECT_EQ(path_of_file_url("git+file:///a"), std::nullopt);
}

}  // namespace
}  // namespace fairplay::auditor::discovery
