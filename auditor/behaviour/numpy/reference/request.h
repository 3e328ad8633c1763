#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/casting/casting_names.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::auditor::behaviour::numpy {

using namespace arraycore;  // NOLINT(google-build-using-namespace): requests are written in its terms
using Json = nlohmann::json;

/// A request with its arrays in memory that the operation may write to.
struct Request {
  Json arguments;
  std::vector<DynamicView> arrays;
  Release release = newest_release;

  std::string name() const { return arguments.at("name").get<std::string>(); }
  /// Whether a truth value among the arguments is true.
  bool is_set(const char* argument) const { return arguments.contains(argument) && arguments.at(argument) == true; }
  /// What may be cast; only where "casting" is one of NumPy's words.
  Casting casting() const { return casting_named(arguments.at("casting").get<std::string>()).value(); }
  std::optional<DType> optional_dtype() const {
    if (arguments.at("dtype").is_null()) return std::nullopt;
    return DType::parse(arguments.at("dtype").get<std::string>()).value();
  }
  ConstDynamicView first() const { return arrays.front(); }
  std::vector<ConstDynamicView> all(std::size_t from = 0) const {
    return {arrays.begin() + static_cast<std::ptrdiff_t>(from), arrays.end()};
  }
  std::vector<std::int64_t> list(const char* name) const { return arguments.at(name).get<std::vector<std::int64_t>>(); }
  std::int64_t number(const char* name) const { return arguments.at(name).get<std::int64_t>(); }
  std::optional<std::int64_t> optional_number(const char* name) const {
    if (arguments.at(name).is_null()) return std::nullopt;
    return number(name);
  }
};

/// What all statistics along axes are asked with. `axes` keeps what the options refer to.
template <class Options>
Options along_axes(const Request& request, std::vector<std::int64_t>& axes) {
  Options options;
  options.release = request.release;
  if (!request.arguments.at("axes").is_null()) {
    axes = request.list("axes");
    options.axes = axes;
  }
  options.keepdims = request.is_set("keepdims");
  return options;
}

/// Elements, and which floating-point flags were raised ("dou", "" none) if that is to be compared.
struct Computed {
  Array array;
  std::optional<std::string> flags;
};

/// Elements that nobody specifies: what must hold of them is known (../judgement/invariants.h), and that they come.
struct Unspecified {};

/// An array, or text that isn't one.
using Answer = Expected<std::variant<Array, std::string, Computed, Unspecified>>;

inline Answer answer(Expected<Array> array) {
  if (!array) return std::unexpected(array.error());
  return std::move(*array);
}
inline Answer answer(const Expected<DType>& dtype) {
  if (!dtype) return std::unexpected(dtype.error());
  return dtype->name();
}
/// A view of the first array.
inline Answer answer(const Request& request, const Expected<Layout>& layout) {
  if (!layout) return std::unexpected(layout.error());
  return answer(Array::copy_of(request.first().with(*layout)));
}
/// The first array after it was written to.
inline Answer answer(const Request& request, const Expected<void>& done) {
  if (!done) return std::unexpected(done.error());
  return answer(Array::copy_of(request.first()));
}

using Evaluator = std::function<Answer(const Request&)>;

/// Shapes, indices, joins, casts: operations that move elements.
const std::map<std::string, Evaluator>& moving_operations();
/// Ufuncs, reductions, means and variances.
const std::map<std::string, Evaluator>& compute_operations();
/// Numbers between two ends; operators on scalars.
const std::map<std::string, Evaluator>& spacing_operations();
/// Texts: arraycore/printing/.
const std::map<std::string, Evaluator>& printing_operations();
/// Business days, and times as text: arraycore/calendar/.
const std::map<std::string, Evaluator>& calendar_operations();
/// Functions of text: arraycore/strings/.
const std::map<std::string, Evaluator>& string_operations();
/// Text files: arraycore/text_files/.
const std::map<std::string, Evaluator>& text_file_operations();
/// Files: arraycore/files/.
const std::map<std::string, Evaluator>& file_operations();
/// The rest of the main namespace: bits, flat indices, polynomials, windows.
const std::map<std::string, Evaluator>& names_operations();
/// Sorting, searching and sets: arraycore/sorting/.
const std::map<std::string, Evaluator>& sorting_operations();
/// What is computed by several of them: arraycore/statistics/.
const std::map<std::string, Evaluator>& statistics_operations();
/// Random numbers.
const std::map<std::string, Evaluator>& stream_operations();
/// Fourier transforms: arraycore/fft/.
const std::map<std::string, Evaluator>& fft_operations();
/// Linear algebra: arraycore/linalg/.
const std::map<std::string, Evaluator>& linalg_operations();
/// What Python itself asks of NumPy's scalars: int(x), hash(x).
const std::map<std::string, Evaluator>& python_operations();
/// Products of matrices and tensors: arraycore/linear/.
const std::map<std::string, Evaluator>& linear_operations();

}  // namespace fairplay::auditor::behaviour::numpy
