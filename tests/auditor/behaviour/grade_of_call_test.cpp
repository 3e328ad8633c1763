#include "auditor/behaviour/parent/grade_of_call.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::behaviour {
namespace {

Grade grade(const char* call) { return grade_of_call(call, Grade::ordinary); }

TEST(GradeOfCall, IsThatOfItsNumbersAndSizes) {
  EXPECT_EQ(grade("dgemm NN m=3 n=3 k=3 data=integers"), Grade::ordinary);
  EXPECT_EQ(grade("dgemm NN m=3 n=3 data=uniform"), Grade::ordinary);
  EXPECT_EQ(grade("dgemm NN m=3 n=3 k=3 plant=a[0]:nan"), Grade::non_finite);
  EXPECT_EQ(grade("zgemm NN m=3 n=3 k=3 plant=a[0]:1,inf"), Grade::non_finite);
  EXPECT_EQ(grade("dgemm NN m=3 n=3 k=3 after=nan"), Grade::non_finite);
  EXPECT_EQ(grade("dgemm NN m=3 n=3 k=3 illegal=8"), Grade::illegal_arguments);
  EXPECT_EQ(grade("dtrsm LUNN m=3 n=3 data=subnormal"), Grade::extreme);
  EXPECT_EQ(grade("dnrm2 n=3 plant=x[1]:1e300"), Grade::extreme);
  EXPECT_EQ(grade("cblas_cgemv RC n=31"), Grade::extreme);
  // It has no m.
  EXPECT_EQ(grade("dsyrk UN n=4 k=2"), Grade::ordinary);
}

TEST(GradeOfCall, OfOtherProbesAndWordsIsTheProbes) {
  EXPECT_EQ(grade_of_call("dgemm NN m=3 n=3 plant=a:nan", Grade::concurrency), Grade::concurrency);
  EXPECT_EQ(grade("while it is loaded"), Grade::ordinary);
  EXPECT_EQ(grade(""), Grade::ordinary);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
