#include "auditor/behaviour/numpy/reproducer/assertion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "auditor/behaviour/numpy/process/operation.h"
#include "signatures/hexadecimal.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// A text as a literal of Python's. JSON's escapes are among Python's.
std::string literal(std::string_view text) { return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace); }

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 32; }, ' ');
  return text;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// One part of a floating-point element, as element_text() writes it.
struct FloatingPart {
  std::string_view text;  ///< "0x1.8p+1", "-inf", "nan"
  bool finite = false;
  bool extended = false;  ///< of 64 bits of mantissa, whose first digit is 8 or more

  std::string python() const {
    if (!extended) return fmt::format("float.fromhex('{}')", text);
    const long double value = std::strtold(std::string(text).c_str(), nullptr);
    std::array<std::byte, 16> bytes{};
    std::memcpy(bytes.data(), &value, 10);
    return fmt::format("np.frombuffer(bytes.fromhex('{}'), 'g')[0]", signatures::hex_of(bytes));
  }
};

/// One or two parts of an element; nullopt where the text is of another kind.
std::optional<std::vector<FloatingPart>> floating_parts(std::string_view text) {
  std::vector<FloatingPart> parts;
  for (std::string_view word : words_of(text)) {
    if (!parts.empty() && word.ends_with('j')) word.remove_suffix(1);
    FloatingPart part{word};
    if (word.starts_with('-')) word.remove_prefix(1);
    part.finite = word.starts_with("0x");
    if (!part.finite && word != "inf" && word != "nan") return std::nullopt;
    part.extended = part.finite && word.size() > 2 && word[2] >= '8';
    parts.push_back(part);
  }
  if (parts.empty() || parts.size() > 2) return std::nullopt;
  return parts;
}

bool all_finite(std::span<const FloatingPart> parts) { return std::ranges::all_of(parts, &FloatingPart::finite); }
bool any_extended(std::span<const FloatingPart> parts) { return std::ranges::any_of(parts, &FloatingPart::extended); }

std::string number(std::span<const FloatingPart> parts) {
  if (parts.size() == 1) return parts[0].python();
  return any_extended(parts) ? fmt::format("({} + 1j * {})", parts[0].python(), parts[1].python())
                             : fmt::format("complex({}, {})", parts[0].python(), parts[1].python());
}

/// `x` is the element. Nearer to what is expected than what was found, where a bound applies; else every bit.
std::string floating_assertion(std::span<const FloatingPart> got, std::span<const FloatingPart> expected,
                               bool bounded) {
  if (bounded && all_finite(expected) && !all_finite(got)) return "assert np.isfinite(x), x\n";
  if (bounded && all_finite(expected))
    return fmt::format("assert abs(x - {0}) < abs({1} - {0}), x\n", number(expected), number(got));
  if (any_extended(expected) || any_extended(got))
    return expected.size() == 1
               ? fmt::format("assert x == {0} or x != x != {0}, x\n", expected[0].python())
               : fmt::format("assert str(x) == str({} + 1j * {}), x\n", expected[0].python(), expected[1].python());
  if (expected.size() == 1) return fmt::format("assert float(x).hex() == {}.hex(), x\n", expected[0].python());
  return fmt::format("assert [float(p).hex() for p in (x.real, x.imag)] == [p.hex() for p in ({}, {})], x\n",
                     expected[0].python(), expected[1].python());
}

/// The text between element_text()'s quotes as a literal; nullopt where quotes or backslashes in it are ambiguous.
std::optional<std::string> quoted_text(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('\'') || !text.ends_with('\'')) return std::nullopt;
  std::string_view inner = text.substr(1, text.size() - 2);
  while (inner.ends_with("\\x00")) inner.remove_suffix(4);  // NumPy drops them, too
  if (inner.find('\'') != std::string_view::npos) return std::nullopt;
  for (std::size_t at = inner.find('\\'); at != std::string_view::npos; at = inner.find('\\', at + 1))
    if (at + 3 >= inner.size() || inner[at + 1] != 'x' || !std::isxdigit(static_cast<unsigned char>(inner[at + 2])))
      return std::nullopt;
  return fmt::format("'{}'", inner);
}

