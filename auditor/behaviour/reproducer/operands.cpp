#include "auditor/behaviour/reproducer/operands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <vector>

#include "auditor/behaviour/calls/data.h"
#include "auditor/behaviour/reproducer/literals.h"

namespace fairplay::auditor::behaviour::reproducer {
namespace {

constexpr std::size_t most_listed = 2000;  // real parts: a page or two of literals
constexpr std::size_t most_made = 40'000'000;
constexpr std::size_t most_listed_at_all = 300'000;
constexpr int most_constants = 16;

/// The real parts of the content, one after another.
std::vector<double> parts_of(const Argument& argument, bool single) {
  std::vector<double> parts;
  const std::size_t bytes = single ? sizeof(float) : sizeof(double);
  for (std::size_t at = 0; at + bytes <= argument.content.size(); at += bytes) {
    float narrow = 0;
    double wide = 0;
    std::memcpy(single ? static_cast<void*>(&narrow) : &wide, argument.content.data() + at, bytes);
    parts.push_back(single ? static_cast<double>(narrow) : wide);
  }
  return parts;
}

bool same(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b); }

std::string listed(const std::string& name, const std::vector<double>& parts, bool single) {
  std::string text = fmt::format("static const {} {}_before[] = {{", single ? "float" : "double", name);
  std::size_t column = 1000;
  for (const double part : parts) {
    const std::string literal = real_literal(part) + ", ";
    if (column + literal.size() > 150) text += "\n  ", column = 2;
    text += literal;
    column += literal.size();
  }
  return text + (parts.empty() ? "0};\n" : "\n};\n");
}

/// The rules of harness.cpp's `made`, derived from the values themselves: what calls/call.h does to triangles and to
/// what no routine may look at.
struct Rules {
  double divisor = 1, step = 1;
  std::vector<double> constants;
  std::vector<std::pair<std::size_t, int>> runs;
};

/// After how many parts the rules begin again, as they do with each column or each step of a vector; all of them, if
/// they don't.
std::size_t period_of(const std::vector<int>& rules, const CallCase& call, std::size_t per_element) {
  std::vector<std::size_t> periods;
  for (const std::int64_t step : {call.incx, call.incy}) periods.push_back(static_cast<std::size_t>(std::abs(step)));
  for (const std::int64_t rows : {call.m, call.n, call.k}) periods.push_back(static_cast<std::size_t>(rows + call.ld));
  for (std::size_t period : periods) {
    period *= per_element;
    if (period == 0 || period >= rules.size()) continue;
    if (std::equal(rules.begin() + static_cast<std::ptrdiff_t>(period), rules.end(), rules.begin())) return period;
  }
  return rules.size();
}

template <class Real>
std::optional<Rules> rules_of(const std::vector<double>& parts, const Argument& argument, const CallCase& call) {
  Rules rules;
  rules.step = call.data == Data::integers ? 16 : 1;
  auto datum = [&](std::size_t i) { return element_value<Real>(call.data, call.seed, argument.place, i); };
  // A triangle's elements off the diagonal are divided by four times its order, which is m or n.
  for (const std::int64_t order : {call.n, call.m})
    for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 64); ++i)
      if (const auto divisor = static_cast<Real>(4 * order);
          order > 0 && datum(i) != 0 && same(parts[i], static_cast<double>(datum(i) / divisor)))
        rules.divisor = static_cast<double>(divisor);
  std::vector<int> each;
  each.reserve(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Real value = datum(i);
    int rule = -1;
    if (same(parts[i], static_cast<double>(value)))
      rule = 0;
    else if (same(parts[i], static_cast<double>(value / static_cast<Real>(rules.divisor))))
      rule = 1;
    else if (same(parts[i], static_cast<double>(2 + value / static_cast<Real>(rules.step))))
      rule = 2;
    else {
      auto known = std::ranges::find_if(rules.constants, [&](double constant) { return same(constant, parts[i]); });
      if (known == rules.constants.end()) {
        if (rules.constants.size() == most_constants) return std::nullopt;
        rules.constants.push_back(parts[i]);
        known = rules.constants.end() - 1;
      }
      rule = 3 + static_cast<int>(known - rules.constants.begin());
    }
    each.push_back(rule);
  }
  each.resize(period_of(each, call, argument.element_bytes / sizeof(Real)));
  for (const int rule : each) {
    if (rules.runs.empty() || rules.runs.back().second != rule) rules.runs.emplace_back(0, rule);
    ++rules.runs.back().first;
  }
  return rules;
}

