#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace fairplay::auditor::behaviour {

/// A call of a Fortran routine through nothing but addresses. All arguments of BLAS and LAPACK are passed by reference,
/// and the lengths of CHARACTER arguments follow by value; the x86-64 and AArch64 conventions let a caller pass more
/// words than the callee takes. So one call fits every routine: what isn't an argument is 1, the length of every
/// option.
template <class Result>
Result call_fortran(void* routine, std::span<void* const> arguments) {
  constexpr std::size_t most = 32;
  std::array<void*, most> words;
  words.fill(reinterpret_cast<void*>(std::uintptr_t{1}));
  for (std::size_t i = 0; i < arguments.size() && i < most; ++i) words[i] = arguments[i];
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    using Function = Result (*)(decltype((void)i, static_cast<void*>(nullptr))...);
    return reinterpret_cast<Function>(routine)(words[i]...);
  }
  (std::make_index_sequence<most>());
}

}  // namespace fairplay::auditor::behaviour
