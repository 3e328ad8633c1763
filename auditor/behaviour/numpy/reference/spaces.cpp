// Numbers between two ends, and Python's operators on scalars.
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/convert.h"
#include "arraycore/statistics/evenly_spaced.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/ufunc/ufunc.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// numpy.linspace of two numbers, both ends included. Integers are rounded down, as NumPy documents since 1.20.
Answer linspace_any(const Request& request) {
  const Value first(request.first(), request.release), last(ConstDynamicView(request.arrays.at(1)), request.release);
  auto numbers = evenly_spaced(first, last, request.number("count"), Kind::float64, request.release).result();
  const auto dtype = request.optional_dtype();
  if (!numbers || !dtype || *dtype == DType(Kind::float64)) return answer(std::move(numbers));
  const ConstDynamicView inputs[]{*numbers};
  const auto floors = call_ufunc("floor", inputs, {.release = request.release});
  if (!floors) return std::unexpected(floors.error());
  return answer(astype(floors->front(), *dtype, request.release));
}

/// An operator on two scalars is the ufunc; `output` is which of divmod's results.
Answer scalar_operator(const Request& request) {
  const std::vector<ConstDynamicView> inputs = request.all();
  auto results = call_ufunc(request.name(), inputs, {.release = request.release});
  if (!results) return std::unexpected(results.error());
  return std::move(results->at(request.arguments.at("output").get<std::size_t>()));
}

/// numpy.sinc of floating numbers: sin(pi x) / (pi x), 1 at 0.
Answer sinc(const Request& request) {
  const auto wide = astype(request.first(), Kind::long_double, request.release);
  if (!wide) return std::unexpected(wide.error());
  auto result = Array::copy_of(wide->view());
  if (!result) return std::unexpected(result.error());
  auto* const values = reinterpret_cast<long double*>(result->view().data());
  for (std::int64_t i = 0; i < result->view().count(); ++i) {
    const long double angle = std::numbers::pi_v<long double> * values[i];
    values[i] = angle == 0 ? 1 : std::sin(angle) / angle;
  }
  return answer(astype(std::as_const(*result).view(), request.first().dtype(), request.release));
}

}  // namespace

const std::map<std::string, Evaluator>& spacing_operations() {
  static const std::map<std::string, Evaluator> all{
      {"linspace", linspace_any}, {"scalar", scalar_operator}, {"sinc", sinc}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
