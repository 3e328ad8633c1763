// What a condition asks: whether NumPy has a name (hasattr), which version it is, which Python runs. Such guards tell
// whether a shim is dead for the NumPy at hand.
#include "signatures/monkeypatches/conditions.h"

#include <algorithm>

namespace fairplay::signatures::monkeypatches {

using python::Expression;
using python::ExpressionKind;

namespace {

constexpr int deepest_condition = 60;

std::string negated_operator(std::string_view op) {
  if (op == "<") return ">=";
  if (op == "<=") return ">";
  if (op == ">") return "<=";
  if (op == ">=") return "<";
  if (op == "==") return "!=";
  if (op == "!=") return "==";
  return {};
}

std::string mirrored(std::string_view op) {
  if (op == "<") return ">";
  if (op == "<=") return ">=";
  if (op == ">") return "<";
  if (op == ">=") return "<=";
  return std::string(op);
}

/// "1.20" of a string, of a tuple or list of numbers, or of a call on one (Version("1.20"), parse("1.20")); empty for
/// others.
std::string version_constant(const Expression& expression, int depth = 0) {
  if (depth > 8) return {};
  switch (expression.kind) {
    case ExpressionKind::string:
      return !expression.text.empty() && expression.text.front() >= '0' && expression.text.front() <= '9'
                 ? expression.text
                 : std::string();
    case ExpressionKind::number: return expression.text;
    case ExpressionKind::tuple:
    case ExpressionKind::list: {
      std::string text;
      for (const Expression& part : expression.parts) {
        if (!part.is(ExpressionKind::number)) return text;
        text += (text.empty() ? "" : ".") + part.text;
      }
      return text;
    }
    case ExpressionKind::call:
      return expression.parts.size() == 2 ? version_constant(expression.parts[1], depth + 1) : std::string();
    default: return {};
  }
}

/// Which version an expression is made of: "numpy" or "python", by what it reads; empty for others.
std::string version_of(const PathFinder& paths, const Expression& expression, int depth = 0) {
  if (depth > deepest_condition) return {};
  if (expression.is(ExpressionKind::name) || expression.is(ExpressionKind::attribute)) {
    const Path path = paths.of(expression);
    if (path.starts_with("sys.version_info") || path.starts_with("sys.hexversion") || path.starts_with("sys.version"))
      return "python";
    if (is_numpy(path) && (path.ends_with("__version__") || path.contains(".version.") ||
                           path.ends_with(".NumpyVersion") || path.contains("version")))
      return "numpy";
    if (path == version_path) return "numpy";
  }
  for (const Expression& part : expression.parts) {
    if (std::string found = version_of(paths, part, depth + 1); !found.empty()) return found;
  }
  return {};
}

bool is_major_alone(const Expression& expression) {
  // version_info[0], version_info.major, int(__version__.split(".")[0])
  if (expression.is(ExpressionKind::subscript) && expression.parts.size() == 2)
    return expression.parts[1].is(ExpressionKind::number);
  if (expression.is(ExpressionKind::attribute)) return expression.text == "major";
  if (expression.is(ExpressionKind::call) && expression.parts.size() == 2) return is_major_alone(expression.parts[1]);
  return false;
}

class Conditions {
 public:
  Conditions(const python::ModuleSource& source, const PathFinder& paths, std::uint32_t line)
      : source_(source), paths_(paths), line_(line) {}

  std::vector<Guard> of(const Expression& test, bool negated, int depth = 0) const {
    if (depth > deepest_condition) return {other(test, negated)};
    switch (test.kind) {
      case ExpressionKind::unary:
        if (test.text == "not" && test.parts.size() == 1) return of(test.parts[0], !negated, depth + 1);
        break;
      case ExpressionKind::boolean:
        if ((test.text == "and") != negated &&
            test.parts.size() == 2) {  // all must hold; by De Morgan also of a negated `or`
          std::vector<Guard> both = of(test.parts[0], negated, depth + 1);
          for (Guard& guard : of(test.parts[1], negated, depth + 1)) both.push_back(std::move(guard));
          return both;
        }
        break;
      case ExpressionKind::compare: return {compared(test, negated)};
      case ExpressionKind::call: return {called(test, negated)};
      case ExpressionKind::constant:
      case ExpressionKind::number: {
        const bool truth = test.text == "True" || (test.is(ExpressionKind::number) && test.text != "0");
        if (truth == negated) return {made(Guard::Kind::never, test)};
        return {};
      }
      case ExpressionKind::name:
      case ExpressionKind::attribute: {
        const Path path = paths_.of(test);
        const bool checking = test.text == "TYPE_CHECKING" || path == "typing.TYPE_CHECKING";
        if (checking) return negated ? std::vector<Guard>() : std::vector<Guard>{made(Guard::Kind::never, test)};
        break;
      }
      default: break;
    }
    return {other(test, negated)};
  }

