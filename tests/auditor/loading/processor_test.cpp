#include "auditor/loading/processor.h"

#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::loading {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Processor, Cpuinfo) {
  const auto x86 =
      Processor::by_cpuinfo("processor\t: 0\nmodel name\t: flags\nflags\t\t: fpu sse sse2 avx2\nflags : none\n");
  ASSERT_TRUE(x86);
  EXPECT_THAT(x86->lacking(std::vector<std::string>{"SSE", "AVX2", "FMA3", "AVX512F"}), ElementsAre("fma", "avx512f"));
  EXPECT_THAT(x86->lacking(std::vector<std::string>{"UNHEARD_OF", ""}), IsEmpty());
  const auto arm = Processor::by_cpuinfo("Features\t: fp asimd asimdhp\n");
  ASSERT_TRUE(arm);
  EXPECT_THAT(arm->lacking(std::vector<std::string>{"NEON", "ASIMD", "SVE"}), ElementsAre("sve"));
}

TEST(Processor, WhatSaysNothing) {
  for (const char* text : {"", "flags\n", "flags:\n", "flags :  \n", "no such line", "\0\0", ":::::"})
    EXPECT_FALSE(Processor::by_cpuinfo(text)) << text;
  tests::MadeUpMachine root;
  root.write("/proc/cpuinfo", "flags : sse\n");
  EXPECT_FALSE(Processor::of(root.system())) << "an unpacked root has no processor";
}

TEST(Processor, Levels) {
  const auto v2 = Processor::by_cpuinfo("flags : cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2\n");
  EXPECT_THAT(v2->lacking_of_isa(1), IsEmpty());
  EXPECT_THAT(v2->lacking_of_isa(3), IsEmpty());
  EXPECT_THAT(v2->lacking_of_isa(4), ElementsAre("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"));
  EXPECT_THAT(v2->lacking_of_isa(0xfffffff0), IsEmpty()) << "levels that nobody knows";
  EXPECT_EQ(isa_text(7), "x86-64-v3");
  EXPECT_EQ(isa_text(0), "");
}

}  // namespace
}  // namespace fairplay::auditor::loading
