// usage: blas_bits LIBRARY [LARGEST]
// Prints a line for every call of tests/blas/calls, BLAS and LAPACK, in sizes up to LARGEST: its name and the FNV-1a
// hash of what it wrote. Two instruction sets, thread counts or architectures that compute the same bits print the same
// text.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests/blas/calls/calls.h"

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: blas_bits LIBRARY [LARGEST]\n");
    return 2;
  }
  try {
    fairplay::blas::Library library(argv[1]);
    const int largest = argc == 3 ? std::atoi(argv[2]) : 260;
    for (int size : {1, 2, 3, 5, 8, 13, 31, 33, 64, 65, 100, 129, 260}) {
      if (size > largest) break;
      for (auto& made : {fairplay::blas::calls, fairplay::blas::factorisations}) {
        if (size > 129 && made == fairplay::blas::factorisations) continue;  // the baseline's fma is slow
        for (auto& call : made(library, size)) {
          call->reset();
          call->run();
          std::uint64_t hash = 14695981039346656037u;
          for (unsigned char byte : call->written()) hash = (hash ^ byte) * 1099511628211u;
          std::printf("%s %016llx\n", call->name.c_str(), static_cast<unsigned long long>(hash));
        }
      }
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "blas_bits: %s\n", error.what());
    return 1;
  }
}