std::string referenced_bits(const Argument& argument) {
  std::vector<unsigned> bytes((argument.referenced.size() + 7) / 8);
  for (std::size_t i = 0; i < argument.referenced.size(); ++i)
    if (argument.referenced[i]) bytes[i / 8] |= 1U << i % 8;
  std::string text = fmt::format("static const unsigned char {}_referenced[] = {{", argument.name);
  for (std::size_t i = 0; i < bytes.size(); ++i) text += fmt::format("{}{},", i % 32 == 0 ? "\n  " : "", bytes[i]);
  return text + "};\n";
}

/// Integers of the library's width, whatever width they were described in.
OperandText integers(const Argument& argument, int integer_bits) {
  const int bits = integer_bits == 64 ? 64 : 32;
  const std::size_t count = argument.content.size() / std::max<std::size_t>(argument.element_bytes, 1);
  OperandText text;
  text.declarations = fmt::format("static const int{}_t {}_before[] = {{", bits, argument.name);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t wide = 0;
    std::int32_t narrow = 0;
    std::memcpy(argument.element_bytes == 8 ? static_cast<void*>(&wide) : &narrow,
                argument.content.data() + i * argument.element_bytes, argument.element_bytes == 8 ? 8 : 4);
    text.declarations += fmt::format("{}{}, ", i % 16 == 0 ? "\n  " : "", argument.element_bytes == 8 ? wide : narrow);
  }
  text.declarations += "0};\n";
  text.initializer = fmt::format("{{\"{0}\", {1}, 0, {2}, {3}, {0}_before, NULL, NULL, NULL, 0}}", argument.name,
                                 argument.written ? 1 : 0, count * static_cast<std::size_t>(bits) / 8, bits / 8);
  return text;
}

}  // namespace

std::expected<OperandText, std::string> operand_text(const Argument& argument, const CallCase& call, int integer_bits,
                                                     std::size_t place) {
  if (argument.type == 'i') return integers(argument, integer_bits);
  OperandText text;
  const std::string& name = argument.name;
  const bool single = argument.type == 's' || argument.type == 'c';
  const std::vector<double> parts = parts_of(argument, single);
  std::string before = name + "_before";
  if (parts.size() <= most_listed) {
    text.declarations += listed(name, parts, single);
  } else if (const auto rules = parts.size() > most_made ? std::nullopt
                                : single                 ? rules_of<float>(parts, argument, call)
                                                         : rules_of<double>(parts, argument, call);
             rules && rules->runs.size() < parts.size() / 3) {
    text.declarations += fmt::format("static const struct run {}_runs[] = {{", name);
    for (std::size_t i = 0; i < rules->runs.size(); ++i)
      text.declarations +=
          fmt::format("{}{{{}, {}}}, ", i % 12 == 0 ? "\n  " : "", rules->runs[i].first, rules->runs[i].second);
    text.declarations += fmt::format("\n  {{0, 0}}}};\nstatic const double {}_constants[] = {{", name);
    for (const double constant : rules->constants) text.declarations += real_literal(constant) + ", ";
    text.declarations += "0};\n";
    std::string data{behaviour::name(call.data)};  // of ASCII letters
    std::ranges::transform(data, data.begin(), [](char c) { return static_cast<char>(c - 32); });
    text.set_up += fmt::format("  operands[{}].before = made({}, {}, DATA_{}, {}, {}, {}, {}_runs, {}_constants);\n",
                               place, parts.size(), single ? 1 : 0, data, argument.place, real_literal(rules->divisor),
                               real_literal(rules->step), name, name);
    before = "NULL";
  } else if (parts.size() <= most_listed_at_all) {
    text.declarations += listed(name, parts, single);
  } else {
    return std::unexpected(fmt::format("operand {} has {} numbers that follow no rule", name, parts.size()));
  }
  std::string referenced = "NULL";
  // A workspace is the routine's own, as long as it asks for.
  if (argument.written && !argument.workspace &&
      !std::ranges::all_of(argument.referenced, [](bool is) { return is; })) {
    text.declarations += referenced_bits(argument);
    referenced = name + "_referenced";
  }
  text.initializer = fmt::format("{{\"{}\", {}, {}, {}, {}, {}, {}, NULL, NULL, 0}}", name, argument.written ? 1 : 0,
                                 single ? 4 : 8, argument.content.size(), argument.element_bytes, before, referenced);
  return text;
}

}  // namespace fairplay::auditor::behaviour::reproducer
