#include "auditor/behaviour/numpy/judgement/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <tuple>

#include "auditor/behaviour/numpy/battery/maker.h"
#include "auditor/behaviour/numpy/battery/ufunc_call.h"
#include "auditor/behaviour/numpy/judgement/elements.h"
#include "auditor/behaviour/numpy/judgement/grading.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"
#include "tests/auditor/behaviour/numpy/made_up_answers.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr Release newest{2, 5};

OperandLayout doubles(const std::vector<double>& values) {
  Maker maker(1, newest);
  std::vector<std::string> elements;
  for (const double value : values) elements.push_back(Maker::real_bytes(value, 8));
  return maker.plain("<f8", {static_cast<std::int64_t>(values.size())}, elements);
}

Operation sum(const std::vector<double>& a, const std::vector<double>& b) {
  return ufunc_call("add", {doubles(a), doubles(b)});
}

/// The subject's answer with one byte changed.
SubjectAnswer changed(SubjectAnswer answer, std::size_t byte, int by = 1) {
  answer.elements.at(byte) = static_cast<char>(answer.elements[byte] + by);
  return answer;
}

TEST(Judge, EveryBitOfASumCounts) {
  const Operation operation = sum({1, 2, 3}, {0.5, 0.25, 0.125});
  const Answer reference = reference_answer(operation, newest);
  EXPECT_FALSE(judge(operation, newest, reference, same_as(reference)));
  const auto found = judge(operation, newest, reference, changed(same_as(reference), 8));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->difference, Difference::values);
  EXPECT_EQ(found->element, 1);
  EXPECT_EQ(found->expected, "0x1.2p+1");
  EXPECT_EQ(found->got, "0x1.2000000000001p+1");
  EXPECT_EQ(found->units, 1);
  EXPECT_EQ(found->known, nullptr);
}

TEST(Judge, ATranscendentalMayBeOffByWhatTheWheelsAre) {
  const Operation operation = ufunc_call("exp", {doubles({1})});
  const Answer reference = reference_answer(operation, newest);
  EXPECT_FALSE(judge(operation, newest, reference, changed(same_as(reference), 0, 2)));
  const auto found = judge(operation, newest, reference, changed(same_as(reference), 0, 6));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->units, 6);
  EXPECT_GT(found->bound_ratio, 1);
}

TEST(Judge, NaNsAreOneValueAndZerosAreTwo) {
  const Operation operation = sum({std::numeric_limits<double>::quiet_NaN(), -0.0}, {1, -0.0});
  const Answer reference = reference_answer(operation, newest);
  SubjectAnswer payload = changed(same_as(reference), 0);  // another NaN
  EXPECT_FALSE(judge(operation, newest, reference, payload));
  EXPECT_TRUE(judge(operation, newest, reference, changed(same_as(reference), 15, 128)));  // +0
}

TEST(Judge, FlagsDtypesShapesAndRefusalsDiffer) {
  const Operation operation = sum({1e308}, {1e308});
  const Answer reference = reference_answer(operation, newest);
  SubjectAnswer answer = same_as(reference);
  answer.flags = "";
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::flags);
  answer = same_as(reference);
  answer.dtype = "<f4";
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::dtype);
  answer = same_as(reference);
  answer.shape = {1, 1};
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::shape);
  answer = same_as(reference);
  answer.elements.resize(3);  // an answer that lies about its size
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::shape);
  answer.kind = SubjectAnswer::Kind::refuses;
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::subject_refuses);
  answer.kind = SubjectAnswer::Kind::dies;
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::dies);
}

TEST(Judge, TwoRefusalsAgree) {
  Operation operation = sum({1, 2}, {1, 2, 3});
  const Answer reference = reference_answer(operation, newest);
  ASSERT_FALSE(reference);
  SubjectAnswer answer;
  answer.kind = SubjectAnswer::Kind::refuses;
  EXPECT_FALSE(judge(operation, newest, reference, answer));
  answer.kind = SubjectAnswer::Kind::array;
  EXPECT_EQ(judge(operation, newest, reference, answer)->difference, Difference::reference_refuses);
}

TEST(Judge, AnIntegerThatNobodyPromisesIsOpen) {
  Operation cast{{{"op", "astype"}, {"dtype", "<i4"}}, {doubles({1e300, 7})}};
  const Answer reference = reference_answer(cast, newest);
  EXPECT_FALSE(judge(cast, newest, reference, changed(same_as(reference), 0)));
  EXPECT_TRUE(judge(cast, newest, reference, changed(same_as(reference), 4)));
}

