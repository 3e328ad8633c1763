#include "signatures/python/literals.h"

#include <gmock/gmock.h>

#include "signatures/python/string_value.h"

namespace fairplay {

namespace {

using namespace std::string_literals;
using signatures::Damage;
using signatures::python::Literal;
using signatures::python::module_literals;
using testing::HasSubstr;
using testing::IsEmpty;

std::map<std::string, Literal> read(const std::string& source) {
  std::vector<Damage> damage;
  auto found = module_literals(source, "m.py", damage);
  EXPECT_THAT(damage, IsEmpty()) << source;
  return found;
}

std::string string_of(const std::string& expression) {
  const auto found = read("x = " + expression + "\n");
  const std::string* text = found.at("x").string();
  return text == nullptr ? "(no string)" : *text;
}

std::string source_of(const std::string& source) {
  const auto found = read(source);
  const auto* text = std::get_if<Literal::Source>(&found.at("x").value);
  return text == nullptr ? "(no source)" : text->text;
}

TEST(Literals, Strings) {
  EXPECT_EQ(string_of("'1.15.1'"), "1.15.1");
  EXPECT_EQ(string_of("\"a\" 'b' '''c'''"), "abc");
  EXPECT_EQ(string_of("('a'  # why\n  'b')"), "ab");
  EXPECT_EQ(string_of("'''two\nlines'''"), "two\nlines");
  EXPECT_EQ(string_of("'''two\r\nlines'''"), "two\nlines");
  EXPECT_EQ(string_of("''"), "");
  EXPECT_EQ(string_of("\"\"\"it's \"quoted\" \"\"\""), "it's \"quoted\" ");
}

TEST(Literals, Prefixes) {
  EXPECT_EQ(string_of("r'a\\n'"), "a\\n");
  EXPECT_EQ(string_of("u'a\\n'"), "a\n");
  EXPECT_EQ(string_of("b'\\xff'"), "\xff");
  EXPECT_EQ(string_of("bR'\\xff'"), "\\xff");
  EXPECT_EQ(string_of("ur'a\\n'"), "a\\n");  // Python 2
  EXPECT_EQ(source_of("x = f'{y}'"), "f'{y}'");
  EXPECT_EQ(source_of("x = 'a' f'{y}'"), "'a' f'{y}'");
}

TEST(Literals, TemplateStringsAreSource) {
  EXPECT_EQ(source_of("x = t'{y}'"), "t'{y}'");
  EXPECT_EQ(source_of("x = rt'{y}'"), "rt'{y}'");
  EXPECT_EQ(string_of("'isn t'"), "isn t") << "the t before a closing quote is text";
}

TEST(Literals, Escapes) {
  EXPECT_EQ(string_of(R"('\\\'\"\a\b\f\n\r\t\v')"), "\\'\"\a\b\f\n\r\t\v");
  EXPECT_EQ(string_of(R"('\101\60\7')"), "A0\a");
  EXPECT_EQ(string_of(R"('\xe9\u20ac\U0001F600')"), "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT_EQ(string_of(R"('\ud800')"), "\xef\xbf\xbd");
  EXPECT_EQ(string_of("'a\\\nb'"), "ab");
  EXPECT_EQ(string_of(R"('\N{DASH}\q\x4')"), R"(\N{DASH}\q\x4)");
  EXPECT_EQ(string_of(R"(b'\u20ac')"), R"(\u20ac)");
  EXPECT_EQ(signatures::python::string_value("", "ends\\"), "ends\\");
}

TEST(Literals, Containers) {
  const auto found = read("x = {'a': ['b', ('c', 1)], 'd': {'e': None}, 'a2': 'f' 'g',}\ny = 'p', 'q'\n");
  const Literal::Dict& x = *found.at("x").dict();
  EXPECT_EQ(*x.at("a").list()->at(0).string(), "b");
  EXPECT_EQ(std::get<Literal::Source>(x.at("a").list()->at(1).list()->at(1).value).text, "1");
  EXPECT_EQ(std::get<Literal::Source>(x.at("d").dict()->at("e").value).text, "None");
  EXPECT_EQ(*x.at("a2").string(), "fg");
  EXPECT_EQ(found.at("y").list()->size(), 2U);
  EXPECT_EQ(source_of("x = {1: 'a'}"), "{1: 'a'}");
  EXPECT_EQ(source_of("x = {**y}"), "{**y}");
  EXPECT_EQ(read("x = {}").at("x").dict()->size(), 0U);
}

TEST(Literals, CallsPassOneContainerOn) {
  EXPECT_EQ(*read("x = _cleanup(\n  {'a': 'b'}\n)\n").at("x").dict()->at("a").string(), "b");
  EXPECT_EQ(source_of("x = open('secret')"), "open('secret')");
  EXPECT_EQ(source_of("x = f({'a': 'b'}, 2)"), "f({'a': 'b'}, 2)");
}

TEST(Literals, Targets) {
  const auto found = read(
      "a = b = 'c'\nd: str = 'e'\nf: int\ng, h = 'i', 'j'\nk.l = 'm'\na = 'last'\nn = 'o'; p = 'q'\nn += 'r'\nif a:\n  "
      "s = 't'\n");
  EXPECT_EQ(*found.at("a").string(), "last");
  EXPECT_EQ(*found.at("b").string(), "c");
  EXPECT_EQ(*found.at("d").string(), "e");
  EXPECT_FALSE(found.contains("f"));
  EXPECT_EQ(found.at("g").string(), nullptr);
  EXPECT_EQ(found.at("n").string(), nullptr) << "it is no constant any more";
  EXPECT_EQ(*found.at("p").string(), "q");
  EXPECT_FALSE(found.contains("s")) << "not at module level";
}

TEST(Literals, EveryPythonsSyntax) {
  const auto found = read(
      "print 'two'\nexec 'x'\nraise E, 'v'\nx = `y`\nn = 0777\n"
      "def f(a, /, b, *, c): pass\nif (w := 1): pass\n"
      "match p:\n  case {'k': [1, *r]}: pass\ntype T[X] = list[X]\n"
      "try:\n  pass\nexcept* E as g:\n  pass\nversion = '1'\n");
  EXPECT_EQ(*found.at("version").string(), "1");
}

TEST(Literals, BrokenSourcesGiveWhatCanBeReadAndTheLine) {
  std::vector<Damage> damage;
  auto found = module_literals("version = '1.0'\ndef f(:\n  pass\nshort = '1'\n", "m.py", damage);
  EXPECT_EQ(*found.at("version").string(), "1.0");
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_EQ(damage[0].file, "m.py");
  EXPECT_EQ(damage[0].place, "line 2");
  EXPECT_THAT(damage[0].reason, HasSubstr("syntax error"));

  damage.clear();
  found = module_literals("version = '1.0'\nCONFIG = {'a': 'b', 'c': {'d'", "m.py", damage);
  EXPECT_EQ(*found.at("version").string(), "1.0");
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_TRUE(damage[0].grave);

  damage.clear();
  found = module_literals("x = 'never ends\n", "m.py", damage);
  EXPECT_EQ(damage.size(), 1U);
  EXPECT_TRUE(!found.contains("x") || found.at("x").string() == nullptr);
}

TEST(Literals, OddBytes) {
  std::vector<Damage> damage;
  auto found = module_literals("\xef\xbb\xbf# caf\xe9\nx = 'caf\xe9'\n", "m.py", damage);  // a BOM, then Latin-1
  EXPECT_EQ(*found.at("x").string(), "caf\xe9");
  damage.clear();
  found = module_literals("x = 'a'\n\0\0y = 'b'\n"s, "m.py", damage);
  EXPECT_EQ(*found.at("x").string(), "a");
  EXPECT_THAT(damage, testing::SizeIs(1));
  EXPECT_THAT(read(""), IsEmpty());
}

TEST(Literals, HostileDepthIsReportedAndSurvived) {
  std::vector<Damage> damage;
  auto found =
      module_literals("x = " + std::string(300, '[') + "'a'" + std::string(300, ']') + "\ny = 'b'\n", "m.py", damage);
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_THAT(damage[0].reason, HasSubstr("nested more than 200 deep"));
  EXPECT_EQ(*found.at("y").string(), "b");
  for (const char* text :
       {"(", "[", "{'a':", "f'{f\"{", "not ", "lambda: ", "*", "- ", "a if b else ", "if x:\n ", "'''a\n"}) {
    std::string source = "x = ";
    while (source.size() < 50'000) source += text;
    damage.clear();
    module_literals(source, "m.py", damage);
  }
}

TEST(Literals, TooLargeSourcesAreRefused) {
  std::vector<Damage> damage;
  EXPECT_THAT(module_literals("x = '" + std::string(60'000, 'a') + "'\n", "m.py", damage), IsEmpty());
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_THAT(damage[0].reason, HasSubstr("60007 bytes; more than 60000 are not read"));
}

}  // namespace

}  // namespace fairplay
