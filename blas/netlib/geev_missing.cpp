// A build without Netlib's LAPACK.
#include "blas/netlib/geev.h"

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::netlib {

const bool has_geev = false;

template <class T>
Index geev(Index, T*, Complex<double>*, Complex<double>*, T*, double*) {
  return -1;
}

template Index geev(Index, double*, Complex<double>*, Complex<double>*, double*, double*);
template Index geev(Index, Complex<double>*, Complex<double>*, Complex<double>*, Complex<double>*, double*);

}  // namespace fairplay::blas::netlib
