#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "signatures/database/footprint_document.h"
#include "signatures/database/footprint_words.h"
#include "signatures/database/record_text.h"
#include "signatures/digest.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::database {
namespace {

using footprint::OutlineItem;
using footprint::OutlineKind;
using footprint::PublicName;

constexpr std::size_t longest_text = 60;

std::string rest(std::string_view text) { return written(text, Spelling::rest_of_line); }

/// A statement's text where it is of use to people: what a name's value is.
std::string_view kept_text(std::string_view path, const OutlineItem& item) {
  if (item.kind != OutlineKind::statement || item.name.empty() || path.ends_with(".pyi") ||
      item.text.starts_with("import ") || item.text.starts_with("from "))
    return {};
  std::string_view text = item.text;
  if (text.starts_with('=')) return {};  // no Python; "= 1" stands for "x = 1"
  if (text.size() <= longest_text) return text;
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

/// "a, b" as "a,b": the parser puts the blanks back.
std::string joined_closely(std::string_view names) {
  std::string result(names);
  for (std::size_t at = result.find(", "); at != std::string::npos; at = result.find(", ", at + 1))
    result.erase(at + 1, 1);
  return result;
}

class Writer {
 public:
  std::string write(const FootprintDocument& document) {
    const footprint::ReleaseFootprint& content = document.content;
    text_ = fmt::format("{}\nproject {}\nrelease {}\nartifact {}\npython {}\n", footprint_first_line,
                        written(document.project), written(document.release), written(content.artifact),
                        std::max(0, content.footprint.python_minor));
    const auto& modules = content.footprint.modules;
    std::map<std::string, std::string> lists;  // by id
    for (const auto& [module, names] : modules) {
      for (const auto& [name, entry] : names) {
        for (const std::vector<std::string>* list : {&entry.members, &entry.bases}) {
          if (list->empty()) continue;
          const std::string joined = joined_names(*list);
          lists.try_emplace(list_id(joined), joined);
        }
      }
    }
    for (const auto& [id, joined] : lists) line("names {} {}\n", id, joined);
    for (const auto& [module, names] : modules) {
      line("module {}{}\n", written(module), content.footprint.incomplete.contains(module) ? " ?" : "");
      for (const auto& [name, entry] : names) public_name(module, name, entry);
    }
    c_api(content.footprint.c_api);
    for (const auto& [path, source] : content.sources) outline(path, source);
    return std::move(text_);
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
  }

  static std::string joined_names(const std::vector<std::string>& names) {
    std::string joined;
    for (const std::string& name : names) joined += (joined.empty() ? "" : " ") + written(name);
    return joined;
  }
  static std::string id_or_none(const std::vector<std::string>& names) {
    return names.empty() ? "-" : list_id(joined_names(names));
  }

  void public_name(const std::string& module, const std::string& name, const PublicName& entry) {
    std::string row = fmt::format("{}{}{}", letter(name_kinds, entry.kind), letter(origins_of_names, entry.from),
                                  entry.deprecated ? "!" : "");
    if (entry.file.empty() && entry.members.empty() && entry.bases.empty() && entry.signature.empty()) {
      line(" {} {}\n", written(name), row);
      return;
    }
    row += fmt::format(" {} {} {} {}", entry.file.empty() ? "-" : written(entry.file), entry.line,
                       id_or_none(entry.members), id_or_none(entry.bases));
    if (!entry.signature.empty()) row += " " + rest(entry.signature);
    // A name that several modules export is in the first of them.
    const auto [first, fresh] = rows_.try_emplace(name + '\n' + row, module);
    if (fresh)
      line(" {} {}\n", written(name), row);
    else
      line(" {} = {}\n", written(name), written(first->second));
  }

  void c_api(const footprint::CApi& api) {
    std::map<std::string_view, std::vector<std::pair<std::string_view, const footprint::CEntry*>>> headers;
    for (const auto& [name, entry] : api.entries) headers[entry.file].emplace_back(name, &entry);
    for (const auto& [header, entries] : headers) {
      line("header {}\n", written(header));
      for (const auto& [name, entry] : entries) {
        // A macro's declaration begins with its name.
        std::string declaration = entry->declaration;
        if (!name.empty() && declaration.starts_with(name)) declaration.replace(0, name.size(), ".");
        line(" {} {} {}{}{}\n", written(name), letter(c_kinds, entry->kind), entry->line,
             declaration.empty() ? "" : " ", rest(declaration));
        for (const std::string& member : entry->members) line("  {}\n", rest(member));
      }
    }
  }

  void outline(const std::string& path, const footprint::SourceOutline& source) {
    line("source {} {}{} {}\n", source.sha256, source.outline.syntax, source.outline.complete ? "" : "!",
         written(path));
    std::uint32_t last_line = 0;
    std::string_view conditions;
    std::string_view function_hash;
    std::string_view around;  // the last class
    for (const OutlineItem& item : source.outline.items) {
      const bool function = item.kind == OutlineKind::function;
      const bool same_hash = function && item.hash == function_hash && !item.hash.empty();
      text_ += ' ';
      text_ += letter(item_kinds, item.kind);
      if (!item.conditions.empty()) text_ += item.conditions == conditions ? '"' : '?';
      if (!item.decorators.empty()) text_ += '@';
      if (!item.hash.empty()) text_ += same_hash ? '=' : '#';
      line(" {}", item.line > last_line ? item.line - last_line : 0);
      if (!item.conditions.empty() && item.conditions != conditions) line(" {}", item.conditions);
      if (!item.decorators.empty()) line(" {}", written(item.decorators));
      if (!item.hash.empty() && !same_hash) line(" {}", item.hash);
      const bool inside = !around.empty() && item.name.size() > around.size() && item.name.starts_with(around) &&
                          item.name[around.size()] == '.';
      if (item.name.empty())
        text_ += " -";
      else
        line(" {}", written(joined_closely(inside ? std::string_view(item.name).substr(around.size()) : item.name)));
      if (item.kind != OutlineKind::statement) {
        if (!item.parameters.empty()) line(" {}", rest(item.parameters));
      } else if (std::string_view text = kept_text(path, item); !text.empty()) {
        const std::string_view leaf = leaf_of(item.name);
        if (text.starts_with(leaf) && text.substr(leaf.size()).starts_with(" = ")) text.remove_prefix(leaf.size() + 1);
        line(" {}", rest(text));
      }
      text_ += '\n';
      last_line = std::max(last_line, item.line);
      conditions = item.conditions;
      if (function) function_hash = item.hash;
      if (item.kind == OutlineKind::class_) around = item.name;
    }
  }

  std::string text_;
  std::map<std::string, std::string> rows_;  // by name and row, the first module that has it
};

}  // namespace

std::string list_id(std::string_view joined) {
  return sha256_hex(std::as_bytes(std::span(joined))).substr(0, list_id_digits);
}

std::string footprint_text(const FootprintDocument& document) { return Writer().write(document); }

}  // namespace fairplay::signatures::database
