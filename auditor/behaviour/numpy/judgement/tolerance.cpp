#include "auditor/behaviour/numpy/judgement/tolerance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "auditor/behaviour/numpy/judgement/bounds.h"
#include "auditor/behaviour/numpy/judgement/elements.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;
using arraycore::Kind;

using Bounds = std::map<std::string, std::array<double, 4>, std::less<>>;

/// Lines of a name and numbers; # begins a comment.
Bounds read_bounds(std::string_view text, std::size_t count) {
  Bounds bounds;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string name;
    if (!(words >> name)) continue;
    for (std::size_t i = 0; i < count; ++i) words >> bounds[name][i];
  }
  return bounds;
}

const Bounds& real_bounds() {
  static const Bounds bounds = read_bounds(ulp_bounds_text, 4);
  return bounds;
}

/// NumPy has two names for each of these.
std::string_view main_name(std::string_view name) {
  return name == "rad2deg" ? "degrees" : name == "deg2rad" ? "radians" : name;
}

/// Of complex results: epsilons of the larger part, for complex64, complex128 and long double.
const Bounds& complex_bounds() {
  static const Bounds bounds = read_bounds(complex_bounds_text, 3);
  return bounds;
}

std::size_t column_of(Kind part) {
  return part == Kind::float16 ? 0 : part == Kind::float32 ? 1 : part == Kind::float64 ? 2 : 3;
}

DType operand_type(const Operation& operation, std::size_t place) {
  return DType::parse(operation.operands.at(place).dtype).value_or(DType());
}

std::size_t inputs_of(const Operation& operation) {
  return std::min(operation.operands.size(),
                  static_cast<std::size_t>(operation.arguments.value("inputs", std::int64_t{2})));
}

/// The type in which a transcendental function of these inputs is computed.
Kind computed_in(const Operation& operation) {
  Kind found = Kind::float16;
  for (std::size_t i = 0; i < inputs_of(operation); ++i) {
    const DType type = operand_type(operation, i);
    const Kind needed = digits_of(part_kind(type)) > 0 ? part_kind(type)
                        : type.size() == 1             ? Kind::float16
                        : type.size() == 2             ? Kind::float32
                                                       : Kind::float64;
    if (digits_of(needed) > digits_of(found)) found = needed;
  }
  return operation.name() == "float_power" && found != Kind::long_double ? Kind::float64 : found;
}

bool has_complex_operand(const Operation& operation) {
  for (std::size_t i = 0; i < operation.operands.size(); ++i)
    if (arraycore::is_complex(operand_type(operation, i).kind())) return true;
  return false;
}

/// The root of the sum of squares, and the largest magnitude, of an operand's parts.
struct Magnitude {
  long double length = 0, largest = 0;
};
Magnitude magnitude_of(const Operation& operation, std::size_t place) {
  Magnitude found;
  const DType type = operand_type(operation, place);
  for (const std::string& element : elements_of(operation, place)) {
    if (digits_of(part_kind(type)) == 0) {
      long double value = 0;
      if (arraycore::is_integer(type.kind()) || type.kind() == Kind::boolean)
        value = std::strtold(element_text(type, element).c_str(), nullptr);
      if (type.kind() == Kind::boolean) value = element[0] != 0;
      found.length += value * value;
      found.largest = std::max(found.largest, std::fabs(value));
      continue;
    }
    for (const Part& part : parts_of(type, element)) {
      if (!std::isfinite(part.value)) continue;
      found.length += part.value * part.value;
      found.largest = std::max(found.largest, std::fabs(part.value));
    }
  }
  found.length = std::sqrt(found.length);
  return found;
}

/// 4 n² eps times the largest term, for sums of n products.
Tolerance products(const Operation& operation, double epsilon, double terms) {
  long double size = 1;
  const std::size_t factors = operation.op() == "einsum" ? operation.operands.size() : 2;
  for (std::size_t i = 0; i < std::min(factors, operation.operands.size()); ++i)
    size *= std::max<long double>(magnitude_of(operation, i).largest, 1e-300L);
  return {Tolerance::Kind::absolute,
          static_cast<double>(4 * std::max(terms, 1.0) * std::max(terms, 1.0) * epsilon * size) *
              static_cast<double>(operation.operands.size())};
}

/// 2 eps log2(4 n) times twice the length of the vector of inputs; up to 1.16 more for large prime factors.
Tolerance transform(const Operation& operation, Release release, double epsilon) {
  const double points = operation.arguments.value("transformed", 1.0);
  double factor = 2;
  if (release < Release{1, 17}) factor += operation.arguments.value("largest_prime", 1.0);
  return {
      Tolerance::Kind::absolute,
      static_cast<double>(factor * epsilon * std::log2(4 * points) * 2 * magnitude_of(operation, 0).length) + 1e-300};
}

