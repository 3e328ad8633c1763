// Netlib's drivers behind our guards, under the names that blas/interface/CMakeLists.txt gives them.
#include "blas/netlib/geev.h"

#include <cstddef>
#include <cstdint>

#include "blas/options.h"
#include "blas/scalar.h"

namespace {
using Pair = fairplay::blas::Complex<double>;
using Integer = std::int64_t;
}  // namespace

// gfortran passes the lengths of options behind the other arguments.
extern "C" void fairplay_dgeev_(const char* left, const char* right, const Integer* n, double* a, const Integer* lda,
                                double* re, double* im, double* vl, const Integer* ldvl, double* vr,
                                const Integer* ldvr, double* work, const Integer* lwork, Integer* info,
                                std::size_t left_length, std::size_t right_length);
extern "C" void fairplay_zgeev_(const char* left, const char* right, const Integer* n, Pair* a, const Integer* lda,
                                Pair* w, Pair* vl, const Integer* ldvl, Pair* vr, const Integer* ldvr, Pair* work,
                                const Integer* lwork, double* rwork, Integer* info, std::size_t left_length,
                                std::size_t right_length);

namespace fairplay::blas::netlib {

const bool has_geev = true;

template <>
Index geev(Index n, double* a, Complex<double>* values, Complex<double>* vectors, double* work, double* real_work) {
  const Integer order = n, leading = n > 1 ? n : 1, one = 1, size = geev_work(n);
  Integer info = 0;
  double *re = real_work, *im = re + n, *columns = im + n, unused = 0;
  fairplay_dgeev_("N", vectors ? "V" : "N", &order, a, &leading, re, im, &unused, &one, columns, &leading, work, &size,
                  &info, 1, 1);
  if (info != 0) return info;
  for (Index j = 0; j < n; ++j) values[j] = {re[j], im[j]};
  for (Index j = 0; vectors && j < n; ++j) {
    // A pair shares two columns: real parts, and imaginary parts of the first of them.
    const bool first = im[j] > 0, second = im[j] < 0;
    const double* real_part = columns + (second ? j - 1 : j) * n;
    for (Index i = 0; i < n; ++i) {
      const double imaginary = first || second ? real_part[n + i] : 0;
      vectors[j * n + i] = {real_part[i], second ? -imaginary : imaginary};
    }
  }
  return 0;
}

template <>
Index geev(Index n, Complex<double>* a, Complex<double>* values, Complex<double>* vectors, Complex<double>* work,
           double* real_work) {
  const Integer order = n, leading = n > 1 ? n : 1, one = 1, size = geev_work(n);
  Integer info = 0;
  Complex<double> unused{0, 0};
  fairplay_zgeev_("N", vectors ? "V" : "N", &order, a, &leading, values, &unused, &one, vectors ? vectors : &unused,
                  vectors ? &leading : &one, work, &size, real_work, &info, 1, 1);
  return info;
}

}  // namespace fairplay::blas::netlib
