#include "auditor/loading/path_files.h"

#include <gmock/gmock.h>

namespace fairplay::auditor::loading {
namespace {

using Kind = PathLine::Kind;
using testing::ElementsAre;
using testing::Pair;

std::vector<std::pair<Kind, std::string>> lines_of(std::string_view text) {
  std::vector<std::pair<Kind, std::string>> lines;
  for (const PathLine& line : read_path_file(text).lines) lines.emplace_back(line.kind, line.text);
  return lines;
}

TEST(PathFiles, FoldersCommentsAndEmptyLines) {
  EXPECT_THAT(lines_of("\xEF\xBB\xBF/a \t\r\n# /b\n\n  \n./c\r/d"),
              ElementsAre(Pair(Kind::folder, "/a"), Pair(Kind::folder, "./c"), Pair(Kind::folder, "/d")));
  EXPECT_EQ(read_path_file("#\n\n/a").lines.at(0).line, 3U);
}

TEST(PathFiles, LiteralCode) {
  EXPECT_THAT(lines_of("import site; site.addsitedir('/a b')\n"
                       "import sys;sys.path.insert(0,\"/c\");\n"
                       "import\tsys; sys.path.append( '/d' )\n"),
              ElementsAre(Pair(Kind::site_folder, "/a b"), Pair(Kind::first, "/c"), Pair(Kind::last, "/d")));
}

TEST(PathFiles, OtherCode) {
  const auto kind = [](std::string_view line) { return read_path_file(line).lines.at(0).kind; };
  for (const char* line : {"import sys; sys.path.insert(0, 'relative')", "import sys; sys.path.insert(0, '/a\\x41')",
                           "import sys; sys.path.insert(0, '/a') or x", "import sys; sys.path.insert(1, '/a')",
                           "import site; site.addsitedir('/a", "import x, sys; sys.meta_path.append(x)"})
    EXPECT_EQ(kind(line), Kind::bends_path) << line;
  for (const char* line : {"import _virtualenv", "import os; var = 'SETUPTOOLS_USE_DISTUTILS'"})
    EXPECT_EQ(kind(line), Kind::other_code) << line;
  EXPECT_EQ(kind("importlib"), Kind::folder);
}

TEST(PathFiles, EasyInstall) {
  const auto lines = lines_of(
      "import sys; sys.__plen = len(sys.path)\n./a.egg\nimport sys; new=sys.path[sys.__plen:]; del "
      "sys.path[sys.__plen:]; p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = "
      "p+len(new)\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].first, Kind::eggs_begin);
  EXPECT_EQ(lines[1].second, "./a.egg");
  EXPECT_EQ(lines[2].first, Kind::eggs_end);
}

TEST(PathFiles, TooManyLines) {
  std::string text;
  for (std::size_t i = 0; i <= most_path_lines; ++i) text += "x\n";
  EXPECT_TRUE(read_path_file(text).cut_short);
  text.resize(text.size() - 2);
  EXPECT_FALSE(read_path_file(text).cut_short);
}

TEST(PathFiles, IsolatedPath) {
  const IsolatedPath path = read_isolated_path("python311.zip\r\n.  # here\r\n#import site\r\nimport os\r\n\r\n");
  EXPECT_THAT(path.entries, ElementsAre("python311.zip", "."));
  EXPECT_FALSE(path.import_site);
  EXPECT_TRUE(read_isolated_path("import site # on").import_site);
}

}  // namespace
}  // namespace fairplay::auditor::loading
