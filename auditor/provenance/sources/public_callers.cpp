#include "auditor/provenance/sources/public_callers.h"

#include <algorithm>
#include <deque>
#include <set>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/sources/module_graph.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;

constexpr std::size_t most_searches = 120;  // each searches all sources once
constexpr std::size_t most_steps = 24;
constexpr std::size_t most_uses = 40;
constexpr std::size_t most_hits = 400;    // of one search
constexpr std::size_t most_lines = 3000;  // above a use, searched for its function
constexpr std::size_t most_names = 3;

bool is_word(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// The name after `def` or `class` at the beginning of a line.
std::string_view defined_by(std::string_view line) {
  for (const std::string_view word : {"async def ", "def ", "class "}) {
    if (!line.starts_with(word)) continue;
    line.remove_prefix(word.size());
    return line.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(line, is_word) - line.begin()));
  }
  return {};
}

struct Enclosing {
  std::string qualified;
  std::size_t at = 0;
};

/// The function or method around a place, judged by indentation alone; empty for module-level code.
Enclosing enclosing(std::string_view text, std::size_t place) {
  std::string_view method;
  std::size_t method_at = 0;
  std::size_t begin = text.rfind('\n', place);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  const std::size_t own = begin;
  for (std::size_t lines = 0; lines < most_lines; ++lines) {
    const std::string_view line = line_at(text, begin);
    if (!line.empty() && line[0] != ' ' && line[0] != '\t' && line[0] != '#' && line[0] != '\r' && line[0] != ')') {
      const std::string_view name = defined_by(line);
      if (!name.empty()) {
        if (line.starts_with("class ") && !method.empty())
          return {std::string(name) + "." + std::string(method), method_at};
        return {std::string(name), begin};
      }
      if (!line.starts_with('@') || begin != own) return {};
      // A decorator: the definition below it.
      for (std::size_t next = text.find('\n', begin); next != std::string_view::npos;
           next = text.find('\n', next + 1)) {
        const std::string_view below = defined_by(line_at(text, next + 1));
        if (!below.empty()) return {std::string(below), next + 1};
        if (next - begin > 2000) return {};
      }
      return {};
    }
    if (method.empty() && line.size() > 4) {
      std::string_view inner = line;
      std::size_t indent = 0;
      while (!inner.empty() && (inner[0] == ' ' || inner[0] == '\t')) {
        indent += inner[0] == '\t' ? 8 : 1;
        inner.remove_prefix(1);
      }
      if (indent <= 8 && !inner.starts_with("class ")) {
        method = defined_by(inner);
        method_at = begin;
        if (indent > 4 && indent < 8) method = {};
      }
    }
    if (begin == 0) return {};
    const std::size_t before = begin < 2 ? std::string_view::npos : text.rfind('\n', begin - 2);
    begin = before == std::string_view::npos ? 0 : before + 1;
  }
  return {};
}

}  // namespace

void PublicCallers::read() {
  read_ = true;
  for (const std::string& path : tree_.paths()) {
    if (!path.ends_with(".py") || path.find("/tests/") != std::string::npos || path.starts_with("numpy/distutils/") ||
        path.starts_with("numpy/f2py/"))
      continue;
    if (const auto text = tree_.text(path)) texts_.emplace_back(path, *text);
  }
}

std::vector<PublicCallers::Use> PublicCallers::uses_of(const std::string& path, std::string_view leaf) {
  const std::pair key(path, std::string(leaf));
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  std::vector<Use> uses;
  std::set<std::pair<std::string, std::string>> reported;
  std::size_t hits = 0;
  std::string_view module = base_name(path);
  module = module == "__init__.py" ? base_name(folder_of(path)) : module.substr(0, module.rfind('.'));
  for (const auto& [file, text] : texts_) {
    if (uses.size() >= most_uses) break;
    if (file != path && text.find(module) == std::string_view::npos) continue;
    for (std::size_t at = text.find(leaf); at != std::string_view::npos && uses.size() < most_uses;
         at = text.find(leaf, at + leaf.size())) {
      const bool whole =
          (at == 0 || !is_word(text[at - 1])) && (at + leaf.size() >= text.size() || !is_word(text[at + leaf.size()]));
      if (!whole) continue;
      if (++hits > most_hits) break;
      Enclosing around = enclosing(text, at);
      if (around.qualified.empty() || !reported.emplace(file, around.qualified).second) continue;
      const auto line = static_cast<std::uint32_t>(1 + std::ranges::count(text.substr(0, around.at), '\n'));
      uses.push_back({file, std::move(around.qualified), line});
    }
  }
  return known_.emplace(key, std::move(uses)).first->second;
}

std::vector<std::string> PublicCallers::of(const std::string& path, std::string_view qualified) {
  if (!read_) read();
  std::set<std::string, decltype([](const std::string& a, const std::string& b) { return better_name(a, b); })> found;
  std::set<std::pair<std::string, std::string>> seen{{path, std::string(qualified)}};
  std::deque<std::pair<std::string, std::string>> open{{path, std::string(qualified)}};
  for (std::size_t steps = 0; !open.empty() && steps < most_steps && found.size() < most_names; ++steps) {
    const auto [file, name] = open.front();
    open.pop_front();
    std::string_view leaf = signatures::leaf_of(name);
    // A special method counts as its class.
    if (leaf.starts_with("__") && name.find('.') != std::string::npos)
      leaf = std::string_view(name).substr(0, name.find('.'));
    if (leaf.size() < 2 || ++searches_ > most_searches) break;
    for (const Use& use : uses_of(file, leaf)) {
      if (!seen.emplace(use.path, use.qualified).second) continue;
      if (names_.lists(use.path, use.qualified, use.line) || is_public_runtime(use.path)) {
        if (std::string by = names_.name_of(use.path, use.qualified, use.line); !by.empty()) {
          found.insert(std::move(by));
          continue;
        }
      }
      open.emplace_back(use.path, use.qualified);
    }
  }
  std::vector<std::string> names(found.begin(), found.end());
  if (names.size() > most_names) names.resize(most_names);
  return names;
}

}  // namespace fairplay::auditor::provenance
