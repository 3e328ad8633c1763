#include "auditor/provenance/original/binaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <tuple>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::fingerprint::BinaryFacts;

/// One part as both sides have it; sections that share a name keep their order.
using PartContent = std::tuple<std::uint64_t, std::string_view>;
std::map<std::string_view, std::vector<PartContent>> parts_of(const BinaryFacts& facts) {
  std::map<std::string_view, std::vector<PartContent>> parts;
  for (const auto& part : facts.parts) parts[part.part].emplace_back(part.size, part.sha256);
  return parts;
}
std::map<std::string_view, std::vector<PartContent>> parts_of(const signatures::database::BinaryRow& row) {
  std::map<std::string_view, std::vector<PartContent>> parts;
  for (const auto& part : row.parts) parts[part.name].emplace_back(part.size, part.sha256);
  return parts;
}

/// Whether a build that needs `mine` needs what the official one calls `official`, by the name that a wheel's repair
/// tool gave it: "libgfortran-040039e1.so.5.0.0" and "libgfortran.so.5" are one library. A tag of its own is that
/// tool's where it is the hash of the official file, or where the file is in the subject's tree.
bool same_library(std::string_view mine, std::string_view official, const KnownBinary& known,
                  const Surroundings& around) {
  if (mine == official) return true;
  // A path is no bundled library's name: the loader takes what is there.
  if (mine.find('/') != std::string_view::npos) return false;
  if (library_stem(mine) != library_stem(official)) return false;
  const std::string_view tag = library_tag(mine);
  if (tag.empty() || tag == library_tag(official) || !around.holds_library || around.holds_library(mine)) return true;
  return std::ranges::any_of(known.manifest->files(), [&](const auto& row) {
    return row.sha256.starts_with(tag) && base_name(row.path) == official;
  });
}

std::vector<std::string> split_at(char separator, std::string_view text) {
  std::vector<std::string> entries;
  for (;;) {
    const std::size_t end = text.find(separator);
    entries.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return entries;
    text.remove_prefix(end + 1);
  }
}

/// Where an RPATH entry leads, as a key; nullopt where that depends on who runs it.
std::optional<std::string> target_of(std::string_view entry, std::string_view key) {
  for (const std::string_view origin : {"$ORIGIN", "${ORIGIN}"}) {
    if (!entry.starts_with(origin)) continue;
    const std::string_view rest = entry.substr(origin.size());
    if (!rest.empty() && rest.front() != '/') return std::nullopt;
    return joined_key(folder_of(key), rest.empty() ? rest : rest.substr(1));
  }
  return entry.starts_with('/') ? joined_key("", entry) : std::nullopt;
}

/// Folders whose files nobody compares: what lies there doesn't become a library by an RPATH.
bool is_exempt(std::string_view folder) {
  for (const std::string& name : split_at('/', folder))
    if (name == "tests" || name == "test" || name == "doc" || name == "docs" || name == "__pycache__") return true;
  return false;
}

/// The first entry that leads elsewhere; nullopt without one.
std::optional<std::string> stray_entry(std::string_view runpath, std::string_view key, const Surroundings& around) {
  for (const std::string& entry : split_at(':', runpath)) {
    const auto target = target_of(entry, key);
    const bool relative = entry.starts_with('$');
    bool stays = false;
    // What is installed below somebody's "tests" is none of this: only the way from the binary's own folder counts.
    if (target && relative && !is_exempt(entry)) {
      stays =
          std::ranges::any_of(*around.territory,
                              [&](const std::string& folder) { return !folder.empty() && lies_in(*target, folder); }) ||
          lies_in(*target, joined_key(around.import_folder, "numpy.libs").value_or("")) ||
          lies_in(*target, joined_key(around.import_folder, "numpy").value_or(""));
    }
    if (target && !stays && !around.prefix.empty())
      stays = lies_in(*target, around.prefix) && !is_exempt(std::string_view(*target).substr(around.prefix.size()));
    if (!stays) return entry;
  }
  return std::nullopt;
}

std::string list_text(const auto& names) { return fmt::format("{}", fmt::join(names, " ")); }

