#pragma once
// Illegal arguments: which one, and whom to report it to.
//
// A check gives the position of the first illegal argument in the Fortran routine's list, 0 for none. The Fortran
// entries report it to xerbla_, the CBLAS ones to cblas_xerbla; both are called through the dynamic linker, so that a
// program's own replaces ours, and the routine returns without touching anything if it returns.

#include <cstddef>

#include "blas/interface/abi.h"
#include "blas/options.h"

extern "C" {
FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(xerbla_)(const char* routine, const fairplay::blas::Int* position,
                                              std::size_t length);
FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(cblas_xerbla)(fairplay::blas::Int position, const char* routine, const char* form,
                                                   ...);
}

namespace fairplay::blas {

template <class T>
inline constexpr char type_letter = std::is_same_v<T, float>            ? 'S'
                                    : std::is_same_v<T, double>         ? 'D'
                                    : std::is_same_v<T, Complex<float>> ? 'C'
                                                                        : 'Z';

// Reports to xerbla_ that `routine` (without its type's letter, in capitals) was given an illegal argument. Does
// nothing if `position` is 0.
void report(char letter, const char* routine, int position);

// Two arguments that change places where the matrices are row-major.
struct Exchanged {
  int first;
  int second;
};
// Reports to cblas_xerbla, as Netlib's does: `position` counts the Fortran routine's arguments as they were passed on
// for a row-major caller, that is in exchanged places; the message names the caller's own.
void report_c(char letter, const char* routine, int position, bool row_major, const Exchanged* exchanged, int count);

// Reads option letters of either case in the order of the arguments; `bad` is the position of the first illegal one.
class FortranOptions {
 public:
  int bad = 0;

  // 'R' (conjugate without transposing) is an extension of gemv, gemm and gemmt.
  Trans trans(const char* letter, bool conjugate_only = false) {
    switch (next(letter)) {
      case 'N': return Trans::none;
      case 'T': return Trans::transpose;
      case 'C': return Trans::conjugate;
      case 'R':
        if (conjugate_only) return Trans::conjugate_only;
        break;
      default: break;
    }
    return refuse(Trans::none);
  }
  Uplo uplo(const char* letter) {
    const char c = next(letter);
    return c == 'U' ? Uplo::upper : c == 'L' ? Uplo::lower : refuse(Uplo::lower);
  }
  Side side(const char* letter) {
    const char c = next(letter);
    return c == 'L' ? Side::left : c == 'R' ? Side::right : refuse(Side::left);
  }
  Diag diag(const char* letter) {
    const char c = next(letter);
    return c == 'N' ? Diag::non_unit : c == 'U' ? Diag::unit : refuse(Diag::unit);
  }
  // One of `letters`, which are capitals.
  char one_of(const char* letter, const char* letters) {
    const char c = next(letter);
    for (const char* each = letters; *each != 0; ++each) {
      if (c == *each) return c;
    }
    return refuse(c);
  }
  // syrk's and herk's: only some letters are legal.
  Trans only(Trans trans, bool legal) { return legal ? trans : refuse(trans); }

 private:
  char next(const char* letter) {
    ++position_;
    return *letter >= 'a' && *letter <= 'z' ? static_cast<char>(*letter - 'a' + 'A') : *letter;
  }
  template <class Option>
  Option refuse(Option fallback) {
    if (bad == 0) bad = position_;
    return fallback;
  }
  int position_ = 0;
};

// CBLAS's enumerations (cblas.h): positions count from the layout as 0, so that they agree with the Fortran routine's.
class COptions {
 public:
  explicit COptions(int layout) : row_major(layout == 101), bad(layout == 101 || layout == 102 ? 0 : layout_bad) {}
  static constexpr int layout_bad = -1;

  bool row_major;
  int bad;

  Trans trans(int value, bool conjugate_only = false) {
    ++position_;
    switch (value) {
      case 111: return Trans::none;
      case 112: return Trans::transpose;
      case 113: return Trans::conjugate;
      case 114:
        if (conjugate_only) return Trans::conjugate_only;
        break;
      default: break;
    }
    return refuse(Trans::none);
  }
  // The triangle as the column-major routine sees it.
  Uplo uplo(int value) {
    ++position_;
    if (value != 121 && value != 122) return refuse(Uplo::upper);
    return (value == 121) != row_major ? Uplo::upper : Uplo::lower;
  }
  Diag diag(int value) {
    ++position_;
    return value == 131 ? Diag::non_unit : value == 132 ? Diag::unit : refuse(Diag::unit);
  }
  Side side(int value) {
    ++position_;
    if (value != 141 && value != 142) return refuse(Side::left);
    return (value == 141) != row_major ? Side::left : Side::right;
  }
  Trans only(Trans trans, bool legal) { return legal ? trans : refuse(trans); }

 private:
  template <class Option>
  Option refuse(Option fallback) {
    if (bad == 0) bad = position_;
    return fallback;
  }
  int position_ = 0;
};

// Reports the first illegal option, or lets `work` look at the other arguments and do what is to be done: it gives the
// position of an illegal one, or 0.
template <class T, class Work>
void run(const char* routine, const FortranOptions& options, Work work) {
  report(type_letter<T>, routine, options.bad != 0 ? options.bad : work());
}
template <class T, class Work>
void run(const char* routine, const COptions& options, Work work, const Exchanged* exchanged = nullptr, int count = 0) {
  report_c(type_letter<T>, routine, options.bad != 0 ? options.bad : work(), options.row_major, exchanged, count);
}

namespace checked {

// The first failed check wins: write them in the order of positions.
class Checks {
 public:
  Checks& that(bool holds, int position) {
    if (!holds && bad_ == 0) bad_ = position;
    return *this;
  }
  int bad() const { return bad_; }

 private:
  int bad_ = 0;
};
inline Int at_least_one(Int n) { return n > 1 ? n : 1; }

}  // namespace checked

// op of the transposed matrix: what a row-major caller's op is to the column-major routine.
inline Trans turned(Trans trans) {
  switch (trans) {
    case Trans::none: return Trans::transpose;
    case Trans::transpose: return Trans::none;
    case Trans::conjugate: return Trans::conjugate_only;
    default: return Trans::conjugate;
  }
}

}  // namespace fairplay::blas
