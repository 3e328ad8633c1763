#include "signatures/python/statements.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace fairplay {

namespace {

using signatures::Damage;
using signatures::python::split;
using signatures::python::Statement;
using signatures::python::StatementKind;
using signatures::python::Statements;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Cut {
  Statements statements;
  std::vector<std::string> texts;  ///< of all, indented by their depth
  std::vector<Damage> damage;
};

Cut cut(const std::string& source) {
  Cut result;
  result.statements = split(source, "m.py", result.damage);
  for (const Statement& one : result.statements.all)
    result.texts.push_back(std::string(one.depth, '>') + source.substr(one.begin, one.header_end - one.begin));
  return result;
}

TEST(Statements, SimpleOnesEndWithTheirLineOrSemicolon) {
  const Cut result = cut("a = 1\nb = (2,\n  3); c = 4 # d\n\n\ne = '''\nf = 5\n'''\n");
  EXPECT_THAT(result.texts, ElementsAre("a = 1", "b = (2,\n  3)", "c = 4", "e = '''\nf = 5\n'''"));
  EXPECT_THAT(result.damage, IsEmpty());
  EXPECT_EQ(result.statements.all[3].line, 6U);
}

TEST(Statements, SuitesBelongToTheirClause) {
  const Cut result = cut("if a:\n  b\n  while c:\n\td\nelif e: f; g\nelse:\n  h\ni\n");
  EXPECT_THAT(result.texts, ElementsAre("if a:", ">b", ">while c:", ">>d", "elif e:", ">f", ">g", "else:", ">h", "i"));
  EXPECT_EQ(result.statements.all[0].next, 4U);
  EXPECT_EQ(result.statements.all[9].kind, StatementKind::simple);
}

TEST(Statements, AClauseEndsAtItsOwnColon) {
  EXPECT_THAT(cut("if (lambda: x)(): pass\nif lambda: y: z\n").texts,
              ElementsAre("if (lambda: x)():", ">pass", "if lambda: y:", ">z"));
  EXPECT_THAT(cut("def f(a: int = {1: 2}[1], *, b) -> x[1:2]: pass\n").texts,
              ElementsAre("def f(a: int = {1: 2}[1], *, b) -> x[1:2]:", ">pass"));
  EXPECT_THAT(cut("if a := b: c\nd: int = 5\n").texts, ElementsAre("if a := b:", ">c", "d: int = 5"));
}

TEST(Statements, SoftKeywordsAreNamesUntilTheyBeginAClause) {
  EXPECT_THAT(cut("match = 1\nmatch: int = 2\nmatch.x\nmatch x:\n  case 1 if a: b\n  case _:\n    c\ncase = 3\n").texts,
              ElementsAre("match = 1", "match: int = 2", "match.x", "match x:", ">case 1 if a:", ">>b",
                          ">case _:", ">>c", "case = 3"));
}

TEST(Statements, AsyncAndDecoratorsAreRead) {
  const Cut result = cut("@a.b(c)\n@d\nasync def e(): pass\nasync with f: g\nasync = 1\n");
  EXPECT_THAT(result.texts,
              ElementsAre("@a.b(c)", "@d", "async def e():", ">pass", "async with f:", ">g", "async = 1"));
  EXPECT_EQ(result.statements.all[0].kind, StatementKind::decorator);
  EXPECT_EQ(result.statements.all[2].kind, StatementKind::function);
}

TEST(Statements, DocstringsAreMarked) {
  const Cut result = cut("'''m'''\nclass A:\n  'c'\n  'no'\n  def f():\n    r\"d\"\nif x:\n  'no'\n'no'\n");
  std::vector<std::string> docstrings;
  for (std::size_t i = 0; i < result.texts.size(); ++i) {
    if (result.statements.all[i].docstring) docstrings.push_back(result.texts[i]);
  }
  EXPECT_THAT(docstrings, ElementsAre("'''m'''", ">'c'", ">>r\"d\""));
}

TEST(Statements, StringsOfEveryFormHideWhatTheyHold) {
  EXPECT_THAT(cut("a = u'(', Rb\"[\", f'{{', '\\'#', '''\n\"\"\"(''' # )\nb\n").texts,
              ElementsAre("a = u'(', Rb\"[\", f'{{', '\\'#', '''\n\"\"\"('''", "b"));
  EXPECT_THAT(cut("a = '' ; b = \"\"\nc\n").texts, ElementsAre("a = ''", "b = \"\"", "c"));
}

TEST(Statements, LinesEndInEveryWay) {
  EXPECT_THAT(cut("a\r\nb\rc \\\r\n d\ne").texts, ElementsAre("a", "b", "c \\\r\n d", "e"));
  EXPECT_THAT(cut("\xEF\xBB\xBF"
                  "a\n\f\nb\n")
                  .texts,
              ElementsAre("a", "b"));
}

TEST(Statements, Python2IsRead) {
  EXPECT_THAT(cut("print 'a', b\nexec c in d\nexcept_ = 0777L\ntry:\n  e\nexcept F, g:\n  h\n").texts, SizeIs(7));
}

TEST(Statements, AnOpenBracketCostsItsOwnStatement) {
  const Cut result = cut("a = [1,\ndef f():\n  return 2\nb = 3\n");
  EXPECT_THAT(result.texts, ElementsAre("a = [1,", "def f():", ">return 2", "b = 3"));
  ASSERT_THAT(result.damage, SizeIs(1));
  EXPECT_EQ(result.damage[0].reason, "a bracket is never closed");
  EXPECT_EQ(result.damage[0].place, "line 1");
}

TEST(Statements, DamageIsReportedOnceAndTheRestRead) {
  const auto reason = [](const std::string& source) {
    const Cut result = cut(source);
    return result.damage.size() == 1 ? result.damage[0].reason : fmt::format("{} damages", result.damage.size());
  };
  EXPECT_EQ(reason("a = 'b\nc\n"), "a string is not closed on its line");
  EXPECT_EQ(reason("a = '''b\nc\n"), "a triple-quoted string is never closed");
  EXPECT_EQ(reason("a )\nb ]\n"), "a closing ) without its opening bracket");
  EXPECT_EQ(reason(std::string("a\0b\n", 4)), "a NUL byte, which no Python source may have");
  EXPECT_THAT(cut("a = 'b\nc\n").texts, ElementsAre("a = 'b", "c"));
}

TEST(Statements, DeepNestingEndsInDamage) {
  std::string source;
  for (int i = 0; i < 300; ++i) source += std::string(static_cast<std::size_t>(i), ' ') + "if a:\n";
  source += "b\n";
  const Cut result = cut(source);
  ASSERT_THAT(result.damage, SizeIs(1));
  EXPECT_THAT(result.damage[0].reason, HasSubstr("nested more than 100 deep"));
  EXPECT_EQ(result.texts.back(), "b");
  EXPECT_THAT(cut(std::string(100'000, '(')).texts, SizeIs(1));
}

TEST(Statements, ALineOf50MegabytesIsOneStatement) {
  const Cut result = cut("a = [" + std::string(50 << 20, '1') + "]\nb\n");
  EXPECT_THAT(result.statements.all, SizeIs(2));
  EXPECT_THAT(result.damage, IsEmpty());
}

}  // namespace

}  // namespace fairplay