void compare_needed(const BinaryFacts& subject, const KnownBinary& known, const Surroundings& around,
                    BinaryRelation& relation) {
  const auto& official = known.row->needed;
  const bool same = std::ranges::equal(subject.needed, official, [&](const std::string& a, std::string_view b) {
    return same_library(a, b, known, around);
  });
  if (same) {
    relation.renamed = !std::ranges::equal(subject.needed, official);
    return;
  }
  BinaryDifference difference{"needed", list_text(official), list_text(subject.needed),
                              "it loads the same libraries in another order"};
  std::vector<std::string> more;
  std::vector<std::string> less;
  for (const std::string& name : subject.needed) {
    if (std::ranges::none_of(official, [&](const auto& other) { return same_library(name, other, known, around); }))
      more.push_back(name);
  }
  for (const auto& name : official) {
    if (std::ranges::none_of(subject.needed,
                             [&](const auto& other) { return same_library(other, name, known, around); }))
      less.emplace_back(name);
  }
  if (!more.empty()) {
    difference.detail = fmt::format("it also loads {}", fmt::join(more, ", "));
  } else if (!less.empty()) {
    difference.detail = fmt::format("it doesn't load {}", fmt::join(less, ", "));
  }
  relation.differences.push_back(std::move(difference));
}

void compare_parts(const BinaryFacts& subject, const KnownBinary& known, BinaryRelation& relation) {
  const auto mine = parts_of(subject);
  const auto theirs = parts_of(*known.row);
  std::set<std::string_view> differing;
  for (const auto& [name, content] : mine) {
    const auto other = theirs.find(name);
    if (other == theirs.end() || other->second != content) differing.insert(name);
  }
  for (const auto& [name, content] : theirs) {
    if (!mine.contains(name)) differing.insert(name);
  }
  differing.erase("needed");  // compared by name
  // Symbol versions name the library they come from.
  if (relation.renamed && subject.symbols_defined == known.row->symbols_defined &&
      subject.symbols_undefined == known.row->symbols_undefined)
    differing.erase("symbols");
  for (const std::string_view name : differing) {
    BinaryDifference difference{
        std::string(name), {}, {}, fmt::format("its {} differs from the official build's", name)};
    if (!theirs.contains(name)) {
      difference.detail = fmt::format("the official build has no {}", name);
    } else if (!mine.contains(name)) {
      difference.detail = fmt::format("its {} is gone", name);
    } else if (name == "methods") {
      difference.detail =
          std::ranges::equal(subject.methods, known.manifest->name_list(known.row->methods))
              ? "pointers or flags of its method tables differ from the official build's; the names are the same"
              : "its method tables differ from the official build's";
    } else if (name == "relocations") {
      difference.detail = "pointers that the loader sets differ from the official build's";
    } else if (name == "symbols") {
      difference.detail = "the names it exports or imports differ from the official build's";
    }
    relation.differences.push_back(std::move(difference));
  }
}

/// A special method that fills a slot of its type. Whether it also stands in a method table says nothing of what the
/// type can do: with Cython that depends on Cython's version and the Python it compiles for (numpy.random's __repr__ in
/// 2.1 and 2.2 is in the tables for ordinary Pythons, and not in those for free-threaded ones).
bool is_slot(std::string_view method) {
  constexpr auto slots = std::to_array<std::string_view>(
      {"abs",      "add",       "aenter",  "aexit",   "aiter",        "and",     "anext",    "await",   "bool",
       "call",     "contains",  "del",     "delattr", "delete",       "delitem", "divmod",   "eq",      "float",
       "floordiv", "ge",        "get",     "getattr", "getattribute", "getitem", "gt",       "hash",    "iadd",
       "iand",     "ifloordiv", "ilshift", "imatmul", "imod",         "imul",    "index",    "init",    "int",
       "invert",   "ior",       "ipow",    "irshift", "isub",         "iter",    "itruediv", "ixor",    "le",
       "len",      "lshift",    "lt",      "matmul",  "mod",          "mul",     "ne",       "neg",     "new",
       "next",     "or",        "pos",     "pow",     "radd",         "rand",    "rdivmod",  "repr",    "rfloordiv",
       "rlshift",  "rmatmul",   "rmod",    "rmul",    "ror",          "rpow",    "rrshift",  "rshift",  "rsub",
       "rtruediv", "rxor",      "set",     "setattr", "setitem",      "str",     "sub",      "truediv", "xor"});
  if (method.size() < 5 || !method.starts_with("__") || !method.ends_with("__")) return false;
  return std::ranges::find(slots, method.substr(2, method.size() - 4)) != slots.end();
}

