// The LAPACK routines that are our own (blas/lapack), as Fortran calls them: argument checks in LAPACK's order, `info`,
// workspace queries. E. Anderson et al.: "LAPACK users' guide", third edition (1999); where Netlib's later releases say
// more, they are followed.

#include "blas/interface/checked_level2.h"
#include "blas/interface/errors.h"
#include "blas/lapack/bisection.h"
#include "blas/lapack/cholesky.h"
#include "blas/lapack/indefinite.h"
#include "blas/lapack/lu.h"
#include "blas/lapack/qr.h"
#include "blas/lapack/sum_of_squares.h"
#include "blas/lapack/triangular.h"

namespace fairplay::blas {
namespace fortran {

using checked::at_least_one;
using checked::Checks;

// Reports the illegal argument to xerbla, or does the work: info is what the work gives.
template <class T, class Work>
void run_lapack(const char* routine, int bad, Int* info, Work work) {
  if (bad != 0) {
    *info = static_cast<Int>(-bad);
    report(type_letter<T>, routine, bad);
  } else {
    *info = static_cast<Int>(work());
  }
}

constexpr Int query = -1;  // as lwork: only the best one is asked for

template <class T>
T size_of_work(Index size) {
  // A single-precision number may be too small for it when rounded down (LAPACK's sroundup_lwork).
  auto rounded = static_cast<Real<T>>(size);
  if (static_cast<Index>(rounded) < size) rounded *= 1 + (sizeof(Real<T>) == 8 ? Real<T>(0x1p-52) : Real<T>(0x1p-23));
  return make<T>(rounded);
}

template <class T>
void getrf(const char* name, const Int* m, const Int* n, T* a, const Int* lda, Int* pivots, Int* info) {
  const int bad = Checks().that(*m >= 0, 1).that(*n >= 0, 2).that(*lda >= at_least_one(*m), 4).bad();
  run_lapack<T>(name, bad, info, [&] { return lapack::getrf<T, Int>(*m, *n, a, *lda, pivots); });
}

template <class T>
void getrs(const char* trans, const Int* n, const Int* columns, const T* a, const Int* lda, const Int* pivots, T* b,
           const Int* ldb, Int* info) {
  FortranOptions options;
  const Trans op = options.trans(trans);
  const int bad = options.bad != 0 ? options.bad
                                   : Checks()
                                         .that(*n >= 0, 2)
                                         .that(*columns >= 0, 3)
                                         .that(*lda >= at_least_one(*n), 5)
                                         .that(*ldb >= at_least_one(*n), 8)
                                         .bad();
  run_lapack<T>("GETRS", bad, info, [&] {
    lapack::getrs<T, Int>(op, *n, *columns, a, *lda, pivots, b, *ldb);
    return 0;
  });
}

template <class T>
void gesv(const Int* n, const Int* columns, T* a, const Int* lda, Int* pivots, T* b, const Int* ldb, Int* info) {
  const int bad = Checks()
                      .that(*n >= 0, 1)
                      .that(*columns >= 0, 2)
                      .that(*lda >= at_least_one(*n), 4)
                      .that(*ldb >= at_least_one(*n), 7)
                      .bad();
  run_lapack<T>("GESV", bad, info, [&] {
    const Index singular = lapack::getrf<T, Int>(*n, *n, a, *lda, pivots);
    if (singular == 0) lapack::getrs<T, Int>(Trans::none, *n, *columns, a, *lda, pivots, b, *ldb);
    return singular;
  });
}

template <class T>
void getri(const Int* n, T* a, const Int* lda, const Int* pivots, T* work, const Int* lwork, Int* info) {
  const int bad = Checks()
                      .that(*n >= 0, 1)
                      .that(*lda >= at_least_one(*n), 3)
                      .that(*lwork >= at_least_one(*n) || *lwork == query, 6)
                      .bad();
  run_lapack<T>("GETRI", bad, info, [&] {
    const T best = size_of_work<T>(*n == 0 ? 1 : *n * lapack::getri_columns);
    const Index singular = *lwork == query ? 0 : lapack::getri<T, Int>(*n, a, *lda, pivots, work, *lwork);
    work[0] = best;
    return singular;
  });
}

template <class T>
void laswp(const Int* n, T* a, const Int* lda, const Int* first, const Int* last, const Int* pivots,
           const Int* increment) {
  if (*increment == 0 || *last < *first) return;
  const Index stride = *increment > 0 ? *increment : -static_cast<Index>(*increment);
  // Row `first` (1-based) has its pivot at place first - 1, whichever way the rows are taken.
  lapack::laswp<T, Int>(*n, a, *lda, *first - 1, *last, pivots + (*first - 1) * (1 - stride), stride, *increment < 0);
}

template <class T>
void potrf(const char* name, const char* uplo, const Int* n, T* a, const Int* lda, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const int bad = options.bad != 0 ? options.bad : Checks().that(*n >= 0, 2).that(*lda >= at_least_one(*n), 4).bad();
  run_lapack<T>(name, bad, info, [&] { return lapack::potrf<T>(triangle, *n, a, *lda); });
}

// potrs and posv have the same arguments.
template <class T>
void potrs(bool factored, const char* name, const char* uplo, const Int* n, const Int* columns, T* a, const Int* lda,
           T* b, const Int* ldb, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const int bad = options.bad != 0 ? options.bad
                                   : Checks()
                                         .that(*n >= 0, 2)
                                         .that(*columns >= 0, 3)
                                         .that(*lda >= at_least_one(*n), 5)
                                         .that(*ldb >= at_least_one(*n), 7)
                                         .bad();
  run_lapack<T>(name, bad, info, [&] {
    const Index indefinite = factored ? 0 : lapack::potrf<T>(triangle, *n, a, *lda);
    if (indefinite == 0) lapack::potrs<T>(triangle, *n, *columns, a, *lda, b, *ldb);
    return indefinite;
  });
}

template <class T>
void potri(const char* uplo, const Int* n, T* a, const Int* lda, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const int bad = options.bad != 0 ? options.bad : Checks().that(*n >= 0, 2).that(*lda >= at_least_one(*n), 4).bad();
  run_lapack<T>("POTRI", bad, info, [&] { return lapack::potri<T>(triangle, *n, a, *lda); });
}

template <class T>
void lauum(const char* name, const char* uplo, const Int* n, T* a, const Int* lda, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const int bad = options.bad != 0 ? options.bad : Checks().that(*n >= 0, 2).that(*lda >= at_least_one(*n), 4).bad();
  run_lapack<T>(name, bad, info, [&] {
    lapack::lauum<T>(triangle, *n, a, *lda);
    return 0;
  });
}

template <class T>
void trtri(const char* uplo, const char* diag, const Int* n, T* a, const Int* lda, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Diag diagonal = options.diag(diag);
  const int bad = options.bad != 0 ? options.bad : Checks().that(*n >= 0, 3).that(*lda >= at_least_one(*n), 5).bad();
  run_lapack<T>("TRTRI", bad, info, [&] { return lapack::trtri<T>(triangle, diagonal, *n, a, *lda); });
}

template <class T>
void trtrs(const char* uplo, const char* trans, const char* diag, const Int* n, const Int* columns, const T* a,
           const Int* lda, T* b, const Int* ldb, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  const int bad = options.bad != 0 ? options.bad
                                   : Checks()
                                         .that(*n >= 0, 4)
                                         .that(*columns >= 0, 5)
                                         .that(*lda >= at_least_one(*n), 7)
                                         .that(*ldb >= at_least_one(*n), 9)
                                         .bad();
  run_lapack<T>("TRTRS", bad, info,
                [&] { return lapack::trtrs<T>(triangle, op, diagonal, *n, *columns, a, *lda, b, *ldb); });
}

template <class T>
void sytrf(lapack::Symmetry symmetry, const char* name, const char* uplo, const Int* n, T* a, const Int* lda,
           Int* pivots, T* work, const Int* lwork, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const int bad =
      options.bad != 0
          ? options.bad
          : Checks().that(*n >= 0, 2).that(*lda >= at_least_one(*n), 4).that(*lwork >= 1 || *lwork == query, 7).bad();
  run_lapack<T>(name, bad, info, [&] {
    const Index zero =
        *lwork == query ? 0 : lapack::factor_indefinite<T, Int>(symmetry, triangle, *n, a, *lda, pivots, work, *lwork);
    work[0] = size_of_work<T>(at_least_one(*n) * lapack::indefinite_columns);
    return zero;
  });
}

template <class T>
void sytf2(lapack::Symmetry symmetry, const char* name, const char* uplo, const Int* n, T* a, const Int* lda,
           Int* pivots, Int* info) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const int bad = options.bad != 0 ? options.bad : Checks().that(*n >= 0, 2).that(*lda >= at_least_one(*n), 4).bad();
  run_lapack<T>(name, bad, info,
                [&] { return lapack::factor_indefinite<T, Int>(symmetry, triangle, *n, a, *lda, pivots, nullptr, 0); });
}

template <class T>
void geqrf(const Int* m, const Int* n, T* a, const Int* lda, T* tau, T* work, const Int* lwork, Int* info) {
  const bool nothing = *m == 0 || *n == 0;
  const int bad = Checks()
                      .that(*m >= 0, 1)
                      .that(*n >= 0, 2)
                      .that(*lda >= at_least_one(*m), 4)
                      .that(*lwork >= (nothing ? 1 : *n) || *lwork == query, 7)
                      .bad();
  run_lapack<T>("GEQRF", bad, info, [&] {
    if (*lwork != query) lapack::geqrf<T>(*m, *n, a, *lda, tau, work, *lwork);
    work[0] = size_of_work<T>(nothing ? 1 : *n * lapack::qr_columns);
    return 0;
  });
}

template <class T>
void orgqr(const Int* m, const Int* n, const Int* k, T* a, const Int* lda, const T* tau, T* work, const Int* lwork,
           Int* info) {
  const int bad = Checks()
                      .that(*m >= 0, 1)
                      .that(*n >= 0 && *n <= *m, 2)
                      .that(*k >= 0 && *k <= *n, 3)
                      .that(*lda >= at_least_one(*m), 5)
                      .that(*lwork >= at_least_one(*n) || *lwork == query, 8)
                      .bad();
  run_lapack<T>(is_complex<T> ? "UNGQR" : "ORGQR", bad, info, [&] {
    if (*lwork != query) lapack::orgqr<T>(*m, *n, *k, a, *lda, tau, work, *lwork);
    work[0] = size_of_work<T>(at_least_one(*n) * lapack::qr_columns);
    return 0;
  });
}

template <class T>
void ormqr(const char* side, const char* trans, const Int* m, const Int* n, const Int* k, const T* a, const Int* lda,
           const T* tau, T* c, const Int* ldc, T* work, const Int* lwork, Int* info) {
  FortranOptions options;
  const Side where = options.side(side);
  const Trans given = options.trans(trans);
  const Trans op = options.only(given, given == Trans::none || (given == Trans::conjugate) == is_complex<T>);
  const Int order = where == Side::left ? *m : *n, other = where == Side::left ? *n : *m;
  const int bad = options.bad != 0 ? options.bad
                                   : Checks()
                                         .that(*m >= 0, 3)
                                         .that(*n >= 0, 4)
                                         .that(*k >= 0 && *k <= order, 5)
                                         .that(*lda >= at_least_one(order), 7)
                                         .that(*ldc >= at_least_one(*m), 10)
                                         .that(*lwork >= at_least_one(other) || *lwork == query, 12)
                                         .bad();
  run_lapack<T>(is_complex<T> ? "UNMQR" : "ORMQR", bad, info, [&] {
    if (*lwork != query)
      lapack::ormqr<T>(where, op == Trans::none ? Trans::none : Trans::conjugate, *m, *n, *k, a, *lda, tau, c, *ldc,
                       work, *lwork);
    work[0] = size_of_work<T>((at_least_one(other) + lapack::qr_columns) * lapack::qr_columns);
    return 0;
  });
}

template <class T>
void lassq(const Int* n, const T* x, const Int* step, Real<T>* scale, Real<T>* sum) {
  lapack::add_squares(*n, x, *step < 0 ? -static_cast<Index>(*step) : *step, *scale, *sum);
}

template <class R>
void stebz(const char* range, const char* order, const Int* n, const R* vl, const R* vu, const Int* il, const Int* iu,
           const R* tolerance, const R* d, const R* e, Int* found, Int* blocks, R* w, Int* block, Int* split, R* work,
           Int* info) {
  FortranOptions options;
  const char wanted = options.one_of(range, "AVI"), by = options.one_of(order, "BE");
  const bool values = wanted == 'V', indices = wanted == 'I';
  const int bad = options.bad != 0 ? options.bad
                                   : Checks()
                                         .that(*n >= 0, 3)
                                         .that(!values || *vl < *vu, 5)
                                         .that(!indices || (*il >= 1 && *il <= at_least_one(*n)), 6)
                                         .that(!indices || (*iu >= (*n < *il ? *n : *il) && *iu <= *n), 7)
                                         .bad();
  run_lapack<R>("STEBZ", bad, info, [&] {
    *found = 0;
    if (*n == 0) return 0;
    R finite = 0;
    for (Int i = 0; i < *n; ++i) finite += d[i] * 0 + (i + 1 < *n ? e[i] * 0 : 0);
    if (finite != 0) return 4;
    lapack::Spectrum<R> spectrum;
    spectrum.tolerance = *tolerance;
    spectrum.whole_matrix = by == 'E';
    if (values) {
      spectrum.wanted = lapack::Wanted::values;
      spectrum.lower = *vl;
      spectrum.upper = *vu;
    } else if (indices) {
      spectrum.wanted = lapack::Wanted::indices;
      spectrum.first = *il;
      spectrum.last = *iu;
    }
    lapack::tridiagonal_eigenvalues<R, Int>(*n, d, e, spectrum, *found, *blocks, w, block, split, work);
    return indices && *found == 0 ? 4 : 0;  // no eigenvalues were computed
  });
}

}  // namespace fortran

