// The names of a C extension module: its own method table, and what its initialisation registers.
#include "signatures/elf/module_dict.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <deque>
#include <utility>

#include "signatures/elf/call_sites.h"
#include "signatures/elf/loaded_memory.h"
#include "signatures/elf/pointers.h"

namespace fairplay::signatures::elf {

namespace {

constexpr std::size_t longest_dict_name = 256;
constexpr std::size_t longest_doc = 1U << 16;
constexpr std::size_t most_table_entries = 4096;

// Registrations, with the position of the name among their arguments always second (Include/moduleobject.h,
// modsupport.h, dictobject.h).
const std::vector<std::string> followed = {
    "PyDict_SetItemString",    "PyModule_AddObject",
    "PyModule_AddObjectRef",   "PyModule_Add",
    "PyModule_AddIntConstant", "PyModule_AddStringConstant",
    "PyModule_AddType",        "PyModule_GetDict",
    "PyModule_Create2",        "PyFloat_FromDouble",
    "PyLong_FromLong",         "PyLong_FromSsize_t",
    "PyUnicode_FromString",    "PyUnicode_InternFromString",
    "PyBool_FromLong",         "PyCapsule_New",
    "PyType_FromSpec",         "PyType_FromModuleAndSpec",
    "PyErr_NewException",      "PyLong_FromVoidPtr",
    "PyDict_GetItemString",    "_PyDict_GetItemStringWithError",
    "PyDict_GetItemStringRef",
};

class Names {
 public:
  Names(const Image& image, std::vector<Damage>& damage)
      : image_(image), memory_(image), pointers_(image, damage), word_(image.header().bits / 8) {}

  ModuleDict find(const std::string& module, std::vector<Damage>& damage) {
    for (const MethodTable& table : method_tables(image_, damage)) tables_.emplace(table.address, table);
    own_methods(module);
    registrations(damage);
    for (auto& [name, entry] : entries_) dict_.entries.push_back(std::move(entry));
    return std::move(dict_);
  }

  std::map<std::string, std::string> docs(std::vector<Damage>& damage) {
    std::map<std::string, std::string> result;
    for (const MethodTable& table : method_tables(image_, damage)) {
      for (std::size_t i = 0; i < table.methods.size(); ++i) {
        std::string doc = method_doc(table.address, i);
        if (!doc.empty()) result.try_emplace(table.methods[i].name, std::move(doc));
      }
    }
    return result;
  }

 private:
  std::string text(std::uint64_t address, std::size_t limit) {
    const auto string = memory_.string(address, limit);
    return string ? std::string(*string) : std::string();
  }
  std::string text_at(std::uint64_t place, std::size_t limit) {
    const auto target = pointers_.at(place);
    return target ? text(*target, limit) : std::string();
  }

  std::string method_doc(std::uint64_t table, std::size_t index) {
    return text_at(table + (index * 4 + 3) * word_, longest_doc);
  }

  void add(DictEntry entry) {
    if (!is_identifier(entry.name) || entries_.size() >= 1U << 14) return;
    const auto [known, fresh] = entries_.try_emplace(entry.name, entry);
    if (!fresh && known->second.kind == EntryKind::unknown) known->second = std::move(entry);
  }

  /// PyModuleDef: after five words of header m_name, m_doc, m_size, m_methods (Include/moduleobject.h).
  void own_methods(const std::string& module) {
    for (const auto& pointer : pointers_.all()) {
      const auto name = memory_.string(pointer.target, longest_dict_name);
      if (!name || (*name != module && !name->ends_with("." + module))) continue;
      const auto methods = pointers_.at(pointer.place + 3 * word_);
      if (!methods || !plausible_size(pointer.place + 2 * word_)) continue;
      dict_.found = true;
      const auto table = tables_.find(*methods);
      if (table == tables_.end()) continue;
      for (std::size_t i = 0; i < table->second.methods.size(); ++i)
        add({table->second.methods[i].name, EntryKind::method, 0, method_doc(table->first, i)});
    }
  }

  /// m_size is -1, 0 or small, and no pointer.
  bool plausible_size(std::uint64_t place) {
    const auto size = memory_.word(place);
    return !pointers_.patched(place) && size &&
           (*size < (1U << 20) || *size == ~std::uint64_t{0} || *size == 0xffffffffU);
  }