/// What one element must be, `x`; empty where it can't be said.
std::string element_assertion(const Disagreement& found) {
  const auto expected = floating_parts(found.expected), got = floating_parts(found.got);
  if (expected && got && expected->size() == got->size())
    return floating_assertion(*got, *expected, found.bound_ratio > 0);
  if (found.expected.starts_with("about ")) return "assert np.isfinite(x), x\n";
  if (const auto text = quoted_text(found.expected)) return fmt::format("assert x.item() in ({0}, b{0}), x\n", *text);
  const bool integer =
      !found.expected.empty() &&
      found.expected.find_first_not_of("0123456789", found.expected.starts_with('-') ? 1 : 0) == std::string::npos;
  // Of a time it is the number of ticks.
  if (integer)
    return fmt::format("assert int(x.astype('i8') if x.dtype.kind in 'mM' else x) == {}, x\n", found.expected);
  if (found.expected == "True" || found.expected == "False" || found.expected == "NaT")
    return fmt::format("assert str(x) == '{}', x\n", found.expected);
  const std::vector<std::string_view> words = words_of(found.expected);
  if (words.size() == 4 && words[0] == "from" && words[2] == "to" && words[1] != "nan" && words[3] != "nan")
    return fmt::format("assert float('{}') <= x <= float('{}'), x\n", words[1], words[3]);
  return "";
}

/// The flags that only one of both has.
std::string flags_assertion(const Disagreement& found) {
  const auto in = [](const std::string& flags, std::string_view flag) { return flags.find(flag) != std::string::npos; };
  std::vector<std::string> conditions;
  for (const std::string_view flag : {"divide", "overflow", "underflow", "invalid"})
    if (in(found.got, flag) != in(found.expected, flag))
      conditions.push_back(fmt::format("'{}' {} seen", flag, in(found.expected, flag) ? "in" : "not in"));
  return fmt::format("assert {}, seen\n", fmt::join(conditions, " and "));
}

}  // namespace

std::string asserting_lines(const PythonCall& call, const Disagreement& found) {
  const std::string statement = call.statement.empty() ? "" : call.statement + "\n";
  const std::string made = fmt::format("{}r = {}\n", statement, call.result);
  switch (found.difference) {
    case Difference::dies:
    case Difference::hangs: return fmt::format("{}{}  # {}\n", statement, call.result, one_line(found.got));
    case Difference::subject_refuses:
      return fmt::format("{}r = {}  # raises {}\n", statement, call.result, one_line(found.got));
    case Difference::reference_refuses:
      return fmt::format("try: {}r = {}\nexcept Exception: r = None\nassert r is None, r  # {}\n",
                         call.statement.empty() ? "" : call.statement + "; ", call.result, one_line(found.expected));
    case Difference::flags:
      return "seen = []; np.seterr(all='call'); np.seterrcall(lambda kind, _: seen.append(kind.split()[0]))\n" + made +
             flags_assertion(found);
    case Difference::shape:
      if (!found.expected.starts_with('(')) break;
      return made + fmt::format("assert str(np.shape(r)).replace(',)', ')') == '{}', np.shape(r)\n", found.expected);
    case Difference::dtype:
      return made + fmt::format("assert np.asarray(r).dtype.str == '{}', np.asarray(r).dtype\n", found.expected);
    case Difference::text: return made + fmt::format("assert {} in (str(r), repr(r)), r\n", literal(found.expected));
    default: break;
  }
  if (found.expected == "random integers") return made + "assert np.any(r), r\n";
  const std::string assertion = found.element >= 0 ? element_assertion(found) : "";
  if (!assertion.empty()) return made + fmt::format("x = np.asarray(r).ravel()[{}]\n", found.element) + assertion;
  return made + fmt::format("print(r)  # got {}, expected {}\n", one_line(found.got), one_line(found.expected));
}

}  // namespace fairplay::auditor::behaviour::numpy
