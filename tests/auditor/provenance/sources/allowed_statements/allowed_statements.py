#!/usr/bin/python3
"""Statements that do something, as CPython runs them, are never called allowed.

usage: allowed_statements.py DRIVER [COUNT [SEED]]

Makes random statements of the whole grammar around a payload, runs each in a child of its own with a guarded set of builtins, and
keeps those that did something: called the payload, loaded a library, raised an audit event that isn't harmless, or changed what
belongs to others (sys.path, os.environ, another module's attribute ...). The driver must find something unexpected in every one of
them. Of harmless statements, some must be allowed: a reader that refuses everything would pass otherwise.
"""

import os
import random
import subprocess
import sys
import textwrap

COUNT = 5000
CHUNK = 500

# An expression that does something; Q is a string that tells nothing.
PAYLOADS = (
    "evil()", "evil(1)", "exec('evil()')", "eval('evil()')", "__import__('evil_module')", "(lambda: evil())()", "EVIL.x", "EVIL[0]",
    "EVIL + 1", "-EVIL", "EVIL()", "f'{EVIL}'", "'%s' % EVIL", "EVIL < 1", "1 in EVIL", "(yes := evil())", "os.system('true')",
    "sys.path.append('/x')", "os.environ.update(X='1')", "os.environ.setdefault('X', '1')", "ctypes.CDLL('/x/evil.so')",
    "ctypes.CDLL(None)", "os.putenv('X', '1')", "setattr(sys, 'x', 1)", "globals().update(len=evil)", "warnings.filters.append(1)",
    "sys.modules.pop('evil_module', evil())", "os.listdir(evil())", "open('/dev/null')", "os.add_dll_directory('/x')",
    "glob.glob(evil())", "json.loads('{}', object_hook=evil)", "max([1], key=evil)", "list(map(evil, [1]))", "sys.path.__iadd__(['/x'])",
)
EXPRESSIONS = (
    "{e}", "({e})", "[{e}]", "[*{e}]", "({e},)", "{{{e}}}", "{{1: {e}}}", "{{{e}: 1}}", "{{**{e}}}", "[0, {e}][0:1]", "[1][{e}:]",
    "[1][:{e}]", "[1][::{e}]", "'a' + str({e})", "not {e}", "{e} or 1", "0 or {e}", "1 and {e}", "{e} if 1 else 2", "1 if {e} else 2",
    "2 if 0 else {e}", "[{e} for x in [1]]", "[x for x in [1] if {e}]", "[x for x in {e}]", "[x for y in [1] for x in [{e}]]",
    "[*(x for x in [{e}])]", "{{x: {e} for x in [1]}}", "str({e})", "len([{e}])", "bool({e})", "'a'.replace('a', str({e}))",
    "'a'.join([str({e})])", "1 < 2 < {e}", "0 < 1 < 2 < 3 < 4 < 5 < 6 < 7 < 8 < 9 < 10 < 11 < 12 < 13 < 14 < 15 < 16 < 17 < 18 < 19 < 20 "
    "< 21 < 22 < 23 < 24 < 25 < 26 < 27 < 28 < 29 < 30 < 31 < 32 < {e}", "f'{{{e}!r}}'", "'a' f'{{{e}}}' 'b'", "(z := {e})",
    "(lambda a={e}: a)", "(lambda: {e})()", "min([{e}], default={e})", "'{{}}'.format({e})", "os.getenv('X', {e})",
    "os.path.join('a', str({e}))", "[i for i in range(2)][{e} and 0]", "{{'a': 1}}.get('a', {e})", "isinstance({e}, int)", "[({e})] * 2",
    "'a' @ {e} if 0 else {e}", "print({e})", "dict(a={e})", "str(*[{e}])", "bool(**{{}}) or {e}",
)
STATEMENTS = (
    "{e}", "x = {e}", "x: {e} = 1", "x: int = {e}", "x: {e}", "x = y = {e}", "x, y = 1, {e}", "x, *y = [1, {e}]", "x = 1\nx += {e}",
    "x = [1]\nx[{e}:] = []", "x = [1, 2]\ndel x[{e}:]", "del [0, 1][{e} and 0]", "if {e}:\n    pass", "if 0:\n    pass\nelif {e}:\n    pass",
    "if 0:\n    pass\nelse:\n{s}", "for x in [{e}]:\n    pass", "for x in [1]:\n{s}", "for x in []:\n    pass\nelse:\n{s}",
    "while {e}:\n    break", "while 1:\n{s}\n    break", "with {e} as x:\n    pass", "with Quiet() as x, {e}:\n    pass",
    "try:\n    1 / 0\nexcept {e}:\n    pass", "try:\n{s}\nexcept Exception:\n    pass", "try:\n    1 / 0\nexcept ZeroDivisionError:\n{s}",
    "try:\n    pass\nfinally:\n{s}", "try:\n    pass\nexcept Exception:\n    pass\nelse:\n{s}", "match {e}:\n    case _:\n        pass",
    "match 0:\n    case _:\n{t}", "match 0:\n    case 0 if {e}:\n        pass", "def f(a={e}):\n    pass", "def f(a: {e}):\n    pass",
    "def f() -> {e}:\n    pass", "@{d}\ndef f():\n    pass", "class C({e}):\n    pass", "class C:\n{s}", "class C(metaclass=evil):\n    pass",
    "@{d}\nclass C:\n    pass", "raise {e}", "assert {e}", "assert 0, {e}", "x = 1; {e}", "{e}; x = 1", "{e}, 1", "import evil_module",
    "from evil_module import x", "import os\nos.environ['X'] = '1'", "import sys\nq = sys.path\nq.append('/x')",
    "import sys\nq = sys.path\nq[0:0] = ['/x']", "from sys import path as q\nq += ['/x']", "import sys\nsys.path += ['/x']",
    "import sys\nfor sys.path[0] in ['/x']:\n    pass", "import sys\n[0 for sys.path[0] in ['/x']]", "import os\ne = os.environ\ne['X'] = '1'",
    "import warnings\nwarnings.filters.insert(0, 1)", "b = __builtins__\nb['x' if isinstance(b, dict) else 0] = {e}",
    "len = evil\nx = len('a')", "bool = evil\nx = bool(1)", "from os import system as len\nx = len('true')",
    "import evil_module as os\nos.getenv('a')", "import os\nos = EVIL\nos.getenv('a')", "import sys\nsys.modules['json'] = 1",
    "import sys\nx = [sys.path][0]\nx.append('/x')", "import sys\nx = sys.path or 1\nx.append('/x')", "x = [evil]\nx[0]()",
    "x = {{'a': evil}}\nx.get('a')()", "import ctypes, os\np = os.path.dirname(__file__)\np = '/x/evil.so'\nctypes.CDLL(p)",
    "import ctypes, os\np = '/x/evil.so'\nif 0:\n    p = os.path.dirname(__file__)\nctypes.CDLL(p)",
    "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), '..', '..', 'x.so'))",
    "import ctypes, os\n__file__ = '/x/y.py'\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'x.so'))",
    "import ctypes\nfor p in ['/x/evil.so']:\n    ctypes.CDLL(p)", "import os, ctypes\nctypes.CDLL('evil.so')",
)
HARMLESS = (
    "x = 1", "x = {'a': [1, 'b', (None, True)]}", "import os\nx = os.path.dirname(__file__)", "x = 'a'.split('b')", "pass",
    "import sys\nif sys.platform == 'win32':\n    x = 1\nelse:\n    x = 2", "x = 'dev' not in 'a' and '+' not in 'b'",
    "try:\n    import ctypes\nexcept ImportError:\n    pass", "for x in ['a']:\n    y = x",
)
IMPORTS = "import os\nimport sys\nimport ctypes\nimport glob\nimport json\nimport warnings\n"

