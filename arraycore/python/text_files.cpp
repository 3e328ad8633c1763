// Arrays as text files in memory.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"
#include "arraycore/text_files/fromstring.h"
#include "arraycore/text_files/genfromtxt.h"
#include "arraycore/text_files/loadtxt.h"
#include "arraycore/text_files/savetxt.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using OptionalCount = std::optional<std::int64_t>;
using OptionalColumns = std::optional<std::vector<std::int64_t>>;
using Widths = std::variant<std::monostate, std::u32string, std::int64_t, std::vector<std::int64_t>>;

std::string_view content_of_text(const py::bytes& file) { return file.cast<std::string_view>(); }

std::optional<char32_t> control_character(const std::optional<std::u32string>& text) {
  if (!text) return std::nullopt;
  if (text->size() == 1) return text->front();
  raise({ErrorKind::dtype, "Text reading control character must be a single unicode character or None"});
}

}  // namespace

void bind_text_files(py::module_& module) {
  module.def("loadtxt",
             [](const py::bytes& file, py::handle dtype, const std::vector<std::u32string>& comments,
                const std::optional<std::u32string>& delimiter, std::int64_t skiprows, const OptionalColumns& columns,
                bool unpack, std::int64_t ndmin, OptionalCount max_rows, const std::optional<std::u32string>& quote) {
               LoadTextOptions options{.release = current_release(), .dtype = dtype_of_object(dtype)};
               options.syntax = {control_character(delimiter), comments, control_character(quote)};
               options.skip_rows = skiprows;
               options.columns = columns;
               options.unpack = unpack;
               options.min_dimensions = ndmin;
               options.max_rows = max_rows;
               return Ndarray::owning(loadtxt(content_of_text(file), options));
             });
  module.def("genfromtxt",
             [](const py::bytes& file, py::handle dtype, const std::optional<std::u32string>& comments,
                const std::optional<std::variant<std::u32string, std::int64_t, std::vector<std::int64_t>>>& delimiter,
                std::int64_t header, std::int64_t footer, const OptionalColumns& columns, bool autostrip, bool unpack,
                bool loose, bool invalid_raise, OptionalCount max_rows, std::int64_t ndmin) {
               GenerateTextOptions options{
                   .release = current_release(), .dtype = dtype_of_object(dtype), .comments = comments};
               if (delimiter) {
                 options.delimiter = std::visit([](const auto& one) { return Widths(one); }, *delimiter);
               }
               options.autostrip = autostrip;
               options.skip_header = header;
               options.skip_footer = footer;
               options.columns = columns;
               options.unpack = unpack;
               options.min_dimensions = ndmin;
               options.max_rows = max_rows;
               options.loose = loose;
               options.invalid_raise = invalid_raise;
               return Ndarray::owning(genfromtxt(content_of_text(file), options));
             });
  module.def("savetxt", [](const Ndarray& array, const std::vector<std::string>& formats, bool single,
                           const std::string& delimiter, const std::string& newline, const std::string& header,
                           const std::string& footer, const std::string& comments) {
    return value(savetxt(array.read(), {.release = current_release(),
                                        .formats = formats,
                                        .single_format = single,
                                        .delimiter = delimiter,
                                        .newline = newline,
                                        .header = header,
                                        .footer = footer,
                                        .comments = comments}));
  });
  module.def("fromstring",
             [](const std::string& text, py::handle dtype, OptionalCount count, const std::string& separator) {
               return Ndarray::owning(fromstring(text, dtype_of_object(dtype), count, separator, current_release()));
             });
}

}  // namespace fairplay::arraycore::python
