#include "auditor/behaviour/numpy/judgement/invariants.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <map>

#include "auditor/behaviour/numpy/judgement/elements.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;

struct Support {
  double least, most;
};

/// Where the numbers of a distribution lie; NaN lies nowhere.
const Support* support_of(const std::string& distribution) {
  static const std::map<std::string, Support> supports{{"beta", {0, 1}},
                                                       {"geometric", {1, HUGE_VAL}},
                                                       {"zipf", {1, HUGE_VAL}},
                                                       {"wald", {0, HUGE_VAL}},
                                                       {"logseries", {1, HUGE_VAL}},
                                                       {"poisson", {0, HUGE_VAL}},
                                                       {"binomial", {0, HUGE_VAL}},
                                                       {"exponential", {0, HUGE_VAL}},
                                                       {"power", {0, 1}},
                                                       {"pareto", {0, HUGE_VAL}},
                                                       {"rayleigh", {0, HUGE_VAL}},
                                                       {"weibull", {0, HUGE_VAL}}};
  const auto found = supports.find(distribution);
  return found == supports.end() ? nullptr : &found->second;
}

double number_at(const DType& dtype, std::string_view bytes) {
  if (digits_of(part_kind(dtype)) > 0) return static_cast<double>(parts_of(dtype, bytes).front().value);
  return std::strtod(element_text(dtype, bytes).c_str(), nullptr);
}

std::optional<BrokenInvariant> each(const DType& dtype, const std::string& elements, const std::string& expected,
                                    const std::function<bool(double)>& holds) {
  const auto size = static_cast<std::size_t>(dtype.size());
  for (std::size_t at = 0; size > 0 && at + size <= elements.size(); at += size) {
    const std::string_view bytes = std::string_view(elements).substr(at, size);
    if (!holds(number_at(dtype, bytes)))
      return BrokenInvariant{static_cast<std::int64_t>(at / size), element_text(dtype, bytes), expected};
  }
  return std::nullopt;
}

std::optional<BrokenInvariant> of_line(const Operation& operation, const DType& dtype, const std::string& elements) {
  const auto size = static_cast<std::size_t>(dtype.size());
  if (elements.empty() || size == 0) return std::nullopt;
  const DType ends = DType::parse(operation.operands[0].dtype).value();
  const double first = number_at(ends, elements_of(operation, 0)[0]),
               last = number_at(ends, elements_of(operation, 1)[0]);
  const auto is = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const std::size_t count = elements.size() / size;
  const double begin = number_at(dtype, std::string_view(elements).substr(0, size));
  const double end = number_at(dtype, std::string_view(elements).substr((count - 1) * size));
  const std::string between = fmt::format("from {} to {}", first, last);
  if (is(first, last)) return each(dtype, elements, between, [&](double one) { return is(one, first); });
  // What has no distance has nothing between its ends.
  if (!std::isfinite(first) || !std::isfinite(last) || !std::isfinite(last - first)) return std::nullopt;
  if (!is(begin, first)) return BrokenInvariant{0, fmt::format("{}", begin), between};
  if (count > 1 && !is(end, last))
    return BrokenInvariant{static_cast<std::int64_t>(count) - 1, fmt::format("{}", end), between};
  return std::nullopt;
}

/// Comparisons of a signed and an unsigned integer of 64 bits are those of the numbers, whatever they have in common.
std::optional<BrokenInvariant> of_comparison(const Operation& operation, const std::string& truths) {
  static const std::map<std::string, bool (*)(__int128, __int128)> comparisons{
      {"equal", [](__int128 a, __int128 b) { return a == b; }},
      {"not_equal", [](__int128 a, __int128 b) { return a != b; }},
      {"less", [](__int128 a, __int128 b) { return a < b; }},
      {"less_equal", [](__int128 a, __int128 b) { return a <= b; }},
      {"greater", [](__int128 a, __int128 b) { return a > b; }},
      {"greater_equal", [](__int128 a, __int128 b) { return a >= b; }}};
  const auto compares = comparisons.find(operation.name());
  if (compares == comparisons.end() || operation.operands.size() != 2) return std::nullopt;
  std::vector<__int128> numbers[2];
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string& dtype = operation.operands[i].dtype;
    if (dtype != "<i8" && dtype != "<u8") return std::nullopt;
    for (const std::string& element : elements_of(operation, i)) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, element.data(), sizeof bits);
      numbers[i].push_back(dtype == "<u8" ? static_cast<__int128>(bits)
                                          : static_cast<__int128>(static_cast<std::int64_t>(bits)));
    }
  }
  if (numbers[0].size() != numbers[1].size() || truths.size() != numbers[0].size()) return std::nullopt;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    const bool right = compares->second(numbers[0][i], numbers[1][i]);
    if ((truths[i] != 0) != right)
      return BrokenInvariant{static_cast<std::int64_t>(i), right ? "False" : "True", right ? "True" : "False"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<BrokenInvariant> broken_invariant(const Operation& operation, const SubjectAnswer& subject) {
  if (subject.kind != SubjectAnswer::Kind::array) return std::nullopt;
  const auto dtype = DType::parse(subject.dtype);
  if (!dtype) return std::nullopt;
  const std::string op = operation.op();
  if (op == "linspace" || op == "geomspace") return of_line(operation, *dtype, subject.elements);
  if ((op == "ufunc" && !operation.is_set("out")) || op == "scalar") return of_comparison(operation, subject.elements);
  if (op != "stream" || operation.is_set("after")) return std::nullopt;
  if (operation.arguments.value("kind", "") == "integers" && subject.elements.size() >= 400) {
    // A hundred zeros out of a wide range.
    const bool wide = elements_of(operation, 1)[0] > std::string("\x10\0\0\0\0\0\0\0", 8) ||
                      elements_of(operation, 1)[0].substr(2) != std::string(6, '\0');
    if (wide && subject.elements.find_first_not_of('\0') == std::string::npos)
      return BrokenInvariant{0, "zeros alone", "random integers"};
  }
  const Support* support = support_of(operation.name());
  if (support == nullptr) return std::nullopt;
  return each(*dtype, subject.elements, fmt::format("from {} to {}", support->least, support->most),
              [&](double one) { return one >= support->least && one <= support->most; });
}

}  // namespace fairplay::auditor::behaviour::numpy
