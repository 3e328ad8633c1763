// asum, nrm2 and iamax.

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/level1.h"
#include "blas/level1/strides.h"

namespace fairplay::blas {
namespace {

template <class R>
R magnitude(R x) {
  if constexpr (sizeof(R) == 8)
    return __builtin_fabs(x);
  else
    return __builtin_fabsf(x);
}
template <class R>
R magnitude(Complex<R> x) {
  return magnitude(x.re) + magnitude(x.im);
}

template <class R>
R root(R x) {
  if constexpr (sizeof(R) == 8)
    return __builtin_sqrt(x);
  else
    return __builtin_sqrtf(x);
}

template <class T>
inline constexpr Index parts = is_complex<T> ? 2 : 1;

// Squares of elements whose squares would over- or underflow, scaled (J. Blue's outer accumulators); and what is to be said of infinities and NaN.
template <class R>
struct OuterSquares {
  static constexpr R shrink = sizeof(R) == 8 ? static_cast<R>(0x1p-538) : static_cast<R>(0x1p-76);
  static constexpr R grow = sizeof(R) == 8 ? static_cast<R>(0x1p537) : static_cast<R>(0x1p75);
  static constexpr R negligible = sizeof(R) == 8 ? static_cast<R>(0x1p-60) : static_cast<R>(0x1p-30);  // beside one, even as often as there are elements
  static constexpr R largest = sizeof(R) == 8 ? static_cast<R>(0x1.fffffffffffffp1023) : static_cast<R>(0x1.fffffep127f);
  R big = 0, middle = 0, small = 0;
  bool any_big = false, any_infinite = false;
  R nan = 0;
  bool any_nan = false;

  void add(R x) {
    if (x != x) {
      any_nan = true;
      nan = x;
      return;
    }
    x = magnitude(x);
    if (x > largest) {
      any_infinite = true;
    } else if (x > nrm2_most<R>) {
      any_big = true;
      big += (x * shrink) * (x * shrink);
    } else if (x < nrm2_least<R>) {
      // The products of numbers below 2^-1000 or so are far from underflow once grown.
      if (x != 0) small += (x * grow) * (x * grow);
    } else {
      middle += x * x;
    }
  }

  // The norm, with `middle_sum` the squares that were added elsewhere.
  R norm(R middle_sum) const {
    const R medium = middle + middle_sum;
    if (any_nan) return nan;
    if (any_infinite) return static_cast<R>(__builtin_inf());
    if (any_big) {
      // A root in the middle range that is too small to count beside big numbers is left out: scaled, it might underflow.
      const R middle_root = root(medium) > nrm2_most<R> * negligible ? root(medium) * shrink : 0;
      return root(big + middle_root * middle_root) / shrink;
    }
    if (small == 0) return root(medium);
    const R medium_root = root(medium);
    // Before unscaling, which might underflow.
    if (medium != 0 && root(small) < medium_root * negligible * grow) return medium_root;
    const R small_root = root(small) / grow;
    if (medium == 0) return small_root;
    const R high = small_root > medium_root ? small_root : medium_root, low = small_root > medium_root ? medium_root : small_root;
    if (low < high * negligible) return high;
    return high * root(1 + (low / high) * (low / high));
  }
};

}  // namespace

template <class T>
Real<T> asum(Index n, const T* x, Index incx) {
  using R = Real<T>;
  if (n <= 0 || incx <= 0) return 0;
  const auto* kernels = kernels_for<T>().reduction;
  Lanes<R> lanes = {};
  for_read_pieces(n, x, incx, n, [&](Index count, const T* xs) { kernels->add_magnitudes(count * parts<T>, reinterpret_cast<const R*>(xs), lanes); });
  return kernels->sum(lanes);
}

template <class T>
Real<T> nrm2(Index n, const T* x, Index incx) {
  using R = Real<T>;
  if (n <= 0) return 0;
  const auto* kernels = kernels_for<T>().reduction;
  Lanes<R> lanes = {};
  OuterSquares<R> outer;
  for_read_pieces(n, first_element(n, x, incx), incx, piece_size<T>, [&](Index count, const T* xs) {
    const R* reals = reinterpret_cast<const R*>(xs);
    count *= parts<T>;
    if (kernels->add_squares(count, reals, lanes)) return;
    for (Index i = 0; i < count; ++i) outer.add(reals[i]);
  });
  return outer.norm(kernels->sum(lanes));
}

template <class T>
Index iamax(Index n, const T* x, Index incx) {
  using R = Real<T>;
  if (n <= 0 || incx <= 0) return -1;
  const auto* kernels = kernels_for<T>().reduction;
  Index place = 0, first = 0;
  R best = 0;
  bool nan = false;
  for_read_pieces(n, x, incx, piece_size<T>, [&](Index count, const T* xs) {
    if (nan) return;
    R most;
    if constexpr (is_complex<T>)
      most = kernels->largest_of_complex(count, xs);
    else
      most = kernels->largest(count, xs);
    nan = most != most;
    if (nan || most > best) {
      Index i = 0;
      while (nan ? magnitude(xs[i]) == magnitude(xs[i]) : magnitude(xs[i]) != most) ++i;
      place = first + i;
      best = most;
    }
    first += count;
  });
  return place;
}

#define FAIRPLAY_REDUCTIONS(T)                          \
  template Real<T> asum<T>(Index, const T*, Index);     \
  template Real<T> nrm2<T>(Index, const T*, Index);     \
  template Index iamax<T>(Index, const T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_REDUCTIONS)

}  // namespace fairplay::blas
