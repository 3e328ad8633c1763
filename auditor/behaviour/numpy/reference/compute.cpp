// Operations that compute: ufuncs, reductions and statistics.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/layout.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/loop_table.h"
#include "arraycore/ufunc/resolve.h"
#include "arraycore/ufunc/ufunc.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::string letters_of(const FloatFlags& flags) {
  std::string letters;
  if (flags.divide) letters += 'd';
  if (flags.overflow) letters += 'o';
  if (flags.underflow) letters += 'u';
  if (flags.invalid) letters += 'i';
  return letters;
}

/// Flags are compared where nothing is cast: casts raise some, too.
bool casts_nothing(const Request& request, std::span<const ConstDynamicView> inputs) {
  const LoopRow* row = find_ufunc(request.name(), request.release);
  if (row == nullptr || request.is_set("out") || !request.arguments.at("signature").is_null()) return false;
  std::vector<OperandType> types;
  for (const ConstDynamicView& input : inputs) types.push_back({input.dtype(), std::nullopt});
  const auto loop = resolve_loop(*row, types, request.release);
  if (!loop) return false;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (loop->dtypes[i] != inputs[i].dtype()) return false;
  }
  return true;
}

Answer ufunc(const Request& request) {
  const auto count = request.arguments.at("inputs").get<std::size_t>();
  const std::vector<ConstDynamicView> inputs(request.arrays.begin(),
                                             request.arrays.begin() + static_cast<std::ptrdiff_t>(count));
  std::vector<DynamicView> rest(request.arrays.begin() + static_cast<std::ptrdiff_t>(count), request.arrays.end());
  FloatFlags flags;
  UfuncOptions options{request.release, request.casting(), std::nullopt, std::nullopt, &flags};
  std::string signature;
  if (!request.arguments.at("signature").is_null()) {
    signature = request.arguments.at("signature").get<std::string>();
    options.signature = signature;
  }
  if (request.is_set("where")) {
    options.where = rest.front();
    rest.erase(rest.begin());
  }
  const auto which = request.arguments.at("output").get<std::size_t>();
  if (request.is_set("out")) {
    const auto done = call_ufunc_into(request.name(), inputs, rest, options);
    if (!done) return std::unexpected(done.error());
    return answer(Array::copy_of(rest.at(which % rest.size())));
  }
  auto results = call_ufunc(request.name(), inputs, options);
  if (!results) return std::unexpected(results.error());
  Computed computed{std::move(results->at(which % results->size())), std::nullopt};
  if (casts_nothing(request, inputs)) computed.flags = letters_of(flags);
  return computed;
}

Answer ufunc_outer(const Request& request) {
  UfuncOptions options;
  options.release = request.release;
  auto results = call_ufunc_outer(request.name(), request.arrays.at(0), request.arrays.at(1), options);
  if (!results) return std::unexpected(results.error());
  return answer(std::move(results->front()));
}

Answer reduce_any(const Request& request) {
  std::vector<std::int64_t> axes;
  auto options = along_axes<ReduceOptions>(request, axes);
  options.dtype = request.optional_dtype();
  std::size_t next = 1;
  if (request.is_set("initial")) options.initial = request.arrays.at(next++);
  if (request.is_set("where")) options.where = request.arrays.at(next++);
  return answer(reduce(request.name(), request.first(), options));
}

Answer statistic(const Request& request) {
  std::vector<std::int64_t> axes;
  auto options = along_axes<MeanOptions>(request, axes);
  options.dtype = request.optional_dtype();
  options.ddof = request.number("ddof");
  if (request.is_set("where")) options.where = request.arrays.at(1);
  const auto name = request.name();
  if (name == "mean") return answer(mean(request.first(), options));
  return answer(name == "var" ? variance(request.first(), options) : standard_deviation(request.first(), options));
}

Answer at(const Request& request) {
  const Index indices[]{ConstDynamicView(request.arrays.at(1))};
  std::optional<ConstDynamicView> values;
  if (request.arrays.size() > 2) values = request.arrays.at(2);
  return answer(request, apply_at(request.name(), request.arrays.front(), indices, values, request.release));
}

}  // namespace

const std::map<std::string, Evaluator>& compute_operations() {
  static const std::map<std::string, Evaluator> all{
      {"ufunc", ufunc},
      {"outer", ufunc_outer},
      {"reduce", reduce_any},
      {"statistic", statistic},
      {"at", at},
      {"accumulate",
       [](const Request& r) {
         return answer(accumulate(r.name(), r.first(), r.number("axis"), r.optional_dtype(), r.release));
       }},
      {"reduceat",
       [](const Request& r) {
         return answer(
             reduce_at(r.name(), r.first(), r.list("indices"), r.number("axis"), r.optional_dtype(), r.release));
       }},
      {"argmax", [](const Request& r) { return answer(argmax(r.first(), r.optional_number("axis"))); }},
      {"argmin", [](const Request& r) { return answer(argmin(r.first(), r.optional_number("axis"))); }},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
