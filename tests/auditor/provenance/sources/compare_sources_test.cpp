#include <gmock/gmock.h>

#include <algorithm>

#include "auditor/provenance/sources/compare_sources.h"
#include "tests/auditor/provenance/sources/made_up_trees.h"

namespace fairplay {

namespace {

using auditor::Difference;
using auditor::DifferenceClass;
using auditor::Places;
using signatures::footprint::From;
using signatures::footprint::NameKind;
using tests::Files;
using tests::MadeUpTree;

const Places places{
    {{"tests", {"numpy/*/tests/*"}},
     {"docs", {}},
     {"build", {"numpy/setup.py", "numpy/distutils/*::*()"}},
     {"generated", {"numpy/__config__.py", "numpy/version.py"}},
     {"edit-points", {"numpy/_distributor_init.py"}},
     {"library-search", {"numpy/ctypeslib.py::load_library", "numpy/distutils/system_info.py::default_*"}}}};

const std::string npyio = R"(
import os

DEFAULT = 3

def load(file, mmap_mode=None, allow_pickle=False, *, encoding='ASCII'):
    """Doc."""
    return _read(file)

def _read(file):
    return _low(file)

def _low(file):
    return 1

class NpzFile(object):
    def close(self, now=True):
        return now
    def _hidden(self):
        return 2

def zipfile_factory(file):
    return 4
)";

std::string with(const std::string& text, const std::string& from, const std::string& to) {
  std::string changed = text;
  const std::size_t at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? changed : changed.replace(at, from.size(), to);
}

const MadeUpTree::Exports exports = {{"numpy.load", {"numpy/lib/npyio.py", "load"}},
                                     {"numpy.lib.npyio.load", {"numpy/lib/npyio.py", "load"}},
                                     {"numpy.lib.npyio.NpzFile", {"numpy/lib/npyio.py", "NpzFile", NameKind::class_}},
                                     {"numpy.lib.npyio.zipfile_factory", {"numpy/lib/npyio.py", "zipfile_factory"}}};

struct Compared {
  auditor::provenance::SourceDifferences result;
  int evaluated = 0;
};

Compared compare(const Files& old, const Files& now, const MadeUpTree::Exports& before = exports,
                 const MadeUpTree::Exports& after = exports) {
  MadeUpTree a(old, before);
  MadeUpTree b(now, after);
  Compared compared;
  compared.result = compare_sources(places, a, b, tests::changes_between(old, now));
  compared.evaluated = b.evaluated;
  return compared;
}

/// "api-default numpy.load: allow_pickle=False -> allow_pickle=True [detail]" of each, sorted.
std::vector<std::string> reported(const Compared& compared) {
  std::vector<std::string> lines;
  for (const Difference& one : compared.result.differences) {
    std::string line = std::string(name(one.kind)) + " " + (one.name.empty() ? one.path : one.name);
    if (!one.old_text.empty() || !one.new_text.empty()) line += ": " + one.old_text + " -> " + one.new_text;
    if (!one.detail.empty()) line += " [" + one.detail + "]";
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  return lines;
}

std::vector<std::string> reported_for(const std::string& changed, const MadeUpTree::Exports& after = exports) {
  return reported(compare({{"numpy/lib/npyio.py", npyio}}, {{"numpy/lib/npyio.py", changed}}, exports, after));
}

using Lines = std::vector<std::string>;

TEST(CompareSources, OneDefaultIsOneDifference) {
  const Compared compared = compare({{"numpy/lib/npyio.py", npyio}},
                                    {{"numpy/lib/npyio.py", with(npyio, "allow_pickle=False", "allow_pickle=True")}});
  EXPECT_EQ(reported(compared), Lines{"api-default numpy.load: allow_pickle=False -> allow_pickle=True"});
  EXPECT_EQ(compared.result.differences[0].line, 6);
  EXPECT_EQ(compared.evaluated, 0) << "a default alters no name";
}

TEST(CompareSources, MethodsAndFunctionsThatAreNotReexported) {
  EXPECT_EQ(reported_for(with(npyio, "now=True", "now=False")),
            Lines{"api-default numpy.lib.npyio.NpzFile.close: now=True -> now=False"});
  EXPECT_EQ(reported_for(with(npyio, "zipfile_factory(file)", "zipfile_factory(file=None)")),
            Lines{"api-default numpy.lib.npyio.zipfile_factory: file -> file=None"});
}

TEST(CompareSources, CommentsAndDocstringsAreCosmetic) {
  EXPECT_EQ(reported_for(with(npyio, "Doc.", "Another doc.") + "# a comment\n"),
            Lines{"cosmetic numpy/lib/npyio.py [only comments, formatting or docstrings differ]"});
  EXPECT_EQ(reported_for(with(npyio, "'ASCII'", "\"ASCII\"")),
            Lines{"cosmetic numpy/lib/npyio.py [only comments, formatting or docstrings differ]"});
}

TEST(CompareSources, LineEndsAreNotCode) {
  std::string windows;
  for (const char c : npyio + "_text = f\"\"\"a\n{load}\"\"\"\n") windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(reported(compare({{"numpy/lib/npyio.py", npyio + "_text = f\"\"\"a\n{load}\"\"\"\n"}},
                             {{"numpy/lib/npyio.py", windows}})),
            Lines{"cosmetic numpy/lib/npyio.py [only comments, formatting or docstrings differ]"});
}

TEST(CompareSources, Parameters) {
  EXPECT_EQ(reported_for(with(npyio, "mmap_mode=None, ", "")),
            Lines{"api-signature numpy.load: mmap_mode=None ->  [a parameter was removed]"});
  EXPECT_EQ(reported_for(with(npyio, "mmap_mode=None", "mode=None")),
            Lines{"api-signature numpy.load: mmap_mode=None -> mode=None [a parameter was renamed]"});
  EXPECT_EQ(reported_for(with(npyio, "*, encoding", "*, strict=False, encoding")),
            Lines{"api-signature numpy.load:  -> strict=False [a keyword-only parameter was added]"});
}

TEST(CompareSources, BodiesAndDecorators) {
  EXPECT_EQ(reported_for(with(npyio, "return _read(file)", "return _read(file, 2)")),
            Lines{"api-behaviour numpy.load [its body changed]"});
  EXPECT_EQ(reported_for(with(npyio, "def load", "@cached\ndef load")),
            Lines{"api-behaviour numpy.load:  -> cached [a decorator was added]"});
  EXPECT_EQ(reported_for(with(npyio, "return 1", "return 2")),
            Lines{"private numpy.lib.npyio._low [its body changed; reached by numpy.load]"});
  EXPECT_EQ(reported_for(with(npyio, "return 2", "return 3")),
            Lines{"private numpy.lib.npyio.NpzFile._hidden [its body changed]"});
}

TEST(CompareSources, ModuleLevelCode) {
  EXPECT_EQ(reported_for(npyio + "load = wrap(load)\n"), Lines{"api-behaviour numpy.load:  -> load = wrap(load)"});
  EXPECT_EQ(reported_for(with(npyio, "DEFAULT = 3", "DEFAULT = 4")),
            Lines{"api-behaviour numpy.lib.npyio.DEFAULT: DEFAULT = 3 -> DEFAULT = 4"});
  EXPECT_EQ(reported_for(npyio + "os.system('x')\n"), Lines{"api-behaviour numpy/lib/npyio.py:  -> os.system('x')"});
  EXPECT_EQ(reported_for(npyio + "__mkl_version__ = '1'\n"),
            Lines{"api-added numpy.lib.npyio.__mkl_version__:  -> __mkl_version__ = '1'"});
}

TEST(CompareSources, PrivateModulesCountWhereAPublicOneImportsThem) {
  const Files old = {
      {"numpy/__init__.py", "from . import _run\n"}, {"numpy/_run.py", "X = 1\n"}, {"numpy/_idle.py", "Y = 1\n"}};
  Files now = old;
  now["numpy/_run.py"] = "X = 2\n";
  EXPECT_EQ(reported(compare(old, now, {}, {})), Lines{"api-behaviour numpy._run.X: X = 1 -> X = 2"});
  now = old;
  now["numpy/_idle.py"] = "Y = 2\n";
  EXPECT_EQ(reported(compare(old, now, {}, {})), Lines{"private numpy._idle.Y: Y = 1 -> Y = 2"});
}

TEST(CompareSources, WhatComesAndGoes) {
  auto after = exports;
  after["numpy.save"] = {"numpy/lib/npyio.py", "save"};
  EXPECT_EQ(reported_for(npyio + "def save(file, arr):\n    pass\n", after),
            Lines{"api-added numpy.save:  -> save(file, arr) [function added]"});
  auto without = exports;
  without.erase("numpy.lib.npyio.zipfile_factory");
  EXPECT_EQ(reported_for(with(npyio, "def zipfile_factory(file):\n    return 4\n", ""), without),
            Lines{"api-removed numpy.lib.npyio.zipfile_factory: zipfile_factory(file) ->  [function removed]"});
  EXPECT_EQ(reported_for(npyio + "def _helper():\n    return 9\n"),
            Lines{"private numpy.lib.npyio._helper:  -> _helper() [function added]"});
  after = exports;
  after["numpy.lib.npyio.New"] = {"numpy/lib/npyio.py", "New", NameKind::class_};
  EXPECT_EQ(reported_for(npyio + "class New:\n    def a(self):\n        return 1\n", after),
            Lines{"api-added numpy.lib.npyio.New [class added]"})
      << "its methods go with it";
}

TEST(CompareSources, WhatAModuleDeletesAgainIsNotPublic) {
  // numpy/__init__.py defines blas_fpe_check, calls it and deletes it: no import shows it.
  EXPECT_EQ(
      reported_for(npyio + "def check():\n    return 9\ncheck()\ndel check\n"),
      (Lines{"api-behaviour numpy.lib.npyio.check:  -> del check", "api-behaviour numpy/lib/npyio.py:  -> check()",
             "private numpy.lib.npyio.check:  -> check() [function added]"}));
}

TEST(CompareSources, NamesThatCouldNotBeFoundAreNoDifference) {
  const Files old = {{"numpy/__init__.py", "from .random import *\n"}};
  const Files now = {{"numpy/__init__.py", "from .random import *\nimport os\n"}};
  MadeUpTree::Exports before = {{"numpy.random.shuffle", {"", "", NameKind::function, From::extension}},
                                {"numpy.random.cycle", {"", "", NameKind::class_, From::python}},
                                {"numpy.load", {"numpy/lib/npyio.py", "load"}}};
  MadeUpTree::Exports after = before;
  after.erase("numpy.random.cycle");
  EXPECT_THAT(reported(compare(old, now, before, after)),
              testing::Contains("api-removed numpy.random.cycle [class removed]"));
  for (const bool of_old : {false, true}) {
    MadeUpTree a(old, before, {}, 11, of_old ? std::set<std::string>{"numpy.random"} : std::set<std::string>());
    MadeUpTree b(now, after, {}, 11, of_old ? std::set<std::string>() : std::set<std::string>{"numpy.random"});
    const auto result = compare_sources(places, a, b, tests::changes_between(old, now));
    EXPECT_EQ(std::ranges::count(result.differences, DifferenceClass::api_removed, &Difference::kind), 0);
    EXPECT_EQ(result.not_compared.modules, std::set<std::string>{"numpy.random"});
  }
}

TEST(CompareSources, WhatWasNotFollowedIsNoConstant) {
  const Files old = {{"numpy/__init__.py", "from .lib.npyio import load\n"}, {"numpy/lib/npyio.py", npyio}};
  Files now = old;
  now["numpy/__init__.py"] += "import os\n";
  auto after = exports;
  after["numpy.load"] = {"", "", NameKind::constant};
  EXPECT_THAT(reported(compare(old, now, exports, after)),
              testing::Contains("api-signature numpy.load: function -> constant"));
  MadeUpTree a(old, exports);
  MadeUpTree b(now, after, {}, 11, {}, {"numpy.load"});
  const auto result = compare_sources(places, a, b, tests::changes_between(old, now));
  EXPECT_EQ(std::ranges::count(result.differences, DifferenceClass::api_signature, &Difference::kind), 0);
  EXPECT_EQ(result.not_compared.names, std::set<std::string>{"numpy.load"});
}

TEST(CompareSources, RenamesAndMovesAreOneDifference) {
  auto renamed = exports;
  renamed.erase("numpy.lib.npyio.zipfile_factory");
  renamed["numpy.lib.npyio.zip_factory"] = {"numpy/lib/npyio.py", "zip_factory"};
  EXPECT_EQ(reported_for(with(npyio, "zipfile_factory", "zip_factory"), renamed),
            Lines{"api-added numpy.lib.npyio.zip_factory: numpy.lib.npyio.zipfile_factory -> "
                  "numpy.lib.npyio.zip_factory [renamed from numpy.lib.npyio.zipfile_factory]"});
  Files old = {{"numpy/core/_methods.py", "def _mean(a):\n    return a.mean() + 1\n"},
               {"numpy/core/_other.py", "X = 1\n"}};
  Files now = {{"numpy/core/_methods.py", "Z = 1\n"},
               {"numpy/core/_other.py", "X = 1\ndef _mean(a):\n    return a.mean() + 1\n"}};
  const Lines lines = reported(compare(old, now, {}, {}));
  EXPECT_EQ(
      std::ranges::count_if(lines, [](const std::string& line) { return line.find("_mean") != std::string::npos; }), 0);
  EXPECT_EQ(std::ranges::count(lines, "private numpy/core/_other.py [1 definition moved from numpy/core/_methods.py]"),
            1);
}

TEST(CompareSources, APublicNameThatMovedIsNoApiDifference) {
  const Files old = {{"numpy/core/numeric.py", "def ones(shape):\n    return shape * 7\n"}};
  const Files now = {{"numpy/core/numeric.py", "_q = 0\n"},
                     {"numpy/_core/numeric.py", "def ones(shape, dtype=None):\n    return shape * 7\n"}};
  const MadeUpTree::Exports before = {{"numpy.ones", {"numpy/core/numeric.py", "ones"}}};
  const MadeUpTree::Exports after = {{"numpy.ones", {"numpy/_core/numeric.py", "ones"}}};
  const Lines lines = reported(compare(old, now, before, after));
  EXPECT_EQ(
      std::ranges::count(
          lines,
          "api-signature numpy.ones:  -> dtype=None [a parameter was added; it moved from numpy/core/numeric.py]"),
      1)
      << testing::PrintToString(lines);
  EXPECT_EQ(std::ranges::count_if(lines,
                                  [](const std::string& line) {
                                    return line.starts_with("api-added") || line.starts_with("api-removed");
                                  }),
            0)
      << testing::PrintToString(lines);
}

TEST(CompareSources, NamesThatOnlyTheFootprintShows) {
  auto after = exports;
  after["numpy.erf"] = {"", "", NameKind::ufunc, From::extension};
  after["numpy.core.umath.erf"] = {"", "", NameKind::ufunc, From::extension};
  auto before = exports;
  before["numpy.core.umath.sin"] = after["numpy.core.umath.sin"] = {"", "", NameKind::ufunc, From::extension};
  const Compared compared =
      compare({{"numpy/__init__.py", "from .core import *\n"}},
              {{"numpy/__init__.py", "from .core import *\nfrom .core.umath import erf\n"}}, before, after);
  EXPECT_EQ(reported(compared), Lines{"api-added numpy.erf [ufunc added]"})
      << "one thing, one name; the import isn't reported beside it";
}

TEST(CompareSources, PlacesArePartsOfFiles) {
  const std::string ctypeslib = "def load_library(name):\n    return 1\n\ndef as_array(obj):\n    return 2\n";
  const auto of = [&](const std::string& changed) {
    return reported(compare({{"numpy/ctypeslib.py", ctypeslib}}, {{"numpy/ctypeslib.py", changed}}, {}, {}));
  };
  EXPECT_EQ(of(with(ctypeslib, "return 1", "return 3")),
            Lines{"library-search numpy.ctypeslib.load_library [its body changed]"});
  EXPECT_EQ(of(with(with(ctypeslib, "return 1", "return 3"), "return 2", "return 4")),
            (Lines{"api-behaviour numpy.ctypeslib.as_array [its body changed]",
                   "library-search numpy.ctypeslib.load_library [its body changed]"}))
      << "another function doesn't hide";
  EXPECT_EQ(of(with(ctypeslib, "load_library(name)", "load_library(name, where=None)")),
            Lines{"api-signature numpy.ctypeslib.load_library:  -> where=None [a parameter was added]"});
  const std::string info = "default_lib_dirs = ['/usr/lib']\ndef get_info(name):\n    return 1\n";
  const auto in = [&](const std::string& changed) {
    return reported(
        compare({{"numpy/distutils/system_info.py", info}}, {{"numpy/distutils/system_info.py", changed}}, {}, {}));
  };
  EXPECT_EQ(in(with(info, "'/usr/lib'", "'/lib'"))[0].substr(0, 15), "library-search ");
  EXPECT_EQ(in(with(info, "return 1", "return 2")),
            Lines{"build numpy.distutils.system_info.get_info [its body changed]"});
  EXPECT_EQ(in(info + "evil()\n"), Lines{"private numpy/distutils/system_info.py:  -> evil()"});
}

TEST(CompareSources, WholeFilesByTheirPlace) {
  const Files old = {
      {"numpy/lib/tests/test_x.py", "A = 1\n"}, {"numpy/setup.py", "B = 1\n"}, {"numpy/lib/__init__.py", ""}};
  Files now = {{"numpy/lib/tests/test_x.py", "A = 2\n"},
               {"numpy/setup.py", "B = 2\n"},
               {"numpy/lib/__init__.py", ""},
               {"numpy/extra.py", "def f():\n    pass\n"},
               {"numpy/_hidden.py", ""}};
  EXPECT_EQ(
      reported(compare(old, now, {}, {})),
      (Lines{"api-added numpy.extra [added]", "build numpy/setup.py [its content isn't the release's]",
             "private numpy/_hidden.py [added]", "tests numpy/lib/tests/test_x.py [its content isn't the release's]"}));
}

TEST(CompareSources, Stubs) {
  const std::string stub =
      "def load(file: str, mmap_mode: int = ...) -> int: ...\nclass NpzFile:\n    def close(self) -> None: ...\n_T = "
      "int\n";
  const Files old = {{"numpy/lib/npyio.py", npyio}, {"numpy/lib/npyio.pyi", stub}};
  Files now = old;
  now["numpy/lib/npyio.pyi"] = with(stub, "file: str", "file: bytes");
  EXPECT_EQ(reported(compare(old, now)), Lines{"api-signature numpy.load: file: str -> file: bytes"});
  now["numpy/lib/npyio.py"] = with(npyio, "mmap_mode=None, ", "");
  EXPECT_EQ(reported(compare(old, now)).size(), 2U) << "one of the source, and the stub isn't reported a second time";
  now = old;
  now["numpy/lib/npyio.pyi"] = with(stub, "_T = int", "_T = float");
  EXPECT_EQ(reported(compare(old, now)),
            Lines{"private numpy/lib/npyio.pyi [1 declaration that is no new public name]"});
}

TEST(CompareSources, GeneratedFilesAndEditPoints) {
  const std::string config = "def show():\n    return 1\nblas_info = {}\n";
  const auto of = [&](const std::string& path, const std::string& old, const std::string& now) {
    return reported(compare({{path, old}}, {{path, now}}, {}, {}));
  };
  EXPECT_EQ(of("numpy/__config__.py", config, with(config, "{}", "{'libraries': ['blas', 'blas'], 'n': (1, None)}")),
            Lines{"build numpy/__config__.py [its content isn't the release's]"});
  EXPECT_EQ(of("numpy/__config__.py", config, with(config, "return 1", "return 2")),
            Lines{"private numpy.__config__.show:  -> def show(): [def show(): (a function that isn't upstream's)]"});
  EXPECT_EQ(of("numpy/_distributor_init.py", "", "import numpy as np\nnp.load = print\n"),
            Lines{"monkeypatch numpy.load:  -> np.load = print [np.load = print (it replaces what is NumPy's)]"});
}

TEST(CompareSources, AnEditPointThatWasAddedIsReadToo) {
  Places with_local = places;
  with_local.globs["edit-points"].push_back("numpy/_distributor_init_local.py");
  const Files old = {{"numpy/__init__.py", ""}};
  for (const auto& [text, kind] : std::vector<std::pair<const char*, DifferenceClass>>{
           {"X = 1\n", DifferenceClass::build}, {"import evil\n", DifferenceClass::private_code}}) {
    const Files now = {{"numpy/__init__.py", ""}, {"numpy/_distributor_init_local.py", text}};
    MadeUpTree a(old);
    MadeUpTree b(now);
    const auto result = compare_sources(with_local, a, b, tests::changes_between(old, now));
    ASSERT_EQ(result.differences.size(), 1U) << text;
    EXPECT_EQ(result.differences[0].kind, kind) << text;
  }
}

TEST(CompareSources, AReleaseWithoutTexts) {
  // A database keeps no text of imports, of stubs' statements and of what binds nothing.
  const std::string source = "import os\nfrom a import b\nLIMIT = 3\nos.f()\n";
  const std::string stub = "from typing import Any\nfrom x import y\nLIMIT: int\n";
  const Files files = {{"numpy/lib/x.py", source}, {"numpy/lib/x.pyi", stub}};
  MadeUpTree whole(files);
  signatures::footprint::SourceOutlines sources;
  for (const auto& [path, text] : files) {
    auto& one = sources[path].outline = *whole.outline(path);
    for (auto& item : one.items) {
      if (item.text.starts_with("import ") || item.text.starts_with("from ") || item.name.empty() ||
          path.ends_with(".pyi"))
        item.text.clear();
    }
  }
  const auto footprint = *whole.footprint();
  const auto of = [&](const Files& now) {
    auditor::provenance::ReleaseTree old(footprint, sources);
    MadeUpTree b(now);
    Compared compared;
    compared.result = compare_sources(places, old, b, tests::changes_between(files, now));
    return reported(compared);
  };
  EXPECT_EQ(of({{"numpy/lib/x.py", with(source, "from a import b", "from c import b")}, {"numpy/lib/x.pyi", stub}}),
            Lines{"api-behaviour numpy/lib/x.py:  -> from c import b [b is imported in another way]"});
  EXPECT_EQ(of({{"numpy/lib/x.py", with(source, "import os\n", "")}, {"numpy/lib/x.pyi", stub}}),
            Lines{"api-behaviour numpy/lib/x.py [the import of os was removed]"});
  EXPECT_EQ(of({{"numpy/lib/x.py", with(source, "os.f()\n", "")}, {"numpy/lib/x.pyi", stub}}),
            Lines{"api-behaviour numpy/lib/x.py [a statement was removed]"});
  EXPECT_EQ(of({{"numpy/lib/x.py", source}, {"numpy/lib/x.pyi", with(stub, "from x import y\n", "")}}),
            Lines{"private numpy/lib/x.pyi [imports or the order of declarations differ]"});
  EXPECT_EQ(of({{"numpy/lib/x.py", source}, {"numpy/lib/x.pyi", with(stub, "LIMIT: int", "LIMIT: float")}}),
            Lines{"api-signature numpy.lib.x.LIMIT:  -> LIMIT: float [its declaration in the stub changed]"});
}

TEST(CompareSources, OrderCountsWhereANameIsBoundTwice) {
  const std::string wrapped = "def load(a):\n    return 1\nload = wrap(load)\n_x = 1\n";
  EXPECT_EQ(reported(compare({{"numpy/a.py", wrapped}},
                             {{"numpy/a.py", "load = wrap(load)\ndef load(a):\n    return 1\n_x = 2\n"}}, {}, {})),
            (Lines{"api-behaviour numpy.a._x: _x = 1 -> _x = 2",
                   "api-behaviour numpy.a.load [what binds it stands in another order]"}));
  EXPECT_EQ(reported(compare({{"numpy/a.py", "def f():\n    return 1\ndef g():\n    return 2\n"}},
                             {{"numpy/a.py", "def g():\n    return 2\ndef f():\n    return 1\n"}}, {}, {})),
            Lines{"api-behaviour numpy/a.py [its parts stand in another order]"});
}

TEST(CompareSources, HostileSourcesEndInTime) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "x" + std::to_string(i) + " = f(" + std::to_string(i) + ")\n";
  std::string reversed;
  for (int i = 20'000; i-- > 0;) reversed += "x" + std::to_string(i) + " = f(" + std::to_string(i) + ")\n";
  EXPECT_FALSE(reported(compare({{"numpy/a.py", many}}, {{"numpy/a.py", reversed}}, {}, {})).empty());
  std::string dots = "from ";
  for (int i = 0; i < 20'000; ++i) dots += "a.";
  EXPECT_FALSE(reported(compare({{"numpy/_a.py", ""}}, {{"numpy/_a.py", dots + "a import b\n"}}, {}, {})).empty());
  std::string classes;
  for (int i = 0; i < 3'000; ++i)
    classes += "class C" + std::to_string(i) + ":\n    def f(self):\n        return " + std::to_string(i) + "\n";
  EXPECT_EQ(reported(compare({{"numpy/_a.py", classes}, {"numpy/_b.py", "X = 1\n"}},
                             {{"numpy/_a.py", "Y = 1\n"}, {"numpy/_b.py", "X = 1\n" + classes}}, {}, {}))
                .size(),
            2U)
      << "one move, one statement";
}

TEST(CompareSources, WhatCannotBeReadIsSaid) {
  const Files old = {{"numpy/lib/npyio.py", npyio}};
  const Compared compared = compare(old, {{"numpy/lib/npyio.py", npyio + "def broken(:\n  ]]]\n((((\n"}});
  EXPECT_EQ(compared.result.unread, Lines{"numpy/lib/npyio.py"});
  EXPECT_TRUE(compared.result.differences.empty());
}

}  // namespace

}  // namespace fairplay
