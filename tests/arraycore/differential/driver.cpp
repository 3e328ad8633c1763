// Runs operations of arraycore for the differential test: requests on stdin, answers on stdout, until the end of input.
//
// A frame is two 32-bit numbers (lengths of a JSON text and of data, little-endian), the text, the data. A request
// names the operation, its arguments, and the arrays: dtype "d", shape "s", strides "t", offset "o" and length "n" of
// each one's memory, which follow one another in the data. An answer has "d" and "s", and the elements in row-major
// order as data; or "text"; or "error" and "message".
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
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
#include "tests/arraycore/differential/request.h"

namespace fairplay::arraycore {
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
  static const std::map<std::string, Casting> levels{{"no", Casting::no},
                                                     {"equiv", Casting::equiv},
                                                     {"safe", Casting::safe},
                                                     {"same_kind", Casting::same_kind},
                                                     {"unsafe", Casting::unsafe}};
  const Casting level = levels.at(request.arguments.at("casting").get<std::string>());
  return std::string(can_cast(dtype_argument(request, "from"), dtype_argument(request, "to"), level, request.release)
                         ? "True"
                         : "False");
}

const std::map<std::string, Operation>& operations() {
  static const std::map<std::string, Operation> all{
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

bool read_exactly(void* target, std::size_t size) { return std::fread(target, 1, size, stdin) == size; }

void write_frame(const Json& text, std::span<const std::byte> data) {
  const std::string written = text.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::array<std::uint32_t, 2> lengths{static_cast<std::uint32_t>(written.size()),
                                             static_cast<std::uint32_t>(data.size())};
  std::fwrite(lengths.data(), 4, 2, stdout);
  std::fwrite(written.data(), 1, written.size(), stdout);
  std::fwrite(data.data(), 1, data.size(), stdout);
  // Where an operation dies, the answers before it count.
  std::fflush(stdout);
}

Answer run(Json arguments, std::span<std::byte> data) {
  Request request{std::move(arguments), {}, newest_release};
  const auto release = request.arguments.at("release").get<std::vector<int>>();
  request.release = {release.at(0), release.at(1)};
  std::vector<std::span<std::byte>> memories;
  for (const Json& array : request.arguments.at("arrays")) {
    // "m": the memory of an earlier array.
    const bool shared = array.contains("m");
    const auto size = array.at("n").get<std::size_t>();
    const std::span<std::byte> memory = shared ? memories.at(array.at("m").get<std::size_t>()) : data.first(size);
    memories.push_back(memory);
    if (!shared) data = data.subspan(size);
    const auto dtype = DType::parse(array.at("d").get<std::string>());
    if (!dtype) return std::unexpected(dtype.error());
    const auto view =
        DynamicView::of_memory(memory.data(), static_cast<std::int64_t>(memory.size()), *dtype,
                               {array.at("s").get<Extents>(), array.at("t").get<Strides>(), array.at("o")});
    if (!view) return std::unexpected(view.error());
    request.arrays.push_back(*view);
  }
  const auto name = request.arguments.at("op").get<std::string>();
  const auto tables = {
      &calendar_operations(),  &compute_operations(),    &fft_operations(),    &linalg_operations(),
      &linear_operations(),    &file_operations(),       &names_operations(),  &printing_operations(),
      &sorting_operations(),   &statistics_operations(), &stream_operations(), &string_operations(),
      &text_file_operations(),
  };
  for (const auto* table : tables) {
    if (const auto found = table->find(name); found != table->end()) return found->second(request);
  }
  return operations().at(name)(request);
}

int serve() {
  std::array<std::uint32_t, 2> lengths{};
  while (read_exactly(lengths.data(), 8)) {
    std::string text(lengths[0], '\0');
    std::vector<std::byte> data(lengths[1]);
    if (!read_exactly(text.data(), text.size()) || !read_exactly(data.data(), data.size())) return 1;
    const Answer result = run(Json::parse(text), data);
    if (!result) {
      write_frame({{"error", static_cast<int>(result.error().kind)}, {"message", result.error().message}}, {});
    } else if (const auto* words = std::get_if<std::string>(&*result)) {
      write_frame({{"text", *words}}, {});
    } else {
      const auto* computed = std::get_if<Computed>(&*result);
      const ConstDynamicView view = computed != nullptr ? computed->array : std::get<Array>(*result);
      const auto size = static_cast<std::size_t>(view.count() * view.dtype().size());
      Json described{{"d", view.dtype().name()}, {"s", view.shape()}};
      if (computed != nullptr && computed->flags) described["flags"] = *computed->flags;
      write_frame(described, {view.data(), size});
    }
  }
  return 0;
}

}  // namespace
}  // namespace fairplay::arraycore

int main() { return fairplay::arraycore::serve(); }