#define FAIRPLAY_LAPACK(l, org, orm)                                                                                   \
  FAIRPLAY_EXPORT(l, void, l##getrf_, (const Int* m, const Int* n, T* a, const Int* lda, Int* pivots, Int* info),      \
                  (fortran::getrf<T>("GETRF", m, n, a, lda, pivots, info)))                                            \
  FAIRPLAY_EXPORT(l, void, l##getrs_,                                                                                  \
                  (const char* trans, const Int* n, const Int* columns, const T* a, const Int* lda, const Int* pivots, \
                   T* b, const Int* ldb, Int* info),                                                                   \
                  (fortran::getrs<T>(trans, n, columns, a, lda, pivots, b, ldb, info)))                                \
  FAIRPLAY_EXPORT(                                                                                                     \
      l, void, l##gesv_,                                                                                               \
      (const Int* n, const Int* columns, T* a, const Int* lda, Int* pivots, T* b, const Int* ldb, Int* info),          \
      (fortran::gesv<T>(n, columns, a, lda, pivots, b, ldb, info)))                                                    \
  FAIRPLAY_EXPORT(l, void, l##getri_,                                                                                  \
                  (const Int* n, T* a, const Int* lda, const Int* pivots, T* work, const Int* lwork, Int* info),       \
                  (fortran::getri<T>(n, a, lda, pivots, work, lwork, info)))                                           \
  FAIRPLAY_EXPORT(l, void, l##laswp_,                                                                                  \
                  (const Int* n, T* a, const Int* lda, const Int* first, const Int* last, const Int* pivots,           \
                   const Int* increment),                                                                              \
                  (fortran::laswp<T>(n, a, lda, first, last, pivots, increment)))                                      \
  FAIRPLAY_EXPORT(l, void, l##potrf_, (const char* uplo, const Int* n, T* a, const Int* lda, Int* info),               \
                  (fortran::potrf<T>("POTRF", uplo, n, a, lda, info)))                                                 \
  FAIRPLAY_EXPORT(                                                                                                     \
      l, void, l##potrs_,                                                                                              \
      (const char* uplo, const Int* n, const Int* columns, T* a, const Int* lda, T* b, const Int* ldb, Int* info),     \
      (fortran::potrs<T>(true, "POTRS", uplo, n, columns, a, lda, b, ldb, info)))                                      \
  FAIRPLAY_EXPORT(                                                                                                     \
      l, void, l##posv_,                                                                                               \
      (const char* uplo, const Int* n, const Int* columns, T* a, const Int* lda, T* b, const Int* ldb, Int* info),     \
      (fortran::potrs<T>(false, "POSV", uplo, n, columns, a, lda, b, ldb, info)))                                      \
  FAIRPLAY_EXPORT(l, void, l##potri_, (const char* uplo, const Int* n, T* a, const Int* lda, Int* info),               \
                  (fortran::potri<T>(uplo, n, a, lda, info)))                                                          \
  FAIRPLAY_EXPORT(l, void, l##lauum_, (const char* uplo, const Int* n, T* a, const Int* lda, Int* info),               \
                  (fortran::lauum<T>("LAUUM", uplo, n, a, lda, info)))                                                 \
  FAIRPLAY_EXPORT(l, void, l##trtri_,                                                                                  \
                  (const char* uplo, const char* diag, const Int* n, T* a, const Int* lda, Int* info),                 \
                  (fortran::trtri<T>(uplo, diag, n, a, lda, info)))                                                    \
  FAIRPLAY_EXPORT(l, void, l##trtrs_,                                                                                  \
                  (const char* uplo, const char* trans, const char* diag, const Int* n, const Int* columns,            \
                   const T* a, const Int* lda, T* b, const Int* ldb, Int* info),                                       \
                  (fortran::trtrs<T>(uplo, trans, diag, n, columns, a, lda, b, ldb, info)))                            \
  FAIRPLAY_EXPORT(l, void, l##geqrf_,                                                                                  \
                  (const Int* m, const Int* n, T* a, const Int* lda, T* tau, T* work, const Int* lwork, Int* info),    \
                  (fortran::geqrf<T>(m, n, a, lda, tau, work, lwork, info)))                                           \
  FAIRPLAY_EXPORT(l, void, l##org##qr_,                                                                                \
                  (const Int* m, const Int* n, const Int* k, T* a, const Int* lda, const T* tau, T* work,              \
                   const Int* lwork, Int* info),                                                                       \
                  (fortran::orgqr<T>(m, n, k, a, lda, tau, work, lwork, info)))                                        \
  FAIRPLAY_EXPORT(l, void, l##orm##qr_,                                                                                \
                  (const char* side, const char* trans, const Int* m, const Int* n, const Int* k, const T* a,          \
                   const Int* lda, const T* tau, T* c, const Int* ldc, T* work, const Int* lwork, Int* info),          \
                  (fortran::ormqr<T>(side, trans, m, n, k, a, lda, tau, c, ldc, work, lwork, info)))
