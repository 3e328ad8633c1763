#include "auditor/provenance/monkeypatches/environment.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using auditor::Monkeypatch;
using auditor::provenance::monkeypatches::EnvironmentPatches;
using auditor::provenance::monkeypatches::follow_environment;
using auditor::provenance::monkeypatches::MetNumpy;
using signatures::artifact::RootedFiles;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Environment : public testing::Test {
 protected:
  void write(std::string_view file, std::string_view text) const {
    folder_.write("site-packages/" + std::string(file), text);
  }

  EnvironmentPatches follow(unsigned jobs = 2) const {
    return follow_environment(RootedFiles(folder_.path()), "/site-packages", numpy_, jobs);
  }

  /// "standing path:line target" of everything that was found.
  std::vector<std::string> reported() const {
    std::vector<std::string> lines;
    for (const Monkeypatch& patch : follow().patches)
      lines.push_back(fmt::format("{} {}:{} {}", name(patch.standing), patch.path, patch.line, patch.target));
    return lines;
  }
  /// The targets that the one module `source` replaces silently when it is imported.
  std::vector<std::string> replaced(std::string_view source) const {
    write("pkg.py", source);
    std::vector<std::string> targets;
    for (const Monkeypatch& patch : follow().patches) {
      if (patch.standing == Monkeypatch::Standing::silent) targets.push_back(patch.target);
    }
    return targets;
  }

  tests::TemporaryFolder folder_;
  MetNumpy numpy_{"2.3.5", 11, [](const std::string& path) -> std::optional<bool> {
                    return path != "numpy.float" && path != "numpy.gone";
                  }};
};

}  // namespace

