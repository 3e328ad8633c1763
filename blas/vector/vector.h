#pragma once
// The small layer below the kernels: a vector of `lanes` reals in one register of the instruction set this file is
// compiled for.
//
// A kernel's source is compiled once per instruction set, with FAIRPLAY_ISA naming it (blas/CMakeLists.txt); all of it,
// this layer included, lives in that instruction set's own namespace, so that no two copies of a function compiled for
// different CPUs share a name. Sums, products and quotients are GCC's vector extensions; what an instruction set does
// in its own way (fused multiply-add, partial loads) is in its own file.
//
// Why not Google Highway: its MulAdd rounds twice on targets without the instruction, and the same bits everywhere are
// what this library is for. What is left of a vector layer once fma has to be our own is this file.
//
// Every fma here rounds once, on every instruction set, and the compiler may not fuse anything else
// (-ffp-contract=off): the same input gives the same bits.

#include <cstdint>
#include <cstring>

#include "blas/scalar.h"

#ifndef FAIRPLAY_ISA
#error "kernels are compiled per instruction set, see blas/CMakeLists.txt"
#endif

// Loops over registers are unrolled by name, up to n times. Emulated registers live in memory: unrolled, they would
// only keep the compiler busy for minutes.
#define FAIRPLAY_PRAGMA(text) _Pragma(#text)
#if defined(FAIRPLAY_ISA_EMULATED512)
#define FAIRPLAY_UNROLL(n) FAIRPLAY_PRAGMA(GCC unroll 1)
#else
#define FAIRPLAY_UNROLL(n) FAIRPLAY_PRAGMA(GCC unroll n)
#endif

namespace fairplay::blas::FAIRPLAY_ISA {

#if defined(FAIRPLAY_ISA_AVX512) || defined(FAIRPLAY_ISA_EMULATED512)
inline constexpr int vector_bytes = 64;
#elif defined(FAIRPLAY_ISA_AVX2)
inline constexpr int vector_bytes = 32;
#else
inline constexpr int vector_bytes = 16;
#endif

template <class R>
struct Vector {
  typedef R Raw __attribute__((vector_size(vector_bytes)));
  static constexpr int lanes = vector_bytes / static_cast<int>(sizeof(R));

  Raw raw;

  FAIRPLAY_ALWAYS_INLINE static Vector zero() { return {Raw{}}; }
  FAIRPLAY_ALWAYS_INLINE static Vector broadcast(R value) {
    return {value - Raw{}};
  }  // x - 0 keeps the sign of a zero, x + 0 doesn't
  // Any alignment.
  FAIRPLAY_ALWAYS_INLINE static Vector load(const R* from) {
    Vector v;
    std::memcpy(&v.raw, from, sizeof v.raw);
    return v;
  }
  FAIRPLAY_ALWAYS_INLINE void store(R* to) const { std::memcpy(to, &raw, sizeof raw); }

  // The first `count` lanes, 0 <= count <= lanes, touching no memory past them; the other lanes are +0.
  static Vector load_first(const R* from, Index count);
  void store_first(R* to, Index count) const;

  FAIRPLAY_ALWAYS_INLINE friend Vector operator+(Vector a, Vector b) { return {a.raw + b.raw}; }
  FAIRPLAY_ALWAYS_INLINE friend Vector operator-(Vector a, Vector b) { return {a.raw - b.raw}; }
  FAIRPLAY_ALWAYS_INLINE friend Vector operator*(Vector a, Vector b) { return {a.raw * b.raw}; }
  FAIRPLAY_ALWAYS_INLINE friend Vector operator/(Vector a, Vector b) { return {a.raw / b.raw}; }
  FAIRPLAY_ALWAYS_INLINE friend Vector operator-(Vector a) { return {-a.raw}; }
  FAIRPLAY_ALWAYS_INLINE R lane(int i) const { return raw[i]; }
};

}  // namespace fairplay::blas::FAIRPLAY_ISA

// fma(a, b, c) = a*b + c and fnma(a, b, c) = c - a*b, rounded once; for vectors and for scalars.
#if defined(FAIRPLAY_ISA_AVX512)
#include "blas/vector/avx512.h"
#elif defined(FAIRPLAY_ISA_AVX2)
#include "blas/vector/avx2.h"
#elif defined(FAIRPLAY_ISA_NEON)
#include "blas/vector/neon.h"
#else
#include "blas/vector/emulated.h"
#endif
