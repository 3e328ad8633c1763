#include "blas/lapack/indefinite.h"

#include <algorithm>

#include "blas/division.h"
#include "blas/instantiate.h"
#include "blas/level1.h"
#include "blas/level2.h"
#include "blas/level3.h"

namespace fairplay::blas::lapack {
namespace {

template <class R>
constexpr R threshold =
    static_cast<R>(0.64038820320220756872767623199676L);  // (1 + sqrt 17) / 8, which bounds growth best

template <class T>
T difference(T x, T y) {
  return make<T>(real(x) - real(y), imag(x) - imag(y));
}
template <class T>
T times(T x, T y) {
  return make<T>(real(x) * real(y) - imag(x) * imag(y), real(x) * imag(y) + imag(x) * real(y));
}

struct Range {
  Index first;
  Index count;
};

// Columns in the order in which they are eliminated: from the first one down (lower) or from the last one up (upper).
// `m` is the order of what is left of the matrix.
template <class T>
struct Matrix {
  Symmetry symmetry;
  Uplo uplo;
  Index m;
  T* a;
  Index lda;

  bool lower() const { return uplo == Uplo::lower; }
  bool hermitian() const { return symmetry == Symmetry::hermitian; }
  T mirrored(T x) const { return hermitian() ? conj(x) : x; }
  T& at(Index i, Index j) const { return a[i + j * lda]; }
  Index column(Index step) const { return lower() ? step : m - 1 - step; }
  Index after(Index column) const { return lower() ? column + 1 : column - 1; }
  // The rows of `column` and those eliminated later; the ones eliminated before it.
  Range left(Index column) const { return lower() ? Range{column, m - column} : Range{0, column + 1}; }
  Range done(Index column) const { return lower() ? Range{0, column} : Range{column + 1, m - 1 - column}; }
  // Rows between two of which p is eliminated later, and rows later than p.
  Range between(Index row, Index p) const { return lower() ? Range{row + 1, p - row - 1} : Range{p + 1, row - p - 1}; }
  Range beyond(Index p) const { return lower() ? Range{p + 1, m - p - 1} : Range{0, p}; }
  // A Hermitian diagonal's imaginary part is zero by definition, whatever rounding or the caller left there.
  void make_real(T& diagonal) const {
    if (hermitian()) diagonal = make<T>(real(diagonal));
  }
};

// The largest off-diagonal element of a column, and its row; -1 where there is none.
template <class R>
struct Largest {
  R size = 0;
  Index row = -1;
};
template <class T>
Largest<Real<T>> largest(Range rows, const T* column, Index stride) {
  if (rows.count <= 0) return {};
  const Index place = iamax(rows.count, column + rows.first * stride, stride);
  return {magnitude(column[(rows.first + place) * stride]), rows.first + place};
}

// What is eliminated next: one row and column or two, after an exchange of the (last of the) next with row p.
struct Pivot {
  bool two;
  Index p;
  bool other_column;  // a block of order 1 that is the column of the largest element
};

// candidate() gives, for the column of the largest element of `column`, its largest off-diagonal element and the size
// of its diagonal one.
template <class R, class Candidate>
Pivot choose(Index column, R diagonal, Largest<R> off, Candidate candidate) {
  // A NaN compares false and is taken as the pivot: it spreads, as it must.
  if (!(diagonal < threshold<R> * off.size)) return {false, column, false};
  const auto [row_size, own] = candidate();
  // By a quotient first: off.size * (off.size / row_size) may underflow, and a pivot of zero would pass.
  if (diagonal / off.size * row_size >= threshold<R> * off.size) return {false, column, false};
  if (own >= threshold<R> * row_size) return {false, off.row, true};
  return {true, off.row, false};
}

// Rows of L from rows of W = L D, for a block of order 2. The system x a + y b = w1, x b' + y c = w2 is solved by
// elimination with b as its pivot: Bunch and Kaufman's choice makes |a c| < 0.42 |b|^2 (complex: 0.82), so that nothing
// cancels or overflows on the way, subnormal blocks included.
template <class T>
class BlockOfTwo {
 public:
  BlockOfTwo(const Matrix<T>& m, T a, T b, T c)
      : c_(c), off_(m.mirrored(b)), ratio_(off_.divide(a)), schur_(difference(b, times(ratio_, c))) {}
  void divide(T& w1, T& w2) const {
    const T y = schur_.divide(difference(w1, times(ratio_, w2)));
    w1 = off_.divide(difference(w2, times(y, c_)));
    w2 = y;
  }

