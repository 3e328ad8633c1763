#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

/// An array of "S" or "U" with one element for each text.
Array texts(std::string_view dtype, const std::vector<std::string_view>& values) {
  Array result = Array::zeros(*DType::parse(dtype), Extents{static_cast<std::int64_t>(values.size())}).value();
  const bool wide = result.dtype().kind() == Kind::text;
  std::byte* place = result.view().data();
  for (const std::string_view value : values) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto character = static_cast<std::uint8_t>(value[i]);
      if (wide) store<std::uint32_t>(place + 4 * i, character);
      if (!wide) store<std::uint8_t>(place + i, character);
    }
    place += result.dtype().size();
  }
  return result;
}

std::vector<std::string> strings(const Array& array) {
  std::vector<std::string> result;
  const std::int64_t size = array.dtype().size();
  const std::int64_t step = array.dtype().kind() == Kind::text ? 4 : 1;
  for (std::int64_t i = 0; i < array.count(); ++i) {
    std::string one;
    for (std::int64_t k = 0; k < size; k += step) {
      const auto c = static_cast<char>(load<std::uint8_t>(array.view().data() + i * size + k));
      if (c != 0) one += c;
    }
    result.push_back(one);
  }
  return result;
}

Expected<std::vector<Array>> call(std::string_view ufunc, const Array& a, const Array& b,
                                  const UfuncOptions& options = {}) {
  const ConstDynamicView both[]{a, b};
  return call_ufunc(ufunc, both, options);
}

TEST(TextTest, Comparisons) {
  for (const char kind : {'S', 'U'}) {
    const Array a = texts(kind + std::string("3"), {"a", "abc", "b", ""});
    const Array b = texts(kind + std::string("1"), {"a", "a", "c", "\x01"});
    EXPECT_EQ(elements<bool>(call("equal", a, b)->at(0)), (std::vector<bool>{true, false, false, false}));
    EXPECT_EQ(elements<bool>(call("not_equal", a, b)->at(0)), (std::vector<bool>{false, true, true, true}));
    EXPECT_EQ(elements<bool>(call("less", a, b)->at(0)), (std::vector<bool>{false, false, true, true}));
    EXPECT_EQ(elements<bool>(call("greater_equal", a, b)->at(0)), (std::vector<bool>{true, true, false, false}));
  }
  // Bytes have no sign.
  EXPECT_EQ(elements<bool>(call("greater", texts("S1", {"\xff"}), texts("S1", {"a"}))->at(0)),
            (std::vector<bool>{true}));
}

TEST(TextTest, SumsAreJoined) {
  const Array joined = std::move(call("add", texts("U3", {"ab", "abc", ""}), texts("U2", {"x"}))->at(0));
  EXPECT_EQ(joined.dtype().name(), "<U5");
  EXPECT_EQ(strings(joined), (std::vector<std::string>{"abx", "abcx", "x"}));
  Array shorter = texts("S2", {"..", ".."});
  const Array a = texts("S2", {"ab", "c"});
  const ConstDynamicView both[]{a, a};
  const DynamicView outputs[]{shorter};
  ASSERT_TRUE(call_ufunc_into("add", both, outputs));
  EXPECT_EQ(strings(shorter), (std::vector<std::string>{"ab", "cc"}));
  UfuncOptions safe;
  safe.casting = Casting::safe;
  EXPECT_EQ(call_ufunc_into("add", both, outputs, safe).error().kind, ErrorKind::dtype);
}

TEST(TextTest, WhatHasNoLoop) {
  const Array text = texts("U1", {"a"});
  EXPECT_EQ(call("equal", text, texts("S1", {"a"})).error().kind, ErrorKind::dtype);
  EXPECT_EQ(call("equal", text, float64s({1})).error().kind, ErrorKind::dtype);
  EXPECT_EQ(call("maximum", text, text).error().kind, ErrorKind::dtype);
  EXPECT_EQ(call("add", text, text, {.release = {1, 26}}).error().kind, ErrorKind::dtype);
  EXPECT_EQ(call("less", text, text, {.release = {1, 22}}).error().kind, ErrorKind::dtype);
  EXPECT_TRUE(call("less", text, text, {.release = {1, 23}}));
  const Array long_text = Array::zeros(*DType::characters(Kind::text, 400'000'000), Extents{0}).value();
  EXPECT_FALSE(call("add", long_text, long_text));
}

}  // namespace
}  // namespace fairplay::arraycore