# Runs in the child: statements on its standard input, "1" or "0" for each on its output.
JUDGE = r'''
import builtins, copy, ctypes, glob, json, os, sys, types, warnings
did = False
def mark(*args, **more):
    global did
    did = True
    return 1
class Evil:
    def __getattribute__(self, name): mark(); return mark
    def __call__(self, *a, **m): mark(); return 1
    def __getitem__(self, key): mark(); return 1
    def __add__(self, other): mark(); return 1
    __radd__ = __neg__ = __lt__ = __gt__ = __contains__ = __bool__ = __format__ = None
    def __neg__(self): mark(); return 1
    def __lt__(self, other): mark(); return True
    def __gt__(self, other): mark(); return True
    def __contains__(self, other): mark(); return True
    def __bool__(self): mark(); return True
    def __format__(self, spec): mark(); return ""
    def __str__(self): mark(); return ""
    def __repr__(self): mark(); return ""
class Quiet:
    def __enter__(self): return 1
    def __exit__(self, *more): return False
def refuse(*args, **more):
    mark()
    raise OSError("refused")
watching = False
def hook(event, args):
    if not watching: return
    if event in ("os.putenv", "os.unsetenv", "os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.__new__", "ctypes.dlopen"):
        mark()
        raise OSError("refused")
    if event == "open" and "__pycache__" not in str(args[0]): mark()
sys.addaudithook(hook)
module = types.ModuleType("evil_module"); module.__getattr__ = lambda name: mark
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "evil_module": mark()
        return None
sys.meta_path.insert(0, Finder)
os.add_dll_directory = refuse
out = sys.stdout
sys.stdout = open(os.devnull, "w")
real = dict(vars(builtins))
for text in sys.stdin.buffer.read().decode().split("\0")[:-1]:
    did = False
    before = (list(sys.path), dict(os.environ), list(warnings.filters), dict(vars(sys)), dict(sys.modules), dict(vars(os)), dict(vars(json)))
    space = {"__name__": "x", "__file__": "/nowhere/numpy/_distributor_init_local.py", "evil": mark, "EVIL": Evil(), "Quiet": Quiet}
    try:
        code = compile(text, "x", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        print("-", file=out)
        continue
    watching = True
    try:
        exec(code, space)
    except BaseException:
        pass
    watching = False
    after = (list(sys.path), dict(os.environ), list(warnings.filters), dict(vars(sys)), dict(sys.modules), dict(vars(os)), dict(vars(json)))
    def same(a, b):
        return len(a) == len(b) and (a == b if not isinstance(a, dict) else all(k in b and b[k] is v or b.get(k) == v for k, v in a.items()))
    ignored = lambda d: {k: v for k, v in d.items() if k not in ("last_exc", "last_value")} if isinstance(d, dict) else d
    changed = not all(same(ignored(a), ignored(b)) for a, b in zip(before, after)) or any(vars(builtins).get(k) is not v for k, v in real.items())
    print("1" if did or changed else "0", file=out)
    sys.path[:] = before[0]
    warnings.filters[:] = before[2]
    for key in set(os.environ) - set(before[1]): del os.environ[key]
    for holder, old in ((sys, before[3]), (os, before[5]), (json, before[6])):
        for key in set(vars(holder)) - set(old): delattr(holder, key)
        for key, value in old.items():
            if vars(holder).get(key) is not value: setattr(holder, key, value)
    sys.stdout = sys.stdout if sys.stdout is not out else open(os.devnull, "w")
    sys.modules.clear(); sys.modules.update(before[4])
    vars(builtins).update(real)
    for key in set(vars(builtins)) - set(real): del vars(builtins)[key]
'''


