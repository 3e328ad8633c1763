#include "signatures/footprint/foreign.h"

#include <algorithm>
#include <array>

#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/inspect_objects.h"

namespace fairplay::signatures::footprint {

namespace {

/// The standard library's top-level modules, of Python 3.11 (sys.stdlib_module_names), sorted.
constexpr auto library = std::to_array<std::string_view>(
    {"abc",        "aifc",        "argparse",     "array",        "ast",         "asynchat",     "asyncio",
     "asyncore",   "atexit",      "audioop",      "base64",       "bdb",         "binascii",     "bisect",
     "builtins",   "bz2",         "cProfile",     "calendar",     "cgi",         "cgitb",        "chunk",
     "cmath",      "cmd",         "code",         "codecs",       "codeop",      "collections",  "colorsys",
     "compileall", "concurrent",  "configparser", "contextlib",   "contextvars", "copy",         "copyreg",
     "crypt",      "csv",         "ctypes",       "curses",       "dataclasses", "datetime",     "dbm",
     "decimal",    "difflib",     "dis",          "distutils",    "doctest",     "email",        "encodings",
     "ensurepip",  "enum",        "errno",        "faulthandler", "fcntl",       "filecmp",      "fileinput",
     "fnmatch",    "fractions",   "ftplib",       "functools",    "gc",          "genericpath",  "getopt",
     "getpass",    "gettext",     "glob",         "graphlib",     "grp",         "gzip",         "hashlib",
     "heapq",      "hmac",        "html",         "http",         "idlelib",     "imaplib",      "imghdr",
     "imp",        "importlib",   "inspect",      "io",           "ipaddress",   "itertools",    "json",
     "keyword",    "lib2to3",     "linecache",    "locale",       "logging",     "lzma",         "mailbox",
     "mailcap",    "marshal",     "math",         "mimetypes",    "mmap",        "modulefinder", "multiprocessing",
     "netrc",      "nntplib",     "ntpath",       "nturl2path",   "numbers",     "opcode",       "operator",
     "optparse",   "os",          "pathlib",      "pdb",          "pickle",      "pickletools",  "pipes",
     "pkgutil",    "platform",    "plistlib",     "poplib",       "posix",       "posixpath",    "pprint",
     "profile",    "pstats",      "pty",          "pwd",          "py_compile",  "pyclbr",       "pydoc",
     "pyexpat",    "queue",       "quopri",       "random",       "re",          "readline",     "reprlib",
     "resource",   "rlcompleter", "runpy",        "sched",        "secrets",     "select",       "selectors",
     "shelve",     "shlex",       "shutil",       "signal",       "site",        "smtpd",        "smtplib",
     "sndhdr",     "socket",      "socketserver", "spwd",         "sqlite3",     "sre_compile",  "sre_constants",
     "sre_parse",  "ssl",         "stat",         "statistics",   "string",      "stringprep",   "struct",
     "subprocess", "sunau",       "symtable",     "sys",          "sysconfig",   "syslog",       "tabnanny",
     "tarfile",    "telnetlib",   "tempfile",     "termios",      "textwrap",    "this",         "threading",
     "time",       "timeit",      "tkinter",      "token",        "tokenize",    "tomllib",      "trace",
     "traceback",  "tracemalloc", "tty",          "turtle",       "types",       "typing",       "unicodedata",
     "unittest",   "urllib",      "uu",           "uuid",         "venv",        "warnings",     "wave",
     "weakref",    "webbrowser",  "wsgiref",      "xdrlib",       "xml",         "xmlrpc",       "zipapp",
     "zipfile",    "zipimport",   "zlib",         "zoneinfo"});

/// Modules that were added or removed: [from, until) of Python 3.minor.
struct Span {
  std::string_view name;
  int from = 0;
  int until = 1000;
};
constexpr auto spans = std::to_array<Span>({{"dataclasses", 7},
                                            {"contextvars", 7},
                                            {"graphlib", 9},
                                            {"zoneinfo", 9},
                                            {"tomllib", 11},
                                            {"distutils", 0, 12},
                                            {"imp", 0, 12},
                                            {"asynchat", 0, 12},
                                            {"asyncore", 0, 12},
                                            {"smtpd", 0, 12},
                                            {"cgi", 0, 13},
                                            {"pipes", 0, 13},
                                            {"crypt", 0, 13},
                                            {"nntplib", 0, 13},
                                            {"telnetlib", 0, 13}});

/// Names of the standard library that are no class though written as one, or the other way round; and names that only
/// some versions have.
struct Known {
  std::string_view name;
  ValueKind kind;
  int from = 0;
  int until = 1000;
};
constexpr auto known = std::to_array<Known>({
    {"abc.ABC", ValueKind::class_},
    {"abc.abstractproperty", ValueKind::class_},
    {"contextlib.nullcontext", ValueKind::class_},
    {"contextlib.suppress", ValueKind::class_},
    {"functools.partial", ValueKind::class_},
    {"functools.cached_property", ValueKind::class_, 8},
    {"functools.cache", ValueKind::builtin, 9},
    {"operator.itemgetter", ValueKind::class_},
    {"operator.methodcaller", ValueKind::class_},
    {"operator.attrgetter", ValueKind::class_},
    {"itertools.chain", ValueKind::class_},
    {"itertools.count", ValueKind::class_},
    {"itertools.product", ValueKind::class_},
    {"itertools.repeat", ValueKind::class_},
    {"itertools.islice", ValueKind::class_},
    {"itertools.cycle", ValueKind::class_},
    {"itertools.zip_longest", ValueKind::class_},
    {"itertools.accumulate", ValueKind::class_},
    {"itertools.starmap", ValueKind::class_},
    {"itertools.takewhile", ValueKind::class_},
    {"collections.deque", ValueKind::class_},
    {"collections.defaultdict", ValueKind::class_},
    {"collections.Mapping", ValueKind::class_, 0, 10},
    {"collections.Iterable", ValueKind::class_, 0, 10},
    {"collections.Sequence", ValueKind::class_, 0, 10},
    {"collections.Callable", ValueKind::class_, 0, 10},
    {"collections.abc.Buffer", ValueKind::class_, 12},
    {"datetime.date", ValueKind::class_},
    {"datetime.datetime", ValueKind::class_},
    {"datetime.timedelta", ValueKind::class_},
    {"array.array", ValueKind::class_},
    {"typing.Callable", ValueKind::builtin},
    {"typing.ClassVar", ValueKind::builtin},
    {"typing.Dict", ValueKind::builtin},
    {"typing.Final", ValueKind::builtin, 8},
    {"typing.FrozenSet", ValueKind::builtin},
    {"typing.Generator", ValueKind::builtin},
    {"typing.Iterable", ValueKind::builtin},
    {"typing.Iterator", ValueKind::builtin},
    {"typing.List", ValueKind::builtin},
    {"typing.Literal", ValueKind::builtin, 8},
    {"typing.NamedTuple", ValueKind::builtin},
    {"typing.NoReturn", ValueKind::builtin},
    {"typing.Optional", ValueKind::builtin},
    {"typing.Sequence", ValueKind::builtin},
    {"typing.Tuple", ValueKind::builtin},
    {"typing.Type", ValueKind::builtin},
    {"typing.TypeAlias", ValueKind::builtin, 10},
    {"typing.TypedDict", ValueKind::builtin, 8},
    {"typing.Union", ValueKind::builtin},
    {"typing.Mapping", ValueKind::builtin},
    {"typing.Set", ValueKind::builtin},
    {"typing.Any", ValueKind::class_},
    {"typing.Protocol", ValueKind::class_, 8},
    {"typing.ParamSpec", ValueKind::class_, 10},
    {"typing.Self", ValueKind::builtin, 11},
    {"typing.override", ValueKind::builtin, 12},
    {"typing.TypeVarTuple", ValueKind::class_, 11},
    {"typing.Unpack", ValueKind::builtin, 11},
    {"typing.TypeIs", ValueKind::builtin, 13},
    {"typing.TypeGuard", ValueKind::builtin, 10},
    {"types.InstanceType", ValueKind::class_, 0, 0},
    {"types.EllipsisType", ValueKind::class_, 10},
    {"types.GenericAlias", ValueKind::class_, 9},
    {"types.NoneType", ValueKind::class_, 10},
    {"threading.local", ValueKind::class_},
    {"threading.Lock", ValueKind::builtin},
    {"ctypes.c_int", ValueKind::class_},
    {"enum.auto", ValueKind::class_},
    {"enum.StrEnum", ValueKind::class_, 11},
    {"logging.INFO", ValueKind::integer},
    {"warnings.catch_warnings", ValueKind::class_},
    {"mmap.mmap", ValueKind::class_},
    {"inspect.cleandoc", ValueKind::builtin},
    {"textwrap.dedent", ValueKind::builtin},
    {"os.PathLike", ValueKind::class_},
    {"builtins.property", ValueKind::class_},
    {"contextlib.chdir", ValueKind::class_, 11},
    {"dis.get_instructions", ValueKind::builtin},
    {"os.fspath", ValueKind::builtin},
});

constexpr auto submodules = std::to_array<std::string_view>({"os.path",
                                                             "collections.abc",
                                                             "concurrent.futures",
                                                             "importlib.machinery",
                                                             "importlib.util",
                                                             "importlib.metadata",
                                                             "importlib.abc",
                                                             "importlib.resources",
                                                             "logging.config",
                                                             "logging.handlers",
                                                             "multiprocessing.dummy",
                                                             "multiprocessing.pool",
                                                             "unittest.case",
                                                             "unittest.mock",
                                                             "urllib.request",
                                                             "urllib.parse",
                                                             "urllib.error",
                                                             "xml.etree",
                                                             "xml.dom",
                                                             "json.decoder",
                                                             "distutils.core",
                                                             "distutils.sysconfig",
                                                             "distutils.version",
                                                             "distutils.util",
                                                             "distutils.errors",
                                                             "distutils.msvccompiler",
                                                             "distutils.log",
                                                             "ctypes.util",
                                                             "email.message",
                                                             "http.client",
                                                             "encodings.aliases",
                                                             "asyncio.events",
                                                             "distutils.ccompiler",
                                                             "distutils.command",
                                                             "distutils.cmd",
                                                             "distutils.dir_util",
                                                             "distutils.file_util",
                                                             "distutils.spawn",
                                                             "distutils.debug",
                                                             "distutils.dep_util",
                                                             "distutils.unixccompiler"});

constexpr auto builtin_classes = std::to_array<std::string_view>(
    {"bool",      "bytearray", "bytes",        "classmethod", "complex",    "dict",   "enumerate", "filter", "float",
     "frozenset", "int",       "list",         "map",         "memoryview", "object", "property",  "range",  "reversed",
     "set",       "slice",     "staticmethod", "str",         "super",      "tuple",  "type",      "zip"});
constexpr auto builtin_functions = std::to_array<std::string_view>(
    {"abs",     "all",    "any",  "ascii", "bin",        "breakpoint", "callable", "chr",     "compile", "delattr",
     "dir",     "divmod", "eval", "exec",  "exit",       "format",     "getattr",  "globals", "hasattr", "hash",
     "help",    "hex",    "id",   "input", "isinstance", "issubclass", "iter",     "len",     "locals",  "max",
     "min",     "next",   "oct",  "open",  "ord",        "pow",        "print",    "quit",    "repr",    "round",
     "setattr", "sorted", "sum",  "vars",  "__import__", "aiter",      "anext"});

Ref foreign(ValueKind kind, const std::string& place, const std::string& name) {
  Ref value = make_unknown();
  value->kind = kind;
  value->origin = Origin::foreign;
  value->text = name;
  value->place = place;
  if (kind == ValueKind::integer) value->partial = true;
  return value;
}

/// Signatures of what NumPy's modules let slip into their namespaces.
constexpr auto signatures_known = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"operator.mul", "(a, b, /)"},
    {"operator.index", "(a, /)"},
    {"os.fspath", "(path)"},
    {"os.PathLike", "()"},
    {"collections.Mapping", "()"},
    {"collections.abc.Mapping", "()"},
    {"collections.abc.Sequence", "()"},
    {"contextlib.contextmanager", "(func)"},
    {"functools.wraps",
     "(wrapped, assigned=('__module__', '__name__', '__qualname__', '__doc__', '__annotations__'), "
     "updated=('__dict__',))"},
    {"functools.update_wrapper",
     "(wrapper, wrapped, assigned=('__module__', '__name__', '__qualname__', '__doc__', '__annotations__'), "
     "updated=('__dict__',))"},
    {"itertools.cycle", "(iterable, /)"},
    {"secrets.randbits", "(k)"},
    {"decimal.Decimal", "(value='0', context=None)"},
    {"threading.get_ident", "()"},
});

