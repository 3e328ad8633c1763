#include "auditor/behaviour/numpy/judgement/known_differences.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "signatures/advisories/advisory.h"

namespace fairplay {

namespace advisories = signatures::advisories;
using auditor::behaviour::DivergenceClass;
using auditor::behaviour::numpy::known_differences;
using auditor::behaviour::numpy::KnownDifference;
using auditor::behaviour::numpy::Release;

namespace {

Release minor_release(const advisories::Version& version) {
  return {static_cast<int>(version.numbers.at(0)),
          version.numbers.size() > 1 ? static_cast<int>(version.numbers[1]) : 0};
}

Release last_of(const advisories::Advisory& advisory) {
  Release last{0, 0};
  for (const auto& range : advisory.affected) last = std::max(last, minor_release(range.to));
  return last;
}

bool names_an_advisory(const KnownDifference& known) {
  return known.reference.starts_with("numpy#") || known.reference.starts_with("fairplay-");
}

}  // namespace

TEST(KnownDifferences, DefectsWithAThreadAreAdvisoriesOfTheSameReleases) {
  const auto book = advisories::read_advisories(advisories::builtin_advisories(), "advisories.yaml");
  ASSERT_TRUE(book);
  Release newest{0, 0};
  for (const auto& advisory : book->advisories)
    if (of_package(advisory)) newest = std::max(newest, last_of(advisory));
  int checked = 0;
  for (const KnownDifference* known : known_differences()) {
    if (known->kind != DivergenceClass::defect || !names_an_advisory(*known)) continue;
    ++checked;
    const advisories::Advisory* const advisory = book->find(known->reference);
    ASSERT_NE(advisory, nullptr) << known->reference << ": " << known->sentence;
    ASSERT_TRUE(of_package(*advisory)) << advisory->id;
    EXPECT_EQ(advisory->kind, advisories::Class::defect) << advisory->id;
    EXPECT_TRUE(advisory->probe) << advisory->id << " is found by a probe";
    const Release last = last_of(*advisory);
    // A row's last release may be older than the advisory's where later patch releases of the latter's have the fix.
    EXPECT_FALSE(last < std::min(known->last, newest))
        << advisory->id << " ends at " << last.major << "." << last.minor << ": " << known->sentence;
    for (const auto& range : advisory->affected) {
      if (!range.from) continue;
      EXPECT_FALSE(minor_release(*range.from) < known->first) << advisory->id << ": " << known->sentence;
    }
  }
  EXPECT_GT(checked, 20);
}

}  // namespace fairplay