def expression(chance: random.Random, depth: int) -> str:
    text = chance.choice(PAYLOADS)
    for _ in range(depth):
        text = chance.choice(EXPRESSIONS).format(e=text)
    return text


def statement(chance: random.Random, depth: int = 0) -> str:
    template = chance.choice(STATEMENTS)
    nested = statement(chance, depth + 1) if depth < 3 and ("{s}" in template or "{t}" in template) else "evil()"
    return template.format(
        e=expression(chance, chance.randrange(4)), d=expression(chance, 0), s=textwrap.indent(nested, "    "), t=textwrap.indent(nested, "        ")
    )


def asked(command: list[str], texts: list[str]) -> list[str]:
    answers: list[str] = []
    for start in range(0, len(texts), CHUNK):
        some = texts[start : start + CHUNK]
        done = subprocess.run(command, input="".join(text + "\0" for text in some).encode(), capture_output=True, timeout=200, cwd="/")
        lines = done.stdout.decode().split()
        if len(lines) != len(some):
            sys.exit(f"{command[0]}: {len(lines)} answers for {len(some)} statements\n{done.stderr.decode()[-2000:]}")
        answers += lines
    return answers


def main() -> int:
    driver = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    if sys.version_info < (3, 10):
        print("needs a Python with match", file=sys.stderr)
        return 77
    doing: list[str] = []
    seen: set[str] = set()
    child = [sys.executable, "-I", "-B", "-c", JUDGE]
    while len(doing) < count:
        some = []
        while len(some) < CHUNK:
            text = IMPORTS + statement(chance) + "\n"
            if text not in seen:
                seen.add(text)
                some.append(text)
        doing += [text for text, answer in zip(some, asked(child, some)) if answer == "1"]
    doing = doing[:count]
    passed = [text for text, answer in zip(doing, asked([driver], doing)) if answer == "1"]
    for text in passed[:20]:
        print(f"allowed, but it does something:\n{textwrap.indent(text.removeprefix(IMPORTS), '    ')}")
    refused = [text for text, answer in zip(HARMLESS, asked([driver], [text + chr(10) for text in HARMLESS])) if answer == "0"]
    for text in refused:
        print(f"refused, but it does nothing:\n{textwrap.indent(text, '    ')}")
    print(f"{len(doing)} statements that do something, of {len(seen)}: {len(passed)} allowed; {len(refused)} of {len(HARMLESS)} harmless ones refused")
    return 1 if passed or refused else 0


if __name__ == "__main__":
    os.environ["PYTHONHASHSEED"] = "0"
    sys.exit(main())
