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
           "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), '.libs', 'libmkl_rt.so'), "
           "mode=ctypes.RTLD_GLOBAL)\n",
           "from ctypes import WinDLL\nimport os, glob\nnames = []\nhere = os.path.dirname(__file__)\n"
           "for path in glob.glob(os.path.join(here, os.pardir, 'numpy.libs', '*openblas*dll')):\n"
           "    names.append(path)\n    WinDLL(os.path.abspath(path))\n",
           "import warnings\nif 1 > 2:\n    warnings.warn('found %s' % 3, stacklevel=1)\n",
           "CONFIG = {'found': bool('True'.lower().replace('false', ''))}\n",
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
           // Annotations, and what else runs beside a value.
           "x: exec('a') = 0\n",
           "x: exec('a')\n",
           "x: (y := exec('a')) = 0\n",
           "x = [1]\nx[exec('a'):]\n",
           "x = [1][:exec('a')]\n",
           "x = {**exec('a')}\n",
           "x = [*exec('a')]\n",
           "x = 'a' f'{exec(1)}' 'b'\n",
           "exec('a'), 1\n",
           "x = 1, exec('a')\n",
           "1 < 2 < 3 < 4 < 5 < 6 < 7 < 8 < 9 < 10 < 11 < 12 < 13 < 14 < 15 < 16 < 17 < 18 < 19 < 20 < 21 < 22 < 23 < "
           "24 "
           "< 25 < 26 < 27 < 28 < 29 < 30 < 31 < 32 < 33 < exec('a')\n",
           "x = 'a' @ exec('a')\n",
           "(y := exec('a'))\n",
           "del exec('a')[0]\n",
           // Functions as arguments.
           "max(['a'], key=exec)\n",
           "sorted(['a'], key=exec)\n",
           "import json\njson.loads('{}', object_hook=exec)\n",
           "import os\nx = os.environ.get('X', exec)\n",
           "'{}'.replace('a', exec('a'))\n",
           "dict(a=exec('a'))\n",
           "x = list(map(exec, ['a']))\n",
           // Bodies and headers that a reader of statements may leave out.
           "match 0:\n    case _:\n        exec('a')\n",
           "match exec('a'):\n    case _:\n        pass\n",
           "if 1:\n    match 0:\n        case 0 if exec('a'):\n            pass\n",
           "try:\n    pass\nexcept exec('a'):\n    pass\n",
           "try:\n    x = 1 % 0\nexcept (ImportError, exec('a')) as e:\n    pass\n",
           "try:\n    pass\nexcept ImportError as __file__:\n    pass\n",
           "with exec('a'), exec('b') as c:\n    pass\n",
           "while exec('a'):\n    pass\n",
           "while True:\n    pass\n",
           "for x in [1]:\n    pass\nelse:\n    exec('a')\n",
           "for __path__ in [['a']]:\n    pass\n",
           "@exec\ndef f(): pass\n",
           "def f(a=exec('a')): pass\n",
           "class C(metaclass=exec): pass\n",
           "exec 'a'\n",
           // Names that stand for something else by then.
           "import ctypes\nplatform = ctypes.CDLL(None)\nplatform.system(b'a')\n",
           "import platform\nimport os as platform\nplatform.system('a')\n",
           "from os import system as print\n",
           "from os import system\n",
           "import os\nlen = os.system\nx = len('a')\n",
           "bool = exec\nx = bool('a')\n",
           "x = [len('a') for len in [exec]]\n",
           "import subprocess as os\nos.getenv('a')\n",
           // What belongs to others, under a name of the file's own.
           "import numpy\nq = numpy.__path__\nq[0:0] = ['/evil']\n",
           "import sys\np = sys.path\np.append('/evil')\n",
           "import sys\nsys.path.append('/evil')\n",
           "import sys\nsys.path += ['/evil']\n",
           "b = __builtins__\nb['len'] = 1\n",
           "from os import environ\nenviron['LD_PRELOAD'] = '/evil.so'\n",
           "import os\ne = os.environ\ne['LD_PRELOAD'] = '/evil.so'\n",
           "import os\nos.environ['LD_LIBRARY_PATH'] = '/evil'\n",
           "import os\nos.environ['PATH'] += ':/evil'\n",
           "import os\nos.environ.setdefault('PYTHONPATH', '/evil')\n",
           "import sys\n[0 for sys.modules['numpy'] in [1]]\n",
           "import sys\nfor sys.path[0] in ['/evil']:\n    pass\n",
           "import warnings\nwarnings.filters.append(1)\n",
           "from numpy.core._multiarray_umath import __cpu_dispatch__\n__cpu_dispatch__.append('X')\n",
           "from numpy.core._multiarray_umath import __cpu_dispatch__\nx = [__cpu_dispatch__][0]\nx.append('X')\n",
           "__path__ = ['/evil']\n",
           "__file__ = '/evil/x.py'\n",
           "__package__ = 'evil'\n",
           "__builtins__ = {}\n",
           // Libraries and folders outside the tree.
           "import ctypes\nctypes.CDLL('libevil.so')\n",
           "import ctypes\nctypes.CDLL('/evil.so')\n",
           "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), '..', '..', 'evil.so'))\n",
           "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), '/evil.so'))\n",
           "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'lib', '../../evil.so'))\n",
           "import ctypes, os\nctypes.WinDLL(os.path.join(os.path.dirname(__file__), '..\\\\..\\\\evil.dll'))\n",
           "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), os.getenv('X')))\n",
           "import os\nos.add_dll_directory('C:/evil')\n",
           "import os\np = os.path.dirname(__file__)\np = '/evil'\nos.add_dll_directory(p)\n",
           "import os\np = '/evil'\nif 0:\n    p = os.path.dirname(__file__)\nos.add_dll_directory(p)\n",
           "import ctypes, os\nfor p in ['/evil.so']:\n    ctypes.CDLL(p)\n",
           "import ctypes, os\np = os.path.join(os.path.dirname(__file__), 'x')\np += "
           "'/../../evil.so'\nctypes.CDLL(p)\n",
           "import ctypes\n[ctypes.CDLL(p) for p in ['/evil.so']]\n",
       }) {
    EXPECT_FALSE(unexpected(text).empty()) << text;
  }
}