TEST(Judge, KnowsWhatAReleaseIsKnownFor) {
  Maker maker(1, {1, 21});
  Operation operation = ufunc_call("floor_divide", {maker.plain("|i1", {1}, std::vector{std::string("\x80")}),
                                                    maker.plain("|i1", {1}, std::vector{std::string("\xff")})});
  for (const auto& [release, known] : {std::pair{Release{1, 21}, true}, {Release{2, 5}, false}}) {
    const Answer reference = reference_answer(operation, release);
    SubjectAnswer zero = same_as(reference);
    zero.elements[0] = 0;
    const auto found = judge(operation, release, reference, zero);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->known != nullptr, known);
  }
}

TEST(Judge, ImpossibleRandomNumbersAreWrongInAnyRelease) {
  Maker maker(1, {1, 26});
  Operation draw{{{"op", "stream"},
                  {"kind", "draw"},
                  {"name", "geometric"},
                  {"legacy", false},
                  {"bits", "PCG64"},
                  {"seed", {1}},
                  {"warmed", false},
                  {"after", false},
                  {"size", {3}}},
                 {maker.plain("<f8", {}, std::vector{Maker::real_bytes(0.5, 8)})}};
  const Answer reference = reference_answer(draw, {1, 26});
  ASSERT_TRUE(reference);
  EXPECT_FALSE(judge(draw, {1, 26}, reference, same_as(reference)));
  const auto zero = judge(draw, {1, 26}, reference,
                          SubjectAnswer{SubjectAnswer::Kind::array, "<i8", {3}, std::string(24, '\0'), "", "", {}, ""});
  ASSERT_TRUE(zero);
}

TEST(Judge, ComparisonsOfIntegersAreExactWhateverTheReleaseDoes) {
  Maker maker(1, {1, 21});
  const std::vector<std::string> one{Maker::integer_bytes((std::int64_t{1} << 53) + 1, 8)},
      other{Maker::integer_bytes(std::int64_t{1} << 53, 8)};
  const Operation operation = ufunc_call("equal", {maker.plain("<u8", {1}, one), maker.plain("<i8", {1}, other)});
  const Answer by_float64 = reference_answer(operation, {1, 21});
  const auto found = judge(operation, {1, 21}, by_float64, same_as(by_float64));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->difference, Difference::invariant);
  EXPECT_NE(found->known, nullptr);
  const Answer exact = reference_answer(operation, newest);
  EXPECT_FALSE(judge(operation, newest, exact, same_as(exact)));
}

TEST(Judge, WhatAReleaseComputesMayStillBeImpossible) {
  // The standard deviation of numbers near the largest is one of them, and the reference overflows as the release does.
  const Operation deviation{{{"op", "statistic"},
                             {"name", "std"},
                             {"dtype", nullptr},
                             {"where", false},
                             {"axes", nullptr},
                             {"keepdims", false},
                             {"ddof", 0}},
                            {doubles({1.6e308, -1.6e308})}};
  const Answer infinite = reference_answer(deviation, newest);
  auto found = judge(deviation, newest, infinite, same_as(infinite));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->difference, Difference::invariant);
  ASSERT_NE(found->known, nullptr);
  EXPECT_EQ(found->known->kind, DivergenceClass::property);

  const auto end = [](double value) { return Maker::plain("<f8", {}, std::vector{Maker::real_bytes(value, 8)}); };
  const Json line{{"op", "linspace"}, {"count", 3}, {"dtype", nullptr}};
  for (const auto& [first, last, wrong] : {std::tuple{-1.5e308, 1.5e308, true}, {-7e307, 7e307, false}}) {
    const Operation operation{line, {end(first), end(last)}};
    const Answer reference = reference_answer(operation, newest);
    EXPECT_EQ(judge(operation, newest, reference, same_as(reference)).has_value(), wrong) << first;
  }
}

