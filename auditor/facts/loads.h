#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/imports.h"

namespace fairplay::auditor {

enum class Verdict : std::uint8_t { yes, no, unknown };

/// One reason why a build can't be loaded where it lies; each cause once, however many symbols or modules it concerns.
struct LoadProblem {
  enum class Kind : std::uint8_t {
    other_python,     ///< extension modules for another version, implementation or threading of Python
    other_machine,    ///< for another processor
    other_system,     ///< for another operating system
    other_libc,       ///< for glibc where musl is, or the other way round
    older_system,     ///< for a newer glibc or macOS
    processor,        ///< for a processor with instructions that this one lacks
    requires_python,  ///< its metadata asks for another version; `import` doesn't look at that
    library_missing,  ///< the loader finds no file of that name
    unreadable,       ///< there, but no ELF file, or one that can't be read
    cut_off,          ///< it ends before what its headers promise
    version_missing,  ///< a library lacks a version of its symbols
    symbol_missing,   ///< nobody defines it
    older_core        ///< a module of an older NumPy in place of a Python file: NumPy's own check refuses it
  };
  Kind kind = Kind::library_missing;
  std::string wanted;  ///< "CPython 3.11", "libz.so.1", "GLIBC_2.34", "cblas_dgemm"
  std::string here;    ///< what there is instead: "CPython 3.10", the library without the version
  std::string by;      ///< who wants it: path relative to the import folder, else as the user would open it
  std::vector<std::string> symbols;  ///< symbol_missing: all of them
  bool on_import_chain = true;       ///< `import numpy` itself fails of it
  std::string newest{};  ///< version_missing: the newest of its family there is: "glibc 2.31", "GLIBCXX_3.4.25"
};
std::string_view name(LoadProblem::Kind kind);  ///< "library-missing"

/// loads? — whether an interpreter that was found can import the build, worked out from files alone.
struct Loads {
  Verdict verdict = Verdict::unknown;
  std::string why;                         ///< one sentence behind the verdict
  std::string interpreter;                 ///< the program it was held against, as the user would open it
  std::string held_against;                ///< what that is: "CPython 3.10 on Linux x86-64, glibc 2.17"
  std::string convention;                  ///< the layout that says where it will run: "an AWS Lambda layer"; or empty
  bool wins = true;                        ///< `import numpy` of that interpreter gets this one
  std::optional<std::string> shadowed_by;  ///< path of the one it gets instead
  std::vector<HiddenImport> hidden;        ///< at most one: how an interpreter comes to another one
  std::vector<HiddenImport> hidden_packages;  ///< that link a BLAS, in the environments whose NumPy this is
  std::vector<std::string> other_users;       ///< NumPys that come first for their users, and weren't looked at
  std::vector<LoadProblem> problems;
  std::vector<std::string> fits;  ///< "CPython 3.11, Linux x86-64, glibc 2.17 or newer"
};

}  // namespace fairplay::auditor
