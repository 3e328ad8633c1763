#include "signatures/python/syntax_hash.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace fairplay {

namespace {

using signatures::Damage;
using namespace signatures::python;

std::string hash(std::string text) {
  std::vector<Damage> damage;
  SyntaxHasher hasher;
  return hasher.of_module(module_source(std::move(text), "m.py", damage));
}

void expect_same(const std::string& a, const std::string& b) {
  EXPECT_EQ(hash(a), hash(b)) << a << "\n--- and ---\n" << b;
}
void expect_other(const std::string& a, const std::string& b) {
  EXPECT_NE(hash(a), hash(b)) << a << "\n--- and ---\n" << b;
}

TEST(SyntaxHash, FormattingIsIgnored) {
  expect_same("a=f( 1,2 )\n", "a = f(1, 2)  # why\n\n");
  expect_same("a = [1,\n     2,\n]\n", "a = [1, 2]\n");
  expect_same("if a:\n  b\n", "if a:\n        b  # c\n");
  expect_same("if a: b\n", "if (a):\n  b\n");
  expect_same("a; b\n", "a\nb\n");
  expect_same("a = 'b\\n' \"c\"\n", "a = \"\"\"b\nc\"\"\"\n");
  expect_same("a = (b + c)\na, d = 1, 2\n", "a = b + c\n(a, d) = (1, 2)\n");
  expect_same("a = 1 + \\\n  2\n", "a = 1 + 2\n");
}

TEST(SyntaxHash, DocstringsAreIgnored) {
  expect_same("'''m'''\ndef f():\n  'd'\n  return 1\n", "def f():\n  return 1\n");
  expect_same("class A:\n  '''x'''\n  b = 1\n", "class A:\n  '''y'''\n  b = 1\n");
  expect_other("a = 1\n'''no docstring'''\n", "a = 1\n");
}

TEST(SyntaxHash, WhatMeansSomethingElseDiffers) {
  expect_other("a = (1,)\n", "a = (1)\n");
  expect_other("a = b - (c - d)\n", "a = b - c - d\n");
  expect_other("a = 'b'\n", "a = b'b'\n");
  expect_other("a = 'b'\n", "a = f'b'\n");
  expect_other("a = f'{b}'\n", "a = f'{c}'\n");
  expect_other("def f(a=1): pass\n", "def f(a=2): pass\n");
  expect_other("def f(a, *, b): pass\n", "def f(a, b): pass\n");
  expect_other("async def f(): pass\n", "def f(): pass\n");
  expect_other("if a:\n  b\n  c\n", "if a:\n  b\nc\n");
  expect_other("if a: b\nelif c: d\n", "if a: b\nif c: d\n");
  expect_other("x.a\n", "x.b\n");
  expect_other("a < b\n", "a <= b\n");
  expect_other("not a\n", "a\n");
  expect_other("try: a\nexcept B: c\n", "try: a\nexcept C: c\n");
  expect_other("@a\ndef f(): pass\n", "@b\ndef f(): pass\n");
  expect_other("a[1:2]\n", "a[1::2]\n");
  expect_other("a[:1]\n", "a[1:]\n");
  expect_other("ab = 'c'\n", "a = 'bc'\n");
  expect_other("from a import b\n", "from .a import b\n");
  expect_other("from ..a import b\n", "from .a import b\n");
  expect_other("a[b,]\n", "a[b]\n");
  expect_other("print a,\n", "print a\n");
  expect_other("import a.b\n", "import a, b\n");
  expect_other("f(*a)\n", "f(**a)\n");
  expect_other("def f(): return\n", "def f(): yield\n");
  expect_other("del a\n", "a\n");
  expect_other("{a: b}\n", "{a, b}\n");
  expect_other("[a, b]\n", "(a, b)\n");
  expect_other("a if b else c\n", "b if a else c\n");
  expect_other("lambda a: b\n", "lambda b: a\n");
  expect_other("a = b = c\n", "a = (b == c)\n");
}

TEST(SyntaxHash, BrokenStatementsAreComparedByTheirTokens) {
  expect_same("a = = 1\n", "a  =  = 1 # x\n");
  expect_other("a = = 1\n", "a = = 2\n");
}

TEST(SyntaxHash, WhatIsNestedTooDeepCounts) {
  const auto nested = [](const std::string& inner) {
    std::string text;
    for (int i = 0; i < 120; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "if a:\n";
    return text + std::string(120, ' ') + inner + "\n";
  };
  expect_other(nested("b"), nested("c"));
}

TEST(SyntaxHash, AFunctionAloneHasItsOwnHash) {
  std::vector<Damage> damage;
  const ModuleSource one = module_source("x = 1\ndef f(a):\n  return a\n", "m.py", damage);
  const ModuleSource two = module_source("class A:\n    def f(a):  # method\n        return a\n", "m.py", damage);
  SyntaxHasher hasher;
  EXPECT_EQ(hasher.of(one, 1), hasher.of(two, 1));
  EXPECT_EQ(hasher.of_header(one, 1), hasher.of_header(two, 1));
  EXPECT_NE(hasher.of(one, 0), hasher.of(one, 1));
}

}  // namespace

}  // namespace fairplay