Ref with_signature(Ref value, std::string_view full) {
  for (const auto& [name, signature] : signatures_known) {
    if (name == full) value->signature = std::string(signature);
  }
  return value;
}

/// Values that code asks for to decide what to define.
Ref value_of(const std::string& full, int minor) {
  if (full == "sys.version_info") {
    Ref version = make_container(ValueKind::tuple, {make_integer(3), make_integer(minor), make_integer(0),
                                                    make_string("final"), make_integer(0)});
    version->names = std::make_shared<Names>();
    (*version->names)["major"] = version->items[0];
    (*version->names)["minor"] = version->items[1];
    (*version->names)["micro"] = version->items[2];
    return version;
  }
  if (full == "sys.platform") return make_string("linux");
  if (full == "os.name") return make_string("posix");
  if (full == "sys.byteorder") return make_string("little");
  if (full == "sys.maxsize") return make_integer(INT64_MAX);
  if (full == "sys.hexversion") return make_integer(0x030000f0 + minor * 0x10000);
  if (full == "sys.maxunicode") return make_integer(0x10ffff);
  if (full == "typing.TYPE_CHECKING") return make_bool(false);
  if (full == "platform.python_implementation" || full == "platform.system") return nullptr;
  if (full == "os.environ") {  // a NumPy is described as it is without settings
    Ref none = make_unknown();
    none->kind = ValueKind::dict;
    return none;
  }
  if (full == "inspect.Signature" || full == "inspect.Parameter") return inspect_class(full.substr(8));
  if (full == "functools.WRAPPER_ASSIGNMENTS") {
    std::vector<Ref> names;
    for (const char* name : {"__module__", "__name__", "__qualname__", "__doc__"}) names.push_back(make_string(name));
    if (minor >= 12) names.push_back(make_string("__type_params__"));
    names.push_back(make_string(minor >= 14 ? "__annotate__" : "__annotations__"));
    return make_container(ValueKind::tuple, std::move(names));
  }
  if (full == "os.curdir") return make_string(".");
  if (full == "sys.stdout" || full == "sys.stderr" || full == "sys.stdin") return make_unknown();
  if (full == "math.pi") return make_real(3.141592653589793);
  if (full == "math.inf") return make_real(__builtin_inf());
  if (full == "math.nan") return make_real(__builtin_nan(""));
  if (full == "sys.modules" || full == "sys.path" || full == "sys.argv" || full == "sys.flags" ||
      full == "sys.implementation" || full == "sys.version" || full == "os.sep" || full == "os.linesep" ||
      full == "os.extsep" || full == "os.pathsep")
    return make_unknown();
  return nullptr;
}

}  // namespace

