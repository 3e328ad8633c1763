#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>

#include "signatures/database/footprint_document.h"
#include "signatures/database/footprint_words.h"
#include "signatures/database/record_text.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::database {
namespace {

using footprint::OutlineItem;
using footprint::OutlineKind;
using footprint::PublicName;

/// The fields of one line, without an allocation for the many that have no escapes.
class Fields {
 public:
  explicit Fields(std::string_view line) : left_(line) {}

  /// Up to the next space; empty where there is none, which sets `broken`.
  std::string_view take() {
    if (ended_ || left_.empty()) {
      broken_ = true;
      return {};
    }
    const std::size_t space = left_.find(' ');
    const std::string_view field = left_.substr(0, space);
    ended_ = space == std::string_view::npos;
    left_ = ended_ ? std::string_view() : left_.substr(space + 1);
    broken_ = broken_ || field.empty();
    return field;
  }
  std::string text() { return decoded(take(), Spelling::field); }
  /// All that is left; empty where the line has ended.
  std::string rest() {
    if (ended_) return {};
    ended_ = true;
    if (left_.empty()) broken_ = true;
    return decoded(left_, Spelling::rest_of_line);
  }
  std::uint32_t number() {
    const auto value = decimal(take());
    broken_ = broken_ || !value || *value > std::numeric_limits<std::uint32_t>::max() / 2;
    return broken_ ? 0 : static_cast<std::uint32_t>(*value);
  }
  bool good() const { return ended_ && !broken_; }
  bool more() const { return !ended_; }

 private:
  std::string decoded(std::string_view field, Spelling spelling) {
    if (field.find('%') == std::string_view::npos)
      return std::string(field);  // other bytes that must be escaped show when it is written again
    std::deque<std::string> kept;
    const auto read = read_written(field, kept, spelling);
    broken_ = broken_ || !read;
    return read ? std::string(*read) : std::string();
  }
  std::string_view left_;
  bool ended_ = false;
  bool broken_ = false;
};

class FootprintParser {
 public:
  FootprintParser(std::string_view text, const std::string& file)
      : text_(text), file_(file), document_(std::make_shared<FootprintDocument>()) {}

  Expected<std::shared_ptr<const FootprintDocument>> parse() {
    if (text_.size() > largest_footprint)
      return std::unexpected(Damage{
          file_, "", fmt::format("has {} bytes; a footprint has at most {}", text_.size(), largest_footprint), true});
    if (!text_.ends_with('\n'))
      return std::unexpected(Damage{file_, "", "has no line feed at its end: the file is cut off", true});
    advance();
    if (!(header() && lists() && modules() && headers() && sources())) return std::unexpected(std::move(damage_));
    if (at_line_) {
      fail("is not a line that a footprint may have here");
      return std::unexpected(std::move(damage_));
    }
    if (!canonical()) return std::unexpected(std::move(damage_));
    return document_;
  }

 private:
  void advance() {
    at_line_ = next_ < text_.size();
    if (!at_line_) return;
    const std::size_t end = text_.find('\n', next_);
    line_ = text_.substr(next_, end - next_);
    next_ = end + 1;
    ++number_;
  }
  bool fail(std::string reason) {
    damage_ = {file_, fmt::format("line {}", number_), std::move(reason), true};
    return false;
  }
  /// What one line can repeat of another could make a text of megabytes one of terabytes.
  bool hold(std::size_t bytes) {
    held_ += bytes;
    return held_ <= most_held || fail(fmt::format("repeats more of other lines than {} bytes", most_held));
  }
  bool begins(std::string_view word) const { return at_line_ && line_.starts_with(word); }

  bool single(std::string_view word, std::string& value) {
    if (begins(word)) {
      Fields fields(line_.substr(word.size()));
      value = fields.text();
      if (fields.good()) {
        advance();
        return true;
      }
    }
    return fail(fmt::format("is not \"{}\" and one value", word.substr(0, word.size() - 1)));
  }

  bool header() {
    if (!at_line_ || line_ != footprint_first_line)
      return fail(fmt::format("is not \"{}\": no footprint, or one of a later fairplay", footprint_first_line));
    advance();
    std::string python;
    footprint::ReleaseFootprint& content = document_->content;
    if (!(single("project ", document_->project) && single("release ", document_->release) &&
          single("artifact ", content.artifact) && single("python ", python)))
      return false;
    const auto minor = decimal(python);
    if (!minor || *minor > 1000) return fail("the line before is not \"python\" and a minor version");
    content.footprint.python_minor = static_cast<int>(*minor);
    content.footprint.release = document_->release;
    return true;
  }

