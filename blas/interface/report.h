#pragma once
// What a program can ask this library about itself. These names are the same in every variant.

#include <cstddef>

#include "blas/interface/abi.h"

extern "C" {

// "fairplay BLAS 0.1.0 avx2 threads=1": version, the instruction set in use, the most threads a call may use. The text
// lives as long as the library.
FAIRPLAY_PUBLIC const char* fairplay_blas_config(void);

// For every loaded object, the BLAS and LAPACK routines (under any prefix and suffix) that it calls by name, and which
// of the calls end elsewhere than in this library or another variant of it, by definer. Writes at most `size` bytes,
// with a terminator, and returns the length of the whole; `not_replaced`, unless null, gets how many calls of objects
// that aren't a BLAS themselves end elsewhere. Allocates; not for signal handlers. Environment:
// FAIRPLAY_BLAS_REPORT=<file or -> writes it as the program ends.
FAIRPLAY_PUBLIC std::size_t fairplay_blas_report(char* text, std::size_t size, std::size_t* not_replaced);
}
