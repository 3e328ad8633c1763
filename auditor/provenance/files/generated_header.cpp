#include "auditor/provenance/files/generated_header.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using System = DataModel::System;

/// random/_bounded_integers.pxd from 1.17 to 2.5, blank lines left out. Until 1.26 without `noexcept`.
constexpr std::string_view bounded_integers =
    R"(from libc.stdint cimport (uint8_t, uint16_t, uint32_t, uint64_t,
                          int8_t, int16_t, int32_t, int64_t, intptr_t)
import numpy as np
cimport numpy as np
ctypedef np.npy_bool bool_t
from numpy.random cimport bitgen_t
cdef inline uint64_t _gen_mask(uint64_t max_val) nogil:
    """Mask generator for use in bounded random numbers"""
    # Smallest bit mask >= max
    cdef uint64_t mask = max_val
    mask |= mask >> 1
    mask |= mask >> 2
    mask |= mask >> 4
    mask |= mask >> 8
    mask |= mask >> 16
    mask |= mask >> 32
    return mask
)";

std::string_view without_blanks_behind(std::string_view line) {
  const std::size_t last = line.find_last_not_of(" \t\r");
  return last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
}

std::vector<std::string_view> filled_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = without_blanks_behind(text.substr(0, end));
    if (!line.empty()) lines.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string what_bounded_integers_add(std::string_view text) {
  std::string expected(bounded_integers);
  for (const std::string_view type :
       {"uint64", "uint32", "uint16", "uint8", "bool", "int64", "int32", "int16", "int8"}) {
    expected += fmt::format(
        "cdef object _rand_{}(object low, object high, object size, bint use_masked, bint closed, bitgen_t *state, "
        "object lock)\n",
        type);
  }
  const std::vector<std::string_view> wanted = filled_lines(expected);
  const std::vector<std::string_view> lines = filled_lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string line(lines[i]);
    if (line.starts_with("cdef inline uint64_t _gen_mask")) {
      if (const std::size_t at = line.find(" noexcept"); at != std::string::npos) line.erase(at, 9);
    }
    if (i >= wanted.size() || line != wanted[i])
      return fmt::format("a line that isn't upstream's: {}", line.substr(0, 100));
  }
  return lines.size() < wanted.size() ? "lines of upstream's are missing" : "";
}

/// C without comments; nothing if a comment doesn't end, or a line is joined with the next.
std::optional<std::string> without_comments(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, 2) == "/*") {
      const std::size_t end = text.find("*/", at + 2);
      if (end == std::string_view::npos) return std::nullopt;
      out += ' ';
      at = end + 2;
    } else if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == '\\' || text.substr(at, 2) == "?\?") {
      return std::nullopt;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) return words;
    line.remove_prefix(first);
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

bool is_macro_of_builds(std::string_view name) {
  const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!plain) return false;
  for (const std::string_view start : {"NPY_", "_NPY_", "HAVE_", "SIZEOF_"}) {
    if (name.starts_with(start)) return true;
  }
  return name == "__STDC_FORMAT_MACROS" || name == "MATHLIB" || name == "_FILE_OFFSET_BITS" ||
         name == "_LARGEFILE_SOURCE" || name == "_LARGEFILE64_SOURCE";
}

std::optional<unsigned> number(std::string_view word) {
  const bool hex = word.starts_with("0x") || word.starts_with("0X");
  const std::string_view digits = hex ? word.substr(2) : word;
  if (digits.empty() || digits.size() > 8) return std::nullopt;
  unsigned value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'          ? c - '0'
                      : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                    : -1;
    if (digit < 0) return std::nullopt;
    value = value * (hex ? 16U : 10U) + static_cast<unsigned>(digit);
  }
  return value;
}

/// What `sizeof` a type can be; empty for a type that isn't known here.
std::vector<unsigned> sizes(std::string_view type, const DataModel& model) {
  if (type.starts_with("COMPLEX_")) {
    std::vector<unsigned> both = sizes(type.substr(8), model);
    for (unsigned& size : both) size *= 2;
    return both;
  }
  if (type == "SHORT") return {2};
  if (type == "INT" || type == "FLOAT") return {4};
  if (type == "DOUBLE" || type == "LONGLONG" || type == "PY_LONG_LONG") return {8};
  const bool wide = model.bits == 64;
  if (type == "PY_INTPTR_T" || type == "INTP" || type == "UINTP")
    return model.bits == 0 ? std::vector<unsigned>{4, 8} : std::vector<unsigned>{wide ? 8U : 4U};
  const bool known = model.system != System::unknown && model.bits != 0;
  if (type == "LONG") {
    if (!known) return {4, 8};
    return {wide && model.system != System::windows ? 8U : 4U};
  }
  if (type == "OFF_T")
    return known && wide && model.system != System::windows ? std::vector<unsigned>{8} : std::vector<unsigned>{4, 8};
  if (type == "WCHAR_T") {
    if (!known) return {2, 4};
    return {model.system == System::windows ? 2U : 4U};
  }
  if (type != "LONGDOUBLE") return {};
  if (model.system == System::elf && (model.machine == EM_X86_64 || model.machine == EM_AARCH64) && wide) return {16};
  if (model.system == System::elf && model.machine == EM_386) return {12};
  return {8, 12, 16};
}

std::string what_definition_adds(std::string_view name, const std::vector<std::string_view>& words,
                                 const DataModel& model) {
  const std::string line = fmt::format("#define {}", fmt::join(words.begin() + 1, words.end(), " "));
  const std::string other = fmt::format("a line that upstream's build doesn't write: {}", line.substr(0, 100));
  if (!is_macro_of_builds(name)) return other;
  if (words.size() == 2) return {};
  if (words.size() != 3) return other;
  const std::string_view value = words[2];
  if (name == "NPY_VISIBILITY_HIDDEN")
    return value == "__attribute__((visibility(\"hidden\")))" ? std::string() : other;
  constexpr std::string_view size = "NPY_SIZEOF_";
  if (!name.starts_with(size)) return number(value) ? std::string() : other;
  // Until 1.16 some were left to Python's own pyconfig.h.
  if (value == name.substr(4)) return {};
  const auto given = number(value);
  const std::vector<unsigned> allowed = sizes(name.substr(size.size()), model);
  if (given && std::ranges::find(allowed, *given) != allowed.end()) return {};
  return given ? fmt::format("a size that the type hasn't got here: {}", line.substr(0, 100)) : other;
}

}  // namespace

bool is_generated_header(std::string_view path) {
  return path == "numpy/random/_bounded_integers.pxd" || path == "numpy/core/include/numpy/_numpyconfig.h" ||
         path == "numpy/_core/include/numpy/_numpyconfig.h" || path == "numpy/core/include/numpy/config.h";
}

std::string what_header_adds(std::string_view path, std::string_view text, const DataModel& model) {
  if (path.ends_with(".pxd")) return what_bounded_integers_add(text);
  const auto plain = without_comments(text);
  if (!plain) return "a comment that doesn't end, or lines that are joined";
  for (const std::string_view line : filled_lines(*plain)) {
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty()) continue;
    const std::string_view directive = words[0];
    if (words.size() == 1 && (directive == "#endif" || directive == "#else")) continue;
    if (words.size() == 2 && (directive == "#ifndef" || directive == "#ifdef") && is_macro_of_builds(words[1]))
      continue;
    if (words.size() < 2 || directive != "#define")
      return fmt::format("a line that upstream's build doesn't write: {}", line.substr(0, 100));
    if (std::string added = what_definition_adds(words[1], words, model); !added.empty()) return added;
  }
  return {};
}

}  // namespace fairplay::auditor::provenance