  bool lists() {
    while (begins("names ")) {
      Fields fields(line_.substr(6));
      const std::string_view id = fields.take();
      const std::size_t names_at = 6 + list_id_digits + 1;
      if (!is_hex(id, list_id_digits) || line_.size() <= names_at || list_id(line_.substr(names_at)) != id)
        return fail("is not \"names\", the first 16 digits of their SHA-256, and names");
      std::vector<std::string> names;
      while (fields.more()) names.push_back(fields.text());
      if (!fields.good()) return fail("has a name that isn't written as names are");
      if (!lists_.emplace(id, std::move(names)).second) return fail("stands there twice");
      advance();
    }
    return true;
  }

  bool list(std::string_view id, std::vector<std::string>& into) {
    if (id == "-") return true;
    const auto found = lists_.find(id);
    if (found == lists_.end()) return fail(fmt::format("refers to the list of names {}, which isn't there", id));
    std::size_t bytes = 0;
    for (const std::string& name : found->second) bytes += sizeof(std::string) + name.size();
    if (!hold(bytes)) return false;
    into = found->second;
    return true;
  }

  bool modules() {
    auto& modules = document_->content.footprint.modules;
    while (begins("module ")) {
      Fields fields(line_.substr(7));
      const std::string module = fields.text();
      const bool incomplete = fields.more();
      if ((incomplete && fields.take() != "?") || !fields.good()) return fail("is not \"module\" and its name");
      if (incomplete) document_->content.footprint.incomplete.insert(module);
      if (modules.contains(module)) return fail("stands there twice");
      auto& names = modules[module];
      advance();
      while (begins(" ")) {
        if (!public_name(names)) return false;
        advance();
      }
    }
    return true;
  }

  bool public_name(std::map<std::string, PublicName>& names) {
    Fields fields(line_.substr(1));
    const std::string name = fields.text();
    const std::string_view code = fields.take();
    PublicName entry;
    if (code == "=") {
      const auto& modules = document_->content.footprint.modules;
      const auto module = modules.find(fields.text());
      const auto found =
          module == modules.end() ? std::map<std::string, PublicName>::const_iterator() : module->second.find(name);
      if (!fields.good() || module == modules.end() || found == module->second.end())
        return fail("refers to a name of a module that doesn't stand before it");
      std::size_t bytes = found->second.signature.size() + found->second.file.size();
      for (const std::vector<std::string>* names_of : {&found->second.members, &found->second.bases}) {
        for (const std::string& one : *names_of) bytes += sizeof(std::string) + one.size();
      }
      if (!hold(bytes)) return false;
      entry = found->second;
    } else {
      const auto kind = code.empty() ? std::nullopt : value_of(name_kinds, code[0]);
      const auto from = code.size() < 2 ? std::nullopt : value_of(origins_of_names, code[1]);
      if (!kind || !from || (code.size() != 2 && code.substr(2) != "!"))
        return fail("is not a name, what it is, and where it comes from");
      entry.kind = *kind;
      entry.from = *from;
      entry.deprecated = code.size() == 3;
      if (fields.more()) {
        entry.file = fields.text();
        if (entry.file == "-") entry.file.clear();
        entry.line = fields.number();
        const std::string_view members = fields.take();
        const std::string_view bases = fields.take();
        if (!list(members, entry.members) || !list(bases, entry.bases)) return false;
        entry.signature = fields.rest();
      }
      if (!fields.good()) return fail("is not a name, what it is, its file, line, members, bases and signature");
    }
    if (!names.emplace(name, std::move(entry)).second) return fail("is a name that stands there twice");
    return true;
  }

  bool headers() {
    auto& entries = document_->content.footprint.c_api.entries;
    while (begins("header ")) {
      Fields fields(line_.substr(7));
      const std::string file = fields.text();
      if (!fields.good()) return fail("is not \"header\" and its path");
      advance();
      while (begins(" ")) {
        Fields row(line_.substr(1));
        const std::string name = row.text();
        const std::string_view code = row.take();
        const auto kind = code.size() == 1 ? value_of(c_kinds, code[0]) : std::nullopt;
        footprint::CEntry entry;
        entry.line = row.number();
        entry.declaration = row.rest();
        if (entry.declaration.starts_with('.')) entry.declaration.replace(0, 1, name);
        if (!hold(name.size())) return false;
        if (!kind || !row.good()) return fail("is not a name of C, what it is, its line and declaration");
        entry.kind = *kind;
        entry.file = file;
        advance();
        while (begins("  ")) {
          Fields member(line_.substr(2));
          entry.members.push_back(member.rest());
          if (!member.good()) return fail("is not a member's declaration");
          advance();
        }
        if (!entries.emplace(name, std::move(entry)).second)
          return fail(fmt::format("the name {} stood there before", name));
      }
    }
    return true;
  }

