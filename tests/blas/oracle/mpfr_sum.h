#pragma once
// The correctly rounded value of a sum of products, by MPFR: exact products, then mpfr_sum, which rounds once; the
// oracle shares no code with it.

#include <mpfr.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "blas/scalar.h"

namespace fairplay::blas::oracle {

class MpfrSum {
 public:
  MpfrSum() {
    mpfr_set_emin(-100000);
    mpfr_set_emax(100000);
    mpfr_init2(total_, 53);
  }
  ~MpfrSum() {
    clear();
    mpfr_clear(total_);
    for (auto& term : free_) mpfr_clear(&term->value);
    for (auto& term : free_) delete term;
  }
  MpfrSum(const MpfrSum&) = delete;
  MpfrSum& operator=(const MpfrSum&) = delete;

  void clear() {
    for (Term* term : terms_) free_.push_back(term);
    terms_.clear();
  }
  // Adds a b c to the sum.
  void add(double a, double b, double c = 1) {
    if (free_.empty()) {
      free_.push_back(new Term);
      mpfr_init2(&free_.back()->value, 160);
    }
    Term* term = free_.back();
    free_.pop_back();
    terms_.push_back(term);
    mpfr_set_d(&term->value, a, MPFR_RNDN);
    int inexact = mpfr_mul_d(&term->value, &term->value, b, MPFR_RNDN);
    if (c != 1) inexact |= mpfr_mul_d(&term->value, &term->value, c, MPFR_RNDN);
    if (inexact != 0) std::abort();
  }
  template <class R>
  R rounded() {
    mpfr_set_prec(total_, std::numeric_limits<R>::digits);
    return narrowed<R>(sum());
  }
  template <class R>
  R rounded_root() {
    mpfr_set_prec(total_, 10000);
    if (sum() != 0) std::abort();
    mpfr_t root;
    mpfr_init2(root, std::numeric_limits<R>::digits);
    int ternary = mpfr_sqrt(root, total_, MPFR_RNDN);
    mpfr_swap(root, total_);
    mpfr_clear(root);
    return narrowed<R>(ternary);
  }

 private:
  struct Term {
    __mpfr_struct value;
  };

  int sum() {
    pointers_.clear();
    for (Term* term : terms_) pointers_.push_back(&term->value);
    return mpfr_sum(total_, pointers_.data(), pointers_.size(), MPFR_RNDN);
  }
  // Rounded once even where R's numbers are subnormal: the ternary value says which side the exact one was on.
  template <class R>
  R narrowed(int ternary) {
    mpfr_set_emin(std::numeric_limits<R>::min_exponent - std::numeric_limits<R>::digits + 1);
    mpfr_set_emax(std::numeric_limits<R>::max_exponent);
    ternary = mpfr_check_range(total_, ternary, MPFR_RNDN);
    mpfr_subnormalize(total_, ternary, MPFR_RNDN);
    R value = static_cast<R>(mpfr_get_d(total_, MPFR_RNDN));
    mpfr_set_emin(-100000);
    mpfr_set_emax(100000);
    return value;
  }

  mpfr_t total_;
  std::vector<Term*> terms_, free_;
  std::vector<mpfr_ptr> pointers_;
};

// The same number; zeros of either sign are the same, NaN is NaN.
template <class R>
bool same(R a, R b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace fairplay::blas::oracle
