#pragma once
// The macros that entries in front of Netlib's routines are written with (guard.h).

#include "blas/interface/guard.h"

// a1 ... an: a routine's arguments, all of them addresses.
#define FAIRPLAY_UP_TO_3(x) x(1), x(2), x(3)
#define FAIRPLAY_UP_TO_4(x) FAIRPLAY_UP_TO_3(x), x(4)
#define FAIRPLAY_UP_TO_5(x) FAIRPLAY_UP_TO_4(x), x(5)
#define FAIRPLAY_UP_TO_6(x) FAIRPLAY_UP_TO_5(x), x(6)
#define FAIRPLAY_UP_TO_7(x) FAIRPLAY_UP_TO_6(x), x(7)
#define FAIRPLAY_UP_TO_8(x) FAIRPLAY_UP_TO_7(x), x(8)
#define FAIRPLAY_UP_TO_9(x) FAIRPLAY_UP_TO_8(x), x(9)
#define FAIRPLAY_UP_TO_10(x) FAIRPLAY_UP_TO_9(x), x(10)
#define FAIRPLAY_UP_TO_11(x) FAIRPLAY_UP_TO_10(x), x(11)
#define FAIRPLAY_UP_TO_12(x) FAIRPLAY_UP_TO_11(x), x(12)
#define FAIRPLAY_UP_TO_13(x) FAIRPLAY_UP_TO_12(x), x(13)
#define FAIRPLAY_UP_TO_14(x) FAIRPLAY_UP_TO_13(x), x(14)
#define FAIRPLAY_UP_TO_15(x) FAIRPLAY_UP_TO_14(x), x(15)
#define FAIRPLAY_UP_TO_16(x) FAIRPLAY_UP_TO_15(x), x(16)
#define FAIRPLAY_UP_TO_17(x) FAIRPLAY_UP_TO_16(x), x(17)
#define FAIRPLAY_UP_TO_18(x) FAIRPLAY_UP_TO_17(x), x(18)
#define FAIRPLAY_UP_TO_19(x) FAIRPLAY_UP_TO_18(x), x(19)
#define FAIRPLAY_UP_TO_20(x) FAIRPLAY_UP_TO_19(x), x(20)
#define FAIRPLAY_UP_TO_21(x) FAIRPLAY_UP_TO_20(x), x(21)
#define FAIRPLAY_UP_TO_22(x) FAIRPLAY_UP_TO_21(x), x(22)
#define FAIRPLAY_UP_TO_23(x) FAIRPLAY_UP_TO_22(x), x(23)
#define FAIRPLAY_UP_TO_24(x) FAIRPLAY_UP_TO_23(x), x(24)
#define FAIRPLAY_UP_TO_25(x) FAIRPLAY_UP_TO_24(x), x(25)
#define FAIRPLAY_UP_TO_26(x) FAIRPLAY_UP_TO_25(x), x(26)
#define FAIRPLAY_UP_TO_27(x) FAIRPLAY_UP_TO_26(x), x(27)
#define FAIRPLAY_UP_TO_28(x) FAIRPLAY_UP_TO_27(x), x(28)
#define FAIRPLAY_UP_TO_29(x) FAIRPLAY_UP_TO_28(x), x(29)
#define FAIRPLAY_UP_TO_30(x) FAIRPLAY_UP_TO_29(x), x(30)
#define FAIRPLAY_UP_TO_31(x) FAIRPLAY_UP_TO_30(x), x(31)
#define FAIRPLAY_UP_TO_32(x) FAIRPLAY_UP_TO_31(x), x(32)
#define FAIRPLAY_PARAMETER(i) void* a##i
#define FAIRPLAY_POINTER(i) a##i

// One routine of one type. `count`: its arguments with info, without the lengths of options.
#define FAIRPLAY_GUARD(letter, name, count, failure, text) \
  FAIRPLAY_GUARD_OF(netlib_, letter, name, count, failure, text)
// The same in front of mended_<name>, our own front of Netlib's.
#define FAIRPLAY_GUARD_MENDED(letter, name, count, failure, text) \
  FAIRPLAY_GUARD_OF(mended_, letter, name, count, failure, text)
#define FAIRPLAY_GUARD_OF(whose, letter, name, count, failure, text)                                               \
  extern "C" void FAIRPLAY_SYMBOL(whose##letter##name##_)();                                                       \
  namespace of_##letter {                                                                                          \
    constexpr auto name##_routine = guards::Reader<count - 1>(text, guards::Failure::failure).routine();           \
    extern "C" FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(letter##name##_)(FAIRPLAY_UP_TO_##count(FAIRPLAY_PARAMETER)) { \
      guards::guarded<T, name##_routine>(FAIRPLAY_SYMBOL(whose##letter##name##_),                                  \
                                         FAIRPLAY_UP_TO_##count(FAIRPLAY_POINTER));                                \
    }                                                                                                              \
  }
#define FAIRPLAY_GUARD_REAL(...) FAIRPLAY_GUARD(s, __VA_ARGS__) FAIRPLAY_GUARD(d, __VA_ARGS__)
#define FAIRPLAY_GUARD_MENDED_ALL(...)  \
  FAIRPLAY_GUARD_MENDED(s, __VA_ARGS__) \
  FAIRPLAY_GUARD_MENDED(d, __VA_ARGS__) FAIRPLAY_GUARD_MENDED(c, __VA_ARGS__) FAIRPLAY_GUARD_MENDED(z, __VA_ARGS__)
#define FAIRPLAY_GUARD_COMPLEX(...) FAIRPLAY_GUARD(c, __VA_ARGS__) FAIRPLAY_GUARD(z, __VA_ARGS__)
#define FAIRPLAY_GUARD_ALL(...) FAIRPLAY_GUARD_REAL(__VA_ARGS__) FAIRPLAY_GUARD_COMPLEX(__VA_ARGS__)

// A routine of one type that prepares its arguments a1 ... a<count>, of which `options` are letters, or answers itself
// and returns, before Netlib's is called with them.
#define FAIRPLAY_FRONT(letter, name, count, options, ...)                                                          \
  extern "C" void FAIRPLAY_SYMBOL(netlib_##letter##name##_)();                                                     \
  namespace of_##letter {                                                                                          \
    extern "C" FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(letter##name##_)(FAIRPLAY_UP_TO_##count(FAIRPLAY_PARAMETER)) { \
      __VA_ARGS__                                                                                                  \
      void* const given[] = {FAIRPLAY_UP_TO_##count(FAIRPLAY_POINTER)};                                            \
      guards::go_on_with<count, options>(FAIRPLAY_SYMBOL(netlib_##letter##name##_), given);                        \
    }                                                                                                              \
  }
