#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

namespace fairplay::auditor::behaviour {

/// Arguments of a CBLAS function: addresses, numbers and enumerators in their order, real numbers in theirs.
struct CblasArguments {
  static constexpr std::size_t most_words = 16, most_reals = 4;
  std::array<std::uint64_t, most_words> words{};
  std::array<double, most_reals> reals{};
  std::size_t word_count = 0, real_count = 0;

  void add_word(std::uint64_t word) {
    if (word_count < most_words) words[word_count++] = word;
  }
  void add_address(const void* address) { add_word(reinterpret_cast<std::uintptr_t>(address)); }
  /// A float is the low half of its register.
  template <class Real>
  void add_real(Real value) {
    if (real_count < most_reals) std::memcpy(&reals[real_count++], &value, sizeof value);
  }
};

/// A call of any such function. The conventions of x86-64 and AArch64 count words and real numbers apart, put words
/// that have no register on the stack in their order, and let a caller pass more than the callee takes: so one call
/// fits every function, whatever order its arguments have among each other.
template <class Result>
Result call_cblas(void* function, const CblasArguments& arguments) {
  return [&]<std::size_t... word, std::size_t... real>(std::index_sequence<word...>, std::index_sequence<real...>) {
    using Function = Result (*)(decltype((void)word, std::uint64_t{})..., decltype((void)real, double{})...);
    return reinterpret_cast<Function>(function)(arguments.words[word]..., arguments.reals[real]...);
  }
  (std::make_index_sequence<CblasArguments::most_words>(), std::make_index_sequence<CblasArguments::most_reals>());
}

}  // namespace fairplay::auditor::behaviour