FAIRPLAY_LAPACK(s, org, orm)
FAIRPLAY_LAPACK(d, org, orm)
FAIRPLAY_LAPACK(c, ung, unm)
FAIRPLAY_LAPACK(z, ung, unm)

// LAPACK's unblocked (and recursive) routines beside them, which Netlib's banded drivers call: the same work under
// other names. Not geqr2, org2r and orm2r: stgex2 exchanges eigenvalues of pencils by them and looks at the last bits,
// so that LAPACK's tests can distinguish Netlib's from ours.
#define FAIRPLAY_UNBLOCKED(l)                                                                                      \
  FAIRPLAY_EXPORT(l, void, l##getf2_, (const Int* m, const Int* n, T* a, const Int* lda, Int* pivots, Int* info),  \
                  (fortran::getrf<T>("GETF2", m, n, a, lda, pivots, info)))                                        \
  FAIRPLAY_EXPORT(l, void, l##getrf2_, (const Int* m, const Int* n, T* a, const Int* lda, Int* pivots, Int* info), \
                  (fortran::getrf<T>("GETRF2", m, n, a, lda, pivots, info)))                                       \
  FAIRPLAY_EXPORT(l, void, l##potf2_, (const char* uplo, const Int* n, T* a, const Int* lda, Int* info),           \
                  (fortran::potrf<T>("POTF2", uplo, n, a, lda, info)))                                             \
  FAIRPLAY_EXPORT(l, void, l##potrf2_, (const char* uplo, const Int* n, T* a, const Int* lda, Int* info),          \
                  (fortran::potrf<T>("POTRF2", uplo, n, a, lda, info)))                                            \
  FAIRPLAY_EXPORT(l, void, l##lauu2_, (const char* uplo, const Int* n, T* a, const Int* lda, Int* info),           \
                  (fortran::lauum<T>("LAUU2", uplo, n, a, lda, info)))