TEST_F(Environment, EveryWayToReplaceAnAttributeIsSeen) {
  EXPECT_THAT(replaced("import numpy as np\nnp.load = 1\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy\nsetattr(numpy, 'bool', bool)\n"), ElementsAre("numpy.bool"));
  EXPECT_THAT(replaced("import numpy as xp\nxp.load.__defaults__ = (1,)\n"), ElementsAre("numpy.load.__defaults__"));
  EXPECT_THAT(replaced("from numpy import fft as f\nf.fft = 1\n"), ElementsAre("numpy.fft.fft"));
  EXPECT_THAT(replaced("from numpy import ndarray\nndarray.x = 1\n"), ElementsAre("numpy.ndarray.x"));
  EXPECT_THAT(replaced("import numpy.linalg as la\ndel la.svd\n"), ElementsAre("numpy.linalg.svd"));
  EXPECT_THAT(replaced("import numpy as np\nnp.__dict__['load'] = 1\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\nvars(np)['load'] = 1\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\nnp.__dict__.update(load=1)\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\nnp.a, (np.b, c) = 1, (2, 3)\n"), ElementsAre("numpy.a", "numpy.b"));
  EXPECT_THAT(replaced("import sys, numpy\nsys.modules['numpy._core'] = numpy.core\n"), ElementsAre("numpy._core"));
  EXPECT_THAT(replaced("import sys\nfrom sys import modules as m\nm['numpy.fft'].fft = 1\n"),
              ElementsAre("numpy.fft.fft"));
  EXPECT_THAT(replaced("import sys\nsys.modules.setdefault('numpy.x', 1)\nsys.modules.update({'numpy.y': 1})\n"),
              ElementsAre("numpy.x", "numpy.y"));
  EXPECT_THAT(replaced("from forbiddenfruit import curse\nimport numpy as np\ncurse(np.ndarray, 'x', 1)\n"),
              ElementsAre("numpy.ndarray.x"));
  EXPECT_THAT(replaced("import gc, numpy as np\ngc.get_referents(np.ndarray.__dict__)[0]['x'] = 1\n"), SizeIs(1));
  EXPECT_THAT(replaced("import importlib\nimportlib.import_module('numpy.fft').fft = 1\n"),
              ElementsAre("numpy.fft.fft"));
  EXPECT_THAT(replaced("n = 'num' + 'py'\ngetattr(__import__(n), 'linalg').svd = 1\n"),
              ElementsAre("numpy.linalg.svd"));
  EXPECT_THAT(replaced("exec('import numpy; numpy.load = 1')\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("from unittest import mock\nmock.patch('numpy.load', 1).start()\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\nfor n in names:\n  setattr(np.fft, n, 1)\n"), ElementsAre("numpy.fft.?"));
  EXPECT_THAT(replaced("import numpy as np\nfor m in (np, np.fft):\n  m.x = 1\n"), SizeIs(1));
  EXPECT_THAT(replaced("class A:\n  import numpy as np\n  np.load = 1\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("try:\n  import numpy as np\nexcept ImportError:\n  np = None\nnp.load = 1\n"),
              ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\nif x:\n  y = 1\nelif z:\n  np.load = 1\n"), ElementsAre("numpy.load"));
}

TEST_F(Environment, ANameThatNumPyLacksIsAdded) {
  const auto effects = [&](std::string_view source) {
    write("pkg.py", source);
    std::vector<std::string> found;
    for (const Monkeypatch& patch : follow().patches) found.emplace_back(name(patch.effect));
    return found;
  };
  EXPECT_THAT(effects("import numpy as np\nnp.gone = 1\nnp.load = 1\n"), ElementsAre("adds", "replaces"));
  EXPECT_THAT(effects("import numpy as np\nnp.float = float\n"), ElementsAre("adds")) << "removed by NumPy";
  numpy_.has = [](const std::string&) { return std::nullopt; };
  EXPECT_THAT(effects("import numpy as np\nnp._x = 1\n"), ElementsAre("replaces")) << "nobody knows";
}

TEST_F(Environment, WhatIsNotNumpysNamesIsNotReported) {
  EXPECT_THAT(replaced("import numpy as np\nnp.sctypeDict['q'] = 1\nx = np.zeros(3)\nx.shape = "
                       "1\nnp.zeros(3).flags.writeable = False\n"),
              IsEmpty())
      << "data and arrays";
  EXPECT_THAT(replaced("import numpy as np\nclass A(np.ndarray): pass\nA.x = 1\nload = np.load\nload = 2\n"), IsEmpty())
      << "one's own names";
  EXPECT_THAT(replaced("import jax.numpy as np\nnp.load = 1\n"), IsEmpty()) << "another package's module";
  EXPECT_THAT(replaced("import numpy as np\nnp = object()\nnp.load = 1\n"), IsEmpty()) << "a name that was bound anew";
  EXPECT_THAT(replaced("import numpy as np\nnp.seterr(all='ignore')\nnp.random.seed(1)\n"), IsEmpty());
  EXPECT_THAT(replaced("# np.load = 1\n'''import numpy as np\nnp.load = 1'''\n"), IsEmpty());
}

TEST_F(Environment, OnlyWhatRunsAtImportCounts) {
  EXPECT_THAT(replaced("import numpy as np\ndef patch():\n  np.load = 1\nclass A:\n  def m(self): np.x = 1\n"),
              IsEmpty());
  EXPECT_THAT(replaced("import numpy as np\nif __name__ == '__main__':\n  np.load = 1\n"), IsEmpty());
  EXPECT_THAT(replaced("from typing import TYPE_CHECKING\nimport numpy as np\nif TYPE_CHECKING:\n  np.load = 1\n"),
              IsEmpty());
  EXPECT_THAT(replaced("import numpy as np\nf = lambda: setattr(np, 'x', 1)\n"), IsEmpty());
  EXPECT_THAT(replaced("import numpy as np\ndef go():\n  np.load = 1\ngo()\n"), ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\ndef go(m, name):\n  setattr(m, name, 1)\ngo(np.fft, name='ifft')\n"),
              ElementsAre("numpy.fft.ifft"));
  EXPECT_THAT(replaced("import numpy as np\ndef d(f):\n  np.load = f\n  return f\n@d\ndef g(): pass\n"),
              ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\nclass P:\n  def __init__(self): self.go()\n  def go(self): np.load = "
                       "1\nclass Q(P): pass\np = Q()\n"),
              ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy as np\ndef outer():\n  def inner():\n    np.load = 1\n  inner()\nouter()\n"),
              ElementsAre("numpy.load"));
  EXPECT_THAT(replaced("import numpy\ndef get(): return numpy\nget().load = 1\n"), ElementsAre("numpy.load"));
}

TEST_F(Environment, WhatIsPutBackIsNotReported) {
  EXPECT_THAT(
      replaced("import numpy as np\nold = np.load\ntry:\n  np.load = 1\n  import x\nfinally:\n  np.load = old\n"),
      IsEmpty());
  EXPECT_THAT(replaced("import contextlib, numpy as np\n@contextlib.contextmanager\ndef swap():\n  np.load = 1\n  "
                       "yield\nwith swap():\n  pass\n"),
              IsEmpty());
  EXPECT_THAT(replaced("import numpy as np\nold = np.load\nnp.load = 1\nnp.save = old\n"),
              ElementsAre("numpy.load", "numpy.save"))
      << "put back into another place";
}

TEST_F(Environment, ANoticeCountsWhereItIsAlwaysGiven) {
  EXPECT_THAT(replaced("import numpy as np\nprint('patching NumPy, report to us')\nnp.load = 1\n"), IsEmpty());
  const auto found = follow().patches;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].standing, Monkeypatch::Standing::announced);
  EXPECT_EQ(found[0].notice, "patching NumPy, report to us") << "it is quoted";
  EXPECT_THAT(replaced("import numpy as np, warnings\ndef go():\n  warnings.warn(f'numpy of {x} is replaced')\n  if "
                       "y:\n    np.load = 1\ngo()\n"),
              IsEmpty());
  EXPECT_THAT(replaced("import numpy as np\ndef go(): np.load = 1\nprint('numpy is patched')\ngo()\n"), IsEmpty())
      << "the caller says it";
  EXPECT_THAT(replaced("import numpy as np\nif verbose:\n  print('patching numpy')\nnp.load = 1\n"),
              ElementsAre("numpy.load"))
      << "only sometimes";
  EXPECT_THAT(replaced("import numpy as np\nprint('hello')\nnp.load = 1\n"), ElementsAre("numpy.load"))
      << "of something else";
  EXPECT_THAT(
      replaced("import numpy as np, warnings\nwarnings.warn('numpy is patched', DeprecationWarning)\nnp.load = 1\n"),
      ElementsAre("numpy.load"))
      << "hidden by default";
}

TEST_F(Environment, AGuardThatNeverHoldsMakesItDead) {
  write("a.py", "import numpy as np\nif not hasattr(np, 'bool'):\n  np.bool = bool\n");
  write("b.py", "import numpy as np\ntry:\n  np.int_\nexcept AttributeError:\n  np.int_ = int\n");
  write("c.py",
        "import numpy as np\nfrom packaging.version import Version as V\nif V(np.__version__) < V('1.13'):\n  np.block "
        "= 1\n");
  write("d.py",
        "import numpy as np\n_v = tuple(map(int, np.__version__.split('.')[:2]))\nif _v < (1, 20): np.e = 2\nelse: "
        "np.f = 3\n");
  write("e.py", "import numpy as np\nif hasattr(np, 'float'): pass\nelse: np.float = float\n");
  write("f.py", "import numpy as np\ndef go():\n  if hasattr(np, 'load'): return\n  np.load = 1\ngo()\n");
  write("g.py", "import sys\nif sys.version_info[0] < 3:\n  import numpy as np\n  np.load = 1\n");
  write("h.py", "try:\n  from numpy import gone\nexcept ImportError:\n  import numpy\n  numpy.gone = 1\n");
  EXPECT_THAT(reported(), ElementsAre("dead a.py:3 numpy.bool", "dead b.py:5 numpy.int_", "dead c.py:4 numpy.block",
                                      "dead d.py:3 numpy.e", "silent d.py:4 numpy.f", "silent e.py:3 numpy.float",
                                      "dead f.py:4 numpy.load", "dead g.py:4 numpy.load", "silent h.py:5 numpy.gone"));
  EXPECT_EQ(follow().patches[0].guard, "not hasattr(np, 'bool')");
}

TEST_F(Environment, ImportsAreFollowedThroughThePackages) {
  write("pkg/__init__.py", "from . import a\n");
  write("pkg/a.py", "from .b.c import x\n");
  write("pkg/b/__init__.py", "");
  write("pkg/b/c.py", "from ..compat import *\nnp.load = 1\n");
  write("pkg/compat.py", "import numpy as np\n");
  write("pkg/onpurpose.py", "import numpy\nnumpy.save = 1\n");
  write("pkg/tests/__init__.py", "import numpy\nnumpy.savez = 1\n");
  write("lazy.py", "def f():\n  from lazy2 import x\nf()\n");
  write("lazy2.py", "import numpy\nnumpy.median = 1\n");
  const auto found = follow().patches;
  ASSERT_THAT(reported(), ElementsAre("silent lazy2.py:2 numpy.median", "silent pkg/b/c.py:2 numpy.load"));
  EXPECT_THAT(found[1].chain, ElementsAre("pkg/__init__.py", "pkg/a.py", "pkg/b/c.py"));
  EXPECT_EQ(found[1].package, "pkg");
}

TEST_F(Environment, StartUpIsFollowed) {
  write("x.pth", "# a comment\nimport hook; hook.install()\n/nowhere\n");
  write("hook.py", "def install():\n  from deeper import patcher\n  patcher.go(True)\n");
  write("deeper/__init__.py", "");
  write("deeper/patcher.py", "import numpy\ndef go(loud):\n  numpy.array = 1\n");
  write("usercustomize.py", "import numpy\nnumpy.ones = 1\n");
  write("y.pth", "../project\n");
  folder_.write("project/mine/__init__.py", "import numpy\nnumpy.zeros = 1\n");
  folder_.write("project/script.py", "import numpy\nnumpy.save = 1\n");
  const auto found = follow().patches;
  EXPECT_THAT(reported(),
              UnorderedElementsAre("silent deeper/patcher.py:3 numpy.array", "silent usercustomize.py:2 numpy.ones",
                                   "silent mine/__init__.py:2 numpy.zeros"));
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_THAT(found[0].chain, ElementsAre("x.pth", "hook.py", "deeper/patcher.py"));
}

TEST_F(Environment, AModuleThatAPathFileImportsRunsAtEveryStart) {
  write("fixnp.py", "import numpy\nnumpy.float = float\n");
  write("zz_fixnp.pth", "import fixnp\n");
  const auto found = follow().patches;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].chain, ElementsAre("zz_fixnp.pth", "fixnp.py"));
}