 private:
  Guard made(Guard::Kind kind, const Expression& test) const {
    return {kind, {}, {}, {}, one_line(source_.of(test)), line_};
  }

  Guard other(const Expression& test, bool negated) const {
    Guard guard = made(Guard::Kind::other, test);
    if (negated) guard.text = "not " + guard.text;
    return guard;
  }

  Guard presence(const Expression& test, Path path, bool present) const {
    Guard guard = made(present ? Guard::Kind::present : Guard::Kind::absent, test);
    if (!present) guard.text = "not " + guard.text;
    guard.paths.push_back(std::move(path));
    return guard;
  }

  Guard called(const Expression& test, bool negated) const {
    const Expression& callee = test.parts.front();
    if (callee.is_name("hasattr") && test.parts.size() == 3) {
      const Path owner = paths_.of(test.parts[1]);
      std::string name;
      if (is_numpy(owner) && paths_.constant(test.parts[2], name)) return presence(test, member(owner, name), !negated);
    }
    if (callee.is(ExpressionKind::attribute) && callee.text == "startswith" && test.parts.size() == 2 &&
        !callee.parts.empty()) {
      const std::string whose = version_of(paths_, callee.parts[0]);
      const std::string version = version_constant(test.parts[1]);
      if (!whose.empty() && !version.empty())
        return versioned(test, whose, negated ? "not startswith" : "startswith", version);
    }
    return other(test, negated);
  }

  Guard versioned(const Expression& test, std::string_view whose, std::string op, std::string version) const {
    Guard guard = made(whose == "python" ? Guard::Kind::python : Guard::Kind::version, test);
    guard.op = std::move(op);
    guard.version = std::move(version);
    return guard;
  }

  Guard compared(const Expression& test, bool negated) const {
    if (test.parts.size() != 2) return other(test, negated);
    const Expression& left = test.parts[0];
    const Expression& right = test.parts[1];
    const Path named = paths_.of(left);
    std::string word;
    if (left.is_name("__name__") && test.text == "==" && paths_.constant(right, word) && word == "__main__") {
      if (!negated) return made(Guard::Kind::never, test);
      return other(test, negated);
    }
    if (test.text == "in" || test.text == "not in") {
      // "bool" in np.__dict__, in dir(np)
      Path owner = paths_.of(right);
      if (owner.ends_with(".__dict__")) owner.resize(owner.size() - 9);
      if (right.is(ExpressionKind::call) && right.parts.size() == 2 && right.parts[0].is_name("dir"))
        owner = paths_.of(right.parts[1]);
      if (is_numpy(owner) && paths_.constant(left, word))
        return presence(test, member(owner, word), (test.text == "in") != negated);
      return other(test, negated);
    }
    std::string op = test.text;
    if (negated_operator(op).empty()) return other(test, negated);
    std::string whose = version_of(paths_, left);
    std::string version = version_constant(right);
    const Expression* measured = &left;
    if (whose.empty() || version.empty()) {
      whose = version_of(paths_, right);
      version = version_constant(left);
      op = mirrored(op);
      measured = &right;
    }
    if (whose.empty() || version.empty()) return other(test, negated);
    if (negated) op = negated_operator(op);
    // A number alone compares the major version: (2) < version_info[0].
    if (!version.contains('.') && !is_major_alone(*measured) && (op == "==" || op == "!=")) return other(test, negated);
    return versioned(test, whose, op, version);
  }

  const python::ModuleSource& source_;
  const PathFinder& paths_;
  std::uint32_t line_;
};

}  // namespace

std::vector<Guard> conditions(const python::ModuleSource& source, const PathFinder& paths, const Expression& test,
                              bool negated, std::uint32_t line) {
  return Conditions(source, paths, line).of(test, negated);
}

bool measures_numpy_version(const PathFinder& paths, const Expression& expression) {
  return version_of(paths, expression) == "numpy";
}

void numpy_names(const PathFinder& paths, const Expression& expression, std::vector<Path>& found, int depth) {
  if (depth > deepest_condition || found.size() > 32) return;
  if (expression.is(ExpressionKind::attribute)) {
    const Path path = paths.of(expression);
    if (is_numpy(path) && !path.contains("()") && !path.contains('?')) {
      found.push_back(path);
      return;
    }
  }
  for (const Expression& part : expression.parts) numpy_names(paths, part, found, depth + 1);
}

std::string one_line(std::string_view text, std::size_t longest) {
  std::string line;
  bool blank = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      blank = true;
      continue;
    }
    if (blank && !line.empty()) line += ' ';
    blank = false;
    line += c;
    if (line.size() > longest + 4) break;
  }
  if (line.size() <= longest) return line;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  line.resize(end);
  return line + "...";
}

}  // namespace fairplay::signatures::monkeypatches
