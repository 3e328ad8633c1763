#include "signatures/database/record_text.h"

#include <random>

namespace fairplay::signatures::database {
namespace {

TEST(RecordText, WritesEveryValueInOneWay) {
  EXPECT_EQ(written("numpy/__init__.py"), "numpy/__init__.py");
  EXPECT_EQ(written("a b%c\n\x7f\xc3\xa9"), "a%20b%25c%0A%7F%C3%A9");
  EXPECT_EQ(written("a b%c\n", Spelling::rest_of_line), "a b%25c%0A");
  std::deque<std::string> decoded;
  EXPECT_EQ(read_written("a%20b%25c%0A%7F%C3%A9", decoded), "a b%c\n\x7f\xc3\xa9");
  for (const char* other : {"a%2Fb", "%41", "%c3", "%C", "%", "%%20", "a b", "\xc3", "\t", "%2g"})
    EXPECT_EQ(read_written(other, decoded), std::nullopt) << other;
  EXPECT_EQ(read_written("a b", decoded, Spelling::rest_of_line), "a b");
  EXPECT_EQ(read_written("a%20b", decoded, Spelling::rest_of_line), std::nullopt);
}

TEST(RecordText, ReadsBackWhatItWrote) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 12, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    for (const Spelling spelling : {Spelling::field, Spelling::rest_of_line}) {
      std::deque<std::string> decoded;
      EXPECT_EQ(read_written(written(bytes, spelling), decoded, spelling), bytes);
    }
  }
}

TEST(RecordText, ANumberHasOneSpelling) {
  EXPECT_EQ(decimal("0"), 0U);
  EXPECT_EQ(decimal("18446744073709551615"), 18446744073709551615U);
  for (const char* other : {"", "00", "01", "+1", "-1", " 1", "1 ", "1a", "18446744073709551616",
                            "99999999999999999999", "100000000000000000000"}) {
    EXPECT_EQ(decimal(other), std::nullopt) << other;
  }
  EXPECT_TRUE(is_hex("00ff", 4));
  for (const char* other : {"00fF", "00f", "00ff0", "00fg", "00f\xff"}) EXPECT_FALSE(is_hex(other, 4)) << other;
}

TEST(RecordLines, GivesNoFieldBehindAnEmptyOne) {
  const std::string file = "f";
  RecordLines lines("a b  c\n", file);
  EXPECT_TRUE(lines.begins("a"));
  EXPECT_EQ(lines.field(), "b");
  EXPECT_EQ(lines.field(), std::nullopt);
  EXPECT_EQ(lines.field(), std::nullopt) << "or the third field would be taken for the second";
  EXPECT_EQ(lines.rest(), std::nullopt);
  EXPECT_FALSE(lines.at_end());
}

TEST(RecordLines, DistinguishesFieldsFromEmptyOnes) {
  const std::string file = "f";
  RecordLines lines("a b c\na \na  b\na\nab c\nlast", file);
  EXPECT_TRUE(lines.begins("a"));
  EXPECT_EQ(lines.field(), "b");
  EXPECT_FALSE(lines.at_end());
  EXPECT_EQ(lines.field(), "c");
  EXPECT_TRUE(lines.at_end());
  EXPECT_EQ(lines.field(), std::nullopt);
  lines.advance();
  EXPECT_TRUE(lines.begins("a"));
  EXPECT_FALSE(lines.at_end());
  EXPECT_EQ(lines.field(), std::nullopt);
  lines.advance();
  EXPECT_TRUE(lines.begins("a"));
  EXPECT_EQ(lines.field(), std::nullopt);
  lines.advance();
  EXPECT_FALSE(lines.begins("a")) << "a word alone has no fields";
  lines.advance();
  EXPECT_FALSE(lines.begins("a"));
  EXPECT_TRUE(lines.begins("ab"));
  EXPECT_EQ(lines.rest(), "c");
  EXPECT_EQ(lines.rest(), std::nullopt);
  EXPECT_EQ(lines.damage("x").place, "line 5");
  lines.advance();
  EXPECT_FALSE(lines.at_line());
  EXPECT_TRUE(lines.cut_off());
  lines.advance();
  EXPECT_FALSE(lines.at_line());
}

}  // namespace
}  // namespace fairplay::signatures::database