 private:
  T c_;
  Divisor<T> off_;
  T ratio_;
  Divisor<T> schur_;
};

template <class Int>
void put_pivot(Int* pivots, const Pivot& pivot, Index column, Index next) {
  pivots[column] = static_cast<Int>(pivot.p + 1);
  if (pivot.two) pivots[column] = pivots[next] = static_cast<Int>(-(pivot.p + 1));
}

// --- by single columns, in place ---

// Exchanges rows and columns `row` and p of what is left, in the stored triangle.
template <class T>
void exchange(const Matrix<T>& m, Index row, Index p) {
  const Range beyond = m.beyond(p), between = m.between(row, p);
  swap(beyond.count, &m.at(beyond.first, row), 1, &m.at(beyond.first, p), 1);
  for (Index i = between.first; i < between.first + between.count; ++i) {
    const T kept = m.mirrored(m.at(i, row));
    m.at(i, row) = m.mirrored(m.at(p, i));
    m.at(p, i) = kept;
  }
  m.at(p, row) = m.mirrored(m.at(p, row));
  std::swap(m.at(row, row), m.at(p, p));
}

template <class T, class Int>
Index by_columns(const Matrix<T>& m, Int* pivots) {
  Index info = 0;
  for (Index step = 0; step < m.m;) {
    const Index column = m.column(step), next = m.after(column);
    const Range off = m.beyond(column);
    m.make_real(m.at(column, column));
    const auto most = largest(off, &m.at(0, column), Index{1});
    const Real<T> diagonal = magnitude(m.at(column, column));
    if (diagonal == 0 && most.size == 0) {
      if (info == 0) info = column + 1;
      put_pivot(pivots, {false, column, false}, column, next);
      ++step;
      continue;
    }
    const Pivot pivot = choose(column, diagonal, most, [&] {
      // Its row up to the diagonal, its column beyond.
      const Index r = most.row;
      const Range row = m.lower() ? Range{column, r - column} : Range{r + 1, column - r};
      m.make_real(m.at(r, r));
      const Real<T> in_row = largest(row, &m.at(r, 0), m.lda).size,
                    in_column = largest(m.beyond(r), &m.at(0, r), Index{1}).size;
      return std::pair{in_row < in_column ? in_column : in_row, magnitude(m.at(r, r))};
    });
    const Index last = pivot.two ? next : column;
    if (pivot.p != last) {
      exchange(m, last, pivot.p);
      if (pivot.two) std::swap(m.at(last, column), m.at(pivot.p, column));
    }
    put_pivot(pivots, pivot, column, next);
    step += pivot.two ? 2 : 1;
    if (step >= m.m) break;
    // Column j of what is left -= W times row j of L. It needs W's rows from j on, so that row j of L may take the
    // place of W's afterwards.
    const Range rest = m.beyond(last);
    const Index first_column = std::min(column, last);
    auto eliminate = [&](auto divide) {
      for (Index i = 0; i < rest.count; ++i) {
        const Index j = m.lower() ? rest.first + i : rest.first + rest.count - 1 - i;
        T row[2] = {m.at(j, column), pivot.two ? m.at(j, next) : T{}};
        divide(row[0], row[1]);
        T factors[2] = {m.mirrored(row[0]), m.mirrored(row[1])};
        if (pivot.two && !m.lower()) std::swap(factors[0], factors[1]);
        const Range rows = m.left(j);
        gemv(Trans::none, rows.count, Index{pivot.two ? 2 : 1}, make<T>(-1), &m.at(rows.first, first_column), m.lda,
             factors, 1, make<T>(1), &m.at(rows.first, j), 1);
        m.make_real(m.at(j, j));
        m.at(j, column) = row[0];
        if (pivot.two) m.at(j, next) = row[1];
      }
    };
    if (pivot.two) {
      const BlockOfTwo<T> block(m, m.at(column, column), m.at(next, column), m.at(next, next));
      eliminate([&](T& w1, T& w2) { block.divide(w1, w2); });
    } else {
      const Divisor<T> divisor(m.at(column, column));
      eliminate([&](T& w1, T&) { w1 = divisor.divide(w1); });
    }
  }
  return info;
}

// --- by blocks of columns ---

// W = L D of the columns eliminated in this block (conjugated in a Hermitian matrix), and of the candidates; what is
// left of the matrix isn't updated before the block ends.
template <class T>
struct Block {
  Matrix<T> m;
  Index width;
  T* w;
  Index ldw;

