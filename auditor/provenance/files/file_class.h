#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auditor/facts/origin.h"
#include "auditor/rules/places.h"

/// What a file of a NumPy is, by its path from the import folder, and which class of difference it makes.
namespace fairplay::auditor::provenance {

enum class FileSort : std::uint8_t {
  extension,       ///< an extension module: Python imports it
  library,         ///< a shared library that extension modules load
  static_library,  ///< what others link: .a, .lib
  source,          ///< .py and other files Python runs
  stub,            ///< .pyi
  header,          ///< C and Cython declarations, for others' extension modules
  other
};
FileSort sort_of(std::string_view path);

/// Whether the verdict `rebuilt` wants it equal to the release's: .py, .pyi, .pxd and headers.
bool is_read_as_source(std::string_view path);

/// "numpy/_core/x.cpython-311-x86_64-linux-gnu.so" -> "numpy/_core/x": an extension module whatever interpreter it is
/// for.
std::string_view module_of_extension(std::string_view path);
/// "numpy.libs/libgfortran-040039e1.so.5.0.0" -> "libgfortran": a library's own name, without versions and without the
/// hashes that auditwheel, delocate or delvewheel put into it.
std::string library_stem(std::string_view path);
/// "numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0" -> "0352e75f": the last of these hashes; empty without one.
/// auditwheel takes it from the file as it was before (the first 8 hex digits of its SHA-256).
std::string_view library_tag(std::string_view path);
/// "numpy/linalg/__init__.py" -> "numpy.linalg"; "numpy/_core/x.cpython-311.so" -> "numpy._core.x".
std::string dotted_name(std::string_view path);
/// Whether no part of a module's dotted name begins with an underscore, and it is NumPy's.
bool is_public_module(std::string_view path);
/// Whether no import statement reaches a file of this path in NumPy's folder: it is hidden, or its name is no
/// identifier but made of ordinary characters. What clouds, editors, macOS and container layers leave beside a file is
/// no module
/// ("._linalg.py", "linalg (1).py", ".ipynb_checkpoints/linalg-checkpoint.py", ".wh.linalg.py").
bool is_out_of_reach(std::string_view path);
/// Extension modules that only tests import, and the one (_simd) that only they use: their tables follow the compiler
/// and the CPU.
bool is_test_extension(std::string_view path);

enum class Change : std::uint8_t { changed, added, removed };

/// The class of a file that isn't a binary, by its place, else by what it is.
DifferenceClass class_of_file(const Places& places, std::string_view path, Change change);

/// Files that upstream's build writes or distributors may edit: where they differ, what they do matters, not that they
/// differ.
bool is_generated_or_edit_point(const Places& places, std::string_view path);

}  // namespace fairplay::auditor::provenance
