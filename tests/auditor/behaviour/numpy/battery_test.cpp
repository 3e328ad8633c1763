#include <gtest/gtest.h>

#include <set>

#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/numpy/battery/maker.h"
#include "auditor/behaviour/numpy/judgement/judge.h"
#include "auditor/behaviour/numpy/reproducer/python_call.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"
#include "tests/auditor/behaviour/numpy/made_up_answers.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

TEST(Chance, IsTheSameOfOneSeed) {
  Chance first(7), second(7), other(8);
  EXPECT_EQ(first.bits(), second.bits());
  EXPECT_NE(first.bits(), other.bits());
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t one = first.between(-3, 3);
    EXPECT_GE(one, -3);
    EXPECT_LE(one, 3);
  }
  EXPECT_EQ(first.below(0), 0);
}

TEST(Maker, LaysElementsOutInsideOfTheirMemory) {
  Maker maker(5, {2, 5});
  for (int i = 0; i < 300; ++i) {
    const Shape shape = maker.shape(maker.chance.between(0, 4));
    Operation operation{{{"op", "getitem"}}, {maker.operand(dtype_of(maker.chance.of(number_codes)), shape)}};
    const auto elements = elements_of(operation, 0);
    EXPECT_EQ(static_cast<std::int64_t>(elements.size()), count_of(shape));
    for (const std::string& element : elements)
      EXPECT_EQ(static_cast<std::int64_t>(element.size()), item_size(operation.operands[0].dtype));
  }
}

TEST(Maker, KeepsTheElementsItIsGiven) {
  Maker maker(6, {2, 5});
  const std::vector<std::string> elements{Maker::integer_bytes(-1, 4), Maker::integer_bytes(7, 4),
                                          Maker::integer_bytes(9, 4)};
  for (int i = 0; i < 50; ++i) {
    const Operation operation{{{"op", "sort"}}, {maker.operand("<i4", {3}, Values::any, elements)}};
    EXPECT_EQ(elements_of(operation, 0), elements);
  }
}

TEST(Battery, EveryProbeSaysWhatItShows) {
  std::set<std::string_view> ids;
  for (const ArrayProbe* probe : all_array_probes()) {
    EXPECT_TRUE(probe->description.id.starts_with("array/")) << probe->description.id;
    EXPECT_FALSE(probe->description.shows.empty());
    EXPECT_FALSE(probe->description.source.empty());
    EXPECT_TRUE((probe->make != nullptr) != (probe->read != nullptr)) << probe->description.id;
    EXPECT_EQ(description_of(probe->description.id), &probe->description);
    EXPECT_TRUE(ids.insert(probe->description.id).second);
  }
  EXPECT_EQ(description_of("array/nothing"), nullptr);
}

/// Whatever a probe makes, the reference answers it, most of it with an array or text, and agrees with itself.
TEST(Battery, TheReferenceAnswersWhatIsAskedAndAgreesWithItself) {
  for (const Release release : {Release{1, 15}, Release{1, 21}, Release{2, 5}}) {
    for (const ArrayProbe* probe : all_array_probes()) {
      if (probe->make == nullptr || probe->description.id == "array/bytes") continue;
      Maker maker(11, release);
      std::vector<Operation> operations;
      probe->make(maker, 120, operations);
      ASSERT_FALSE(operations.empty()) << probe->description.id;
      std::size_t refused = 0;
      for (const Operation& operation : operations) {
        const Answer reference = reference_answer(operation, release);
        refused += reference ? 0 : 1;
        const auto found = judge(operation, release, reference, same_as(reference));
        // What must hold in any case may not hold of an old release's own rules.
        EXPECT_TRUE(!found || found->known != nullptr || found->difference == Difference::invariant)
            << probe->description.id << ": " << call_text(operation) << ": " << found->got << ", " << found->expected;
        EXPECT_FALSE(call_text(operation).empty());
      }
      EXPECT_LT(refused, operations.size() / 2) << probe->description.id;
    }
  }
}

TEST(Battery, OneSeedMakesTheSameOperations) {
  for (const ArrayProbe* probe : all_array_probes()) {
    if (probe->make == nullptr || probe->description.id == "array/bytes") continue;
    std::vector<Operation> both[2];
    for (auto& operations : both) {
      Maker maker(3, {2, 0});
      probe->make(maker, 50, operations);
    }
    ASSERT_EQ(both[0].size(), both[1].size());
    for (std::size_t i = 0; i < both[0].size(); ++i) {
      EXPECT_EQ(request_of(both[0][i], 2, 0), request_of(both[1][i], 2, 0));
      EXPECT_EQ(memory_of(both[0][i]), memory_of(both[1][i]));
    }
  }
}

TEST(Battery, AnswersThatCannotBeReadAreIgnored) {
  for (const ArrayProbe* probe : all_array_probes()) {
    if (probe->read == nullptr) continue;
    for (const Json& nonsense : {Json(), Json(3), Json("text"), Json::array({1, 2}), Json::object({{"results", "yes"}}),
                                 Json::array({Json::array({1})})}) {
      std::vector<Divergence> found;
      EXPECT_NO_THROW(probe->read(nonsense, found)) << probe->description.id << nonsense.dump();
      EXPECT_TRUE(found.empty());
    }
  }
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
