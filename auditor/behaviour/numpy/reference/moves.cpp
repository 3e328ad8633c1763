// Operations that move elements: shapes, indices, joins, casts.
#include <complex>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/pad.h"
#include "arraycore/array/repeat.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

OutOfBounds mode_of(const Request& request) {
  const auto mode = request.arguments.at("mode").get<std::string>();
  return mode == "wrap" ? OutOfBounds::wrap : mode == "clip" ? OutOfBounds::clip : OutOfBounds::error;
}

Slice slice_of(const Json& bounds) {
  const auto bound = [&](std::size_t i) -> std::optional<std::int64_t> {
    if (bounds.at(i).is_null()) return std::nullopt;
    return bounds.at(i).get<std::int64_t>();
  };
  return {bound(0), bound(1), bound(2)};
}

std::vector<Index> indices_of(const Request& request) {
  std::vector<Index> indices;
  for (const Json& index : request.arguments.at("index")) {
    if (index.contains("i")) indices.emplace_back(index.at("i").get<std::int64_t>());
    if (index.contains("s")) indices.emplace_back(slice_of(index.at("s")));
    if (index.contains("n")) indices.emplace_back(NewAxis{});
    if (index.contains("e")) indices.emplace_back(Ellipsis{});
    if (index.contains("a"))
      indices.emplace_back(ConstDynamicView(request.arrays.at(index.at("a").get<std::size_t>())));
  }
  return indices;
}

Answer reshape(const Request& request) {
  const Order order = request.arguments.at("order") == "F" ? Order::fortran : Order::c;
  const ConstDynamicView view = request.first();
  const auto shape = request.list("shape");
  const auto layout = reshaped(view.layout(), shape, view.dtype().size(), order);
  if (!layout) return std::unexpected(layout.error());
  if (*layout) return answer(Array::copy_of(view.with(**layout)));
  // Strides can't say it: the shape is that of a copy in the same order.
  const auto copy = Array::copy_of(view, order);
  if (!copy) return std::unexpected(copy.error());
  const ConstDynamicView whole = *copy;
  return answer(Array::copy_of(whole.with(**reshaped(whole.layout(), shape, view.dtype().size(), order))));
}

Answer squeeze(const Request& request) {
  if (request.arguments.at("axes").is_null()) return answer(request, squeezed(request.first().layout(), std::nullopt));
  const auto axes = request.list("axes");
  return answer(request, squeezed(request.first().layout(), axes));
}

Answer split_part(const Request& request) {
  const Layout layout = request.first().layout();
  const std::int64_t axis = request.number("axis");
  const bool uneven = request.arguments.at("op") == "array_split";
  const auto parts = request.arguments.contains("places") ? split_at(layout, request.list("places"), axis)
                     : uneven                             ? split_unevenly(layout, request.number("sections"), axis)
                                                          : split(layout, request.number("sections"), axis);
  if (!parts) return std::unexpected(parts.error());
  return answer(request, parts->at(static_cast<std::size_t>(request.number("part")) % parts->size()));
}

Answer pad_any(const Request& request) {
  std::vector<std::pair<std::int64_t, std::int64_t>> widths;
  for (const Json& pair : request.arguments.at("widths")) widths.emplace_back(pair.at(0), pair.at(1));
  const auto mode = request.arguments.at("mode").get<std::string>();
  if (mode == "constant") return answer(pad_constant(request.first(), widths, request.arrays.at(1)));
  static const std::map<std::string, PadMode> modes{{"edge", PadMode::edge},
                                                    {"reflect", PadMode::reflect},
                                                    {"symmetric", PadMode::symmetric},
                                                    {"wrap", PadMode::wrap}};
  return answer(pad(request.first(), widths, modes.at(mode)));
}

/// `a[target] = a[source]` with basic indices, which overlap.
Answer assign_part(const Request& request) {
  const DynamicView view = request.arrays.front();
  const auto part = [&](const char* name) {
    return view.with(sliced(view.layout(), 0, slice_of(request.arguments.at(name))));
  };
  const auto target = part("target");
  const auto source = part("source");
  if (!target || !source) return std::unexpected((!target ? target : source).error());
  return answer(request, assign(*target, *source));
}