TEST(Judge, NumbersLieWhereTheirDistributionDoes) {
  const auto number = [](double value) { return Maker::plain("<f8", {}, std::vector{Maker::real_bytes(value, 8)}); };
  const Operation draw{
      {{"op", "stream"}, {"kind", "draw"}, {"limits", true}, {"name", "uniform"}, {"legacy", true}, {"after", false}},
      {number(-1), number(3)}};
  const Answer open = Unspecified{};
  for (const auto& [drawn, right] : {std::pair{2.5, true}, {3.5, false}, {-2.0, false}, {std::nan(""), false}}) {
    SubjectAnswer answer;
    answer.kind = SubjectAnswer::Kind::array;
    answer.dtype = "<f8";
    answer.shape = {1};
    answer.elements = Maker::real_bytes(drawn, 8);
    EXPECT_EQ(!judge(draw, newest, open, answer), right) << drawn;
  }
}

TEST(Judge, UnderflowIsComparedWhereItIsPlain) {
  const auto flags_of = [](double argument, const char* flags) {
    const Operation operation = ufunc_call("exp", {doubles({argument})});
    const Answer reference = reference_answer(operation, newest);
    SubjectAnswer answer = same_as(reference);
    answer.flags = flags;
    return judge(operation, newest, reference, answer).has_value();
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(flags_of(-2000, "u"));
  EXPECT_TRUE(flags_of(-2000, ""));
  EXPECT_TRUE(flags_of(-infinity, "u"));
  EXPECT_FALSE(flags_of(-740, ""));  // its result is subnormal: libraries differ
}

TEST(Judge, ZeroToMinusInfinityMayRaiseDivide) {
  const auto raises_divide = [](double base, double power) {
    const Operation operation = ufunc_call("power", {doubles({base}), doubles({power})});
    const Answer reference = reference_answer(operation, newest);
    SubjectAnswer answer = same_as(reference);
    answer.flags = "d";
    return judge(operation, newest, reference, answer).has_value();
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(raises_divide(-0.0, -infinity));
  EXPECT_FALSE(raises_divide(0, -1));  // must be raised
  EXPECT_TRUE(raises_divide(2, -infinity));
  EXPECT_TRUE(raises_divide(0, infinity));
}

TEST(Judge, AnErrorIsKnownUpToItsSize) {
  const std::string number = Maker::real_bytes(3, 8) + Maker::real_bytes(4.1, 8);
  const Operation operation = ufunc_call("absolute", {Maker::plain("<c16", {1}, std::vector{number})});
  const Answer reference = reference_answer(operation, newest);
  EXPECT_FALSE(judge(operation, newest, reference, changed(same_as(reference), 0)));
  const auto two = judge(operation, newest, reference, changed(same_as(reference), 0, 2));
  ASSERT_TRUE(two);
  EXPECT_NE(two->known, nullptr);
  const auto many = judge(operation, newest, reference, changed(same_as(reference), 0, 20));
  ASSERT_TRUE(many);
  EXPECT_EQ(many->known, nullptr);
}

TEST(Grade, IsThatOfTheGravestOperand) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto grade = [](const std::vector<double>& values, Difference difference = Difference::values) {
    return grade_of(ufunc_call("sqrt", {doubles(values)}), difference);
  };
  EXPECT_EQ(grade({1, 0, -2e10}), Grade::ordinary);
  EXPECT_EQ(grade({1, 1e300}), Grade::extreme);
  EXPECT_EQ(grade({5e-324}), Grade::extreme);
  EXPECT_EQ(grade({1, infinity, 1e300}), Grade::non_finite);
  EXPECT_EQ(grade({1}, Difference::reference_refuses), Grade::illegal_arguments);
  const auto of_bytes = [](const char* dtype, std::string bytes) {
    return grade_of(ufunc_call("negative", {Maker::plain(dtype, {1}, std::vector{std::move(bytes)})}),
                    Difference::values);
  };
  EXPECT_EQ(of_bytes("|i1", "\x80"), Grade::extreme);
  EXPECT_EQ(of_bytes("|i1", "\x7e"), Grade::ordinary);
  EXPECT_EQ(of_bytes("<u2", "\xff\xff"), Grade::extreme);
  EXPECT_EQ(of_bytes("<M8[s]", std::string("\0\0\0\0\0\0\0\x80", 8)), Grade::non_finite);
}

TEST(PythonNumbers, AreExactAndHashAlike) {
  const auto text_of = [](const char* op, const char* name, std::vector<OperandLayout> operands) {
    const Answer answer = reference_answer({{{"op", op}, {"name", name}}, std::move(operands)}, newest);
    return answer ? std::get<std::string>(*answer) : "refused";
  };
  const auto number = [](double value) { return Maker::plain("<f8", {}, std::vector{Maker::real_bytes(value, 8)}); };
  EXPECT_EQ(text_of("convert", "int", {number(0x1p100)}), "1267650600228229401496703205376");
  EXPECT_EQ(text_of("convert", "int", {number(-2.9)}), "-2");
  EXPECT_EQ(text_of("convert", "int", {number(std::nan(""))}), "refused");
  EXPECT_EQ(text_of("convert", "index", {number(2)}), "refused");
  EXPECT_EQ(text_of("convert", "float", {number(1)}), "3ff0000000000000");
  const auto day = Maker::plain("<M8[D]", {}, std::vector{Maker::integer_bytes(2, 8)});
  const auto hours = Maker::plain("<M8[h]", {}, std::vector{Maker::integer_bytes(48, 8)});
  const auto others = Maker::plain("<M8[h]", {}, std::vector{Maker::integer_bytes(49, 8)});
  EXPECT_EQ(text_of("hashes", "", {day, hours}), "True");
  EXPECT_EQ(text_of("hashes", "", {day, others}), "unequal");
}

TEST(Judge, NativeFloat16MayBeOffByMore) {
  Maker maker(1, newest);
  const std::vector<std::string> one{Maker::real_bytes(1, 2)};
  Operation operation = ufunc_call("exp", {maker.plain("<f2", {1}, one)});
  const Answer reference = reference_answer(operation, newest);
  const SubjectAnswer subject = changed(same_as(reference), 0, 3);
  EXPECT_TRUE(judge(operation, newest, reference, subject));
  mark_native_float16(operation);
  EXPECT_FALSE(judge(operation, newest, reference, subject));
  EXPECT_TRUE(judge(operation, newest, reference, changed(same_as(reference), 0, 6)));
  for (Operation other : {ufunc_call("exp", {maker.plain("<f4", {1}, {})}), ufunc_call("sqrt", {operation.operands[0]}),
                          ufunc_call("add", {operation.operands[0], operation.operands[0]})}) {
    mark_native_float16(other);
    EXPECT_FALSE(is_native_float16(other)) << other.name();
  }
}

TEST(Judge, WhatIsWrittenBehindAnOutputIsOutside) {
  const Operation operation = sum({1}, {2});
  SubjectAnswer subject;
  subject.kind = SubjectAnswer::Kind::refuses;
  subject.error = "outside";
  subject.text = "Outside: at a length of 3";
  const auto found = judge(operation, newest, reference_answer(operation, newest), subject);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->difference, Difference::invariant);
  EXPECT_TRUE(found->outside);
}

