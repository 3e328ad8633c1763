#include "blas/lapack/bisection.h"

#include <cstdint>
#include <limits>

namespace fairplay::blas::lapack {
namespace {

// A diagonal block.
template <class R>
struct Block {
  Index n;
  const R* d;
  const R* squares;  // of the off-diagonal
  R least_pivot;
};

// How many eigenvalues are at most x: the negative pivots of T - x I. A pivot too small to be divided by counts as
// negative, which makes the count monotonic in x.
template <class R>
Index count_up_to(const Block<R>& block, R x) {
  if (block.n == 1) return block.d[0] <= x;
  Index count = 0;
  R pivot = block.d[0] - x;
  for (Index i = 0;;) {
    if (pivot <= block.least_pivot) {
      ++count;
      if (pivot > -block.least_pivot) pivot = -block.least_pivot;
    }
    if (++i == block.n) return count;
    pivot = block.d[i] - block.squares[i - 1] / pivot - x;
  }
}

template <class R>
R larger(R a, R b) {
  return a > b ? a : b;
}
// Without overflow on the way.
template <class R>
R middle(R a, R b) {
  return a / 2 + b / 2;
}

// A bracket as narrow as an eigenvalue is wanted.
template <class R>
struct Bracket {
  R low, high, tolerance;
  // Halves it, as long as it is too wide; is_low says on which side a point is.
  template <class IsLow>
  void narrow(IsLow is_low) {
    constexpr R relative = 2 * std::numeric_limits<R>::epsilon();
    while (high - low > larger(tolerance, relative * larger(magnitude(low), magnitude(high)))) {
      const R x = middle(low, high);
      if (!(x > low && x < high)) return;
      (is_low(x) ? low : high) = x;
    }
  }
};

// Eigenvalues first ... last - 1 (0-based) of a block, all in (lower, upper], into w, ascending. Those that aren't told
// apart by the tolerance are equal, as ?stein expects of a cluster.
template <class R>
void bisect(const Block<R>& block, R lower, R upper, R tolerance, Index first, Index last, R* w) {
  if (block.n == 1) {
    w[0] = block.d[0];
    return;
  }
  for (Index k = first; k < last;) {
    Index end = last;  // what is counted at the bracket's upper end, as far as it matters
    Bracket<R> bracket{lower, upper, larger(tolerance, block.least_pivot)};
    bracket.narrow([&](R x) {
      const Index counted = count_up_to(block, x);
      if (counted <= k) return true;
      end = counted < last ? counted : last;
      return false;
    });
    const R value = middle(bracket.low, bracket.high);
    for (; k < end; ++k) w[k - first] = value;
    lower = bracket.high;
  }
}

// Heap sort.
template <class Less, class Exchange>
void sort(Index n, Less less, Exchange exchange) {
  const auto sift = [&](Index root, Index end) {
    for (Index child; (child = 2 * root + 1) < end; root = child) {
      if (child + 1 < end && less(child, child + 1)) ++child;
      if (!less(root, child)) return;
      exchange(root, child);
    }
  };
  for (Index root = n / 2; root-- > 0;) sift(root, n);
  for (Index end = n; end-- > 1;) {
    exchange(0, end);
    sift(0, end);
  }
}
template <class Number>
void exchange_elements(Number* x, Index i, Index j) {
  const Number kept = x[i];
  x[i] = x[j];
  x[j] = kept;
}

// Leaves the eigenvalues of ranks skip ... skip + keep - 1 by size, in the order in which they are. Of equal ones at
// the ends the first are as good as any. `sorted`: workspace.
template <class R, class Integer>
void keep_by_rank(Index found, Index skip, Index keep, R* w, Integer* block, R* sorted) {
  for (Index i = 0; i < found; ++i) sorted[i] = w[i];
  sort(
      found, [&](Index i, Index j) { return sorted[i] < sorted[j]; },
      [&](Index i, Index j) { exchange_elements(sorted, i, j); });
  const R least = sorted[skip], greatest = sorted[skip + keep - 1];
  Index left_of_least = 0, left_of_greatest = 0, kept = 0;
  for (Index rank = skip; rank < skip + keep; ++rank) ++(sorted[rank] == least ? left_of_least : left_of_greatest);
  for (Index rank = skip; rank < skip + keep; ++rank)
    left_of_greatest -= sorted[rank] > least && sorted[rank] < greatest;
  for (Index i = 0; i < found; ++i) {
    const bool taken = w[i] == least      ? left_of_least-- > 0
                       : w[i] == greatest ? left_of_greatest-- > 0
                                          : w[i] > least && w[i] < greatest;
    if (!taken) continue;
    w[kept] = w[i];
    block[kept++] = block[i];
  }
}

}  // namespace

template <class R, class Integer>
void tridiagonal_eigenvalues(Index n, const R* d, const R* e, const Spectrum<R>& spectrum, Integer& count,
                             Integer& blocks, R* w, Integer* block, Integer* split, R* squares) {
  using Limits = std::numeric_limits<R>;
  constexpr R tiny = Limits::min(), precision = Limits::epsilon();
  R largest_square = 1, norm = 0;
  blocks = 0;
  for (Index i = 0; i < n; ++i) {
    const R before = i > 0 ? magnitude(e[i - 1]) : R(0), after = i + 1 < n ? magnitude(e[i]) : R(0);
    norm = larger(norm, magnitude(d[i]) + before + after);
    if (i + 1 == n) break;
    squares[i] = e[i] * e[i];
    if (magnitude(d[i] * d[i + 1]) * (precision * precision) + tiny > squares[i])
      split[blocks++] = static_cast<Integer>(i + 1);
    else
      largest_square = larger(largest_square, squares[i]);
  }
  split[blocks++] = static_cast<Integer>(n);
  const R least_pivot = largest_square * tiny;
  const auto block_at = [&](Index b) {
    const Index start = b > 0 ? split[b - 1] : 0;
    return Block<R>{split[b] - start, d + start, squares + start, least_pivot};
  };
  // An interval around 0 that holds every eigenvalue, as they are counted.
  const auto bound = [&](R largest_row, Index size) {
    return largest_row + 3 * (largest_row * precision * static_cast<R>(size) + least_pivot);
  };
  const auto tolerance = [&](R largest_row) {
    return spectrum.tolerance > 0 ? spectrum.tolerance : precision * largest_row;
  };

  const bool everything = spectrum.wanted == Wanted::all ||
                          (spectrum.wanted == Wanted::indices && spectrum.first == 1 && spectrum.last == n);
  R from = spectrum.lower, to = spectrum.upper;
  Index below = 0;  // eigenvalues up to `from`
  if (spectrum.wanted == Wanted::indices && !everything) {
    const auto counted = [&](R x) {
      Index sum = 0;
      for (Index b = 0; b < blocks; ++b) sum += count_up_to(block_at(b), x);
      return sum;
    };
    Bracket<R> lower{-bound(norm, n), bound(norm, n), larger(tolerance(norm), least_pivot)}, upper = lower;
    lower.narrow([&](R x) { return counted(x) < spectrum.first; });
    upper.narrow([&](R x) { return counted(x) < spectrum.last; });
    from = lower.low;
    to = upper.high;
    below = counted(from);
  }

  Index found = 0;
  for (Index b = 0; b < blocks; ++b) {
    const Block<R> one = block_at(b);
    R largest_row = 0;
    for (Index i = 0; i < one.n; ++i) {
      const R before = i > 0 ? square_root(one.squares[i - 1]) : R(0),
              after = i + 1 < one.n ? square_root(one.squares[i]) : R(0);
      largest_row = larger(largest_row, magnitude(one.d[i]) + before + after);
    }
    R low = -bound(largest_row, one.n), high = -low;
    Index first = 0, last = one.n;
    if (!everything) {
      first = count_up_to(one, from);
      last = count_up_to(one, to);
      low = larger(low, from);
      if (to < high) high = to;
    }
    if (first >= last) continue;
    bisect(one, low, high, tolerance(largest_row), first, last, w + found);
    for (Index k = first; k < last; ++k) block[found++] = static_cast<Integer>(b + 1);
  }
  if (spectrum.wanted == Wanted::indices && !everything) {
    if (below >= spectrum.first || below + found < spectrum.last) {
      count = 0;
      return;
    }
    const Index keep = spectrum.last - spectrum.first + 1;
    keep_by_rank(found, spectrum.first - 1 - below, keep, w, block, squares);
    found = keep;
  }
  if (spectrum.whole_matrix && blocks > 1) {
    sort(
        found, [&](Index i, Index j) { return w[i] < w[j] || (w[i] == w[j] && block[i] < block[j]); },
        [&](Index i, Index j) {
          exchange_elements(w, i, j);
          exchange_elements(block, i, j);
        });
  }
  count = static_cast<Integer>(found);
}

#define FAIRPLAY_ROUTINES(R, Integer)                                                                                  \
  template void tridiagonal_eigenvalues<R, Integer>(Index, const R*, const R*, const Spectrum<R>&, Integer&, Integer&, \
                                                    R*, Integer*, Integer*, R*);
FAIRPLAY_ROUTINES(float, std::int32_t)
FAIRPLAY_ROUTINES(double, std::int32_t)
FAIRPLAY_ROUTINES(float, std::int64_t)
FAIRPLAY_ROUTINES(double, std::int64_t)
#undef FAIRPLAY_ROUTINES

}  // namespace fairplay::blas::lapack