  bool sources() {
    while (begins("source ")) {
      Fields fields(line_.substr(7));
      footprint::SourceOutline source;
      const std::string_view sha256 = fields.take();
      std::string_view syntax = fields.take();
      const std::string path = fields.text();
      if (syntax.ends_with('!')) {
        source.outline.complete = false;
        syntax.remove_suffix(1);
      }
      if (!fields.good() || !is_hex(sha256, 64) || !is_hash(syntax))
        return fail("is not \"source\", a SHA-256 in lower-case hex, a hash and a path");
      source.sha256 = sha256;
      source.outline.syntax = syntax;
      advance();
      last_ = {};
      while (begins(" ")) {
        if (!item(path, source.outline)) return false;
        advance();
      }
      if (!document_->content.sources.emplace(path, std::move(source)).second)
        return fail(fmt::format("the file {} stood there before", path));
    }
    return true;
  }

  /// 12 bytes in base64url.
  static bool is_hash(std::string_view text) {
    return text.size() == 16 && std::ranges::all_of(text, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
  }

  static std::string spaced(std::string_view names) {
    std::string result;
    for (const char c : names) {
      result += c;
      if (c == ',') result += ' ';
    }
    return result;
  }

  bool item(std::string_view path, footprint::Outline& into) {
    Fields fields(line_.substr(1));
    const std::string_view code = fields.take();
    OutlineItem item;
    const auto kind = code.empty() ? std::nullopt : value_of(item_kinds, code[0]);
    const std::uint32_t delta = fields.number();
    bool good = kind.has_value();
    for (const char flag : code.substr(std::min<std::size_t>(1, code.size()))) {
      switch (flag) {
        case '"': item.conditions = last_.conditions; break;
        case '?':
          item.conditions = fields.take();
          good = good && is_hash(item.conditions);
          break;
        case '@': item.decorators = fields.text(); break;
        case '=': item.hash = last_.function_hash; break;
        case '#':
          item.hash = fields.take();
          good = good && is_hash(item.hash);
          break;
        default: good = false;
      }
    }
    item.name = fields.text();
    if (!good || item.name.empty() || delta > std::numeric_limits<std::uint32_t>::max() / 2 - last_.line)
      return fail(fmt::format("is not a definition or statement of {}", path));
    item.kind = *kind;
    item.line = last_.line + delta;
    if (item.name.find(',') != std::string::npos) item.name = spaced(item.name);
    if (item.name == "-")
      item.name.clear();
    else if (item.name.starts_with('.'))
      item.name.insert(0, last_.around);
    if (!hold(item.name.size())) return false;
    std::string rest = fields.rest();
    if (!fields.good()) return fail(fmt::format("is not a definition or statement of {}", path));
    if (item.kind != OutlineKind::statement)
      item.parameters = std::move(rest);
    else if (rest.starts_with("= "))
      item.text = fmt::format("{} {}", leaf_of(item.name), rest);
    else
      item.text = std::move(rest);
    last_.line = item.line;
    last_.conditions = item.conditions;
    if (item.kind == OutlineKind::function) last_.function_hash = item.hash;
    if (item.kind == OutlineKind::class_) last_.around = item.name;
    into.items.push_back(std::move(item));
    return true;
  }

  /// Whatever else could be spelled in two ways shows where the content is written again.
  bool canonical() {
    const std::string again = footprint_text(*document_);
    if (again == text_) return true;
    const auto differs = std::ranges::mismatch(text_, again);
    number_ = static_cast<std::size_t>(std::count(text_.begin(), differs.in1, '\n')) + 1;
    return fail("is not how, or where, a footprint writes this: sorted, each once, in its one spelling");
  }

  static constexpr std::size_t most_held = std::size_t{64} << 20U;

  std::string_view text_;
  const std::string& file_;
  std::shared_ptr<FootprintDocument> document_;
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
  std::size_t held_ = 0;
  struct Last {
    std::uint32_t line = 0;
    std::string conditions;
    std::string function_hash;
    std::string around;
  } last_;
  std::size_t next_ = 0;
  std::size_t number_ = 0;
  std::string_view line_;
  bool at_line_ = false;
  Damage damage_;
};

}  // namespace

Expected<std::shared_ptr<const FootprintDocument>> parse_footprint(std::string_view text, const std::string& file) {
  return FootprintParser(text, file).parse();
}

}  // namespace fairplay::signatures::database