  void registrations(std::vector<Damage>& damage) {
    const std::vector<CallSite> sites = call_sites(image_, memory_, followed, damage);
    const auto is_dict = [](const Holding& holding) {
      return holding.kind == Holding::Kind::result && followed[holding.value] == "PyModule_GetDict";
    };
    // A dict handed on to a function of the file's own: which functions' arguments are the module's dict.
    std::set<std::pair<std::uint64_t, std::uint64_t>> dicts;
    for (int round = 0; round < 4; ++round) {
      const std::size_t before = dicts.size();
      for (const CallSite& site : sites) {
        if (!site.imported.empty() || site.target == 0) continue;
        for (std::uint64_t i = 0; i < site.arguments.size(); ++i) {
          const Holding& given = site.arguments[i];
          if (is_dict(given) || (given.kind == Holding::Kind::argument && dicts.contains({site.function, given.value})))
            dicts.insert({site.target, i});
        }
      }
      if (dicts.size() == before) break;
    }
    std::deque<std::string> looked_up;  // `divide` is what `true_divide` was: PyDict_SetItemString(d, "divide",
                                        // PyDict_GetItemString(d, "true_divide"))
    std::uint64_t function = 0;
    for (const CallSite& site : sites) {
      if (std::exchange(function, site.function) != site.function) looked_up.clear();
      const bool names_a_key = site.imported.find("Dict_GetItemString") != std::string::npos;
      if (names_a_key || site.imported == "PyUnicode_FromString" || site.imported == "PyUnicode_InternFromString") {
        const Holding& key = site.arguments[names_a_key ? 1 : 0];
        if (key.kind != Holding::Kind::constant || memory_.writable(key.value)) continue;
        looked_up.push_back(text(key.value, longest_dict_name));
        if (looked_up.size() > 4) looked_up.pop_front();
        continue;
      }
      const bool set_item = site.imported == "PyDict_SetItemString";
      if (!set_item && (!site.imported.starts_with("PyModule_Add") || site.imported == "PyModule_AddType")) continue;
      if (site.arguments[1].kind != Holding::Kind::constant || memory_.writable(site.arguments[1].value)) continue;
      const Holding& first = site.arguments[0];
      if (set_item && !is_dict(first) &&
          !(first.kind == Holding::Kind::argument && dicts.contains({site.function, first.value})))
        continue;
      DictEntry entry{text(site.arguments[1].value, longest_dict_name), EntryKind::unknown, 0, {}};
      if (site.imported == "PyModule_AddIntConstant" || site.imported == "PyModule_AddStringConstant")
        entry.kind = EntryKind::constant;
      else
        describe(site.arguments[2], entry);
      if (entry.kind == EntryKind::unknown && !looked_up.empty()) {
        entry.alias = looked_up.front();
        looked_up.pop_front();
      }
      add(std::move(entry));
    }
  }

  void describe(const Holding& value, DictEntry& entry) {
    if (value.kind == Holding::Kind::result) {
      const std::string& maker = followed[value.value];
      if (maker.starts_with("PyType_") || maker == "PyErr_NewException")
        entry.kind = EntryKind::type;
      else if (maker.find("_From") != std::string::npos || maker == "PyCapsule_New")
        entry.kind = EntryKind::constant;
      return;
    }
    std::uint64_t address = value.kind == Holding::Kind::constant ? value.value : 0;
    if (value.kind == Holding::Kind::loaded) address = pointers_.at(value.value).value_or(0);
    if (address != 0 && type_object(address, 0)) {
      entry.kind = EntryKind::type;
      entry.object = address;
    }
  }

  /// PyTypeObject's members by their words: tp_name 3, tp_call 16, tp_doc 22, tp_methods 29, tp_members 30,
  /// tp_getset 31, tp_base 32, tp_init 37, tp_new 39; two words later in free-threaded builds, whose objects have a
  /// larger head.
  bool type_object(std::uint64_t address, int depth) {
    if (dict_.types.contains(address)) return true;
    if (depth > 16 || !memory_.writable(address)) return false;
    for (const std::uint64_t head : {0, 2}) {
      if (type_object_at(address, address + head * word_, depth)) return true;
    }
    return false;
  }

