#include "arraycore/files/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/files/descr.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/files/made_up_files.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string message(const Expected<NpyArray>& result) { return result ? "no error" : result.error().message; }

std::string with_descr(std::string_view descr) {
  return "{'descr': " + std::string(descr) + ", 'fortran_order': False, 'shape': (1,)}";
}

StoredType record_of(std::string_view descr) {
  return type_of_descr(parse_literal(std::string(descr), false).value()).value();
}

TEST(NpyTest, WhatNumPyWrites) {
  // Python 3.13, NumPy 2.5.5: np.save(file, np.arange(3, dtype="<i2")).
  const std::string dictionary = "{'descr': '<i2', 'fortran_order': False, 'shape': (3,), }";
  const std::string expected = std::string("\x93NUMPY\x01\x00\x76\x00", 10) + dictionary + std::string(60, ' ') + "\n" +
                               std::string("\0\0\1\0\2\0", 6);
  const Array array = array_of<std::int16_t>({3}, {0, 1, 2});
  EXPECT_EQ(text_of(write_npy(array.view()).value()), expected);
}

TEST(NpyTest, RoomToGrow) {
  const Field field{std::string(40, 'n'), std::nullopt, 0, StoredType(Kind::int8)};
  const auto array = StoredArray::zeros(RecordType::packed({field}).value(), Extents{1}).value();
  EXPECT_EQ(write_npy(array.view(), {Release{1, 23}})->size(), 128U + 1);
  EXPECT_EQ(write_npy(array.view(), {Release{1, 24}})->size(), 192U + 1);
}

TEST(NpyTest, ColumnMajorArraysStaySo) {
  const Array array = counting({2, 3});
  const ConstDynamicView view = array;
  const auto file = write_npy(view.with(transposed(view.layout()))).value();
  EXPECT_THAT(text_of(file), HasSubstr("'fortran_order': True, 'shape': (3, 2), "));
  auto read = read_npy(file).value();
  EXPECT_EQ(read.order, Order::fortran);
  EXPECT_THAT(integers(read.elements.view().elements().value()), ElementsAre(0, 3, 1, 4, 2, 5));
}

TEST(NpyTest, ViewsAreGathered) {
  const Array array = counting({4});
  const ConstDynamicView view = array;
  const auto reversed = view.with(sliced(view.layout(), 0, {{}, {}, -2})).value();
  EXPECT_THAT(integers(read_npy(write_npy(reversed).value())->elements.view().elements().value()), ElementsAre(3, 1));
}

TEST(NpyTest, RecordsInBothByteOrders) {
  const auto file = npy_of(
      "{'descr': [('a', '>i2'), ('', '|V1'), (('title', 'b'), [('c', '<i4', (2,)), ('d', '|V2')])], "
      "'fortran_order': False, 'shape': (1,), }",
      std::string_view("\x01\x02\x7f\x01\0\0\0\x02\0\0\0xy", 13));
  auto read = read_npy(file).value();
  const ConstStoredView records = read.elements.view();
  EXPECT_EQ(records.type().size(), 13);
  EXPECT_EQ(elements<std::int16_t>(records.field("a")->elements().value()), std::vector<std::int16_t>{0x102});
  const auto inner = records.field("title").value();
  const auto numbers = inner.field("c")->elements().value();
  EXPECT_EQ(numbers.shape(), (Extents{1, 2}));
  EXPECT_THAT(elements<std::int32_t>(numbers), ElementsAre(1, 2));
  EXPECT_THAT(elements<std::uint8_t>(inner.field("d")->elements().value()), ElementsAre('x', 'y'));
  EXPECT_FALSE(records.field("e"));
  EXPECT_FALSE(records.elements());
  const std::string written = text_of(write_npy(records).value());
  EXPECT_EQ(written.substr(written.size() - 13), text_of(file).substr(text_of(file).size() - 13));
}

