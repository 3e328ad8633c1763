#include "signatures/footprint/evaluator.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "made_up_package.h"
#include "signatures/footprint/signature.h"

namespace fairplay {

namespace {

using namespace signatures::footprint;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// The names that dir(p) shows, without dunders.
std::vector<std::string> names(const std::map<std::string, std::string>& files) {
  MadeUpPackage package(files);
  Evaluator evaluator(package, package.damage);
  Module* module = evaluator.import("p");
  std::vector<std::string> result;
  for (const std::string& name : evaluator.dir(*module)) {
    if (!name.starts_with("__")) result.push_back(name);
  }
  EXPECT_THAT(package.damage, IsEmpty());
  return result;
}
std::vector<std::string> names(const std::string& source) { return names({{"p", source}}); }

std::string signature(const std::string& source, const std::string& name = "f") {
  MadeUpPackage package({{"p", source}});
  Evaluator evaluator(package, package.damage);
  const Ref value = evaluator.attribute(evaluator.import("p")->value, name);
  return value ? signature_text(evaluator, value) : "(no such name)";
}

TEST(Evaluator, BindsWhatPythonBinds) {
  EXPECT_THAT(names("a = 1\nb, (c, *d) = x()\ndef e(): hidden = 1\nclass f: hidden = 2\nfor g in h(): i = 1\nwith j() "
                    "as k: l = 1\nm: int\nn: int = 1\ndel a\n"),
              ElementsAre("b", "c", "d", "e", "f", "g", "i", "k", "l", "n"));
}

TEST(Evaluator, KnownConditionsChooseABranch) {
  EXPECT_THAT(names("import sys\nif sys.version_info[0] >= 3: a = 1\nelse: b = 1\nif sys.version_info < (3, 8): c = "
                    "1\nelif sys.platform == 'linux': d = 1\nif __name__ == '__main__': e = 1\ndel sys\n"),
              ElementsAre("a", "d"));
}

TEST(Evaluator, BothBranchesOfUnknownConditionsCount) {
  EXPECT_THAT(names("if x(): a = 1\nelse: b = 1\n"), ElementsAre("a", "b"));
}

TEST(Evaluator, FailingImportsGoToTheirHandler) {
  EXPECT_THAT(names("try:\n  import no_such_thing as a\n  b = 1\nexcept ImportError:\n  c = 1\nelse:\n  d = "
                    "1\nfinally:\n  e = 1\n"),
              ElementsAre("c", "e"));
  EXPECT_THAT(names("try:\n  import pickle as a\nexcept ImportError:\n  c = 1\nelse:\n  d = 1\n"),
              ElementsAre("a", "d"));
  EXPECT_THAT(names("try:\n  unicode\nexcept NameError:\n  a = 1\n"), ElementsAre("a"));
  EXPECT_THAT(names({{"p", "try:\n  from .q import absent\nexcept ImportError:\n  a = 1\n"}, {"p.q", "b = 1\n"}}),
              ElementsAre("a", "q"));
}

TEST(Evaluator, StarImportsGoThroughAll) {
  EXPECT_THAT(names({{"p", "from .q import *\n"}, {"p.q", "__all__ = ['a', '_b']\na = _b = c = 1\n"}}),
              ElementsAre("_b", "a", "q"));
  EXPECT_THAT(names({{"p", "from .q import *\n"}, {"p.q", "a = _b = c = 1\n"}}), ElementsAre("a", "c", "q"));
  EXPECT_THAT(names({{"p", "from .q import *\nfrom . import r\n"},
                     {"p.q",
                      "from . import r\n__all__ = ['a'] + list(set(r.__all__))\n__all__ += ['d']\n__all__.extend(('e', "
                      "'x'))\n__all__.remove('x')\n__all__.append('f')\na = d = e = f = x = 1\nfrom .r import *\n"},
                     {"p.r", "__all__ = ['b']\nb = c = 1\n"}}),
              ElementsAre("a", "b", "d", "e", "f", "q", "r"));
}

TEST(Evaluator, NamesMadeByLoopsAndFunctionsAreFound) {
  EXPECT_THAT(names("for a in ['b', 'c']:\n  globals()[a + '_'] = 1\ndel a\n"), ElementsAre("b_", "c_"));
  EXPECT_THAT(
      names("def f(n):\n  global g\n  g = 1\n  for x in n: setattr(__import__('p'), x, 2)\nf(['h', 'i'])\ndel f\n"),
      ElementsAre("g", "h", "i"));
  EXPECT_THAT(
      names("globals().update({k: 1 for k in ('a', 'b') if k != 'b'})\nvars()['c'] = 1\nd = {}\nd.update(a=1)\n"),
      ElementsAre("a", "c", "d"));
  EXPECT_THAT(names("t = {'INT': 'i', 'LONG': 'l'}\nfor k, v in t.items():\n  globals()['%s_%d' % (k.lower(), len(v))] "
                    "= v\ndel t, k, v\n"),
              ElementsAre("int_1", "long_1"));
}

TEST(Evaluator, DirAndGetattrOfAModuleAreFollowed) {
  EXPECT_THAT(names("a = b = 1\ndef __dir__():\n  return list((globals().keys() | {'c'}) - {'b'})\n"),
              ElementsAre("a", "c"));
  EXPECT_THAT(
      names({{"p",
              "from . import q\nx = getattr(q, 'a', None)\nif not hasattr(q, 'b'): y = 1\nif hasattr(q, 'a'): z = 1\n"},
             {"p.q", "def __getattr__(n):\n  if n == 'a': return 1\n  raise AttributeError(n)\n"}}),
      ElementsAre("q", "x", "y", "z"));
}

TEST(Evaluator, CircularImportsEnd) {
  EXPECT_THAT(names({{"p", "from .q import a\n"},
                     {"p.q", "from . import r\na = 1\n"},
                     {"p.r", "from . import q\nfrom .q import *\nb = 1\n"}}),
              ElementsAre("a", "q", "r"));
}

TEST(Evaluator, EndlessLoopsAndRecursionsEnd) {
  EXPECT_THAT(names("while True: a = 1\n"), ElementsAre("a"));
  EXPECT_THAT(names("def f(): f()\nf()\nz = 1\n"), ElementsAre("f", "z"));
  EXPECT_THAT(names("def f(n):\n  for x in n: f(n)\nf([1, 2, 3])\n"), ElementsAre("f"));
  EXPECT_THAT(names("a = []\nfor b in a: a.append(b)\na = [1]\na += a\nz = 1\n"), ElementsAre("a", "z"));
  EXPECT_THAT(names("l = []\nl.append(l)\nd = {}\nd['d'] = d\nx = l == [l]\ny = d == d\nclass A(B): pass\n"
                    "class B(A): pass\nz = 1\n"),
              ElementsAre("A", "B", "d", "l", "x", "y", "z"));
}

TEST(Evaluator, ValuesThatGrowWithoutBoundEnd) {
  std::string doubled = "a = 'x'\n";
  for (int i = 0; i < 60; ++i) doubled += "a = a + a\nb = [a, a]\nc = '%s%s' % (a, a)\n";
  EXPECT_THAT(names(doubled + "z = 1\n"), ElementsAre("a", "b", "c", "z"));
  EXPECT_THAT(names("a = []\nfor i in range(90000): a = [a]\nz = 1\n"), ElementsAre("a", "i", "z"));
  EXPECT_THAT(names("s = 'x'\nfor i in range(30): s = s + s\nl = []\nfor i in range(90000): l.append(s + str(i))\n"),
              ElementsAre("i", "l", "s"));
  EXPECT_THAT(names("d = {}\nfor i in range(90000): d[i] = i in d\n"), ElementsAre("d", "i"));
  std::string diamonds = "class A0: pass\n";
  for (int i = 1; i < 60; ++i) diamonds += fmt::format("class A{}(A{}, A{}): pass\n", i, i - 1, i - 1);
  EXPECT_THAT(names(diamonds + "a = A59.x\n"), SizeIs(61));
  EXPECT_THAT(names("p = len\nimport functools\nfor i in range(90000): p = functools.partial(p, 1)\np()\n"),
              ElementsAre("functools", "i", "p"));
}

TEST(Signature, IsPrintedAsInspectDoes) {
  EXPECT_EQ(signature("def f(a, b=1, /, c=  'x', *d, e=None, f=(1,), **g): pass\n"),
            "(a, b=1, /, c='x', *d, e=None, f=(1,), **g)");
  EXPECT_EQ(signature("def f(*, a=1e-5, b=.5, c=0x10, d=\"it's\"): pass\n"), "(*, a=1e-05, b=0.5, c=16, d=\"it's\")");
  EXPECT_EQ(signature("def f(a: int, b: str = 'c') -> bool: pass\n"), "(a: int, b: str = 'c') -> bool");
  EXPECT_EQ(signature("from __future__ import annotations\ndef f(a: int) -> x[1]: pass\n"), "(a: 'int') -> 'x[1]'");
  EXPECT_EQ(signature("def f(a=float, b=len, c=unknown(1,  2)): pass\n"),
            "(a=<class 'float'>, b=<built-in function len>, c=unknown(1, 2))");
}

TEST(Signature, ShowsDefaultsThatTheModuleMakes) {
  EXPECT_EQ(signature("class N:\n  def __repr__(self): return '<no value>'\nn = N()\ndef f(a=n): pass\n"),
            "(a=<no value>)");
  EXPECT_EQ(signature("pi = 3.5\ndef f(a=2*pi, b=-pi): pass\n"), "(a=7.0, b=-3.5)");
}

TEST(Signature, OfAClassIsItsConstructorsAndOfAnInstanceItsCall) {
  EXPECT_EQ(signature("class A:\n  def __init__(self, a, b=1): pass\nclass f(A): pass\n"), "(a, b=1)");
  EXPECT_EQ(signature("class f:\n  def __new__(cls, a): pass\n  def __init__(self, b): pass\n"), "(a)");
  EXPECT_EQ(signature("class f: pass\n"), "()");
  EXPECT_EQ(signature("class A:\n  def __call__(self, a, *b): pass\nf = A()\n"), "(a, *b)");
  EXPECT_EQ(signature("class A:\n  def m(self, a): pass\nf = A().m\n"), "(a)");
}

TEST(Signature, OfDecoratedFunctionsFollowsTheDecorator) {
  EXPECT_EQ(signature("import functools\ndef d(g):\n  @functools.wraps(g)\n  def w(*args, **kwargs): return g(*args, "
                      "**kwargs)\n  return w\n@d\ndef f(a, b=2): pass\n"),
            "(a, b=2)");
  EXPECT_EQ(signature("def d(g):\n  def w(*args, **kwargs): pass\n  return w\n@d\ndef f(a, b=2): pass\n"),
            "(*args, **kwargs)");
  EXPECT_EQ(signature("@unknown\ndef f(a): pass\n"), "(a)");
  EXPECT_EQ(signature("import functools\ndef g(a, b, c=1): pass\nf = functools.partial(g, 0, b=2)\n"), "(*, b=2, c=1)");
}

}  // namespace

}  // namespace fairplay
