#include "signatures/footprint/outline.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "signatures/footprint/outline_text.h"

namespace fairplay {

namespace {

using signatures::Damage;
using namespace signatures::footprint;
namespace python = signatures::python;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Outline outline(std::string text, std::vector<Damage>& damage) {
  python::SyntaxHasher hasher;
  const python::ModuleSource source = python::module_source(std::move(text), "m.py", damage);
  return outline_of(source, hasher, damage);
}

Outline outline(std::string text) {
  std::vector<Damage> damage;
  return outline(std::move(text), damage);
}

/// "function f(a, b=1)", "class A(B)", "statement x, y"; "?" where conditions are around it.
std::vector<std::string> shown(const Outline& read) {
  std::vector<std::string> lines;
  for (const OutlineItem& item : read.items) {
    std::string line = std::string(name(item.kind)) + " " + item.name;
    if (item.kind != OutlineKind::statement) line += "(" + item.parameters + ")";
    if (!item.decorators.empty()) line = "@" + item.decorators + " " + line;
    if (!item.conditions.empty()) line += " ?";
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> hashes(const Outline& read) {
  std::vector<std::string> lines;
  for (const OutlineItem& item : read.items)
    lines.push_back(item.name + "|" + item.conditions + "|" + item.decorators + "|" + item.parameters + "|" +
                    item.hash);
  return lines;
}

void expect_same(const std::string& a, const std::string& b) {
  EXPECT_EQ(outline(a).syntax, outline(b).syntax) << a << "\n--- and ---\n" << b;
  EXPECT_EQ(hashes(outline(a)), hashes(outline(b))) << a << "\n--- and ---\n" << b;
}

void expect_other(const std::string& a, const std::string& b) {
  EXPECT_NE(outline(a).syntax, outline(b).syntax) << a << "\n--- and ---\n" << b;
  EXPECT_NE(hashes(outline(a)), hashes(outline(b))) << a << "\n--- and ---\n" << b;
}

TEST(Outline, ListsFunctionsClassesMethodsAndStatements) {
  const Outline read = outline(
      "'''doc'''\nimport os.path, a.b as c\nfrom x import (y, z as w)\nfrom v import *\n"
      "def f(a, b = None,\n      *args, c : int=1, # why\n      **k) -> 'str' : return 1\n"
      "class A(B, metaclass = M):\n  '''doc'''\n  x = 1\n  @property\n  def y(self): pass\n  class C: \n    async def "
      "z(self, /, *, q): ...\n  f()\n"
      "load = wrap(load)\n");
  EXPECT_TRUE(read.complete);
  EXPECT_THAT(shown(read), ElementsAre("statement os, c", "statement y, w", "statement *",
                                       "function f(a, b=None, *args, c: int=1, **k -> 'str')",
                                       "class A(B, metaclass=M)", "statement A.x", "@property function A.y(self)",
                                       "class A.C()", "function A.C.z(self, /, *, q)", "statement ", "statement load"));
  EXPECT_EQ(read.items[3].line, 5U);
  EXPECT_EQ(read.items[6].line, 12U);
  EXPECT_EQ(read.items[4].hash, "");
  EXPECT_EQ(read.items[10].text, "load = wrap(load)");
  EXPECT_EQ(read.items[10].hash.size(), 16U);
  EXPECT_EQ(read.syntax.size(), 16U);
}

TEST(Outline, FormattingCommentsAndDocstringsAreIgnored) {
  expect_same("def f(a, b=1):\n  return a+b\n",
              "# c\ndef f( a,\n    b = 1, ):  # d\n\n    '''doc'''\n    return (a + b)\n");
  expect_same("x = ['a', 'b']\n", "x = [\"a\",\n  'b',\n]\n");
  expect_same("class A(object):\n  x = 1\n", "class A( object ):\n    '''doc'''\n    # c\n    x = (1)\n");
  expect_same("@a.b(1, c=2)\ndef f(): pass\n", "@a.b( 1, c = 2 )  # d\ndef f():\n    pass\n");
  expect_same("if a:\n  x = 1\nelse:\n  x = 2\n", "if (a):\n    x = 1 # c\nelse: x = 2\n");
  expect_same("x = 1\n", "x = 1\r\n\r\n");
  expect_same("\xEF\xBB\xBFx = 1\n", "# -*- coding: utf-8 -*-\nx = 1\n");
}

TEST(Outline, WhatMeansSomethingElseDiffers) {
  expect_other("def f(a=False): pass\n", "def f(a=True): pass\n");
  expect_other("def f(a, b): pass\n", "def f(b, a): pass\n");
  expect_other("def f(a, *, b): pass\n", "def f(a, b): pass\n");
  expect_other("def f(a): return a\n", "def f(a): return -a\n");
  expect_other("def f(): pass\n", "async def f(): pass\n");
  expect_other("def f[T](a): pass\n", "def f[T: int](a): pass\n");
  expect_other("def f(a): pass\n", "def f(a) -> int: pass\n");
  expect_other("class A(B): pass\n", "class A(C): pass\n");
  expect_other("class A:\n  x = 1\n", "class A:\n  x = 2\n");
  expect_other("class A:\n  pass\nf()\n", "class A:\n  pass\n  f()\n");
  expect_other("@a\ndef f(): pass\n", "@b\ndef f(): pass\n");
  expect_other("def f(): pass\n", "if a:\n  def f(): pass\n");
  expect_other("if a:\n  x = 1\n", "if not a:\n  x = 1\n");
  expect_other("if a: x\nelse: y\n", "if b: x\nelse: y\n");
  expect_other("try: x\nexcept A: y\n", "try: x\nexcept B: y\n");
  expect_other("if a:\n  class A:\n    def f(self): pass\n", "if b:\n  class A:\n    def f(self): pass\n");
  expect_other("x = f'{a}'\n", "x = f'{b}'\n");
  expect_other("f(f'a' 'b')\n", "f(f'a', 'b')\n");
  expect_other("x = '\\N{DASH}'\n", "x = '\\\\N{DASH}'\n");
  expect_other("x = '\\ud800'\n", "x = '\\ud801'\n");
}

TEST(Outline, WhatOnlyLooksLikeACommentOrDocstringCounts) {
  expect_other("def f():\n  f'{evil()}'\n  return 1\n", "def f():\n  return 1\n");
  expect_other("f'{evil()}'\nx = 1\n", "x = 1\n");
  expect_other("# a\rx = 1\n", "# a x = 1\n");  // a carriage return ends Python's lines, too
  std::vector<Damage> damage;
  const Outline read = outline("# coding: utf-7\nx = 1\n", damage);
  EXPECT_FALSE(read.complete) << "in UTF-7 a comment can hold a line end";
  ASSERT_THAT(damage, SizeIs(1));
  EXPECT_THAT(damage[0].reason, testing::HasSubstr("utf-7"));
  EXPECT_NE(read.syntax, outline("x = 1\n").syntax);
  EXPECT_TRUE(outline("# -*- coding: latin-1 -*-\nx = '\xE9'\n").complete);
  EXPECT_NE(outline("# -*- coding: latin-1 -*-\nx = '\xE9'\n").syntax,
            outline("# -*- coding: iso-8859-15 -*-\nx = '\xE9'\n").syntax);
}

TEST(Outline, ConditionsOfElseAndExceptHoldWhatCameBefore) {
  const Outline read = outline(
      "if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3\ntry:\n  y = 1\nexcept E:\n  y = 2\nfinally:\n  z = 1\nwith "
      "q:\n  while 1:\n    w = 1\n");
  EXPECT_THAT(shown(read), ElementsAre("statement x ?", "statement x ?", "statement x ?", "statement y ?",
                                       "statement y ?", "statement z ?", "statement w ?"));
  std::vector<std::string> all;
  for (const OutlineItem& item : read.items) all.push_back(item.conditions);
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end()) << "each clause has conditions of its own";
}

TEST(Outline, ItemsKeepTheOrderOfTheFile) {
  EXPECT_NE(outline("def f(): pass\nf = g(f)\n").syntax, outline("f = g(f)\ndef f(): pass\n").syntax);
}

TEST(Outline, Python2SourcesAreRead) {
  const Outline read = outline(
      "print 'a', b\nexec code in ns\ndef f(a, (b, c)):\n  raise E, 'x'\ntry:\n  import x\nexcept ImportError, e:\n  x "
      "= `e`\n");
  EXPECT_TRUE(read.complete);
  EXPECT_THAT(shown(read),
              ElementsAre("statement ", "statement ", "function f(a, (b, c))", "statement x ?", "statement x ?"));
}

TEST(Outline, ABrokenSourceIsIncompleteAndReadAsFarAsPossible) {
  for (const std::string& text :
       std::vector<std::string>{"x = (1\ndef f(): pass\n", "x = '\ny = 1\n", std::string("x = 1\n\0y = 2\n", 13),
                                "def (a): pass\nz = 1\n", "def f(a: pass\n", "class 1: pass\n"}) {
    std::vector<Damage> damage;
    EXPECT_FALSE(outline(text, damage).complete) << text;
    EXPECT_FALSE(damage.empty()) << text;
  }
  EXPECT_THAT(shown(outline("x = (1\ndef f(): pass\n")), ElementsAre("statement x", "function f()"));
  EXPECT_THAT(outline("x = = 1\ny = 2\n").items, SizeIs(2))
      << "a statement that Python refuses is compared by its tokens";
  std::vector<Damage> damage;
  EXPECT_FALSE(outline("\xFF\xFEx\0", damage).complete);
}

TEST(Outline, OverloadsAndImportsOfAStubAreOneItem) {
  const auto stub = [](std::string text) {
    std::vector<Damage> damage;
    python::SyntaxHasher hasher;
    return outline_of(python::module_source(std::move(text), "numpy/m.pyi", damage), hasher, damage);
  };
  const std::string start =
      "class A:\n  @overload\n  def f(self, a: int) -> int: ...\n  @t.overload\n  def f(self, a: ";
  const Outline read = stub(start + "str) -> str: ...\n  @overload\n  def g(self): ...\ndef f(): ...\n");
  ASSERT_THAT(read.items, SizeIs(4));
  EXPECT_THAT(read.items[1].parameters, testing::StartsWith("overloads #"));
  EXPECT_THAT(read.items[2].parameters, testing::StartsWith("overloads #"));
  EXPECT_EQ(read.items[1].name, "A.f");
  EXPECT_EQ(read.items[1].line, 3U);
  EXPECT_EQ(read.items[3].parameters, "");
  EXPECT_EQ(stub(start + "str) -> str: ...\n").items[1].parameters, read.items[1].parameters);
  EXPECT_NE(stub(start + "bool) -> str: ...\n").items[1].parameters, read.items[1].parameters);
  EXPECT_THAT(shown(stub("import a\nfrom b import c\nx: int\nimport d\nif e:\n  import f\n")),
              ElementsAre("statement ", "statement x", "statement ", "statement  ?"));
  EXPECT_NE(stub("import a\nimport b\n").items[0].hash, stub("import a\nimport c\n").items[0].hash);
  EXPECT_THAT(stub("def f(" + std::string(300, 'a') + "): ...\n").items[0].parameters,
              testing::AllOf(SizeIs(17), testing::StartsWith("#")));
}

std::vector<std::string> texts(const Outline& read) {
  std::vector<std::string> all;
  for (const OutlineItem& item : read.items) all.push_back(item.text);
  return all;
}

TEST(Outline, AKnownOutlineGetsTheTextsOfItsSource) {
  const std::string text = R"("""doc"""
import os; A = 1; B = 2
if A:
    C = 3
    def f():
        D = 4
else: C = 5
class K(object):
    """doc"""
    E = 6; F = 7
    def g(self): return 8
    class L: G = (9,
                  10)
@decorated
def h(): pass
print(A)
)";
  for (const std::string file : {"m.py", "m.pyi"}) {
    std::vector<Damage> damage;
    python::SyntaxHasher hasher;
    const python::ModuleSource source =
        python::module_source(text + "import a\nfrom b import (c,\n d)\nX: int\n", file, damage);
    const Outline read = outline_of(source, hasher, damage);
    Outline known = read;
    for (OutlineItem& item : known.items) item.text.clear();
    add_texts(source, known);
    EXPECT_EQ(texts(known), texts(read)) << file;
    EXPECT_THAT(texts(known), testing::Contains("G = (9, 10)")) << file;
  }
}

TEST(Outline, TextsOfAnotherSourceDoNoHarm) {
  Outline known = outline("A = 1\ndef f(): pass\nB = 2\n");
  std::vector<Damage> damage;
  add_texts(python::module_source("", "m.py", damage), known);
  add_texts(python::module_source("\n\n\nC = 3\nD = 4\n", "m.py", damage), known);
  EXPECT_THAT(texts(known), ElementsAre("A = 1", "", "B = 2"));
}

TEST(Outline, AnEmptySourceHasNoItems) {
  EXPECT_THAT(outline("").items, IsEmpty());
  EXPECT_EQ(outline("").syntax, outline("# nothing\n'''doc'''\n").syntax);
}

TEST(Outline, DeepNestingAndLargeSourcesAreBounded) {
  std::string deep;
  for (int i = 0; i < 300; ++i)
    deep += std::string(static_cast<std::size_t>(i), ' ') + (i % 2 == 0 ? "class A:\n" : "if a:\n");
  deep += std::string(300, ' ') + "pass\n";
  EXPECT_FALSE(outline(deep).complete);
  std::vector<Damage> damage;
  std::string many;
  for (int i = 0; i < 100'100; ++i) many += "a\n";
  const Outline read = outline(many, damage);
  EXPECT_FALSE(read.complete);
  EXPECT_THAT(read.items, SizeIs(100'000)) << "and no more";
  EXPECT_THAT(damage, SizeIs(1));
  std::string long_names;
  for (int i = 0; i < 50; ++i)
    long_names += std::string(static_cast<std::size_t>(i), ' ') + "class " +
                  std::string(50'000, static_cast<char>('a' + i % 26)) + ":\n";
  for (int i = 0; i < 200; ++i) long_names += std::string(50, ' ') + "a, b, c, d, e, f, g, h = x\n";
  std::size_t held = 0;
  for (const OutlineItem& one : outline(long_names).items) held += one.name.size();
  EXPECT_LT(held, 1'000'000U) << "classes' names before their members' are bounded";
  const std::string brackets = "x = " + std::string(60'000, '(') + std::string(60'000, ')') + "\n";
  EXPECT_EQ(outline(brackets).items.at(0).name, "x");
  std::string parameters;
  for (int i = 0; i < 3'000; ++i) parameters += "parameter" + std::to_string(i) + ", ";
  const Outline long_one = outline("def f(" + parameters + "a): pass\n");
  const Outline other = outline("def f(" + parameters + "b): pass\n");
  EXPECT_LT(long_one.items.at(0).parameters.size(), 8'100U);
  EXPECT_NE(long_one.items.at(0).parameters, other.items.at(0).parameters);
}

TEST(OutlineText, BoundNamesAreListed) {
  const auto bound = [](std::string_view text) {
    std::string joined;
    const Tokens tokens(text, 1000);
    for (const std::string_view one : bound_names(tokens)) joined += std::string(one) + " ";
    return joined;
  };
  EXPECT_EQ(bound("a = b = c"), "a b ");
  EXPECT_EQ(bound("a, (b, [*c]), d.e, f[g], h(i).j = k"), "a b c ");
  EXPECT_EQ(bound("[a, b] = c"), "a b ");
  EXPECT_EQ(bound("a: int = b"), "a ");
  EXPECT_EQ(bound("a.b: int = c"), "");
  EXPECT_EQ(bound("a += 1"), "a ");
  EXPECT_EQ(bound("a.b = 1"), "");
  EXPECT_EQ(bound("a[b] = 1"), "");
  EXPECT_EQ(bound("f(a=1)"), "");
  EXPECT_EQ(bound("f = lambda a=1: a"), "f ");
  EXPECT_EQ(bound("lambda a=1: a"), "");
  EXPECT_EQ(bound("import a.b, c as d"), "a d ");
  EXPECT_EQ(bound("from .a.b import c as d, e"), "d e ");
  EXPECT_EQ(bound("from . import *"), "* ");
  EXPECT_EQ(bound("del a, b.c"), "a ");
  EXPECT_EQ(bound("type X[T] = int"), "X ");
  EXPECT_EQ(bound("f(a := 1)"), "a ");
  EXPECT_EQ(bound("a == b"), "");
  EXPECT_EQ(bound("a <= b"), "");
  EXPECT_EQ(bound("return a"), "");
  EXPECT_EQ(bound("a = "), "a ");
  EXPECT_EQ(bound(""), "");
}

TEST(OutlineText, OneLineIsCutAtWholeCharacters) {
  EXPECT_EQ(one_line("a  = (b, # c\n   d)", 160), "a = (b, d)");
  EXPECT_EQ(one_line("x = '\xC3\xA9\xC3\xA9'", 6), "x = '");
  EXPECT_EQ(one_line("x = '''a\n\n   b'''", 160), "x = '''a b'''");
}

TEST(OutlineText, SpacingDoesNotDependOnFormatting) {
  const auto alike = [](std::string_view text) {
    const Tokens tokens(text, 1000);
    return spaced_alike(tokens, 0, tokens.all.size());
  };
  EXPECT_EQ(alike("a ,b = 1,\n * , c:int = - 1 , **d,"), "a, b=1, *, c: int=-1, **d");
  EXPECT_EQ(alike("a=b if c  else(d)"), "a=b if c else (d)");
  EXPECT_EQ(alike("a = lambda x , *y:not-x"), "a=lambda x, *y: not -x");
  EXPECT_EQ(alike("a=(1,)"), "a=(1,)");
  EXPECT_EQ(alike("a={'b':1,}"), "a={'b': 1}");
}

}  // namespace

}  // namespace fairplay