TEST(NpyTest, TheOldestVersionThatCanSayIt) {
  const auto version = [](std::string_view descr, Release release) {
    const auto array = StoredArray::zeros(record_of(descr), Extents{1});
    const auto file = write_npy(std::as_const(*array).view(), {release});
    return file ? static_cast<int>((*file)[6]) : 0;
  };
  EXPECT_EQ(version("[('é', '<i4')]", {2, 5}), 1);
  EXPECT_EQ(version("[('日', '<i4')]", {2, 5}), 3);
  EXPECT_EQ(version("[('日', '<i4')]", {1, 17}), 3);
  EXPECT_EQ(version("[('日', '<i4')]", {1, 16}), 0);
  const std::string long_name(66000, 'n');
  const auto many = StoredArray::zeros(
      RecordType::packed({Field{long_name, std::nullopt, 0, StoredType(Kind::int8)}}).value(), Extents{1});
  const auto file = write_npy(std::as_const(*many).view()).value();
  EXPECT_EQ(static_cast<int>(file[6]), 2);
  EXPECT_THAT(message(read_npy(file)), HasSubstr("longer than 10000"));
  EXPECT_TRUE(read_npy(file, {.header = 100000}));
  EXPECT_FALSE(write_npy(std::as_const(*many).view(), {newest_release, NpyVersion{1, 0}}));
  EXPECT_FALSE(write_npy(std::as_const(*many).view(), {newest_release, NpyVersion{4, 0}}));
}

TEST(NpyTest, HeadersOfPython2) {
  EXPECT_TRUE(read_npy(npy_of("{'descr': u'<f4', 'fortran_order': False, 'shape': (1L,), }", "1234")));
  EXPECT_FALSE(read_npy(npy_of("{'descr': '<f4', 'fortran_order': False, 'shape': (1L,), }", "1234", 3)));
}

TEST(NpyTest, WhatFollowsIsLeft) {
  const auto one = npy_of(with_descr("'|u1'"), "x");
  auto two = one;
  two.insert(two.end(), one.begin(), one.end());
  const auto first = read_npy(two).value();
  EXPECT_EQ(first.consumed, static_cast<std::int64_t>(one.size()));
  EXPECT_TRUE(read_npy(std::span(two).subspan(static_cast<std::size_t>(first.consumed))));
}

TEST(NpyTest, NothingIsUnpickled) {
  EXPECT_THAT(message(read_npy(npy_of(with_descr("'|O'"), "12345678"))), HasSubstr("pickles"));
  EXPECT_THAT(message(read_npy(npy_of(with_descr("[('a', '|O')]"), "12345678"))), HasSubstr("pickles"));
}

TEST(NpyTest, DamagedFiles) {
  const std::string good = with_descr("'<i4'");
  const auto refused = [](const std::vector<std::byte>& file) { return message(read_npy(file)); };
  EXPECT_EQ(refused(npy_of(good, "1234")), "no error");
  EXPECT_THAT(refused(npy_of(good, "123")), HasSubstr("only 3 are there"));
  EXPECT_THAT(refused(npy_of(good, "1234", 4)), HasSubstr("version 4.0"));
  EXPECT_THAT(refused(bytes_of("PK\3\4")), HasSubstr("magic"));
  EXPECT_THAT(refused(bytes_of(std::string_view("\x93NUMPY\1\0\1", 9))), HasSubstr("length of its header"));
  EXPECT_THAT(refused(bytes_of(std::string_view("\x93NUMPY\1\0\2\0{", 11))), HasSubstr("within its header"));
  EXPECT_THAT(refused(npy_of("[1]", "")), HasSubstr("not a dictionary"));
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'shape': (1,)}", "1234")), HasSubstr("keys"));
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'fortran_order': 0, 'shape': (1,)}", "1234")), HasSubstr("True or"));
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'fortran_order': True, 'shape': [1]}", "1234")), HasSubstr("tuple"));
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'fortran_order': True, 'shape': (1)}", "1234")), HasSubstr("tuple"));
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'fortran_order': True, 'shape': (-1,)}", "1234")),
              HasSubstr("negative"));
  EXPECT_NE(refused(npy_of("{'descr': '<i4', 'fortran_order': True, 'shape': (4611686018427387904, 2)}", "")),
            "no error");
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'fortran_order': True, 'shape': (99999999999999999999,)}", "")),
              HasSubstr("64 bits"));
  EXPECT_THAT(refused(npy_of("{'descr': '<i4', 'fortran_order': True, 'shape': (1000000000000,)}", "1234")),
              HasSubstr("only 4"));
  EXPECT_THAT(refused(npy_of(good + std::string(10001, ' '), "1234")), HasSubstr("longer than"));
  EXPECT_THAT(refused(npy_of("{'descr': '\xff', 'fortran_order': True, 'shape': (1,)}", "1234", 3)),
              HasSubstr("UTF-8"));
}

