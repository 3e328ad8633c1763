// A build without Netlib's LAPACK.
#include "blas/netlib/gesdd.h"

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::netlib {

const bool has_gesdd = false;

template <class T>
Index gesdd(Index, Index, bool, T*, double*, T*, T*, T*, Index, double*, Index*) {
  return -1;
}

template <class T>
Index gesdd_work(Index, Index, bool) {
  return 1;
}

using Pair = Complex<double>;
template Index gesdd(Index, Index, bool, double*, double*, double*, double*, double*, Index, double*, Index*);
template Index gesdd(Index, Index, bool, Pair*, double*, Pair*, Pair*, Pair*, Index, double*, Index*);
template Index gesdd_work<double>(Index, Index, bool);
template Index gesdd_work<Pair>(Index, Index, bool);

}  // namespace fairplay::blas::netlib