bool in_standard_library(std::string_view module, int minor) {
  for (const Span& span : spans) {
    if (span.name == module) return minor >= span.from && minor < span.until;
  }
  if (module == "_thread" || module == "_collections_abc" || module == "__future__" || module == "_ctypes" ||
      module == "_weakref")
    return true;
  return std::ranges::find(library, module) != library.end();
}

Ref foreign_module(const std::string& name) { return foreign(ValueKind::module, name, name); }

Ref foreign_attribute(const std::string& module, const std::string& name, int minor) {
  const std::string full = module + "." + name;
  if (Ref value = value_of(full, minor)) return value;
  for (const Known& one : known) {
    if (one.name != full) continue;
    if (minor < one.from || minor >= one.until) return nullptr;
    return with_signature(foreign(one.kind, module, name), full);
  }
  if (module == "builtins") {
    Ref value = builtin_name(name);
    return value;
  }
  if (std::ranges::find(submodules, full) != submodules.end()) return foreign_module(full);
  if (name.starts_with("__")) return make_unknown();
  if (module == "ctypes" && (name.starts_with("c_") || name == "py_object"))
    return foreign(ValueKind::class_, module, name);
  const bool upper_first = name[0] >= 'A' && name[0] <= 'Z';
  const bool all_upper = std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  return with_signature(foreign(all_upper     ? ValueKind::integer
                                : upper_first ? ValueKind::class_
                                              : ValueKind::builtin,
                                module, name),
                        full);
}

