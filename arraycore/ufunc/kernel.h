#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {

/// What can go wrong in an element.
enum class KernelResult {
  ok,
  negative_power,  ///< an integer to a negative integer power
  time_overflow,   ///< a time that doesn't fit 64 bits
};

/// Computes `n` elements of one loop: `operands` are the addresses of the first ones, inputs first, then outputs;
/// strides in bytes, any alignment. Element i is written before element i + 1 is read, so an output with stride 0 that
/// is an input as well folds the others into it.
using Kernel = KernelResult (*)(std::byte* const* operands, const std::int64_t* strides, std::int64_t n);

/// One loop of one ufunc.
struct KernelEntry {
  std::string_view ufunc;
  std::string loop;  ///< in NumPy's letters, as in loops.txt: "dd->d"
  Kernel run;
  Release before{99, 0};  ///< releases from this one on compute it in another way
};

/// The kernel of a loop. nullptr: it isn't there yet.
Kernel find_kernel(std::string_view ufunc, std::string_view loop, Release release);

// Where the loops are made, one file a kind.
void add_arithmetic_kernels(std::vector<KernelEntry>& table);
void add_division_kernels(std::vector<KernelEntry>& table);
void add_bit_kernels(std::vector<KernelEntry>& table);
void add_comparison_kernels(std::vector<KernelEntry>& table);
void add_extremum_kernels(std::vector<KernelEntry>& table);
void add_floating_kernels(std::vector<KernelEntry>& table);
void add_complex_kernels(std::vector<KernelEntry>& table);
void add_time_kernels(std::vector<KernelEntry>& table);
void add_rounded_kernels(std::vector<KernelEntry>& table);
void add_rounded_complex_kernels(std::vector<KernelEntry>& table);

}  // namespace fairplay::arraycore
