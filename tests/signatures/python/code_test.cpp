#include "signatures/python/code.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace fairplay {

namespace {

using signatures::Damage;
using namespace signatures::python;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Read {
  ModuleSource source;
  Block code;
  std::vector<Damage> damage;
};

Read read(std::string text) {
  Read result;
  result.source = module_source(std::move(text), "m.py", result.damage);
  result.code = read_module(result.source, result.damage);
  return result;
}

Read sound(const std::string& text) {
  Read result = read(text);
  EXPECT_THAT(result.damage, IsEmpty()) << text << ": " << (result.damage.empty() ? "" : result.damage[0].reason);
  return result;
}

TEST(Code, ImportsAreRead) {
  const Read result = sound(
      "import a, b.c as d\nfrom . import e\nfrom ..f.g import (h as i,\n  j)\nfrom k import *\nfrom __future__ import "
      "annotations\n");
  ASSERT_THAT(result.code, SizeIs(5));
  EXPECT_EQ(result.code[0].names[1].name, "b.c");
  EXPECT_EQ(result.code[0].names[1].as, "d");
  EXPECT_EQ(result.code[1].level, 1U);
  EXPECT_EQ(result.code[1].text, "");
  EXPECT_EQ(result.code[2].level, 2U);
  EXPECT_EQ(result.code[2].text, "f.g");
  EXPECT_EQ(result.code[2].names[0].as, "i");
  EXPECT_EQ(result.code[3].names[0].name, "*");
  EXPECT_EQ(result.code[4].text, "__future__");
}

TEST(Code, AssignmentsAreRead) {
  const Read result = sound("a = b, c = d.e\nf: int = 1\ng: str\nh += [2]\ni[j] = k.l(m, *n, o=p, **q)\n");
  ASSERT_THAT(result.code, SizeIs(5));
  EXPECT_THAT(result.code[0].targets, SizeIs(2));
  EXPECT_TRUE(result.code[0].targets[0].is_name("a"));
  EXPECT_EQ(dotted(result.code[0].value), "d.e");
  EXPECT_EQ(result.code[1].kind, CodeKind::annotated);
  EXPECT_FALSE(result.code[2].value);
  EXPECT_EQ(result.code[3].text, "+=");
  const Expression& call = result.code[4].value;
  ASSERT_THAT(call.parts, SizeIs(5));
  EXPECT_EQ(call.parts[2].kind, ExpressionKind::star);
  EXPECT_EQ(call.parts[3].text, "o");
  EXPECT_EQ(call.parts[4].text, "**");
}

TEST(Code, ParametersOfEveryKindAreRead) {
  const Read result =
      sound("@a\n@b.c(1)\ndef f(p, q=1, /, r: int = 2, *s, t, u='v', **w) -> x: pass\ndef g(*, y): pass\n");
  ASSERT_THAT(result.code, SizeIs(2));
  EXPECT_THAT(result.code[0].decorators, SizeIs(2));
  std::vector<std::string> lines;
  for (const Parameter& one : result.code[0].parameters)
    lines.push_back(fmt::format("{}{}{}", one.name, static_cast<int>(one.kind), one.value ? "=" : ""));
  EXPECT_THAT(lines, ElementsAre("p0", "q0=", "r1=", "s2", "t3", "u3=", "w4"));
  EXPECT_EQ(result.source.of(result.code[0].parameters[2].annotation), "int");
  EXPECT_EQ(result.code[1].parameters[0].kind, ParameterKind::keyword_only);
}

TEST(Code, CompoundStatementsAreRead) {
  const Read result = sound(
      "class A(B, metaclass=C):\n  d = 1\n  def e(self): f\nif g: h\nelif i: j\nelse: k\ntry:\n  l\nexcept (M, N) as "
      "o: p\nexcept Q: r\nfinally: s\nfor t, u in v: w\nwith x as y: z\n");
  ASSERT_THAT(result.code, SizeIs(5));
  EXPECT_THAT(result.code[0].targets, SizeIs(2));
  EXPECT_THAT(result.code[0].body, SizeIs(2));
  EXPECT_THAT(result.code[1].clauses, SizeIs(2));
  EXPECT_TRUE(result.code[1].clauses[0].test.is_name("i"));
  ASSERT_THAT(result.code[2].clauses, SizeIs(3));
  EXPECT_EQ(result.code[2].clauses[0].name, "o");
  EXPECT_THAT(result.code[2].clauses[0].test.parts, SizeIs(2));
  EXPECT_TRUE(result.code[3].value.is_name("v"));
  EXPECT_TRUE(result.code[4].targets[0].is_name("y"));
}

TEST(Code, Python2IsRead) {
  const Read result = sound("try:\n  import a\nexcept ImportError, e:\n  print 'b' % e\nc = 0777L\nd = u'e' ur'f'\n");
  ASSERT_THAT(result.code, SizeIs(3));
  EXPECT_EQ(result.code[0].clauses[0].name, "e");
  EXPECT_TRUE(result.code[0].clauses[0].test.is_name("ImportError"));
}

TEST(Code, OffsetsAreOfTheFile) {
  const Read result = sound("x = 1\n\nclass A:\n  y = {'k': [1, 2]}[0]\n");
  const Code& assignment = result.code[1].body[0];
  EXPECT_EQ(result.source.of(assignment.value), "{'k': [1, 2]}[0]");
  EXPECT_EQ(assignment.line, 4U);
}

TEST(Code, BodiesAreReadOnDemand) {
  Read result = sound("def f():\n  '''doc'''\n  return g(1)\n");
  EXPECT_THAT(result.code[0].body, IsEmpty());
  const Block body = read_suite(result.source, result.code[0].statement, result.damage);
  ASSERT_THAT(body, SizeIs(1));
  EXPECT_EQ(body[0].kind, CodeKind::return_);
  EXPECT_EQ(docstring(result.source, result.code[0].statement), "doc");
}

TEST(Code, ABrokenStatementCostsItselfAndBindsItsNames) {
  const Read result = read("a = 1\nb, c = 2 +* 3\nd = e = $\nf = 4\n");
  ASSERT_THAT(result.code, SizeIs(4));
  EXPECT_THAT(result.damage, SizeIs(2));
  EXPECT_EQ(result.damage[0].place, "line 2");
  EXPECT_THAT(result.code[1].targets, SizeIs(2));
  EXPECT_EQ(result.code[3].targets[0].text, "f");
}

TEST(Code, ABrokenHeaderKeepsItsName) {
  const Read result = read("def f(a, =): pass\nclass 1A: b = 2\nc = 3\n");
  EXPECT_EQ(result.code[0].text, "f");
  EXPECT_EQ(result.code.back().targets[0].text, "c");
}

TEST(Code, AHugeStatementIsReportedAndItsNamesKept) {
  const Read result = read("a = [" + std::string(100'000, '1') + "]\nb = 2\n");
  ASSERT_THAT(result.damage, SizeIs(1));
  EXPECT_THAT(result.damage[0].reason, HasSubstr("more than 48000 are not read"));
  EXPECT_EQ(result.code[0].targets[0].text, "a");
  EXPECT_EQ(result.code[1].targets[0].text, "b");
}

TEST(Code, BytesThatAreNotUtf8KeepTheirPlaces) {
  const Read result = sound("# -*- coding: latin-1 -*-\na = '\xe9' + b\nc = '\xc3\xa9'\n");
  EXPECT_EQ(result.source.of(result.code[0].value.parts[1]), "b");
}

TEST(Code, Utf16IsReported) {
  const Read result =
      read(std::string("\xFF\xFE"
                       "a\0",
                       4));
  ASSERT_THAT(result.damage, SizeIs(1));
  EXPECT_THAT(result.damage[0].reason, HasSubstr("UTF-16"));
}

TEST(Code, DeepExpressionsEnd) {
  const Read result = read("a = " + std::string(5000, '(') + "b" + std::string(5000, ')') +
                           "\nc = " + std::string(20'000, '-') + "1\nd = 2\n");
  EXPECT_EQ(result.code.back().targets[0].text, "d");
}

TEST(Code, TemplateStringsAreRead) { sound("a = t'{b}' + rt\"c\"\n"); }

}  // namespace

}  // namespace fairplay