Answer scalar_type(const Request& request) {
  const DType dtype = DType::parse(request.arguments.at("dtype").get<std::string>()).value();
  const Json& scalar = request.arguments.at("scalar");
  const auto result = [&](PythonScalar value) { return answer(result_type(dtype, value, request.release)); };
  if (scalar.is_boolean()) return result(PythonScalar::of(scalar.get<bool>()));
  if (scalar.is_number_unsigned()) return result(PythonScalar::of(scalar.get<std::uint64_t>()));
  if (scalar.is_number_integer()) return result(PythonScalar::of(scalar.get<std::int64_t>()));
  if (scalar.is_string()) return result(PythonScalar::beyond_64_bits());
  if (scalar.is_number()) return result(PythonScalar::of(scalar.get<double>()));
  return result(PythonScalar::of(std::complex<double>(scalar.at(0).get<double>(), scalar.at(1).get<double>())));
}

DType dtype_argument(const Request& request, const char* name) {
  return DType::parse(request.arguments.at(name).get<std::string>()).value();
}

Answer castable(const Request& request) {
  const Casting level = request.casting();
  return std::string(can_cast(dtype_argument(request, "from"), dtype_argument(request, "to"), level, request.release)
                         ? "True"
                         : "False");
}

}  // namespace

const std::map<std::string, Evaluator>& moving_operations() {
  static const std::map<std::string, Evaluator> all{
      {"reshape", reshape},
      {"transpose", [](const Request& r) { return answer(r, permuted(r.first().layout(), r.list("axes"))); }},
      {"moveaxis",
       [](const Request& r) { return answer(r, axes_moved(r.first().layout(), r.list("from"), r.list("to"))); }},
      {"flip", [](const Request& r) { return answer(r, flipped(r.first().layout(), r.list("axes"))); }},
      {"expand_dims", [](const Request& r) { return answer(r, expanded(r.first().layout(), r.list("axes"))); }},
      {"squeeze", squeeze},
      {"broadcast_to", [](const Request& r) { return answer(r, broadcast(r.first().layout(), r.list("shape"))); }},
      {"diagonal",
       [](const Request& r) {
         return answer(r, diagonal(r.first().layout(), r.number("offset"), r.number("axis1"), r.number("axis2")));
       }},
      {"getitem", [](const Request& r) { return answer(get_index(r.first(), indices_of(r))); }},
      {"setitem",
       [](const Request& r) { return answer(r, set_index(r.arrays.front(), indices_of(r), r.arrays.at(1))); }},
      // The second array lies in the memory of the first.
      {"setitem_overlap",
       [](const Request& r) { return answer(r, set_index(r.arrays.front(), indices_of(r), r.arrays.at(1))); }},
      {"assign", assign_part},
      {"concatenate",
       [](const Request& r) { return answer(concatenate(r.all(), r.optional_number("axis"), r.release)); }},
      {"stack", [](const Request& r) { return answer(stack(r.all(), r.number("axis"), r.release)); }},
      {"split", split_part},
      {"array_split", split_part},
      {"tile", [](const Request& r) { return answer(tile(r.first(), r.list("times"))); }},
      {"repeat",
       [](const Request& r) { return answer(repeat(r.first(), r.list("counts"), r.optional_number("axis"))); }},
      {"roll",
       [](const Request& r) {
         if (r.arguments.at("axes").is_null()) return answer(roll_flat(r.first(), r.list("shifts").at(0)));
         return answer(roll(r.first(), r.list("shifts"), r.list("axes")));
       }},
      {"take",
       [](const Request& r) { return answer(take(r.first(), r.arrays.at(1), r.optional_number("axis"), mode_of(r))); }},
      {"put",
       [](const Request& r) { return answer(r, put(r.arrays.front(), r.arrays.at(1), r.arrays.at(2), mode_of(r))); }},
      {"choose", [](const Request& r) { return answer(choose(r.first(), r.all(1), mode_of(r), r.release)); }},
      {"select",
       [](const Request& r) {
         const std::size_t n = (r.arrays.size() - 1) / 2;
         const auto arrays = r.all();
         const std::span views(arrays);
         return answer(select(views.subspan(0, n), views.subspan(n, n), arrays.back(), r.release));
       }},
      {"pad", pad_any},
      {"astype", [](const Request& r) { return answer(astype(r.first(), dtype_argument(r, "dtype"), r.release)); }},
      {"promote_types",
       [](const Request& r) {
         return answer(promote_types(dtype_argument(r, "from"), dtype_argument(r, "to"), r.release));
       }},
      {"can_cast", castable},
      {"result_type", scalar_type},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