TEST_F(Environment, SitecustomizeBesideTheStandardLibrary) {
  folder_.write("lib/python3.11/sitecustomize.py", "import numpy\nnumpy.load = 1\n");
  folder_.write("lib/python3.11/dist-packages/other.py", "");
  const auto found = follow_environment(RootedFiles(folder_.path()), "/lib/python3.11/dist-packages", numpy_, 1);
  ASSERT_THAT(found.patches, SizeIs(1));
  EXPECT_EQ(found.patches[0].target, "numpy.load");
}

TEST_F(Environment, DamageEndsNothing) {
  std::string deep = "import numpy as np\nx = ";
  for (int i = 0; i < 5000; ++i) deep += '(';
  write("deep.py", deep);
  write("nul.py", std::string("import numpy as np\n\0\0np.load = 1\nnp.save = 2\n", 45));
  write("utf16.py", "\xFF\xFEi\0m\0");
  write("syntax.py", "import numpy as np\nnp.load = = 1\nnp.save = 2\n");
  write("loop_a.py", "from loop_b import x\nx.y = 1\nx()\n");
  write("loop_b.py", "from loop_a import x\n");
  write("self.py", "def f(): return f()\ndef g(): g()\ng()\nf().x = 1\nclass C(C): pass\nC()\n");
  write("broken.pth", "import\nimport (\nimport sys; sys.path[\n");
  folder_.link("site-packages/nowhere.py", "/does/not/exist");
  folder_.link("site-packages/circle", "circle");
  EXPECT_THAT(reported(), testing::Contains("silent syntax.py:3 numpy.save"));
}

TEST_F(Environment, ManyThreadsReportTheSame) {
  for (int i = 0; i < 60; ++i) {
    write(fmt::format("p{}/__init__.py", i),
          fmt::format("from . import m\nfrom p{} import m as other\n", (i * 7 + 1) % 60));
    write(fmt::format("p{}/m.py", i), i % 5 == 0 ? "import numpy as np\nnp.load = 1\n" : "x = 1\n");
  }
  const auto chains = [](const EnvironmentPatches& found) {
    std::vector<std::string> lines;
    for (const Monkeypatch& patch : found.patches)
      lines.push_back(fmt::format("{} {}", patch.path, fmt::join(patch.chain, ">")));
    return lines;
  };
  const auto one = chains(follow(1));
  EXPECT_THAT(one, SizeIs(12));
  EXPECT_EQ(one, chains(follow(4)));
}

}  // namespace fairplay
