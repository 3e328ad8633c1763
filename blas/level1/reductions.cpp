// asum, nrm2 and iamax.

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/level1.h"
#include "blas/level1/strides.h"

namespace fairplay::blas {
namespace {

// Squares of elements whose squares would over- or underflow, scaled (J. Blue's outer accumulators). Infinities are
// among the big ones; a NaN is kept unchanged.
template <class R>
struct OuterSquares {
  static constexpr R shrink = sizeof(R) == 8 ? static_cast<R>(0x1p-538) : static_cast<R>(0x1p-76);
  static constexpr R grow = sizeof(R) == 8 ? static_cast<R>(0x1p537) : static_cast<R>(0x1p75);
  static constexpr R negligible = sizeof(R) == 8
                                      ? static_cast<R>(0x1p-60)
                                      : static_cast<R>(0x1p-30);  // beside one, even as often as there are elements
  R big = 0, middle = 0, small = 0;
  R nan = 0;

  void add(R x) {
    if (x != x) {
      nan = x;
      return;
    }
    x = magnitude(x);
    if (x > nrm2_most<R>) {
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
    if (nan != nan) return nan;
    if (big != 0) {
      // A root in the middle range that is too small to count beside big numbers is left out: scaled, it might
      // underflow.
      const R middle_root = square_root(medium) > nrm2_most<R> * negligible ? square_root(medium) * shrink : 0;
      return square_root(big + middle_root * middle_root) / shrink;
    }
    if (small == 0) return square_root(medium);
    const R medium_root = square_root(medium);
    // Before unscaling, which might underflow.
    if (medium != 0 && square_root(small) < medium_root * negligible * grow) return medium_root;
    const R small_root = square_root(small) / grow;
    if (medium == 0) return small_root;
    const R high = small_root > medium_root ? small_root : medium_root,
            low = small_root > medium_root ? medium_root : small_root;
    if (low < high * negligible) return high;
    return high * square_root(1 + (low / high) * (low / high));
  }
};

}  // namespace

template <class T>
Real<T> asum(Index n, const T* x, Index incx) {
  using R = Real<T>;
  if (n <= 0 || incx <= 0) return 0;
  const auto* kernels = kernels_for<T>().reduction;
  Lanes<R> lanes = {};
  for_read_pieces(n, x, incx, n, [&](Index count, const T* xs) {
    kernels->add_magnitudes(count * reals_per<T>, reinterpret_cast<const R*>(xs), lanes);
  });
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
    count *= reals_per<T>;
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

#define FAIRPLAY_REDUCTIONS(T)                      \
  template Real<T> asum<T>(Index, const T*, Index); \
  template Real<T> nrm2<T>(Index, const T*, Index); \
  template Index iamax<T>(Index, const T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_REDUCTIONS)

}  // namespace fairplay::blas
