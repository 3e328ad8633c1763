#include "auditor/loading/path_files.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "auditor/discovery/paths.h"

namespace fairplay::auditor::loading {
namespace {

constexpr std::string_view python_blanks = " \t\n\r\v\f";

std::string_view without_end_blanks(std::string_view text) {
  const std::size_t last = text.find_last_not_of(python_blanks);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

/// Takes the first line off `rest`: "\n", "\r" and "\r\n" end lines.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  const std::string_view line = rest.substr(0, end);
  if (end == std::string_view::npos) {
    rest = {};
  } else {
    rest.remove_prefix(end + (rest.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return line;
}

std::string without_blanks(std::string_view text) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept),
                       [](char c) { return python_blanks.find(c) == std::string_view::npos; });
  return kept;
}

/// The path in `before` 'PATH' `after`, a plain literal without escapes; blanks around its parts don't count.
std::optional<std::string> literal_between(std::string_view code, std::string_view before, std::string_view after) {
  const std::size_t open = code.find_first_of("'\"");
  if (open == std::string_view::npos || without_blanks(code.substr(0, open)) != before) return std::nullopt;
  const std::size_t close = code.find(code[open], open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view literal = code.substr(open + 1, close - open - 1);
  // A relative path would depend on where Python is started.
  if (!literal.starts_with('/') || literal.find('\\') != std::string_view::npos) return std::nullopt;
  std::string rest = without_blanks(code.substr(close + 1));
  if (rest.ends_with(';')) rest.pop_back();
  if (rest != after) return std::nullopt;
  return std::string(literal);
}

PathLine read_code(std::string_view code) {
  using Kind = PathLine::Kind;
  struct Form {
    std::string_view before, after;
    Kind kind;
  };
  constexpr std::array forms = {Form{"importsite;site.addsitedir(", ")", Kind::site_folder},
                                Form{"importsys;sys.path.insert(0,", ")", Kind::first},
                                Form{"importsys;sys.path.append(", ")", Kind::last}};
  for (const Form& form : forms) {
    if (auto path = literal_between(code, form.before, form.after)) return {form.kind, std::move(*path), 0};
  }
  const std::string bare = without_blanks(code);
  if (bare == "importsys;sys.__plen=len(sys.path)") return {Kind::eggs_begin, std::string(code), 0};
  if (bare ==
      "importsys;new=sys.path[sys.__plen:];delsys.path[sys.__plen:];p=getattr(sys,'__egginsert',0);"
      "sys.path[p:p]=new;sys.__egginsert=p+len(new)")
    return {Kind::eggs_end, std::string(code), 0};
  constexpr std::array<std::string_view, 5> bending = {"sys.path", "addsitedir", "meta_path", "path_hooks",
                                                       "sys.modules["};
  // setuptools' -nspkg.pth files make namespace packages: no other module is found in another place.
  const bool bends =
      std::ranges::any_of(bending, [&](std::string_view word) { return code.find(word) != std::string_view::npos; });
  return {bends ? Kind::bends_path : Kind::other_code, std::string(code), 0};
}

}  // namespace

PathFile read_path_file(std::string_view text) {
  PathFile file;
  std::string_view rest = without_byte_order_mark(text);
  std::size_t number = 0;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    ++number;
    if (line.starts_with('#') || discovery::paths::trim(line).empty()) continue;
    if (file.lines.size() == most_path_lines) {
      file.cut_short = true;
      break;
    }
    if (line.starts_with("import ") || line.starts_with("import\t")) {
      file.lines.push_back(read_code(without_end_blanks(line)));
    } else {
      file.lines.push_back({PathLine::Kind::folder, std::string(without_end_blanks(line)), 0});
    }
    file.lines.back().line = number;
  }
  return file;
}

IsolatedPath read_isolated_path(std::string_view text) {
  IsolatedPath path;
  std::string_view rest = without_byte_order_mark(text);
  while (!rest.empty() && path.entries.size() < most_path_lines) {
    std::string_view line = take_line(rest);
    line = discovery::paths::trim(line.substr(0, line.find('#')));
    if (line == "import site") {
      path.import_site = true;
    } else if (!line.empty() && !line.starts_with("import ")) {
      path.entries.emplace_back(line);
    }
  }
  return path;
}

}  // namespace fairplay::auditor::loading
