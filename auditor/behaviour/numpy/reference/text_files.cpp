// Operations that are text files. A file comes as an array of its bytes.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/text_files/fromstring.h"
#include "arraycore/text_files/genfromtxt.h"
#include "arraycore/text_files/loadtxt.h"
#include "arraycore/text_files/savetxt.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::string_view file_of(const Request& request) {
  const ConstDynamicView file = request.first();
  return {reinterpret_cast<const char*>(file.data()), static_cast<std::size_t>(file.count())};
}

std::u32string wide(const Json& text) { return from_utf8(text.get<std::string>()).value(); }

std::optional<char32_t> optional_character(const Json& text) {
  if (text.is_null()) return std::nullopt;
  return wide(text).at(0);
}

/// What loadtxt and genfromtxt have in common.
template <class Options>
Options table_options(const Request& request) {
  Options options;
  options.release = request.release;
  options.dtype = *request.optional_dtype();
  if (!request.arguments.at("usecols").is_null()) options.columns = request.list("usecols");
  options.unpack = request.is_set("unpack");
  options.min_dimensions = request.number("ndmin");
  options.max_rows = request.optional_number("max_rows");
  return options;
}

Answer loadtxt_any(const Request& request) {
  auto options = table_options<LoadTextOptions>(request);
  options.syntax.delimiter = optional_character(request.arguments.at("delimiter"));
  options.syntax.quote = optional_character(request.arguments.at("quotechar"));
  options.syntax.comments.clear();
  for (const Json& comment : request.arguments.at("comments")) options.syntax.comments.push_back(wide(comment));
  options.skip_rows = request.number("skiprows");
  return answer(loadtxt(file_of(request), options));
}

Answer genfromtxt_any(const Request& request) {
  auto options = table_options<GenerateTextOptions>(request);
  const Json& delimiter = request.arguments.at("delimiter");
  if (delimiter.is_string()) options.delimiter = wide(delimiter);
  if (delimiter.is_number()) options.delimiter = delimiter.get<std::int64_t>();
  if (delimiter.is_array()) options.delimiter = delimiter.get<std::vector<std::int64_t>>();
  options.comments.reset();
  if (const Json& comments = request.arguments.at("comments"); !comments.is_null()) options.comments = wide(comments);
  options.autostrip = request.is_set("autostrip");
  options.skip_header = request.number("skip_header");
  options.skip_footer = request.number("skip_footer");
  options.loose = request.is_set("loose");
  options.invalid_raise = request.is_set("invalid_raise");
  return answer(genfromtxt(file_of(request), options));
}

Answer savetxt_any(const Request& request) {
  SaveTextOptions options;
  options.release = request.release;
  const Json& format = request.arguments.at("fmt");
  options.single_format = format.is_string();
  options.formats =
      options.single_format ? std::vector{format.get<std::string>()} : format.get<std::vector<std::string>>();
  const auto text = [&](const char* name) { return request.arguments.at(name).get<std::string>(); };
  options.delimiter = text("delimiter");
  options.newline = text("newline");
  options.header = text("header");
  options.footer = text("footer");
  options.comments = text("comments");
  const auto file = savetxt(request.first(), options);
  if (!file) return std::unexpected(file.error());
  return answer(Array::from(std::span(reinterpret_cast<const std::uint8_t*>(file->data()), file->size())));
}

}  // namespace

const std::map<std::string, Evaluator>& text_file_operations() {
  static const std::map<std::string, Evaluator> all{
      {"loadtxt", loadtxt_any},
      {"genfromtxt", genfromtxt_any},
      {"savetxt", savetxt_any},
      {"fromstring",
       [](const Request& r) {
         return answer(fromstring(file_of(r), *r.optional_dtype(), r.optional_number("count"),
                                  r.arguments.at("sep").get<std::string>(), r.release));
       }},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
