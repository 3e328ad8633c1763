#pragma once
// The four element types, for explicit instantiations.

#include "blas/scalar.h"

#define FAIRPLAY_INSTANTIATE(Routines) \
  Routines(float) Routines(double) Routines(Complex<float>) Routines(Complex<double>)
