#include "auditor/provenance/sources/generated_statements.h"

#include <gtest/gtest.h>

#include "signatures/python/code.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay {

namespace {

using auditor::provenance::UnexpectedStatement;
using signatures::footprint::Outline;

Outline outline(const std::string& text) {
  std::vector<signatures::Damage> damage;
  signatures::python::SyntaxHasher hasher;
  return signatures::footprint::outline_of(signatures::python::module_source(text, "x.py", damage), hasher, damage);
}

std::vector<UnexpectedStatement> unexpected(const std::string& text, const std::string& release = "") {
  const Outline known = outline(release);
  return auditor::provenance::unexpected_statements("numpy/_distributor_init.py", text, &known, outline(text));
}

TEST(GeneratedStatements, ConstantsPreloadingFoldersAndWarningsAreExpected) {
  for (const char* text : {
           "blas_info = {'libraries': ['blas', 'blas'], 'define_macros': [('A', None), (\"B\", -1)]}\n",
           "version = '1.2'\nfull_version = version\nrelease = 'dev' not in version and '+' not in "
           "version\nshort_version = version.split('+')[0]\n",
           "import os\nimport sys\nextra_dll_dir = os.path.join(os.path.dirname(__file__), '.libs')\nif sys.platform "
           "== 'win32' and os.path.isdir(extra_dll_dir):\n"
           "    if sys.version_info >= (3, 8):\n        os.add_dll_directory(extra_dll_dir)\n    else:\n        "
           "os.environ.setdefault('PATH', '')\n        os.environ['PATH'] += os.pathsep + extra_dll_dir\n",
           "import ctypes\nctypes.CDLL('libmkl_rt.so', mode=ctypes.RTLD_GLOBAL)\n",
           "from ctypes import WinDLL\nimport os, glob\nnames = []\nfor path in glob.glob(os.path.join('x', "
           "'*openblas*dll')):\n    names.append(path)\n    WinDLL(os.path.abspath(path))\n",
           "import warnings\nif 1 > 2:\n    warnings.warn('found %s' % 3, stacklevel=1)\n",
           "CONFIG = {'found': bool('True'.lower().replace('false', '')), 'name': f'{__name__}'}\n",
           "\"\"\"Docstring.\"\"\"\npass\n",
           "try:\n    import ctypes\nexcept ImportError:\n    pass\n",
       }) {
    const auto found = unexpected(text);
    EXPECT_TRUE(found.empty()) << text << found.front().text << ": " << found.front().why;
  }
}

TEST(GeneratedStatements, WhatUpstreamsOwnFileHasIsExpected) {
  const std::string release =
      "def _cleanup(d):\n    return d\nfrom . import _distributor_init_local\nshow.__doc__ = 3\nCONFIG = "
      "_cleanup({'a': 1})\n";
  EXPECT_TRUE(unexpected(release, release).empty());
  EXPECT_TRUE(unexpected("def _cleanup(d):\n    return d\nCONFIG = _cleanup({'a': 2, 'b': [3]})\n", release).empty());
  const auto changed = unexpected("def _cleanup(d):\n    return 7\nCONFIG = _cleanup({'a': 2})\n", release);
  ASSERT_EQ(changed.size(), 2U) << "a changed function, and its call";
  EXPECT_EQ(changed[0].binds, "_cleanup");
  EXPECT_EQ(changed[1].line, 3);
}

TEST(GeneratedStatements, ReplacingWhatIsNumpysIsAMonkeypatch) {
  for (const auto& [text, name] : std::vector<std::pair<const char*, const char*>>{
           {"import numpy as np\nnp.load = print\n", "numpy.load"},
           {"import numpy\nnumpy.lib.npyio.load = 1\n", "numpy.lib.npyio.load"},
           {"from numpy import fft as f\nf.fft = 1\n", "numpy.fft.fft"},
           {"from .core import multiarray\nsetattr(multiarray, 'array', 1)\n", "numpy.core.multiarray.array"},
           {"import sys\nsys.modules['numpy.fft'] = 1\n", "numpy.fft"},
       }) {
    const auto found = unexpected(text);
    ASSERT_FALSE(found.empty()) << text;
    EXPECT_TRUE(found.back().replaces_public) << text;
    EXPECT_EQ(found.back().binds, name);
    EXPECT_EQ(found.back().line, 2);
  }
}

TEST(GeneratedStatements, AnyOtherStatementIsReported) {
  for (const char* text : {
           "import evil\n",
           "from . import _mklinit\n",
           "exec('x')\n",
           "x = __import__('evil')\n",
           "x = open('/etc/passwd').read()\n",
           "def f():\n    pass\n",
           "class C:\n    pass\n",
           "import os\nos.environ['MKL_THREADING_LAYER'] = 'GNU'\n",
           "import os\nos.system('x')\n",
           "x = [y() for y in (1, 2)]\n",
           "x = f'{evil()}'\n",
           "x = (lambda: 1)()\n",
           "if evil():\n    pass\n",
           "for x in evil():\n    pass\n",
           "with open('x') as f:\n    pass\n",
           "raise SystemExit\n",
           "from os.path import *\n",
           "x.y = 1\n",
           "print('x')\n",
           "import ctypes\nctypes.memmove(1, 2, 3)\n",
           "len = evil\nx = len(3)\n",
           "assert evil()\n",
       }) {
    EXPECT_FALSE(unexpected(text).empty()) << text;
  }
}

TEST(GeneratedStatements, MalformedSources) {
  EXPECT_FALSE(unexpected("x = (\n").empty());
  EXPECT_FALSE(unexpected("x = )\nevil(\n").empty());
  std::string deep;
  for (int i = 0; i < 90; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "if 1:\n";
  deep += std::string(90, ' ') + "evil()\n";
  EXPECT_FALSE(unexpected(deep).empty());
  EXPECT_FALSE(unexpected("x = " + std::string(5000, '(') + "1" + std::string(5000, ')') + "\n").empty());
  EXPECT_LE(unexpected([] {
              std::string many;
              for (int i = 0; i < 5000; ++i) many += "evil()\n";
              return many;
            }())
                .size(),
            100U);
  EXPECT_TRUE(unexpected("").empty());
}

}  // namespace

}  // namespace fairplay
