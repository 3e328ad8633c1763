#include "auditor/behaviour/numpy/reproducer/python_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/numpy/battery/ufunc_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(PythonProgram, HasAtMostSixLinesAndAssertsTheElement) {
  Maker maker(2, {2, 5});
  const std::vector<std::string> one{Maker::real_bytes(1, 8)};
  const Operation operation = ufunc_call("hypot", {maker.plain("<f8", {1}, one), maker.plain("<f8", {1}, one)});
  Disagreement found;
  found.element = 0;
  found.got = "0x1p+0";
  found.expected = "0x1.6a09e667f3bcdp+0";
  const std::string program = python_program(operation, found);
  EXPECT_THAT(program, StartsWith("import numpy as np\n"));
  EXPECT_THAT(program, HasSubstr("a = np.array([1.0], '<f8'); b = np.array([1.0], '<f8')"));
  EXPECT_THAT(program, HasSubstr("r = np.hypot(a, b)"));
  EXPECT_THAT(program, HasSubstr("0x1.6a09e667f3bcdp+0"));
}

TEST(PythonProgram, OfEveryOperationOfTheBatteryIsShort) {
  for (const ArrayProbe* probe : all_array_probes()) {
    if (probe->make == nullptr || probe->description.id == "array/bytes") continue;
    Maker maker(4, {2, 5});
    std::vector<Operation> operations;
    probe->make(maker, 60, operations);
    for (const Operation& operation : operations) {
      for (const Difference difference :
           {Difference::values, Difference::shape, Difference::dtype, Difference::dies, Difference::flags,
            Difference::text, Difference::subject_refuses, Difference::reference_refuses}) {
        Disagreement found;
        found.difference = difference;
        found.element = difference == Difference::values ? 0 : -1;
        found.got = "0x0p+0 0x1p+0j";
        found.expected = difference == Difference::shape ? "(2, 3)" : "0x1p+0 0x0p+0j";
        const std::string program = python_program(operation, found);
        EXPECT_LE(std::ranges::count(program, '\n'), 6) << program;
      }
      EXPECT_THAT(public_name(operation), StartsWith("numpy."));
    }
  }
}

TEST(PythonCall, MemoryThatIsSharedIsNamed) {
  Maker maker(2, {2, 5});
  OperandLayout a = maker.plain("<i8", {4}, {});
  OperandLayout b = a;
  b.memory.clear();
  b.shares = 0;
  b.shape = {2};
  const Operation operation{{{"op", "setitem_overlap"}, {"index", Json::array({{{"a", 2}}})}},
                            {a, b, maker.plain("<i8", {2}, {})}};
  EXPECT_EQ(python_call(operation).statement, "a[c] = b");
  EXPECT_THAT(call_text(operation), HasSubstr("in the memory of a"));
  EXPECT_THAT(python_program(operation, {}), HasSubstr("np.ndarray((2,), '<i8', am, 0, (8,))"));
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