FAIRPLAY_UNBLOCKED(s)
FAIRPLAY_UNBLOCKED(d)
FAIRPLAY_UNBLOCKED(c)
FAIRPLAY_UNBLOCKED(z)

#define FAIRPLAY_INDEFINITE(l, sy, symmetry, name)                                                               \
  FAIRPLAY_EXPORT(                                                                                               \
      l, void, l##sy##trf_,                                                                                      \
      (const char* uplo, const Int* n, T* a, const Int* lda, Int* pivots, T* work, const Int* lwork, Int* info), \
      (fortran::sytrf<T>(lapack::Symmetry::symmetry, name "TRF", uplo, n, a, lda, pivots, work, lwork, info)))   \
  FAIRPLAY_EXPORT(l, void, l##sy##tf2_,                                                                          \
                  (const char* uplo, const Int* n, T* a, const Int* lda, Int* pivots, Int* info),                \
                  (fortran::sytf2<T>(lapack::Symmetry::symmetry, name "TF2", uplo, n, a, lda, pivots, info)))
FAIRPLAY_INDEFINITE(s, sy, symmetric, "SY")
FAIRPLAY_INDEFINITE(d, sy, symmetric, "SY")
FAIRPLAY_INDEFINITE(c, sy, symmetric, "SY")
FAIRPLAY_INDEFINITE(z, sy, symmetric, "SY")
FAIRPLAY_INDEFINITE(c, he, hermitian, "HE")
FAIRPLAY_INDEFINITE(z, he, hermitian, "HE")

#define FAIRPLAY_LASSQ(l)                                                                            \
  FAIRPLAY_EXPORT(l, void, l##lassq_, (const Int* n, const T* x, const Int* step, R* scale, R* sum), \
                  (fortran::lassq<T>(n, x, step, scale, sum)))
FAIRPLAY_LASSQ(s)
FAIRPLAY_LASSQ(d)
FAIRPLAY_LASSQ(c)
FAIRPLAY_LASSQ(z)

#define FAIRPLAY_STEBZ(l)                                                                                              \
  FAIRPLAY_EXPORT(l, void, l##stebz_,                                                                                  \
                  (const char* range, const char* order, const Int* n, const R* vl, const R* vu, const Int* il,        \
                   const Int* iu, const R* tolerance, const R* d, const R* e, Int* found, Int* blocks, R* w,           \
                   Int* block, Int* split, R* work, Int* /* iwork */, Int* info),                                      \
                  (fortran::stebz<R>(range, order, n, vl, vu, il, iu, tolerance, d, e, found, blocks, w, block, split, \
                                     work, info)))
FAIRPLAY_STEBZ(s)
FAIRPLAY_STEBZ(d)

}  // namespace fairplay::blas
