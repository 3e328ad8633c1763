// Operations that are functions of text.
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/strings/justify.h"
#include "arraycore/strings/letter_case.h"
#include "arraycore/strings/text_changes.h"
#include "arraycore/strings/text_search.h"
#include "arraycore/strings/text_tests.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Answer text_test(const Request& request) {
  static const std::map<std::string, TextTest> tests{
      {"isalpha", TextTest::alpha}, {"isdigit", TextTest::digit},     {"isspace", TextTest::space},
      {"isalnum", TextTest::alnum}, {"islower", TextTest::lower},     {"isupper", TextTest::upper},
      {"istitle", TextTest::title}, {"isdecimal", TextTest::decimal}, {"isnumeric", TextTest::numeric},
  };
  if (request.name() == "str_len") return answer(text_lengths(request.first()));
  return answer(test_texts(tests.at(request.name()), request.first()));
}

Answer text_case(const Request& request) {
  static const std::map<std::string, LetterCase> cases{{"upper", LetterCase::upper},
                                                       {"lower", LetterCase::lower},
                                                       {"swapcase", LetterCase::swapped},
                                                       {"capitalize", LetterCase::capitalized},
                                                       {"title", LetterCase::title}};
  return answer(in_letter_case(cases.at(request.name()), request.first()));
}

Answer text_search(const Request& request) {
  static const std::map<std::string, TextSearch> searches{
      {"find", TextSearch::find},        {"rfind", TextSearch::rfind}, {"index", TextSearch::index},
      {"rindex", TextSearch::rindex},    {"count", TextSearch::count}, {"startswith", TextSearch::startswith},
      {"endswith", TextSearch::endswith}};
  const auto& a = request.arrays;
  return answer(search_texts(searches.at(request.name()), a.at(0), a.at(1), a.at(2), a.at(3)));
}

Answer text_strip(const Request& request) {
  static const std::map<std::string, TextSide> sides{
      {"strip", TextSide::both}, {"lstrip", TextSide::left}, {"rstrip", TextSide::right}};
  std::optional<ConstDynamicView> characters;
  if (request.arrays.size() > 1) characters = request.arrays.at(1);
  return answer(strip_texts(request.first(), characters, sides.at(request.name())));
}

Answer text_justify(const Request& request) {
  static const std::map<std::string, Justified> sides{
      {"ljust", Justified::left}, {"rjust", Justified::right}, {"center", Justified::center}};
  const auto& a = request.arrays;
  if (request.name() == "zfill") return answer(fill_with_zeros(a.at(0), a.at(1), request.release));
  return answer(justify_texts(sides.at(request.name()), a.at(0), a.at(1), a.at(2), request.release));
}

Answer text_change(const Request& request) {
  const auto& a = request.arrays;
  if (request.name() == "replace") return answer(replace_in_texts(a.at(0), a.at(1), a.at(2), a.at(3)));
  if (request.name() == "multiply") return answer(repeat_texts(a.at(0), a.at(1), request.release));
  return answer(expand_tabs(a.at(0), a.at(1)));
}

Answer text_partition(const Request& request) {
  auto parts = partition_texts(request.first(), request.arrays.at(1), request.name() == "rpartition", request.release);
  if (!parts) return std::unexpected(parts.error());
  return std::move(parts->at(static_cast<std::size_t>(request.number("which"))));
}

}  // namespace

const std::map<std::string, Evaluator>& string_operations() {
  static const std::map<std::string, Evaluator> all{
      {"text_test", text_test},           {"text_case", text_case},       {"text_search", text_search},
      {"text_strip", text_strip},         {"text_justify", text_justify}, {"text_change", text_change},
      {"text_partition", text_partition},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
