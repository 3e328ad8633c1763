#include "signatures/blas/integer_width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace fairplay {

namespace {

using namespace std::string_literals;
using signatures::blas::first_argument_width_aarch64;
using signatures::blas::first_argument_width_x86_64;

int x86(const std::string& code) { return first_argument_width_x86_64(std::as_bytes(std::span(code))); }
int arm(const std::string& code) { return first_argument_width_aarch64(std::as_bytes(std::span(code))); }

TEST(IntegerWidth, LoadsThroughTheFirstArgument) {
  EXPECT_EQ(x86("\x8b\x07"s), 32);          // mov (%rdi),%eax
  EXPECT_EQ(x86("\x48\x63\x3f"s), 32);      // movslq (%rdi),%rdi
  EXPECT_EQ(x86("\x48\x8b\x3f"s), 64);      // mov (%rdi),%rdi
  EXPECT_EQ(x86("\x83\x3f\x00"s), 32);      // cmpl $0,(%rdi)
  EXPECT_EQ(x86("\x48\x83\x3f\x00"s), 64);  // cmpq $0,(%rdi)
  EXPECT_EQ(arm("\x01\x00\x40\xb9"s), 32);  // ldr w1,[x0]
  EXPECT_EQ(arm("\x01\x00\x80\xb9"s), 32);  // ldrsw x1,[x0]
  EXPECT_EQ(arm("\x01\x00\x40\xf9"s), 64);  // ldr x1,[x0]
}

TEST(IntegerWidth, FollowsCopiesAcrossCalls) {
  // push %r12; mov %rdi,%r12; call; mov (%r12),%eax  (BLIS initialises itself first)
  EXPECT_EQ(x86("\x41\x54\x49\x89\xfc\xe8\x00\x00\x00\x00\x41\x8b\x04\x24"s), 32);
  EXPECT_EQ(x86("\x41\x54\x49\x89\xfc\xe8\x00\x00\x00\x00\x49\x8b\x04\x24"s), 64);
  // mov %rdi,8(%rsp); call; mov 8(%rsp),%rax; mov (%rax),%rax
  EXPECT_EQ(x86("\x48\x89\x7c\x24\x08\xe8\x00\x00\x00\x00\x48\x8b\x44\x24\x08\x48\x8b\x00"s), 64);
  // mov x19,x0; bl; ldr w1,[x19]
  EXPECT_EQ(arm("\xf3\x03\x00\xaa\x00\x00\x00\x94\x61\x02\x40\xb9"s), 32);
}

TEST(IntegerWidth, OtherLoadsDontCount) {
  EXPECT_EQ(x86("\x8b\x06\xc3"s), 0);                              // mov (%rsi),%eax
  EXPECT_EQ(x86("\x8b\x47\x04\xc3"s), 0);                          // mov 4(%rdi),%eax
  EXPECT_EQ(x86("\x64\x8b\x07\xc3"s), 0);                          // mov %fs:(%rdi),%eax
  EXPECT_EQ(x86("\x31\xff\x8b\x07\xc3"s), 0);                      // xor %edi,%edi; mov (%rdi),%eax
  EXPECT_EQ(x86("\x48\x8d\x3d\x00\x00\x00\x00\x8b\x07\xc3"s), 0);  // lea 0(%rip),%rdi; ...
  EXPECT_EQ(x86("\xe8\x00\x00\x00\x00\x8b\x07\xc3"s), 0);          // call; mov (%rdi),%eax
  EXPECT_EQ(x86("\xf2\x0f\x10\x07\xc3"s), 0);                      // movsd (%rdi),%xmm0
  EXPECT_EQ(x86("\xeb\x00\x8b\x07"s), 0);                          // jumps away
  EXPECT_EQ(arm("\x21\x00\x40\xb9\xc0\x03\x5f\xd6"s), 0);          // ldr w1,[x1]; ret
  EXPECT_EQ(arm("\x00\x00\x80\xd2\x01\x00\x40\xb9"s), 0);          // mov x0,#0; ldr w1,[x0]
}

TEST(IntegerWidth, AnyBytesAreSafe) {
  EXPECT_EQ(x86(""), 0);
  EXPECT_EQ(arm(""), 0);
  EXPECT_EQ(x86("\x48"s), 0);
  EXPECT_EQ(arm("\x01\x00\x40"s), 0);
  for (unsigned seed = 1; seed < 2000; ++seed) {
    std::string code(64, '\0');
    unsigned state = seed * 2654435761U;
    for (char& c : code) c = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
    EXPECT_THAT(x86(code), testing::AnyOf(0, 32, 64));
    EXPECT_THAT(arm(code), testing::AnyOf(0, 32, 64));
  }
}

}  // namespace

}  // namespace fairplay
