// Functions of bytes and text.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <map>
#include <string>
#include <utility>

#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/strings/justify.h"
#include "arraycore/strings/letter_case.h"
#include "arraycore/strings/text_changes.h"
#include "arraycore/strings/text_search.h"
#include "arraycore/strings/text_tests.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

void bind_text_tests(py::module_& module) {
  static const std::map<const char*, TextTest> tests{
      {"text_isalpha", TextTest::alpha}, {"text_isdigit", TextTest::digit},     {"text_isspace", TextTest::space},
      {"text_isalnum", TextTest::alnum}, {"text_islower", TextTest::lower},     {"text_isupper", TextTest::upper},
      {"text_istitle", TextTest::title}, {"text_isdecimal", TextTest::decimal}, {"text_isnumeric", TextTest::numeric},
  };
  for (const auto& [name, test] : tests) {
    module.def(name, [which = test](const Ndarray& texts) { return Ndarray::owning(test_texts(which, texts.read())); });
  }
  static const std::map<const char*, LetterCase> cases{{"text_upper", LetterCase::upper},
                                                       {"text_lower", LetterCase::lower},
                                                       {"text_swapcase", LetterCase::swapped},
                                                       {"text_capitalize", LetterCase::capitalized},
                                                       {"text_title", LetterCase::title}};
  for (const auto& [name, one] : cases) {
    module.def(name,
               [which = one](const Ndarray& texts) { return Ndarray::owning(in_letter_case(which, texts.read())); });
  }
}

void bind_text_searches(py::module_& module) {
  static const std::map<const char*, TextSearch> searches{
      {"text_find", TextSearch::find},        {"text_rfind", TextSearch::rfind},
      {"text_index", TextSearch::index},      {"text_rindex", TextSearch::rindex},
      {"text_count", TextSearch::count},      {"text_startswith", TextSearch::startswith},
      {"text_endswith", TextSearch::endswith}};
  for (const auto& [name, search] : searches) {
    module.def(name,
               [which = search](const Ndarray& texts, const Ndarray& parts, const Ndarray& start, const Ndarray& stop) {
                 return Ndarray::owning(search_texts(which, texts.read(), parts.read(), start.read(), stop.read()));
               });
  }
}

void bind_text_changes(py::module_& module) {
  for (const auto& [name, side] : {std::pair("text_strip", TextSide::both), std::pair("text_lstrip", TextSide::left),
                                   std::pair("text_rstrip", TextSide::right)}) {
    module.def(name, [which = side](const Ndarray& texts, const OptionalArray& characters) {
      return Ndarray::owning(strip_texts(texts.read(), view_of(characters), which));
    });
  }
  for (const auto& [name, side] : {std::pair("text_ljust", Justified::left), std::pair("text_rjust", Justified::right),
                                   std::pair("text_center", Justified::center)}) {
    module.def(name, [which = side](const Ndarray& texts, const Ndarray& widths, const Ndarray& fill) {
      return Ndarray::owning(justify_texts(which, texts.read(), widths.read(), fill.read(), current_release()));
    });
  }
  module.def("text_zfill", [](const Ndarray& texts, const Ndarray& widths) {
    return Ndarray::owning(fill_with_zeros(texts.read(), widths.read(), current_release()));
  });
  module.def("text_replace",
             [](const Ndarray& texts, const Ndarray& parts, const Ndarray& others, const Ndarray& counts) {
               return Ndarray::owning(replace_in_texts(texts.read(), parts.read(), others.read(), counts.read()));
             });
  module.def("text_multiply", [](const Ndarray& texts, const Ndarray& times) {
    return Ndarray::owning(repeat_texts(texts.read(), times.read(), current_release()));
  });
  module.def("text_expandtabs", [](const Ndarray& texts, const Ndarray& sizes) {
    return Ndarray::owning(expand_tabs(texts.read(), sizes.read()));
  });
  for (const bool from_right : {false, true}) {
    module.def(from_right ? "text_rpartition" : "text_partition",
               [from_right](const Ndarray& texts, const Ndarray& separators) {
                 auto parts = value(partition_texts(texts.read(), separators.read(), from_right, current_release()));
                 return py::make_tuple(Ndarray::owning(std::move(parts[0])), Ndarray::owning(std::move(parts[1])),
                                       Ndarray::owning(std::move(parts[2])));
               });
  }
}

}  // namespace

void bind_strings(py::module_& module) {
  module.def("str_len", [](const Ndarray& texts) { return Ndarray::owning(text_lengths(texts.read())); });
  bind_text_tests(module);
  bind_text_searches(module);
  bind_text_changes(module);
}

}  // namespace fairplay::arraycore::python