template <class Theirs>
void compare_names(const std::vector<std::string>& mine, const Theirs& theirs, std::string_view what,
                   std::vector<BinaryDifference>& differences) {
  const auto counts = [&](std::string_view name) {
    return what != "method" || (!is_made_by_cython(name) && !is_slot(name));
  };
  for (const std::string& name : mine) {
    if (counts(name) && !std::ranges::binary_search(theirs, std::string_view(name)))
      differences.push_back({fmt::format("{} {}", what, name), {}, name, fmt::format("{} {} added", what, name)});
  }
  for (const std::string_view name : theirs) {
    if (counts(name) && !std::ranges::binary_search(mine, name))
      differences.push_back(
          {fmt::format("{} {}", what, name), std::string(name), {}, fmt::format("{} {} removed", what, name)});
  }
}

}  // namespace

bool is_made_by_cython(std::string_view method) {
  return method == "__annotate_cython__" || method == "__reduce_cython__" || method == "__setstate_cython__" ||
         method.starts_with("__pyx_");
}

bool interface_is_readable(std::string_view machine) { return machine == "x86-64" || machine == "AArch64"; }

BinaryRelation compare_with_original(const BinaryFacts& subject, std::string_view key, const KnownBinary& known,
                                     const Surroundings& around) {
  BinaryRelation relation{known, {}, false, false};
  compare_needed(subject, known, around, relation);
  compare_parts(subject, known, relation);
  std::ranges::move(differences_in_loading(subject, true), std::back_inserter(relation.differences));
  if (subject.runpath != known.row->runpath) {
    relation.other_path = true;
    if (const auto entry = subject.runpath.empty() ? std::nullopt : stray_entry(subject.runpath, key, around)) {
      relation.differences.push_back({"runpath", std::string(known.row->runpath), subject.runpath,
                                      entry->empty()
                                          ? "an empty entry of its RPATH leads to whatever folder the program runs in"
                                          : fmt::format("its RPATH leads to {}", *entry)});
    }
  }
  return relation;
}

std::vector<BinaryDifference> differences_in_loading(const BinaryFacts& subject, bool doors) {
  std::vector<BinaryDifference> differences;
  for (const std::string& one : subject.disagreements)
    differences.push_back({"mapping", {}, {}, fmt::format("the loader sees another file than tools do: {}", one)});
  if (doors)
    for (const std::string& one : subject.open_doors)
      differences.push_back({"protection", {}, {}, fmt::format("the official build isn't so: {}", one)});
  return differences;
}

bool has_equal_parts(const BinaryFacts& subject, const KnownBinary& known) {
  return parts_of(subject) == parts_of(*known.row);
}

bool is_probable_original(const BinaryFacts& subject, const KnownBinary& known) {
  const auto mine = parts_of(subject);
  const auto theirs = parts_of(*known.row);
  const auto same_sizes = [](const auto& a, const auto& b) {
    return a.first == b.first && std::ranges::equal(
                                     a.second, b.second, {}, [](const PartContent& part) { return std::get<0>(part); },
                                     [](const PartContent& part) { return std::get<0>(part); });
  };
  const auto symbols = mine.find("symbols");
  return symbols != mine.end() && std::ranges::equal(mine, theirs, same_sizes) &&
         theirs.find("symbols")->second == symbols->second;
}

BinaryRelation compare_interfaces(const BinaryFacts& subject, const KnownBinary& known) {
  BinaryRelation relation{known, {}, false, false};
  compare_names(subject.methods, known.manifest->name_list(known.row->methods), "method", relation.differences);
  const std::size_t before = relation.differences.size();
  compare_names(subject.ufuncs, known.manifest->name_list(known.row->ufuncs), "ufunc", relation.differences);
  relation.ufuncs_differ = relation.differences.size() != before;
  return relation;
}

}  // namespace fairplay::auditor::provenance