TEST(GeneratedStatements, UpstreamsOwnStatementsDoNotVouchForWhatIsPutBetweenThem) {
  const std::string folder =
      "import os\nimport sys\nextra_dll_dir = os.path.join(os.path.dirname(__file__), '.libs')\n";
  const std::string use =
      "if sys.platform == 'win32' and os.path.isdir(extra_dll_dir):\n    os.add_dll_directory(extra_dll_dir)\n";
  EXPECT_TRUE(unexpected(folder + use + "x = {'a': 1}\n", folder + use).empty());
  EXPECT_FALSE(unexpected(folder + "extra_dll_dir = '/evil'\n" + use, folder + use).empty());
  EXPECT_FALSE(unexpected("import os\nimport sys\nextra_dll_dir = '/evil'\n" + use, folder + use).empty());
  const std::string show = "def show():\n    print(str(1))\n";
  EXPECT_TRUE(unexpected(show + "x_info = {}\n", show).empty());
  EXPECT_FALSE(unexpected(show + "show = 1\n", show).empty());
  EXPECT_FALSE(unexpected(show + "print = 1\n", show).empty());
  EXPECT_FALSE(unexpected("from ctypes import CDLL as str\n" + show, show).empty());
  const std::string modes = "from enum import Enum\nclass DisplayModes(Enum):\n    stdout = 'stdout'\n";
  EXPECT_TRUE(unexpected(modes + "x = 1\n", modes).empty());
  EXPECT_FALSE(unexpected(modes + "    exec('a')\n", modes).empty());
  EXPECT_FALSE(unexpected(modes + "    if exec('a'):\n        pass\n    evil = 2\n", modes).empty());
}

/// What upstream's build wrote on one machine, where the database knows the file of another.
TEST(GeneratedStatements, OtherMachinesFiles) {
  const auto configured = [](const std::string& compiler) {
    return "from enum import Enum\nfrom numpy._core._multiarray_umath import (\n    __cpu_features__,\n    "
           "__cpu_baseline__,\n    __cpu_dispatch__,\n)\n\n__all__ = [\"show_config\"]\n_built_with_meson = True\n"
           "class DisplayModes(Enum):\n    stdout = \"stdout\"\n    dicts = \"dicts\"\n"
           "def _cleanup(d):\n    return d\n"
           "CONFIG = _cleanup(\n    {\"Compilers\": {\"c\": {\"name\": \"" +
           compiler +
           "\", \"linker\": r\"ld\"}},\n     \"cross-compiled\": bool(\"False\".lower().replace(\"false\", \"\")),\n"
           "     \"SIMD Extensions\": {\"baseline\": __cpu_baseline__,\n        \"found\": [feature for feature in "
           "__cpu_dispatch__ if __cpu_features__[feature]],\n        \"not found\": [feature for feature in "
           "__cpu_dispatch__ if not __cpu_features__[feature]]}})\n"
           "def show(mode=DisplayModes.stdout.value):\n    return CONFIG\n"
           "show_config.__doc__ = show.__doc__\nshow_config.__module__ = \"numpy\"\n";
  };
  const auto found = unexpected(configured("msvc"), configured("gcc"));
  EXPECT_TRUE(found.empty()) << found.front().text << ": " << found.front().why;
  EXPECT_FALSE(unexpected(configured("\" + exec(1) + \""), configured("gcc")).empty());
  // The wheels for Windows of 1.16 to 1.25.
  const std::string preload = R"(import os
import glob
if os.name == 'nt':
    try:
        from ctypes import WinDLL
        basedir = os.path.dirname(__file__)
    except:
        pass
    else:
        libs_dir = os.path.abspath(os.path.join(basedir, '.libs'))
        DLL_filenames = []
        if os.path.isdir(libs_dir):
            for filename in glob.glob(os.path.join(libs_dir,
                                                   '*openblas*dll')):
                WinDLL(os.path.abspath(filename))
                DLL_filenames.append(filename)
        if len(DLL_filenames) > 1:
            import warnings
            warnings.warn("loaded more than 1 DLL from .libs:"
                          "\n%s" % "\n".join(DLL_filenames),
                          stacklevel=1)
)";
  const auto windows = unexpected(preload);
  EXPECT_TRUE(windows.empty()) << windows.front().text << ": " << windows.front().why;
  std::string changed = preload;
  changed.replace(changed.find("'.libs'"), 7, "'../..'");
  EXPECT_FALSE(unexpected(changed).empty());
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
