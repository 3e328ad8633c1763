// A build without Netlib's LAPACK.
#include "blas/netlib/heevd.h"

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::netlib {

const bool has_heevd = false;

template <class T>
Index heevd(Index, T*, double*, T*, double*, Index*) {
  return -1;
}

template Index heevd(Index, double*, double*, double*, double*, Index*);
template Index heevd(Index, Complex<double>*, double*, Complex<double>*, double*, Index*);

}  // namespace fairplay::blas::netlib
