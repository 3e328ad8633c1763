#include "auditor/provenance/sources/module_graph.h"

#include <algorithm>
#include <deque>

#include "auditor/provenance/files/file_class.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::footprint::Outline;
using signatures::footprint::OutlineItem;
using signatures::footprint::OutlineKind;

constexpr std::size_t longest_module = 300;
constexpr std::size_t longest_statement = 8000;

std::string_view next_word(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '(' || text.front() == ')' || text.front() == '\\'))
    text.remove_prefix(1);
  std::size_t length = 0;
  while (length < text.size() && text[length] != ' ' && text[length] != ',' && text[length] != '(' &&
         text[length] != ')' && text[length] != ';')
    ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  return word;
}

}  // namespace

bool is_public_runtime(std::string_view path) {
  if (!is_public_module(path) || path.starts_with("numpy/distutils/")) return false;
  const std::string_view name = base_name(path);
  return name != "setup.py" && name != "conftest.py" && path.find("/tests/") == std::string_view::npos;
}

void ModuleGraph::add_import(const std::string& from, const std::string& module) {
  if (module.size() > longest_module) return;
  std::string path = module;
  std::ranges::replace(path, '.', '/');
  // A package's __init__ runs before its modules.
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (const std::string package = path.substr(0, slash) + "/__init__.py"; paths_.contains(package))
      imports_[from].insert(package);
  }
  for (const std::string& candidate : {path + ".py", path + "/__init__.py"}) {
    if (paths_.contains(candidate)) imports_[from].insert(candidate);
  }
}

void ModuleGraph::follow(const std::string& from, std::string_view statement, bool cut) {
  std::string_view rest = statement;
  const std::string_view verb = next_word(rest);
  if (verb == "import") {
    while (!rest.empty()) {
      add_import(from, std::string(next_word(rest)));
      const std::size_t comma = rest.find(',');
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    return;
  }
  std::string_view where = next_word(rest);
  std::string package;
  if (where.starts_with('.')) {
    std::string folder(folder_of(from));
    where.remove_prefix(1);
    while (where.starts_with('.')) {
      folder = folder_of(folder);
      where.remove_prefix(1);
    }
    std::ranges::replace(folder, '/', '.');
    package = folder + (where.empty() ? "" : ".") + std::string(where);
  } else {
    package = where;
  }
  add_import(from, package);
  next_word(rest);  // import
  if (cut) {
    std::string folder = package;
    std::ranges::replace(folder, '.', '/');
    folder += '/';
    for (auto it = paths_.lower_bound(folder); it != paths_.end() && it->starts_with(folder); ++it) {
      if (it->find('/', folder.size()) == std::string::npos) imports_[from].insert(*it);
    }
  }
  while (!rest.empty()) {
    add_import(from, package + "." + std::string(next_word(rest)));
    const std::size_t comma = rest.find(',');
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
}

/// Imports at the beginning of lines, also those inside functions: too many rather than too few.
void ModuleGraph::scan(const std::string& path, std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    begin = end + 1;
    if (!line.starts_with("import ") && !line.starts_with("from ")) continue;
    std::string statement(line.substr(0, longest_statement));
    // Names in brackets may continue on further lines.
    if (line.find('(') != std::string_view::npos && line.find(')') == std::string_view::npos) {
      const std::string_view rest = text.substr(std::min(begin, text.size()), longest_statement);
      statement += ' ';
      statement += rest.substr(0, rest.find(')'));
    }
    std::erase(statement, '\r');
    std::ranges::replace(statement, '\n', ' ');
    follow(path, statement, false);
  }
}

void ModuleGraph::read(SourceTree& tree, const std::string& path) {
  if (path.find("/tests/") != std::string::npos || path.starts_with("numpy/distutils/")) return;
  if (const auto text = tree.text(path)) return scan(path, *text);
  const Outline* outline = tree.outline(path);
  if (outline == nullptr) return;
  for (const OutlineItem& item : outline->items) {
    if (item.kind == OutlineKind::statement && (item.text.starts_with("import ") || item.text.starts_with("from ")))
      follow(path, item.text, item.text.size() >= 150);
  }
}

void ModuleGraph::build() {
  built_ = true;
  for (SourceTree* tree : {&old_, &now_}) {
    for (std::string& path : tree->paths()) {
      if (path.ends_with(".py") && path.starts_with("numpy/")) paths_.insert(std::move(path));
    }
  }
  for (const std::string& path : paths_) {
    read(now_, path);
    if (old_.text(path)) read(old_, path);
  }
  std::deque<std::string> open;
  for (const std::string& path : paths_) {
    if (!is_public_runtime(path)) continue;
    run_by_[path] = dotted_name(path);
    open.push_back(path);
  }
  while (!open.empty()) {
    const std::string path = std::move(open.front());
    open.pop_front();
    const std::string by = run_by_[path];
    for (const std::string& next : imports_[path]) {
      if (run_by_.emplace(next, by).second) open.push_back(next);
    }
  }
}

std::string ModuleGraph::run_by(const std::string& path) {
  if (is_public_runtime(path)) return dotted_name(path);
  if (path.starts_with("numpy/distutils/")) return {};
  if (!built_) build();
  const auto found = run_by_.find(path);
  return found == run_by_.end() ? std::string() : found->second;
}

}  // namespace fairplay::auditor::provenance