Ref builtin_name(const std::string& name) {
  if (std::ranges::find(builtin_classes, name) != builtin_classes.end())
    return foreign(ValueKind::class_, "builtins", name);
  if (std::ranges::find(builtin_functions, name) != builtin_functions.end())
    return foreign(ValueKind::builtin, "builtins", name);
  if (name == "Ellipsis") return foreign(ValueKind::ellipsis, "builtins", name);
  if (name == "NotImplemented" || name == "__debug__" || name == "__builtins__" || name == "__spec__" ||
      name == "__loader__" || name == "copyright" || name == "credits" || name == "license")
    return make_unknown();
  if (name.size() > 5 && name[0] >= 'A' && name[0] <= 'Z' && name != "StandardError" && name != "WindowsError" &&
      (name.ends_with("Error") || name.ends_with("Warning")))
    return foreign(ValueKind::class_, "builtins", name);
  if (name == "Exception" || name == "BaseException" || name == "KeyboardInterrupt" || name == "SystemExit" ||
      name == "StopIteration" || name == "Warning" || name == "GeneratorExit" || name == "ExceptionGroup" ||
      name == "StopAsyncIteration")
    return foreign(ValueKind::class_, "builtins", name);
  return nullptr;
}

std::vector<std::string_view> builtin_members(std::string_view type, int minor) {
  if (type.ends_with("Error") || type.ends_with("Warning") || type == "Exception" || type == "BaseException") {
    std::vector<std::string_view> members = {"args", "with_traceback"};
    if (minor >= 11) members.insert(members.begin(), "add_note");
    if (type == "AttributeError" && minor >= 10) members.insert(members.end(), {"name", "obj"});
    if (type == "ImportError") members.insert(members.end(), {"msg", "name", "path"});
    if (type == "NameError" && minor >= 10) members.push_back("name");
    return members;
  }
  if (type == "dict")
    return {"clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"};
  if (type == "tuple") return {"count", "index"};
  if (type == "list")
    return {"append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"};
  return {};
}

}  // namespace fairplay::signatures::footprint
