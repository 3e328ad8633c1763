#include "signatures/monkeypatches/notices.h"

#include <algorithm>

namespace fairplay::signatures::monkeypatches {

using python::Expression;
using python::ExpressionKind;

namespace {

constexpr int deepest_notice = 60;
constexpr std::string_view hidden_categories[] = {"DeprecationWarning", "PendingDeprecationWarning", "ImportWarning",
                                                  "ResourceWarning"};

void add_words(const python::ModuleSource& source, const PathFinder& paths, const Expression& expression,
               std::string& words, int depth = 0) {
  if (depth > deepest_notice || words.size() > 1000) return;
  std::string text;
  if (paths.constant(expression, text)) {
    words += (words.empty() ? "" : " ") + text;
  } else if (expression.is(ExpressionKind::format_string)) {
    words += (words.empty() ? "" : " ") + std::string(source.of(expression));
  } else {
    for (const Expression& part : expression.parts) add_words(source, paths, part, words, depth + 1);
  }
}

}  // namespace

std::optional<std::string> told_by(const python::ModuleSource& source, const PathFinder& paths,
                                   const Expression& call) {
  const Expression& callee = call.parts[0];
  const Path path = paths.of(callee);
  const bool warns = path == "warnings.warn" || path == "warnings.warn_explicit";
  const bool prints = callee.is_name("print") || path == "sys.stderr.write" || path == "sys.stdout.write";
  if (!warns && !prints) return std::nullopt;
  std::string words;
  for (std::size_t i = 1; i < call.parts.size(); ++i) {
    const Expression& part = call.parts[i];
    const bool by_name = part.is(ExpressionKind::keyword) && !part.parts.empty();
    if (warns && std::ranges::find(hidden_categories, python::dotted(by_name ? part.parts[0] : part)) !=
                     std::end(hidden_categories))
      return std::string();
    if (part.is(ExpressionKind::keyword) && part.text != "message") continue;
    add_words(source, paths, by_name ? part.parts[0] : part, words);
  }
  return words;
}

}  // namespace fairplay::signatures::monkeypatches
