#include "arraycore/types/dtype.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace fairplay::arraycore {
namespace {

using ::testing::HasSubstr;

TEST(DTypeTest, NamesComeBackFromTheirText) {
  for (const char* name : {"|b1", "|i1", "|u1",  "<i2", "<u2", "<i4",     "<u4",      "<i8", "<u8", "<f2", "<f4",
                           "<f8", "<c8", "<c16", "<M8", "<m8", "<M8[ns]", "<m8[25s]", "|S0", "|S7", "<U3", "<M8[Y]"}) {
    const auto dtype = DType::parse(name);
    ASSERT_TRUE(dtype) << name << ": " << dtype.error().message;
    EXPECT_EQ(dtype->name(), name);
  }
}

TEST(DTypeTest, OneLetterCodes) {
  EXPECT_EQ(DType::parse("?")->kind(), Kind::boolean);
  EXPECT_EQ(DType::parse("d")->kind(), Kind::float64);
  EXPECT_EQ(DType::parse("g")->kind(), Kind::long_double);
  EXPECT_EQ(DType::parse("q")->kind(), Kind::int64);
  EXPECT_EQ(DType::parse("U")->size(), 0);
}

TEST(DTypeTest, Sizes) {
  EXPECT_EQ(DType::parse("U3")->size(), 12);
  EXPECT_EQ(DType::parse("S3")->size(), 3);
  EXPECT_EQ(DType(Kind::complex128).size(), 16);
  EXPECT_EQ(DType(Kind::complex64).alignment(), 4);
  EXPECT_EQ(DType(Kind::long_double).size(), static_cast<std::int64_t>(sizeof(long double)));
}

TEST(DTypeTest, RefusesWhatItIsNot) {
  for (const char* text : {"", "x", "f3", "f88", "O", "V8", "M8[", "M8[]", "M8[5]", "M8[xs]", "M8[0s]", "S-1",
                           "S99999999999999999999", "U536870912", "f8 ", "M8[99999999999s]", "<", "M8[s]x", "S3x"}) {
    const auto dtype = DType::parse(text);
    EXPECT_FALSE(dtype) << text;
  }
  EXPECT_THAT(DType::parse(">f8").error().message, HasSubstr("byte order"));
  EXPECT_TRUE(DType::parse(">i1"));
  EXPECT_EQ(DType::parse("object").error().kind, ErrorKind::dtype);
}

TEST(DTypeTest, ParametersBelongToTheirKinds) {
  EXPECT_FALSE(DType::characters(Kind::float64, 3));
  EXPECT_FALSE(DType::characters(Kind::text, -1));
  EXPECT_FALSE(DType::time(Kind::int64, TimeUnit::second));
  EXPECT_FALSE(DType::time(Kind::datetime, TimeUnit::second, 0));
  EXPECT_FALSE(DType::time(Kind::datetime, TimeUnit::generic, 2));
  EXPECT_NE(*DType::time(Kind::datetime, TimeUnit::second), *DType::time(Kind::datetime, TimeUnit::second, 2));
}

}  // namespace
}  // namespace fairplay::arraycore
