// Netlib's drivers behind our guards, under the names that blas/interface/CMakeLists.txt gives them.
#include "blas/netlib/gesdd.h"

#include <cstddef>
#include <cstdint>

#include "blas/options.h"
#include "blas/scalar.h"

namespace {
using Pair = fairplay::blas::Complex<double>;
using Integer = std::int64_t;
}  // namespace

// gfortran passes the lengths of options behind the other arguments.
extern "C" void fairplay_dgesdd_(const char* job, const Integer* m, const Integer* n, double* a, const Integer* lda,
                                 double* s, double* u, const Integer* ldu, double* vt, const Integer* ldvt,
                                 double* work, const Integer* lwork, Integer* iwork, Integer* info,
                                 std::size_t job_length);
extern "C" void fairplay_zgesdd_(const char* job, const Integer* m, const Integer* n, Pair* a, const Integer* lda,
                                 double* s, Pair* u, const Integer* ldu, Pair* vt, const Integer* ldvt, Pair* work,
                                 const Integer* lwork, double* rwork, Integer* iwork, Integer* info,
                                 std::size_t job_length);

namespace fairplay::blas::netlib {
namespace {

/// lwork of -1 asks for the size.
template <class T>
Integer call_gesdd(Index m, Index n, bool full, T* a, double* s, T* u, T* vh, T* work, Integer lwork, double* real_work,
                   Index* integers) {
  const auto at_least_one = [](Index size) -> Integer { return size > 1 ? size : 1; };
  const Integer rows = m, columns = n, lda = at_least_one(m), ldvt = at_least_one(full || n < m ? n : m);
  Integer info = 0;
  const char* job = full ? "A" : "S";
  if constexpr (is_complex<T>) {
    fairplay_zgesdd_(job, &rows, &columns, a, &lda, s, u, &lda, vh, &ldvt, work, &lwork, real_work, integers, &info, 1);
  } else {
    fairplay_dgesdd_(job, &rows, &columns, a, &lda, s, u, &lda, vh, &ldvt, work, &lwork, integers, &info, 1);
  }
  return info;
}

}  // namespace

const bool has_gesdd = true;

template <class T>
Index gesdd(Index m, Index n, bool full, T* a, double* s, T* u, T* vh, T* work, Index work_size, double* real_work,
            Index* integers) {
  return call_gesdd<T>(m, n, full, a, s, u, vh, work, work_size, real_work, integers);
}

template <class T>
Index gesdd_work(Index m, Index n, bool full) {
  T size{}, unused{};
  double real = 0;
  Index integer = 0;
  call_gesdd<T>(m, n, full, &unused, &real, &unused, &unused, &size, -1, &real, &integer);
  const auto asked = static_cast<Index>(blas::real(size));
  return asked > 1 ? asked : 1;
}

template Index gesdd(Index, Index, bool, double*, double*, double*, double*, double*, Index, double*, Index*);
template Index gesdd(Index, Index, bool, Pair*, double*, Pair*, Pair*, Pair*, Index, double*, Index*);
template Index gesdd_work<double>(Index, Index, bool);
template Index gesdd_work<Pair>(Index, Index, bool);

}  // namespace fairplay::blas::netlib
