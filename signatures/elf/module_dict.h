#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "signatures/elf/image.h"
#include "signatures/elf/method_tables.h"

namespace fairplay::signatures::elf {

/// A PyTypeObject of static storage (CPython's Include/cpython/object.h), as far as names go.
struct TypeObject {
  std::string name;                     ///< tp_name: "numpy.ndarray"
  std::string doc;                      ///< tp_doc; empty without one
  std::vector<std::string> methods;     ///< tp_methods
  std::vector<std::string> properties;  ///< tp_getset and tp_members
  bool callable = false;                ///< its instances are: it has a tp_call
  bool plain = false;                   ///< neither tp_new nor tp_init, here and in the bases that are in this file
  std::uint64_t base = 0;               ///< tp_base's address, where it is in this file
};

/// What becomes of a name that an extension module puts into its dict.
enum class EntryKind : std::uint8_t { unknown, type, constant, method };

/// One name of an extension module's namespace, with the evidence that it gets there: a call of PyModule_Add* or of
/// PyDict_SetItemString on the module's dict with this constant name, or an entry of the module's own method table.
struct DictEntry {
  std::string name;
  EntryKind kind = EntryKind::unknown;
  std::uint64_t object = 0;  ///< address of a static object; 0 where code computes it
  std::string doc;           ///< of a method
  std::string
      alias{};  ///< where it is computed: the name that was looked up in a dict just before, which it may stand for
};

struct ModuleDict {
  std::vector<DictEntry> entries;             ///< sorted by name, each once
  std::map<std::uint64_t, TypeObject> types;  ///< by address: those registered, and their bases
  bool found = false;                         ///< the module's definition was found
};

/// Reads what the module `name` (its last component: "_multiarray_umath") registers. Follows constants through x86-64
/// and AArch64 code of those functions that call the registrations; on other machines, only the method table is
/// reported.
ModuleDict module_dict(const Image& image, const std::string& name, std::vector<Damage>& damage);

/// Which of `wanted` are in read-only data as a string or, as linkers merge tails, as the end of one.
std::set<std::string> strings_among(const Image& image, const std::set<std::string, std::less<>>& wanted);
/// The strings of read-only data that begin with `prefix`.
std::set<std::string> strings_beginning(const Image& image, std::string_view prefix);

/// PyMethodDef entries by name, with their documentation where it is text.
std::map<std::string, std::string> method_docs(const Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
