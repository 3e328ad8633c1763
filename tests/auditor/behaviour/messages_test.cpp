#include "auditor/behaviour/protocol/messages.h"

#include <gtest/gtest.h>

#include <cmath>

namespace fairplay::auditor::behaviour {
namespace {

TEST(Messages, ADivergenceComesBack) {
  Divergence sent;
  sent.kind = DivergenceClass::policy;
  sent.routine = "idamax";
  sent.n = 130;
  sent.threads = 2;
  sent.got = "3";
  sent.bound_ratio = INFINITY;
  sent.message = "the place of a NaN";
  sent.symptom = Symptom::overwrites_memory;
  const auto read = divergence_in(nlohmann::json::parse(message_of(sent).dump()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->kind, sent.kind);
  EXPECT_EQ(read->routine, sent.routine);
  EXPECT_EQ(read->n, sent.n);
  EXPECT_EQ(read->threads, sent.threads);
  EXPECT_EQ(read->got, sent.got);
  EXPECT_EQ(read->bound_ratio, sent.bound_ratio);
  EXPECT_EQ(read->message, sent.message);
  EXPECT_EQ(read->symptom, sent.symptom);
}

TEST(Messages, WhatALibraryMayHaveWrittenIsNotBelieved) {
  EXPECT_FALSE(divergence_in(nlohmann::json::parse("[]")).has_value());
  EXPECT_FALSE(divergence_in(nlohmann::json::parse("{}")).has_value());
  EXPECT_FALSE(divergence_in(nlohmann::json::parse(R"({"class": "catastrophe"})")).has_value());
  const auto odd = divergence_in(
      nlohmann::json::parse(R"({"class": "defect", "routine": 7, "m": "x", "ratio": "much", "got": null})"));
  ASSERT_TRUE(odd.has_value());
  EXPECT_EQ(odd->routine, "");
  EXPECT_EQ(odd->m, 0);
  EXPECT_EQ(divergence_in({{"class", "defect"}, {"got", std::string(1000000, 'x')}})->got.size(), 4000U);
}

TEST(Messages, EverySymptomComesBackAndOthersAreOther) {
  for (auto symptom = Symptom::other; symptom <= Symptom::lacks_instructions;
       symptom = static_cast<Symptom>(static_cast<int>(symptom) + 1)) {
    EXPECT_EQ(symptom_named(name(symptom)), symptom);
    Divergence sent;
    sent.symptom = symptom;
    EXPECT_EQ(divergence_in(message_of(sent))->symptom, symptom) << name(symptom);
  }
  for (const char* odd : {R"({"class": "defect"})", R"({"class": "defect", "symptom": 3})",
                          R"({"class": "defect", "symptom": "kills the process"})",
                          R"({"class": "defect", "symptom": null, "message": "memory behind a was overwritten"})"})
    EXPECT_EQ(divergence_in(nlohmann::json::parse(odd))->symptom, Symptom::other) << odd;
}

TEST(Messages, AConventionComesBackAndOddOnesAreUnknown) {
  CallingConvention sent{"scipy_", "64_", 64, ComplexReturn::argument};
  const auto read = convention_in(message_of(sent));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->prefix, sent.prefix);
  EXPECT_EQ(read->complex_return, ComplexReturn::argument);
  for (const char* odd : {"{}", R"({"complex_return": 7})", R"({"complex_return": "stack"})"})
    EXPECT_EQ(convention_in(nlohmann::json::parse(odd))->complex_return, ComplexReturn::unknown) << odd;
}

TEST(Messages, WhoDefinesWhatComesBack) {
  const std::vector<DefinedElsewhere> sent = {{"/lib/libopenblas.so.0", {"dgemm", "dtrsm"}},
                                              {"/lib/libx.so", {"zdotu"}}};
  const auto read = defined_elsewhere_in(nlohmann::json::parse(message_of(sent).dump()));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].path, sent[0].path);
  EXPECT_EQ(read[0].routines, sent[0].routines);
  EXPECT_TRUE(defined_elsewhere_in("x").empty());
  EXPECT_TRUE(defined_elsewhere_in(
                  {{{"path", 7}, {"routines", {"dgemm"}}}, {{"path", "/x"}, {"routines", {1, 2}}}, {{"path", "/x"}}, 3})
                  .empty());
  EXPECT_EQ(texts_in(nlohmann::json::parse(R"(["a", 1, null, "b"])")), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(texts_in(nlohmann::json(std::vector<std::string>(5000, "x"))).size(), 1000U);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
