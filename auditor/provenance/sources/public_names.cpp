#include "auditor/provenance/sources/public_names.h"

#include <algorithm>
#include <tuple>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/sources/statement_names.h"

namespace fairplay::auditor::provenance {
namespace {

std::string source_of(std::string_view path) {
  std::string source(path);
  if (source.ends_with(".pyi")) source.pop_back();
  return source;
}

void keep_better(std::string& kept, const std::string& name) {
  if (kept.empty() || better_name(name, kept)) kept = name;
}

}  // namespace

bool better_name(std::string_view a, std::string_view b) {
  const auto order = [](std::string_view name) { return std::tuple(std::ranges::count(name, '.'), name.size(), name); };
  return order(a) < order(b);
}

std::string path_of_footprint(std::string_view file) {
  return file.starts_with("numpy/") ? std::string(file) : "numpy/" + std::string(file);
}

PublicNames::PublicNames(const signatures::footprint::Footprint* footprint) {
  if (footprint == nullptr) return;
  for (const auto& [module, names] : footprint->modules) {
    if (!footprint->incomplete.contains(module)) complete_.emplace(module, &names);
    for (const auto& [name, what] : names) {
      if (what.file.empty()) continue;
      const std::string path = path_of_footprint(what.file);
      const std::string full = module + "." + name;
      keep_better(by_line_[{path, what.line}], full);
      keep_better(by_name_[{path, name}], full);
    }
  }
}

std::string PublicNames::top_name(std::string_view path, std::string_view name, std::uint32_t line) const {
  const std::string source = source_of(path);
  if (line != 0 && source == path) {
    if (const auto found = by_line_.find({source, line}); found != by_line_.end()) return found->second;
  }
  if (const auto found = by_name_.find({source, std::string(name)}); found != by_name_.end()) return found->second;
  return {};
}

bool PublicNames::lists(std::string_view path, std::string_view qualified, std::uint32_t line) const {
  return !top_name(path, qualified.substr(0, qualified.find('.')),
                   qualified.find('.') == std::string_view::npos ? line : 0)
              .empty();
}

std::string PublicNames::name_of(std::string_view path, std::string_view qualified, std::uint32_t line) const {
  const std::size_t dot = qualified.find('.');
  const std::string_view top = qualified.substr(0, dot);
  std::string name = top_name(path, top, dot == std::string_view::npos ? line : 0);
  if (name.empty()) {
    const std::string source = source_of(path);
    const auto module = source == path ? complete_.find(dotted_name(path)) : complete_.end();
    const bool hidden = module != complete_.end() && !module->second->contains(std::string(top));
    if (top.empty() || top.starts_with('_') || !is_public_module(source) || hidden) return {};
    name = dotted_name(path) + "." + std::string(top);
  }
  for (std::string_view rest = dot == std::string_view::npos ? std::string_view() : qualified.substr(dot + 1);
       !rest.empty();) {
    const std::size_t next = rest.find('.');
    const std::string_view part = rest.substr(0, next);
    if (part.starts_with('_') && !is_special_name(part)) return {};
    name += "." + std::string(part);
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next + 1);
  }
  return name;
}

}  // namespace fairplay::auditor::provenance
