#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// One PyMethodDef entry: {const char *ml_name; PyCFunction ml_meth; int ml_flags; const char *ml_doc}
/// (CPython's Include/methodobject.h), four words as the loader would see them after relocation.
struct Method {
  std::string name;
  std::uint64_t function = 0;  ///< virtual address
  std::uint32_t flags = 0;     ///< METH_*
};
struct MethodTable {
  std::uint64_t address = 0;
  std::vector<Method> methods;
};

/// The C method tables in .data.rel.ro and .data: runs of entries whose name points (by a RELATIVE or a
/// symbolic absolute relocation) at an identifier and whose function points into executable memory.
std::vector<MethodTable> method_tables(const Image& image, std::vector<Damage>& damage);

/// Names of ufuncs the module registers: string constants that code refers to and that are the name argument of a
/// PyUFunc_FromFuncAndData* registration; where the call can't be followed, `certain` is false.
struct UfuncName {
  std::string name;
  bool certain = false;
};
std::vector<UfuncName> ufunc_names(const Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