TEST(NpyTest, DamagedDescriptions) {
  for (const char* descr : {"'<x4'",
                            "''",
                            "'V'",
                            "'V-1'",
                            "'V99999999999999999999'",
                            "'U999999999'",
                            "7",
                            "('<f8', (3,))",
                            "[('a',)]",
                            "[('a', '<f8', (2,), 1)]",
                            "[('a', '<f8', 'x')]",
                            "[('a', '<f8', (-1,))]",
                            "[('a', '<f8'), ('a', '<f4')]",
                            "[(('a', 'b'), '<f8'), ('a', '<f4')]",
                            "[((1, 'b'), '<f8')]",
                            "[(('a', 'b', 'c'), '<f8')]",
                            "['<f8']",
                            "[1]",
                            "[('a', '<f8', (4611686018427387904, 4611686018427387904))]",
                            "[('a', ('<f8', 2, 3))]",
                            "[('a', '|V2147483647', (2147483647, 2147483647))]"}) {
    const auto file = npy_of(with_descr(descr), "12345678");
    EXPECT_FALSE(read_npy(file)) << descr;
  }
}

TEST(NpyTest, BracketsWithoutEnd) {
  for (const char* opening : {"(", "[", "{'descr': "}) {
    std::string header;
    for (int i = 0; i < 900; ++i) header += opening;
    EXPECT_THAT(message(read_npy(npy_of(header, ""))), HasSubstr("too deep"));
  }
}

TEST(LiteralTest, Grammar) {
  const auto text = [](std::string_view written) { return parse_literal(written, false)->text; };
  EXPECT_EQ(text(R"('a\'b"\x41\u00e9\101\q\
')"),
            "a'b\"AéA\\q");
  EXPECT_EQ(parse_literal("(1)", false)->sort, Literal::Sort::integer);
  EXPECT_EQ(parse_literal("(1,)", false)->items.size(), 1U);
  EXPECT_EQ(parse_literal(" ( ) ", false)->sort, Literal::Sort::tuple);
  EXPECT_EQ(parse_literal("-3", false)->number, -3);
  for (const char* wrong : {"",
                            "1.5",
                            "1 2",
                            "01",
                            "+",
                            "b'a'",
                            "'a",
                            "'\\x4'",
                            "'\\ud800'",
                            "'\\N{DASH}'",
                            "[1 2]",
                            "{1: 2}",
                            "{'a': 1, 'a': 2}",
                            "{'a' 1}",
                            "[,]",
                            "a",
                            "None()",
                            "1L",
                            "'a\nb'",
                            "9223372036854775808"}) {
    EXPECT_FALSE(parse_literal(wrong, false)) << wrong;
  }
}

TEST(RecordTypeTest, LayoutOfC) {
  const std::vector<Field> fields{{"a", std::nullopt, 0, StoredType(Kind::int8)},
                                  {"b", std::nullopt, 0, StoredType(Kind::float64)},
                                  {"c", std::nullopt, 0, StoredType(Kind::int16), {3}}};
  const auto packed = RecordType::packed(fields).value();
  EXPECT_EQ(packed.size(), 15);
  EXPECT_EQ(packed.alignment(), 8);
  const auto aligned = RecordType::packed(fields, true).value();
  EXPECT_EQ(aligned.size(), 24);
  EXPECT_EQ(aligned.find("c")->offset, 16);
  EXPECT_EQ(descr_text(aligned), "[('a', '|i1'), ('', '|V7'), ('b', '<f8'), ('c', '<i2', (3,)), ('', '|V2')]");
}

TEST(RecordTypeTest, FieldsThatOverlap) {
  const StoredType number(Kind::int32);
  EXPECT_THAT(RecordType::of({{"a", {}, 0, number}, {"b", {}, 2, number}}, 8).error().message, HasSubstr("before"));
  EXPECT_THAT(RecordType::of({{"a", {}, -1, number}}, 8).error().message, HasSubstr("before"));
  EXPECT_THAT(RecordType::of({{"a", {}, 4, number}}, 7).error().message, HasSubstr("behind a record"));
  EXPECT_FALSE(RecordType::of({{"a", {}, INT64_MAX, number}}, INT64_MAX));
  EXPECT_FALSE(RecordType::of({}, -1));
  EXPECT_FALSE(StoredType::opaque(-1));
}

}  // namespace
}  // namespace fairplay::arraycore
