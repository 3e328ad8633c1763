#pragma once

#include <cstdint>
#include <string_view>

namespace fairplay::auditor::behaviour {

/// The ways into a library, with argument lists of their own for the same computations.
enum class Door : std::uint8_t {
  fortran,  ///< every argument by reference
  cblas,    ///< numbers by value, complex ones by reference; matrices by rows or by columns
};

constexpr Door door_of(std::string_view routine) { return routine.starts_with("cblas_") ? Door::cblas : Door::fortran; }

/// The Fortran routine that computes the same: "zdotc" of "cblas_zdotc_sub".
constexpr std::string_view behind_cblas(std::string_view function) {
  function.remove_prefix(std::string_view("cblas_").size());
  if (function.ends_with("_sub")) function.remove_suffix(std::string_view("_sub").size());
  return function;
}

/// The letters of an option that only CBLAS has: by columns as Fortran, or by rows.
inline constexpr std::string_view cblas_orders = "CR";

/// What CBLAS writes for a letter out of these legal ones (BLAS Technical Forum Standard (2001), appendix B.5).
constexpr int cblas_number(std::string_view legal, char letter) {
  if (legal == cblas_orders) return letter == 'R' ? 101 : 102;
  if (legal == "UL") return letter == 'U' ? 121 : 122;
  if (legal == "NU") return letter == 'N' ? 131 : 132;
  if (legal == "LR") return letter == 'L' ? 141 : 142;
  return letter == 'N' ? 111 : letter == 'T' ? 112 : 113;
}

}  // namespace fairplay::auditor::behaviour
