#include "auditor/provenance/files/plain_text.h"

#include <gtest/gtest.h>

namespace fairplay {

namespace {

using auditor::provenance::plain_text;

// As delvewheel writes it into the numpy/__init__.py of wheels for Windows.
std::string patched(const std::string& body, const std::string& name = "_delvewheel_patch_1_11_1") {
  return "\"\"\"Docs.\n\"\"\"\n\n\n# start delvewheel patch\ndef " + name + "():\n" + body + "\n\n" + name +
         "()\ndel " + name + "\n# end delvewheel patch\n\nimport os\n";
}

constexpr const char* original = "\"\"\"Docs.\n\"\"\"\nimport os\n";

constexpr const char* newer =
    "    import os\n"
    "    if os.path.isdir(libs_dir := os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir, "
    "'numpy.libs'))):\n"
    "        os.add_dll_directory(libs_dir)\n";

constexpr const char* older =
    "    import os\n"
    "    libs_dir = os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir, 'numpy.libs'))\n"
    "    if os.path.isdir(libs_dir):\n"
    "        os.add_dll_directory(libs_dir)\n";

TEST(PlainText, TurnsLineEndsAround) {
  const auto plain = plain_text("a = 1\r\nb = '\r'\r\n");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->text, "a = 1\nb = '\r'\n");
  EXPECT_TRUE(plain->line_ends);
  EXPECT_FALSE(plain->delvewheel);
}

TEST(PlainText, HasNothingToSayOfAPlainOne) {
  EXPECT_FALSE(plain_text(""));
  EXPECT_FALSE(plain_text("a = 1\n"));
  EXPECT_FALSE(plain_text("a = '\r'"));
}

TEST(PlainText, TakesOutWhatDelvewheelWrites) {
  for (const std::string body : {newer, older}) {
    const auto plain = plain_text(patched(body));
    ASSERT_TRUE(plain) << body;
    EXPECT_TRUE(plain->delvewheel);
    EXPECT_EQ(plain->text, original);
  }
}

TEST(PlainText, GivesTheLastLineItsEndBack) {
  std::string text = patched(older);
  text.pop_back();
  const auto plain = plain_text(text);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->text, original);
}

TEST(PlainText, LeavesWhatHidesBetweenItsMarks) {
  EXPECT_FALSE(plain_text(patched(std::string(newer) + "    import backdoor\n")));
  EXPECT_FALSE(plain_text(patched("    import backdoor\n")));
  EXPECT_FALSE(plain_text(patched(newer, "_delvewheel_patch_1;import_backdoor")));
  EXPECT_FALSE(
      plain_text(patched(std::string(newer).replace(std::string(newer).find("numpy.libs"), 10, "other.libs"))));
  EXPECT_FALSE(plain_text("# start delvewheel patch\nimport backdoor\n"));
}

TEST(PlainText, TakesOutOneBlockOnly) {
  const auto plain = plain_text(patched(newer) + "# start delvewheel patch\nimport backdoor\n# end delvewheel patch\n");
  ASSERT_TRUE(plain);
  EXPECT_NE(plain->text.find("import backdoor"), std::string::npos);
}

}  // namespace

}  // namespace fairplay