TEST(Judge, TimesOfOneUnitAreNotExcusedByTimesOfTwo) {
  Maker maker(1, {2, 3});
  const std::vector<std::string> times{Maker::integer_bytes(5, 8)};
  const auto known = [&](const char* other) {
    const Operation operation =
        ufunc_call("equal", {maker.plain("<M8[s]", {1}, times), maker.plain(other, {1}, times)});
    const Answer reference = reference_answer(operation, {2, 3});
    const auto found = judge(operation, {2, 3}, reference, changed(same_as(reference), 0, 1));
    return found && found->known != nullptr;
  };
  EXPECT_FALSE(known("<M8[s]"));
  EXPECT_TRUE(known("<M8[ms]"));
}

TEST(Elements, AreWrittenForPeople) {
  const auto text = [](const char* dtype, std::string bytes) {
    return element_text(arraycore::DType::parse(dtype).value(), bytes);
  };
  EXPECT_EQ(text("<i2", std::string("\xff\xff", 2)), "-1");
  EXPECT_EQ(text("<u2", std::string("\xff\xff", 2)), "65535");
  EXPECT_EQ(text("<M8[s]", std::string("\0\0\0\0\0\0\0\x80", 8)), "NaT");
  EXPECT_EQ(text("|S3", std::string("a\x01z", 3)), "'a\\x01z'");
  EXPECT_EQ(text("<f4", Maker::real_bytes(1.5, 4)), "0x1.8p+0");
  EXPECT_EQ(text("<c8", Maker::real_bytes(1.5, 4) + Maker::real_bytes(-2, 4)), "0x1.8p+0 -0x1p+1j");
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
