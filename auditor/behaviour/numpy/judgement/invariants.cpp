#include "auditor/behaviour/numpy/judgement/invariants.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <numbers>
#include <set>

#include "auditor/behaviour/numpy/judgement/elements.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;

struct Support {
  double least, most;
};

double number_at(const DType& dtype, std::string_view bytes) {
  if (digits_of(part_kind(dtype)) > 0) return static_cast<double>(parts_of(dtype, bytes).front().value);
  return std::strtod(element_text(dtype, bytes).c_str(), nullptr);
}

/// The only element of an operand without axes.
double parameter(const Operation& operation, std::size_t place) {
  return number_at(DType::parse(operation.operands.at(place).dtype).value(), elements_of(operation, place).at(0));
}

/// Where the numbers of a distribution lie; NaN lies nowhere. Null: that isn't said of it.
std::optional<Support> support_of(const Operation& operation) {
  static const std::set<std::string, std::less<>> any{"normal",          "laplace",    "logistic",       "gumbel",
                                                      "standard_normal", "standard_t", "standard_cauchy"};
  static const std::set<std::string, std::less<>> positive{"chisquare",
                                                           "exponential",
                                                           "f",
                                                           "gamma",
                                                           "lognormal",
                                                           "negative_binomial",
                                                           "noncentral_chisquare",
                                                           "noncentral_f",
                                                           "pareto",
                                                           "poisson",
                                                           "rayleigh",
                                                           "standard_exponential",
                                                           "standard_gamma",
                                                           "wald",
                                                           "weibull"};
  static const std::set<std::string, std::less<>> from_one{"geometric", "zipf", "logseries"};
  const std::string name = operation.name();
  if (any.contains(name)) return Support{-HUGE_VAL, HUGE_VAL};
  if (positive.contains(name)) return Support{0, HUGE_VAL};
  if (from_one.contains(name)) return Support{1, HUGE_VAL};
  if (name == "beta" || name == "power") return Support{0, 1};
  if (name == "vonmises") return Support{-std::numbers::pi, std::numbers::pi};
  const bool scalars = std::ranges::all_of(operation.operands, [](const auto& one) { return one.shape.empty(); });
  if (!scalars) return std::nullopt;
  if (name == "binomial" && operation.operands.size() == 2) return Support{0, parameter(operation, 0)};
  if (name == "uniform" && operation.operands.size() == 2)
    return Support{parameter(operation, 0), parameter(operation, 1)};
  if (name == "triangular" && operation.operands.size() == 3)
    return Support{parameter(operation, 0), parameter(operation, 2)};
  if (name == "hypergeometric" && operation.operands.size() == 3)
    return Support{0, std::min(parameter(operation, 0), parameter(operation, 2))};
  return std::nullopt;
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
  if (!std::isfinite(first) || !std::isfinite(last)) return std::nullopt;
  if (!std::isfinite(last - first))
    return each(dtype, elements, between, [](double one) { return std::isfinite(one); });
  if (!is(begin, first)) return BrokenInvariant{0, fmt::format("{:a}", begin), fmt::format("{:a}", first)};
  if (count > 1 && !is(end, last))
    return BrokenInvariant{static_cast<std::int64_t>(count) - 1, fmt::format("{:a}", end), fmt::format("{:a}", last)};
  return std::nullopt;
}

/// A mean, variance or standard deviation of a whole array that its type holds is finite.
std::optional<BrokenInvariant> of_statistic(const Operation& operation, const DType& dtype,
                                            const std::string& elements) {
  const OperandLayout& operand = operation.operands.front();
  const auto from = DType::parse(operand.dtype);
  const bool all = operation.arguments.at("axes").is_null() || operand.shape.size() == 1;
  if (!from || digits_of(from->kind()) == 0 || *from != dtype || dtype.size() > 8 || !all ||
      operation.operands.size() > 1)
    return std::nullopt;
  std::vector<long double> numbers;
  for (const std::string& element : elements_of(operation, 0))
    numbers.push_back(parts_of(*from, element).front().value);
  const auto count = static_cast<long double>(numbers.size());
  const auto freedom = count - (operation.name() == "mean" ? 0 : operation.arguments.value("ddof", 0));
  if (freedom <= 0) return std::nullopt;
  long double sum = 0, squares = 0;
  for (const long double number : numbers) sum += number;
  const long double mean = sum / count;
  for (const long double number : numbers) squares += (number - mean) * (number - mean);
  const long double truth = operation.name() == "mean"  ? mean
                            : operation.name() == "var" ? squares / freedom
                                                        : std::sqrt(squares / freedom);
  const long double largest = dtype.size() == 2 ? 65504 : dtype.size() == 4 ? 0x1.fffffep127L : 0x1.fffffffffffffp1023L;
  if (!(std::fabs(truth) < largest)) return std::nullopt;
  return each(dtype, elements, fmt::format("about {:.4g}", static_cast<double>(truth)),
              [](double one) { return std::isfinite(one); });
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
  if (op == "statistic") return of_statistic(operation, *dtype, subject.elements);
  if ((op == "ufunc" && !operation.is_set("out")) || op == "scalar") return of_comparison(operation, subject.elements);
  if (op != "stream" || operation.is_set("after")) return std::nullopt;
  if (operation.arguments.value("kind", "") == "integers" && subject.elements.size() >= 400) {
    // A hundred zeros out of a wide range.
    const bool wide = elements_of(operation, 1)[0] > std::string("\x10\0\0\0\0\0\0\0", 8) ||
                      elements_of(operation, 1)[0].substr(2) != std::string(6, '\0');
    if (wide && subject.elements.find_first_not_of('\0') == std::string::npos)
      return BrokenInvariant{0, "zeros alone", "random integers"};
  }
  const auto support = support_of(operation);
  if (!support) return std::nullopt;
  return each(*dtype, subject.elements, fmt::format("from {} to {}", support->least, support->most),
              [&](double one) { return one >= support->least && one <= support->most; });
}

}  // namespace fairplay::auditor::behaviour::numpy