  T* of(Index column) const { return w + (m.lower() ? column : column - (m.m - width)) * ldw; }

  // `to` = column s of what is left when `column` comes next, brought up to date.
  void bring(Index s, Index column, T* to) const {
    const Range rows = m.left(column), done = m.done(column);
    const Range along_row = m.lower() ? Range{column, s - column} : Range{s + 1, column - s};
    for (Index i = along_row.first; i < along_row.first + along_row.count; ++i) to[i] = m.mirrored(m.at(s, i));
    const Range along_column = m.left(s);
    copy(along_column.count, &m.at(along_column.first, s), 1, to + along_column.first, 1);
    m.make_real(to[s]);
    if (done.count == 0) return;
    gemv(Trans::none, rows.count, done.count, make<T>(-1), &m.at(rows.first, done.first), m.lda, of(done.first) + s,
         ldw, make<T>(1), to + rows.first, 1);
    m.make_real(to[s]);
  }

  // Rows `row` and p exchanged: in the columns eliminated before, in W's up to `last`, and in what is left, where row
  // and column `row` are known from W from now on.
  void exchange(Index column, Index row, Index p) const {
    const Range beyond = m.beyond(p), between = m.between(row, p);
    m.at(p, p) = m.at(row, row);
    for (Index i = between.first; i < between.first + between.count; ++i) m.at(p, i) = m.mirrored(m.at(i, row));
    copy(beyond.count, &m.at(beyond.first, row), 1, &m.at(beyond.first, p), 1);
    const Range done = m.done(column), with_w = m.done(m.after(row));
    swap(done.count, &m.at(row, done.first), m.lda, &m.at(p, done.first), m.lda);
    swap(with_w.count, of(with_w.first) + row, ldw, of(with_w.first) + p, ldw);
  }

  // Eliminates columns until the block is full, and returns how many; `info` as the routine's.
  template <class Int>
  Index eliminate(Int* pivots, Index& info) const {
    Index step = 0;
    // The last column is left to the next block where a pivot of order 2 might not fit any more.
    while (step < width && (step + 1 < width || width == m.m)) {
      const Index column = m.column(step), next = m.after(column);
      T* w1 = of(column);
      bring(column, column, w1);
      const auto most = largest(m.beyond(column), w1, Index{1});
      const Real<T> diagonal = magnitude(w1[column]);
      if (diagonal == 0 && most.size == 0) {
        if (info == 0) info = column + 1;
        const Range rows = m.left(column);
        copy(rows.count, w1 + rows.first, 1, &m.at(rows.first, column), 1);
        put_pivot(pivots, {false, column, false}, column, next);
        ++step;
        continue;
      }
      const Pivot pivot = choose(column, diagonal, most, [&] {
        T* w2 = of(next);
        const Index r = most.row;
        bring(r, column, w2);
        const Range row = m.lower() ? Range{column, r - column} : Range{r + 1, column - r};
        const Real<T> before = largest(row, w2, Index{1}).size, after = largest(m.beyond(r), w2, Index{1}).size;
        return std::pair{before < after ? after : before, magnitude(w2[r])};
      });
      if (pivot.other_column) {
        const Range rows = m.left(column);
        copy(rows.count, of(next) + rows.first, 1, w1 + rows.first, 1);
      }
      const Index last = pivot.two ? next : column;
      if (pivot.p != last) exchange(column, last, pivot.p);
      put_pivot(pivots, pivot, column, next);
      store(pivot, column, next);
      step += pivot.two ? 2 : 1;
    }
    return step;
  }

