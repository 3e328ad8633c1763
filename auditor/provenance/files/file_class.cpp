#include "auditor/provenance/files/file_class.h"

#include <algorithm>
#include <array>

#include "signatures/elf/recognition.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return text.ends_with(ending); });
}

bool is_metadata(std::string_view path) {
  const std::string_view top = path.substr(0, path.find('/'));
  return ends_with_any(top, {".dist-info", ".egg-info"}) || top == "EGG-INFO";
}

bool in_library_folder(std::string_view path) {
  const std::string_view folder = folder_of(path);
  return ends_with_any(folder, {".libs", ".dylibs"}) || folder.ends_with("numpy/.libs");
}

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The hash that a repair tool put into a library's name: 8 hex digits of auditwheel, 32 of delvewheel; versions may
/// follow (libopenblas64_p-r0-15028c96.3.21.so).
struct LibraryTag {
  std::size_t dash = 0;
  std::size_t size = 0;  ///< without the dash
};
/// The last one.
std::optional<LibraryTag> find_tag(std::string_view name) {
  for (std::size_t dash = name.rfind('-'); dash != std::string_view::npos && dash > 0;
       dash = name.rfind('-', dash - 1)) {
    const std::string_view rest = name.substr(dash + 1);
    const std::string_view hash = rest.substr(0, rest.find('.'));
    if ((hash.size() == 8 || hash.size() == 32) && is_hex(hash)) return LibraryTag{dash, hash.size()};
  }
  return std::nullopt;
}

constexpr std::string_view apple_double = "._";  ///< macOS keeps a file's attributes in ._NAME on other file systems

/// Whether a file's or folder's name is one that no `import` can spell, as copies, checkpoints and synchronising
/// programs make them: "linalg (1)", ".ipynb_checkpoints". Names with controls or look-alike characters are made by
/// somebody who hides something, and importlib takes any name.
bool is_name_of_a_copy(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(" ._-~()[]+,'@#").contains(c);
  };
  return !signatures::is_python_identifier(name) && std::ranges::all_of(name, is_plain);
}

DifferenceClass class_by_sort(std::string_view path, Change change) {
  const bool is_public = is_public_module(path);
  const auto api = [change] {
    return change == Change::added ? DifferenceClass::api_added : DifferenceClass::api_removed;
  };
  switch (sort_of(path)) {
    case FileSort::extension: return DifferenceClass::binary;
    case FileSort::library: return DifferenceClass::binary;
    case FileSort::static_library: return DifferenceClass::build;
    case FileSort::source:
    case FileSort::stub:
      if (change == Change::added && is_out_of_reach(path)) return DifferenceClass::build;
      return change == Change::changed || !is_public ? DifferenceClass::private_code : api();
    case FileSort::header:
      return change == Change::changed || base_name(path).starts_with('_') ? DifferenceClass::private_code : api();
    case FileSort::other: break;
  }
  // What a wheel installs into bin/.
  if (path.find(".data/scripts/") != std::string_view::npos && change != Change::removed)
    return DifferenceClass::private_code;
  // Data: what nothing of the release reads changes nothing, and what is missing is a packager's split.
  return change == Change::changed ? DifferenceClass::private_code : DifferenceClass::build;
}

}  // namespace

FileSort sort_of(std::string_view path) {
  const std::string_view name = base_name(path);
  if (name.starts_with(apple_double)) return FileSort::other;
  if (ends_with_any(name, {".a", ".lib", ".dll.a"})) return FileSort::static_library;
  const bool shared = ends_with_any(name, {".dylib", ".dll", ".pyd"}) || signatures::elf::named_like_library(name);
  if (shared) {
    const bool module = ends_with_any(name, {".so", ".pyd"}) && !in_library_folder(path) && path.starts_with("numpy/");
    return module ? FileSort::extension : FileSort::library;
  }
  // .pth files are start-up code, and Python imports .pyw on Windows and .pyc without a source.
  if (ends_with_any(name, {".py", ".pyw", ".pth", ".pyc", ".pyo"})) return FileSort::source;
  if (name.ends_with(".pyi")) return FileSort::stub;
  if (ends_with_any(name, {".h", ".hpp", ".pxd", ".pxi"})) return FileSort::header;
  return FileSort::other;
}

