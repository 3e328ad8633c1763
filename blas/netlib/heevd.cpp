// Netlib's drivers behind our guards, under the names that blas/interface/CMakeLists.txt gives them.
#include "blas/netlib/heevd.h"

#include <cstddef>
#include <cstdint>

#include "blas/options.h"
#include "blas/scalar.h"

namespace {
using Pair = fairplay::blas::Complex<double>;
using Integer = std::int64_t;
}  // namespace

// gfortran passes the lengths of options behind the other arguments.
extern "C" void fairplay_dsyevd_(const char* job, const char* uplo, const Integer* n, double* a, const Integer* lda,
                                 double* w, double* work, const Integer* lwork, Integer* iwork, const Integer* liwork,
                                 Integer* info, std::size_t job_length, std::size_t uplo_length);
extern "C" void fairplay_zheevd_(const char* job, const char* uplo, const Integer* n, Pair* a, const Integer* lda,
                                 double* w, Pair* work, const Integer* lwork, double* rwork, const Integer* lrwork,
                                 Integer* iwork, const Integer* liwork, Integer* info, std::size_t job_length,
                                 std::size_t uplo_length);

namespace fairplay::blas::netlib {

const bool has_heevd = true;

template <>
Index heevd(Index n, double* a, double* w, double* work, double*, Index* integers) {
  const Integer order = n, leading = n > 1 ? n : 1, size = heevd_work(n), integer_size = heevd_integers(n);
  Integer info = 0;
  fairplay_dsyevd_("V", "L", &order, a, &leading, w, work, &size, integers, &integer_size, &info, 1, 1);
  return info;
}

template <>
Index heevd(Index n, Pair* a, double* w, Pair* work, double* real_work, Index* integers) {
  const Integer order = n, leading = n > 1 ? n : 1, size = heevd_work(n), integer_size = heevd_integers(n);
  const Integer real_size = heevd_real_work(n);
  Integer info = 0;
  fairplay_zheevd_("V", "L", &order, a, &leading, w, work, &size, real_work, &real_size, integers, &integer_size, &info,
                   1, 1);
  return info;
}

}  // namespace fairplay::blas::netlib