Tolerance of_ufunc(const Operation& operation, const DType& result) {
  static const std::set<std::string, std::less<>> extrema{"maximum", "minimum", "fmax", "fmin", "clip"};
  // Their formulas round in every step, and compilers fuse some.
  static const std::set<std::string, std::less<>> complex_arithmetic{"multiply",   "square",   "divide",
                                                                     "reciprocal", "absolute", "sign"};
  const std::string name = operation.name();
  const Kind part = part_kind(result);
  if (digits_of(part) == 0) return {};
  if (extrema.contains(name)) return {Tolerance::Kind::sign_of_zero};
  const bool complex = has_complex_operand(operation);
  if (operation.op() == "ufunc" && complex) {
    if (const auto found = complex_bounds().find(name); found != complex_bounds().end())
      return {Tolerance::Kind::complex_epsilons, 1.5 + found->second[column_of(part) - 1], epsilon_of(part)};
  }
  if (operation.op() == "ufunc" && !complex) {
    const Kind loop = computed_in(operation);
    if (const auto found = real_bounds().find(main_name(name)); found != real_bounds().end())
      // Half a unit for the rounding of ours, half for inputs that nobody has measured.
      return {Tolerance::Kind::units, std::floor(found->second[column_of(loop)] + 1)};
    if (name.starts_with("logaddexp")) return {Tolerance::Kind::units, 2, 0, 4 * epsilon_of(loop)};
  }
  if (complex && (complex_arithmetic.contains(name) || operation.op() == "statistic")) {
    if (arraycore::is_complex(result.kind())) return {Tolerance::Kind::complex_epsilons, 16, epsilon_of(part)};
    return {Tolerance::Kind::units, name == "absolute" ? 1.0 : 2.0};
  }
  return {};
}

}  // namespace

bool is_transcendental(std::string_view ufunc) {
  return real_bounds().contains(main_name(ufunc)) || ufunc.starts_with("logaddexp");
}

namespace {
constexpr const char* native_float16 = "native_float16";
constexpr double native_float16_units = 4;
}  // namespace

void mark_native_float16(Operation& operation) {
  if (operation.op() != "ufunc" || !is_transcendental(operation.name()) || has_complex_operand(operation)) return;
  if (computed_in(operation) == Kind::float16) operation.arguments[native_float16] = true;
}

bool is_native_float16(const Operation& operation) { return operation.is_set(native_float16); }

Tolerance tolerance_of(const Operation& operation, Release release, const DType& result) {
  static const std::set<std::string, std::less<>> computing{"ufunc",      "outer",    "reduce", "statistic",
                                                            "accumulate", "reduceat", "at",     "scalar"};
  const std::string op = operation.op();
  const Kind part = part_kind(result);
  const double epsilon = epsilon_of(part);
  if (is_native_float16(operation) && part == Kind::float16) return {Tolerance::Kind::units, native_float16_units};
  if (computing.contains(op)) return of_ufunc(operation, result);
  if (epsilon == 0) return {};
  if (op == "sort" || op == "unique" || op == "set" || op == "partition" || op == "quantile_any" || op == "along" ||
      op == "nan_reduce" || op == "clip")
    return op == "sort" && operation.arguments.value("kind", "stable") == "stable"
               ? Tolerance{}
               : Tolerance{Tolerance::Kind::sign_of_zero};
  const bool by_blas = part == Kind::float32 || part == Kind::float64;
  if (op == "product" || op == "tensordot" || op == "einsum" || op == "dot") {
    // float16 and long double are added up in one order, but by einsum and by 1.15's products.
    if (!by_blas && op != "einsum" && !arraycore::is_complex(result.kind()) && release >= Release{1, 16}) return {};
    return products(operation, epsilon, operation.arguments.value("terms", 1.0));
  }
  if (op == "fft" || op == "fft_out") return transform(operation, release, epsilon);
  if (op == "linalg") {
    // Of matrices whose condition is below 30.
    const double n = operation.arguments.value("n", 1.0);
    return {Tolerance::Kind::absolute,
            200 * (n + 2) * epsilon * std::max(1.0, operation.arguments.value("largest", 1.0))};
  }
  if (op == "nan_mean" && has_complex_operand(operation)) return {Tolerance::Kind::complex_epsilons, 16, epsilon};
  if (op == "window") return {Tolerance::Kind::units, 16, 0, 16 * epsilon};
  if (op == "sinc") return {Tolerance::Kind::absolute, 16 * epsilon};
  if (op == "geomspace") return {Tolerance::Kind::units, 128};
  if (op == "i0") return {Tolerance::Kind::units, 32};
  return {};
}

}  // namespace fairplay::auditor::behaviour::numpy
