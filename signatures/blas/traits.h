#pragma once

#include <cstdint>
#include <string_view>

namespace fairplay::signatures::blas {

/// How wide the integers are that a library takes.
enum class IntegerWidth : std::uint8_t {
  unknown,
  lp64,   ///< 32 bits
  ilp64,  ///< 64 bits
  either  ///< MKL's and Accelerate's run-time choice
};

/// What runs a library's threads.
enum class Threading : std::uint8_t { unknown, pthreads, openmp, serial, tbb };

std::string_view name(IntegerWidth width);   ///< "lp64", "ilp64", "lp64, ilp64", "unknown"
std::string_view name(Threading threading);  ///< "pthreads", "openmp", "serial", "tbb", "unknown"

inline constexpr Threading known_threading[] = {Threading::pthreads, Threading::openmp, Threading::serial,
                                                Threading::tbb};
/// The widths that one library has.
inline constexpr IntegerWidth known_widths[] = {IntegerWidth::lp64, IntegerWidth::ilp64};

}  // namespace fairplay::signatures::blas