  bool type_object_at(std::uint64_t address, std::uint64_t members, int depth) {
    const auto member = [&](std::uint64_t words) { return members + words * word_; };
    const std::string name = text_at(member(3), longest_dict_name);
    if (name.empty() || !std::ranges::all_of(name, [](char c) {
          return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }))
      return false;
    // tp_basicsize is a size.
    const auto size = memory_.word(member(4));
    if (!size || *size > (1U << 20) || pointers_.patched(member(4))) return false;
    const auto is_null = [&](std::uint64_t words) {
      return !pointers_.patched(member(words)) && memory_.word(member(words)) == std::uint64_t{0};
    };
    TypeObject type;
    type.name = name;
    type.doc = text_at(member(22), longest_doc);
    if (const auto methods = pointers_.at(member(29))) {
      if (const auto table = tables_.find(*methods); table != tables_.end()) {
        for (const Method& method : table->second.methods) type.methods.push_back(method.name);
      }
    }
    for (const std::uint64_t words : {30, 31}) table_names(pointers_.at(member(words)), type.properties);
    type.base = pointers_.at(member(32)).value_or(0);
    type.callable = !is_null(16);
    type.plain = is_null(37) && is_null(39);
    dict_.types.emplace(address, type);
    if (type.base != 0 && type_object(type.base, depth + 1))
      dict_.types[address].plain = type.plain && dict_.types[type.base].plain;
    return true;
  }

  /// PyMemberDef and PyGetSetDef: five words each, the name first; a null name ends the table.
  void table_names(std::optional<std::uint64_t> table, std::vector<std::string>& into) {
    if (!table) return;
    for (std::size_t i = 0; i < most_table_entries; ++i) {
      const auto target = pointers_.at(*table + i * 5 * word_);
      if (!target) break;
      const std::string name = text(*target, longest_dict_name);
      if (!is_identifier(name)) break;
      into.push_back(name);
    }
  }

  const Image& image_;
  LoadedMemory memory_;
  Pointers pointers_;
  std::uint64_t word_;
  std::map<std::uint64_t, MethodTable> tables_;
  std::map<std::string, DictEntry> entries_;
  ModuleDict dict_;
};

}  // namespace

ModuleDict module_dict(const Image& image, const std::string& name, std::vector<Damage>& damage) {
  return Names(image, damage).find(name, damage);
}

std::map<std::string, std::string> method_docs(const Image& image, std::vector<Damage>& damage) {
  return Names(image, damage).docs(damage);
}

namespace {

template <class Visit>
void each_read_only_string(const Image& image, Visit visit) {
  LoadedMemory memory(image);
  for (const auto& section : image.sections()) {
    if ((section.flags & SHF_ALLOC) == 0 || (section.flags & (SHF_WRITE | SHF_EXECINSTR)) != 0 ||
        section.type != SHT_PROGBITS || section.name.starts_with(".eh_frame"))
      continue;
    const auto bytes = memory.from(section.address);
    std::string_view rest(reinterpret_cast<const char*>(bytes.data()),
                          std::min<std::size_t>(bytes.size(), section.size));
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\0'), rest.size());
      if (end > 0) visit(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

}  // namespace

std::set<std::string> strings_among(const Image& image, const std::set<std::string, std::less<>>& wanted) {
  std::set<std::string> found;
  // Most ends of strings are distinguished by length and first letter.
  std::array<std::bitset<longest_dict_name + 1>, 256> lengths;
  for (const std::string& one : wanted) {
    if (!one.empty() && one.size() <= longest_dict_name) lengths[static_cast<unsigned char>(one[0])].set(one.size());
  }
  each_read_only_string(image, [&](std::string_view string) {
    for (std::size_t length = 1; length <= std::min(string.size(), longest_dict_name); ++length) {
      const std::string_view tail = string.substr(string.size() - length);
      if (lengths[static_cast<unsigned char>(tail[0])].test(length) && wanted.contains(tail)) found.emplace(tail);
    }
  });
  return found;
}

std::set<std::string> strings_beginning(const Image& image, std::string_view prefix) {
  std::set<std::string> found;
  each_read_only_string(image, [&](std::string_view string) {
    if (string.starts_with(prefix) && string.size() <= longest_dict_name) found.emplace(string);
  });
  return found;
}

}  // namespace fairplay::signatures::elf
