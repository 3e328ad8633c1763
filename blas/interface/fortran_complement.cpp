// orbdb5, orbdb6 (unbdb5, unbdb6) and larfgp as Fortran calls them; the argument checks are LAPACK's.

#include "blas/interface/checked_level2.h"
#include "blas/interface/errors.h"
#include "blas/lapack/orthogonal_complement.h"

namespace fairplay::blas {
namespace fortran {

template <class T>
void complement(const char* name, void (*work_on)(const lapack::SplitVector<T>&, const lapack::SplitBasis<T>&, T*),
                const Int* m1, const Int* m2, const Int* n, T* x1, const Int* step1, T* x2, const Int* step2,
                const T* q1, const Int* ldq1, const T* q2, const Int* ldq2, T* work, const Int* lwork, Int* info) {
  const int bad = checked::Checks()
                      .that(*m1 >= 0, 1)
                      .that(*m2 >= 0, 2)
                      .that(*n >= 0, 3)
                      .that(*step1 >= 1, 5)
                      .that(*step2 >= 1, 7)
                      .that(*ldq1 >= checked::at_least_one(*m1), 9)
                      .that(*ldq2 >= checked::at_least_one(*m2), 11)
                      .that(*lwork >= *n, 13)
                      .bad();
  *info = static_cast<Int>(-bad);
  if (bad != 0) return report(type_letter<T>, name, bad);
  work_on({*m1, *m2, x1, *step1, x2, *step2}, {*n, q1, *ldq1, q2, *ldq2}, work);
}

}  // namespace fortran

#define FAIRPLAY_COMPLEMENT(l, stem, name)                                                                             \
  FAIRPLAY_EXPORT(l, void, l##stem##5_,                                                                                \
                  (const Int* m1, const Int* m2, const Int* n, T* x1, const Int* step1, T* x2, const Int* step2,       \
                   const T* q1, const Int* ldq1, const T* q2, const Int* ldq2, T* work, const Int* lwork, Int* info),  \
                  (fortran::complement<T>(name "5", lapack::vector_of_complement<T>, m1, m2, n, x1, step1, x2, step2,  \
                                          q1, ldq1, q2, ldq2, work, lwork, info)))                                     \
  FAIRPLAY_EXPORT(l, void, l##stem##6_,                                                                                \
                  (const Int* m1, const Int* m2, const Int* n, T* x1, const Int* step1, T* x2, const Int* step2,       \
                   const T* q1, const Int* ldq1, const T* q2, const Int* ldq2, T* work, const Int* lwork, Int* info),  \
                  (fortran::complement<T>(name "6", lapack::project_out<T>, m1, m2, n, x1, step1, x2, step2, q1, ldq1, \
                                          q2, ldq2, work, lwork, info)))                                               \
  FAIRPLAY_EXPORT(l, void, l##larfgp_, (const Int* n, T* alpha, T* x, const Int* step, T* tau),                        \
                  (lapack::positive_reflector<T>(*n, *alpha, x, *step, *tau)))
FAIRPLAY_COMPLEMENT(s, orbdb, "ORBDB")
FAIRPLAY_COMPLEMENT(d, orbdb, "ORBDB")
FAIRPLAY_COMPLEMENT(c, unbdb, "UNBDB")
FAIRPLAY_COMPLEMENT(z, unbdb, "UNBDB")

}  // namespace fairplay::blas