  // D and L from W.
  void store(const Pivot& pivot, Index column, Index next) const {
    T* w1 = of(column);
    m.at(column, column) = w1[column];
    if (!pivot.two) {
      const Divisor<T> divisor(w1[column]);
      const Range rest = m.beyond(column);
      for (Index i = rest.first; i < rest.first + rest.count; ++i) m.at(i, column) = divisor.divide(w1[i]);
      conjugate(m.left(column), w1);
      return;
    }
    T* w2 = of(next);
    m.at(next, column) = w1[next];
    m.at(next, next) = w2[next];
    const BlockOfTwo<T> block(m, w1[column], w1[next], w2[next]);
    const Range rest = m.beyond(next);
    for (Index i = rest.first; i < rest.first + rest.count; ++i) {
      T x = w1[i], y = w2[i];
      block.divide(x, y);
      m.at(i, column) = x;
      m.at(i, next) = y;
    }
    conjugate(m.left(column), w1);
    conjugate(m.left(next), w2);
  }
  void conjugate(Range rows, T* column) const {
    if (!m.hermitian()) return;
    for (Index i = rows.first; i < rows.first + rows.count; ++i) column[i] = conj(column[i]);
  }

  // What is left of the matrix -= L W^T.
  void update(Index steps) const {
    const Index rest = m.m - steps;
    if (rest == 0) return;
    const Index rows = m.lower() ? steps : 0, columns = m.lower() ? 0 : rest;
    T* from = &m.at(rows, rows);
    gemmt(m.uplo, Trans::none, Trans::transpose, rest, steps, make<T>(-1), &m.at(rows, columns), m.lda,
          of(columns) + rows, ldw, make<T>(1), from, m.lda);
    for (Index i = 0; i < rest; ++i) m.make_real(from[i * (m.lda + 1)]);
  }

  // The routine's L has its columns as they were when they were eliminated: later exchanges are taken back.
  template <class Int>
  void restore_order(Index steps, const Int* pivots) const {
    for (Index step = steps; step > 0;) {
      Index row = m.column(step - 1), p = static_cast<Index>(pivots[row]);
      const bool two = p < 0;
      step -= two ? 2 : 1;
      p = (two ? -p : p) - 1;
      if (p == row || step == 0) continue;
      const Range before = m.done(m.column(step));
      swap(before.count, &m.at(row, before.first), m.lda, &m.at(p, before.first), m.lda);
    }
  }
};

}  // namespace

template <class T, class Int>
Index factor_indefinite(Symmetry symmetry, Uplo uplo, Index n, T* a, Index lda, Int* pivots, T* work, Index work_size) {
  if (n == 0) return 0;
  const Index width = std::min(work_size / n, indefinite_columns);
  if (width < 2 && n > 1) return by_columns(Matrix<T>{symmetry, uplo, n, a, lda}, pivots);
  Index info = 0;
  for (Index done = 0; done < n;) {
    const Index first = uplo == Uplo::lower ? done : 0, left = n - done;
    const Block<T> block = {{symmetry, uplo, left, a + first * (lda + 1), lda}, std::min(width, left), work, n};
    Index here = 0;
    const Index steps = block.eliminate(pivots + first, here);
    if (info == 0 && here != 0) info = here + first;
    block.update(steps);
    block.restore_order(steps, pivots + first);
    if (first > 0)
      for (Index k = first; k < first + steps; ++k) pivots[k] += static_cast<Int>(pivots[k] > 0 ? first : -first);
    done += steps;
  }
  return info;
}

#define FAIRPLAY_ROUTINES(T)                                                                                     \
  template Index factor_indefinite<T, std::int32_t>(Symmetry, Uplo, Index, T*, Index, std::int32_t*, T*, Index); \
  template Index factor_indefinite<T, std::int64_t>(Symmetry, Uplo, Index, T*, Index, std::int64_t*, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::lapack
