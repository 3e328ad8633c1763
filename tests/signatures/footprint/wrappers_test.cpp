#include "signatures/footprint/wrappers.h"

#include <gtest/gtest.h>

#include "made_up_package.h"
#include "signatures/footprint/signature.h"

namespace fairplay {

namespace {

using namespace signatures;
using namespace signatures::footprint;

/// C code as NumPy's: a dispatcher class whose instances can be called, functions, and what documents them.
ExtensionNames c_code() {
  ExtensionNames names;
  names.dict.found = true;
  names.dict.entries = {{"Dispatcher", elf::EntryKind::type, 1, {}},
                        {"Plain", elf::EntryKind::type, 2, {}},
                        {"add_docstring", elf::EntryKind::method, 0, {}},
                        {"documented", elf::EntryKind::method, 0, "documented($module, a, /, b=\"x\")\n--\n\nText."},
                        {"undocumented", elf::EntryKind::method, 0, {}}};
  names.dict.types[1].name = "numpy.Dispatcher";
  names.dict.types[1].callable = true;
  names.dict.types[2].name = "numpy.Plain";
  names.dict.types[2].methods = {"copy"};
  return names;
}

/// Kind and signature of p.f, as a footprint has them.
std::string described(const std::string& source) {
  MadeUpPackage package({{"p", source}}, {{"c", c_code()}});
  Evaluator evaluator(package, package.damage);
  const Ref value = evaluator.attribute(evaluator.import("p")->value, "f");
  EXPECT_TRUE(package.damage.empty());
  if (!value) return "(no such name)";
  return (is_callable(evaluator, value) ? "function" : "constant") + signature_text(evaluator, value);
}

/// numpy/_core/overrides.py of NumPy 2.4, but for its checks.
const std::string dispatch = R"(
import functools, inspect
from c import Dispatcher, add_docstring
def dispatch(dispatcher=None, module=None, verify=True, docs_from_dispatcher=False):
    def decorator(implementation):
        if docs_from_dispatcher and dispatcher.__doc__ is not None:
            add_docstring(implementation, inspect.cleandoc(dispatcher.__doc__))
        public_api = Dispatcher(dispatcher, implementation)
        functools.update_wrapper(public_api, implementation)
        if not verify and not getattr(implementation, "__text_signature__", None):
            public_api.__signature__ = inspect.signature(dispatcher)
        if module is not None:
            public_api.__module__ = module
        return public_api
    return decorator
def from_dispatcher(implementation, module=None, verify=True, docs_from_dispatcher=True):
    def decorator(dispatcher):
        return dispatch(dispatcher, module, verify=verify,
                        docs_from_dispatcher=docs_from_dispatcher)(implementation)
    return decorator
from_c = functools.partial(from_dispatcher, module='numpy', docs_from_dispatcher=True, verify=False)
import c
)";

TEST(Wrappers, ADispatcherStandsForItsImplementation) {
  EXPECT_EQ(described(dispatch + "def d(a, b=None): pass\n@dispatch(d)\ndef f(a, b=2): pass\n"), "function(a, b=2)");
  EXPECT_EQ(described(dispatch + "@dispatch()\ndef f(a, *, like=None): pass\n"), "function(a, *, like=None)");
  EXPECT_EQ(described(dispatch + "def d(a, b=None): pass\n@dispatch(d)\n@dispatch(d)\ndef f(a, b=2): pass\n"),
            "function(a, b=2)");
}

TEST(Wrappers, ADispatcherThatCannotBeReadDoesToo) {
  std::string unread = dispatch;
  unread.replace(unread.find("from c import Dispatcher, add_docstring"), 39, "Dispatcher = something_else_entirely()");
  EXPECT_EQ(described(unread + "def d(a, b=None): pass\n@dispatch(d)\ndef f(a, b=2): pass\n"), "function(a, b=2)");
}

TEST(Wrappers, OverAFunctionOfCTheDocumentationOrTheDispatcherHasTheSignature) {
  EXPECT_EQ(described(dispatch + "@from_c(c.undocumented)\ndef f(a, b=None): pass\n"), "function(a, b=None)");
  EXPECT_EQ(described(dispatch + "@from_c(c.undocumented)\ndef f(a, b=None):\n    \"\"\"\n    undocumented(\n"
                                 "        a,\n        /,\n        b=\"C\",\n    )\n    --\n\n    Text.\n    \"\"\"\n"),
            "function(a, /, b='C')");
  EXPECT_EQ(described(dispatch + "@from_c(c.documented)\ndef f(a, b=None): pass\n"), "function(a, /, b='x')");
}

TEST(Wrappers, NamesAreFunctionsWhateverTheDecoratorReturns) {
  EXPECT_EQ(described("from c import Plain\n@Plain\ndef f(a): pass\n"), "function(a)");
  EXPECT_EQ(described("import functools\n@functools.singledispatch\ndef f(a): pass\n"), "function(a)");
  EXPECT_EQ(described("import functools\n@functools.lru_cache(maxsize=8)\ndef f(a): pass\n"), "function(a)");
  EXPECT_EQ(described("import weakref\n@weakref.WeakMethod\ndef f(a): pass\n"), "function(a)");
  EXPECT_EQ(described("class D:\n  def __init__(self, g): self.g = g\n@D\ndef f(a): pass\n"), "constant");
  EXPECT_EQ(described("@str\ndef f(a): pass\n").substr(0, 8), "function");
}

TEST(Wrappers, UpdateWrapperIsFollowedInEveryForm) {
  const std::string import = "import functools\ndef g(a, b=2): pass\ndef w(*args): pass\n";
  EXPECT_EQ(described(import + "f = functools.update_wrapper(w, g)\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "functools.update_wrapper(wrapper=w, wrapped=g)\nf = w\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = functools.wraps(wrapped=g)(w)\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = functools.wraps(g)(unknown())\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = unknown()\nfunctools.update_wrapper(f, g)\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = unknown()\nf.__wrapped__ = g\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = w\nf.__wrapped__ = g\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = functools.wraps(g)(w)\ndel f.__wrapped__\n"), "function(*args)");
  EXPECT_EQ(described(import + "f = w\nsetattr(f, '__wrapped__', g)\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = getattr(functools.wraps(g)(w), '__wrapped__', None)\n"), "function(a, b=2)");
  EXPECT_EQ(described(import + "f = getattr(g, '__wrapped__', w)\n"), "function(*args)");
  EXPECT_EQ(described(import + "class D:\n  def __init__(self, g): functools.update_wrapper(self, g)\n"
                               "  def __call__(self, *x): pass\n@D\ndef f(a, c): pass\n"),
            "function(a, c)");
  EXPECT_EQ(described(import + "g.__wrapped__ = w\nw.__wrapped__ = g\nf = g\n").substr(0, 8), "function");
  EXPECT_EQ(described(import + "h = unknown()\nh.__wrapped__ = h\nf = h\n"), "constant");
  EXPECT_EQ(described(import + "@functools.wraps(g)\ndef f(*x): pass\nif f.__name__ == 'g': f.__wrapped__ = w\n"),
            "function(*args)");
}

TEST(Wrappers, SignaturesThatAreMadeAreRead) {
  const std::string import =
      "import inspect\nfrom inspect import Parameter as P\ndef g(self, a, b=2) -> int: pass\n"
      "def f(*args): pass\n";
  EXPECT_EQ(described(import + "f.__signature__ = inspect.signature(g)\n"), "function(self, a, b=2) -> int");
  EXPECT_EQ(
      described(import + "s = inspect.signature(g)\np = list(s.parameters.values())\np[0] = p[0].replace(name='x')\n"
                         "f.__signature__ = s.replace(parameters=p)\n"),
      "function(x, a, b=2) -> int");
  EXPECT_EQ(described(import + "p = list(inspect.signature(g).parameters.values())\nif p[-1].kind is P.VAR_KEYWORD: "
                               "p.pop()\np.append(P('c', P.KEYWORD_ONLY, default=None))\nf.__signature__ = "
                               "inspect.Signature(p)\n"),
            "function(self, a, b=2, *, c=None)");
  EXPECT_EQ(described(import + "f.__signature__ = inspect.Signature([P('args', P.VAR_POSITIONAL), "
                               "P('kwargs', P.VAR_KEYWORD)])\n"),
            "function(*args, **kwargs)");
  EXPECT_EQ(described(import + "import functools\nf.__signature__ = inspect.signature(g)\nh = functools.wraps(f)(g)\n"
                               "f = h\n"),
            "function(self, a, b=2) -> int");
  EXPECT_EQ(described(import + "f.__signature__ = unknown()\n"), "function");
  EXPECT_EQ(described(import + "f.__signature__ = inspect.Signature([unknown()])\n"), "function");
  EXPECT_EQ(described("import inspect, c\ndef f(*a): pass\ntry:\n  s = inspect.signature(c.undocumented)\nexcept "
                      "ValueError:\n  s = inspect.signature(lambda x: 0)\nf.__signature__ = s\n"),
            "function(x)");
}

TEST(Wrappers, DocumentationThatPythonAddsIsReadToo) {
  const std::string import = "import c, inspect, textwrap\nfrom c import add_docstring\nf = c.undocumented\n";
  EXPECT_EQ(described(import + "add_docstring(f, 'undocumented($module, a, b=1)\\n--\\n\\nText.')\n"),
            "function(a, b=1)");
  EXPECT_EQ(described(import + "add_docstring(f, inspect.cleandoc('''\n    undocumented($module, /, a)\n    --\n\n    "
                               "Text.\n    '''))\n"),
            "function(a)");
  EXPECT_EQ(
      described(import + "d = '''{name}({params})\n--\n\n{doc}'''\nadd_docstring(f, d.format(name='undocumented', "
                         "params='a', doc=unknown()))\n"),
      "function(a)");
  EXPECT_EQ(described(import + "d = '{name}(a)\\n--\\n\\n{doc}'.format(name='undocumented', doc=unknown())\n"
                               "add_docstring(f, inspect.cleandoc(d))\n"),
            "function(a)");
  EXPECT_EQ(described(import + "add_docstring(f, 'undocumented(a[, b])\\n\\nText.')\n"), "function");
  EXPECT_EQ(described(import + "add_docstring(f, 'another(a)\\n--\\n\\nText.')\n"), "function");
  EXPECT_EQ(described(import + "add_docstring(c.Plain.copy, 'copy($self, /, order=\"C\")\\n--\\n\\n')\n"
                               "def f(*a): pass\nf.__signature__ = inspect.signature(c.Plain.copy)\n"),
            "function(self, /, order='C')");
  EXPECT_EQ(described("import c\nf = c.Plain().copy\nc.add_docstring(c.Plain.copy, 'copy($self, /, order=\"C\")\\n--\\n"
                      "\\n')\n"),
            "function(order='C')");
}

}  // namespace

}  // namespace fairplay