bool is_read_as_source(std::string_view path) {
  const FileSort sort = sort_of(path);
  return sort == FileSort::source || sort == FileSort::stub || sort == FileSort::header;
}

std::string_view module_of_extension(std::string_view path) {
  const std::size_t name_at = path.size() - base_name(path).size();
  return path.substr(0, std::min(path.find('.', name_at), path.size()));
}

std::string library_stem(std::string_view path) {
  std::string_view name = base_name(path);
  for (const std::string_view ending : {".so", ".dylib", ".dll"}) {
    if (const std::size_t at = name.find(ending); at != std::string_view::npos) {
      name = name.substr(0, at);
      break;
    }
  }
  // A library that was bundled twice has two tags (libgfortran-040039e1-0352e75f.so.5.0.0).
  std::string stem(name);
  while (const auto tag = find_tag(stem)) stem.erase(tag->dash, tag->size + 1);
  return stem;
}

std::string_view library_tag(std::string_view path) {
  const std::string_view name = base_name(path);
  const auto tag = find_tag(name);
  return tag ? name.substr(tag->dash + 1, tag->size) : std::string_view();
}

std::string dotted_name(std::string_view path) {
  const FileSort sort = sort_of(path);
  std::string_view stem = path;
  if (sort == FileSort::extension) {
    stem = module_of_extension(path);
  } else if (const std::size_t dot = base_name(path).rfind('.'); dot != std::string_view::npos) {
    stem = path.substr(0, path.size() - base_name(path).size() + dot);
  }
  if (base_name(stem) == "__init__") stem = folder_of(stem);
  std::string name(stem);
  std::ranges::replace(name, '/', '.');
  return name;
}

bool is_public_module(std::string_view path) {
  if (!path.starts_with("numpy/")) return false;
  const std::string name = dotted_name(path);
  if (name.find("..") != std::string::npos) return false;  // a hidden folder is no package
  // Python imports identifiers only.
  const bool importable =
      std::ranges::all_of(name, [](char c) { return c == '.' || signatures::is_identifier_character(c); });
  return importable && name.find("._") == std::string::npos;
}

bool is_out_of_reach(std::string_view path) {
  if (base_name(path).starts_with(apple_double)) return true;
  if (!path.starts_with("numpy/")) return false;
  if (base_name(folder_of(path)) == "_pyinstaller") return false;  // PyInstaller runs hook-NAME.py by its path
  const bool module = ends_with_any(path, {".so", ".pyd"});        // ".cpython-311-x86_64-linux-gnu.so"
  const std::string_view name = base_name(path);
  if (is_name_of_a_copy(name.substr(0, module ? name.find('.') : name.rfind('.')))) return true;
  for (std::string_view folder = folder_of(path); folder != "numpy"; folder = folder_of(folder)) {
    if (is_name_of_a_copy(base_name(folder))) return true;
  }
  return false;
}

bool is_test_extension(std::string_view path) {
  const std::string_view name = base_name(module_of_extension(path));
  return name == "_simd" || name.ends_with("_tests") || name.ends_with("_test");
}

bool is_generated_or_edit_point(const Places& places, std::string_view path) {
  return places.contains("generated", path) || places.contains("edit-points", path);
}

DifferenceClass class_of_file(const Places& places, std::string_view path, Change change) {
  const FileSort sort = sort_of(path);
  // A place excuses text; a binary is judged by its content, wherever it is.
  if (sort == FileSort::extension || sort == FileSort::library) return class_by_sort(path, change);
  if (is_metadata(path)) {
    if (sort == FileSort::source) return DifferenceClass::private_code;  // nobody's metadata
    return places.contains("build", path) ? DifferenceClass::build : DifferenceClass::docs;
  }
  if (places.contains("tests", path)) return DifferenceClass::tests;
  if (is_generated_or_edit_point(places, path)) return DifferenceClass::build;
  if (places.contains("library-search", path) && change == Change::changed) return DifferenceClass::library_search;
  if (places.contains("docs", path)) return DifferenceClass::docs;
  if (places.contains("build", path)) return DifferenceClass::build;
  return class_by_sort(path, change);
}

}  // namespace fairplay::auditor::provenance
