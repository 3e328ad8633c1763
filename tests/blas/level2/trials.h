#pragma once
// Every routine of level 2 with every option over some sizes, as trials: something to run with any increments, and how
// to check the results.

#include <gtest/gtest.h>

#include <functional>

#include "blas/level2.h"
#include "tests/blas/wide.h"

namespace fairplay::blas {

template <class T>
struct Trial {
  std::string what;
  std::function<std::vector<T>(Index incx, Index incy)> run;
  std::function<std::string(const std::vector<T>&)> complaint;  // empty where the result is right
};

// A matrix in any storage: the cells given to the routine, and where (i, j) lies; -1 where it isn't stored.
template <class T>
struct Stored {
  Index rows, cols;
  std::vector<T> cells;  // canaries where nothing is stored
  Index ld;
  std::function<Index(Index, Index)> place;

  T at(Index i, Index j) const { return cells[static_cast<std::size_t>(place(i, j))]; }
};

template <class T>
void fill(Stored<T>& matrix, Draw& draw) {
  for (Index j = 0; j < matrix.cols; ++j)
    for (Index i = 0; i < matrix.rows; ++i)
      if (Index p = matrix.place(i, j); p >= 0) matrix.cells[static_cast<std::size_t>(p)] = draw.one<T>();
}
template <class T>
Stored<T> general(Index m, Index n, Draw& draw) {
  const Index ld = m + 3;
  Stored<T> matrix = {m, n, std::vector<T>(static_cast<std::size_t>(ld * n), nan_of<T>()), ld,
                      [=](Index i, Index j) { return i + j * ld; }};
  fill(matrix, draw);
  return matrix;
}
template <class T>
Stored<T> band(Index m, Index n, Index kl, Index ku, Draw& draw) {
  const Index ld = kl + ku + 2;
  Stored<T> matrix = {m, n, std::vector<T>(static_cast<std::size_t>(ld * n), nan_of<T>()), ld,
                      [=](Index i, Index j) { return i - j > kl || j - i > ku ? -1 : ku + i - j + j * ld; }};
  fill(matrix, draw);
  return matrix;
}
enum class Storage { full, band, packed };
template <class T>
Stored<T> triangle(Storage storage, Uplo uplo, Index n, Index k, Draw& draw) {
  const bool upper = uplo == Uplo::upper;
  const Index ld = storage == Storage::band ? k + 2 : n + 2;
  const std::size_t cells = static_cast<std::size_t>(storage == Storage::packed ? n * (n + 1) / 2 : ld * n);
  auto place = [=](Index i, Index j) -> Index {
    if (upper ? i > j : i < j) return -1;
    if (storage == Storage::full) return i + j * ld;
    if (storage == Storage::packed) return upper ? i + j * (j + 1) / 2 : i + j * (2 * n - j - 1) / 2;
    return std::abs(i - j) > k ? -1 : (upper ? k + i - j : i - j) + j * ld;
  };
  Stored<T> matrix = {n, n, std::vector<T>(cells, nan_of<T>()), ld, place};
  fill(matrix, draw);
  return matrix;
}

// alpha op(A) x + beta y for a matrix given by its elements, compared within the bound.
template <class T>
std::string compare(const std::vector<T>& got, Index inputs, const std::function<Wide(Index, Index)>& a, T alpha,
                    const std::vector<T>& x, T beta, const std::vector<T>& y) {
  for (std::size_t i = 0; i < got.size(); ++i) {
    Wide sum = 0;
    long double sizes = 0;
    for (Index j = 0; j < inputs; ++j) {
      const Wide term = a(static_cast<Index>(i), j);
      if (term == Wide(0)) continue;
      sum += term * wide(x[static_cast<std::size_t>(j)]);
      sizes += size(term) * size(wide(x[static_cast<std::size_t>(j)]));
    }
    Wide expected = wide(alpha) * sum;
    sizes *= size(wide(alpha));
    if (!is_zero(beta)) {
      expected += wide(beta) * wide(y[i]);
      sizes += size(wide(beta)) * size(wide(y[i]));
    }
    const long double error = std::abs(wide(got[i]) - expected);
    if (!(error <= bound_of<T>(inputs, sizes, size(wide(alpha)))))
      return "element " + std::to_string(i) + " is off by " + std::to_string(static_cast<double>(error)) +
             ", allowed are " + std::to_string(static_cast<double>(bound_of<T>(inputs, sizes)));
  }
  return "";
}

template <class T>
std::function<Wide(Index, Index)> op_of(Trans trans, const std::function<Wide(Index, Index)>& a) {
  return [=](Index i, Index j) {
    const Wide value = trans == Trans::none || trans == Trans::conjugate_only ? a(i, j) : a(j, i);
    return is_complex<T> && conjugates(trans) ? std::conj(value) : value;
  };
}
template <class T>
std::function<Wide(Index, Index)> elements_of(const Stored<T>& matrix) {
  return [matrix](Index i, Index j) { return matrix.place(i, j) < 0 ? Wide(0) : wide(matrix.at(i, j)); };
}
// The whole of a symmetric or Hermitian matrix; conj(A) where `conjugate`.
template <class T>
std::function<Wide(Index, Index)> mirrored(const Stored<T>& matrix, bool hermitian, bool conjugate) {
  return [=](Index i, Index j) {
    const bool stored = matrix.place(i, j) >= 0;
    if (!stored && matrix.place(j, i) < 0) return Wide(0);
    Wide value = wide(stored ? matrix.at(i, j) : matrix.at(j, i));
    if (hermitian && i == j) value = value.real();
    if (is_complex<T> && hermitian && stored == conjugate) value = std::conj(value);
    return value;
  };
}

// y = ... : runs `call`, and sees to it that nothing else changed. With beta = 0, y starts as NaN.
template <class T, class Call>
auto vector_run(const std::vector<T>& x, const std::vector<T>& y, T beta, Call call) {
  return [=](Index incx, Index incy) {
    Strided<T> xs(x, incx), ys(is_zero(beta) ? std::vector<T>(y.size(), nan_of<T>()) : y, incy);
    call(xs.data(), incx, ys.data(), incy);
    EXPECT_TRUE(xs.unchanged()) << "x was written";
    EXPECT_TRUE(ys.gaps_unchanged()) << "y's gaps were written";
    return ys.values();
  };
}

inline const char* name_of(Trans trans) {
  return trans == Trans::none ? "N" : trans == Trans::transpose ? "T" : trans == Trans::conjugate ? "C" : "R";
}
inline const char* name_of(Uplo uplo) { return uplo == Uplo::upper ? "U" : "L"; }
inline const char* name_of(Diag diag) { return diag == Diag::unit ? "U" : "N"; }
inline const char* name_of(Storage storage) {
  return storage == Storage::full ? "full" : storage == Storage::band ? "band" : "packed";
}
inline std::string label(std::initializer_list<std::string> parts) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : " ") + part;
  return all;
}

constexpr Trans every_trans[] = {Trans::none, Trans::transpose, Trans::conjugate, Trans::conjugate_only};
constexpr Uplo every_uplo[] = {Uplo::upper, Uplo::lower};
constexpr Diag every_diag[] = {Diag::non_unit, Diag::unit};
constexpr Storage every_storage[] = {Storage::full, Storage::band, Storage::packed};

template <class T>
std::vector<std::pair<T, T>> factors() {
  return {{element<T>(1, 0), element<T>(0, 0)},
          {element<T>(0.75, -0.5), element<T>(1, 0)},
          {element<T>(-1.25, 0.25), element<T>(0.5, 0.75)}};
}

template <class T>
void add_general(std::vector<Trial<T>>& trials, Index m, Index n, Draw& draw) {
  for (Trans trans : every_trans)
    for (auto [alpha, beta] : factors<T>()) {
      const bool turned = transposes(trans);
      const auto x = draw.many<T>(turned ? m : n), y = draw.many<T>(turned ? n : m);
      const auto a = general<T>(m, n, draw);
      trials.push_back({label({"gemv", name_of(trans), std::to_string(m), std::to_string(n)}),
                        vector_run<T>(x, y, beta,
                                      [=](const T* xs, Index incx, T* ys, Index incy) {
                                        gemv<T>(trans, m, n, alpha, a.cells.data(), a.ld, xs, incx, beta, ys, incy);
                                      }),
                        [=](const std::vector<T>& got) {
                          return compare<T>(got, turned ? m : n, op_of<T>(trans, elements_of(a)), alpha, x, beta, y);
                        }});
      for (auto [kl, ku] : {std::pair<Index, Index>{0, 0}, {2, 1}, {1, 3}, {m + 1, n + 2}}) {
        const auto b = band<T>(m, n, kl, ku, draw);
        trials.push_back({label({"gbmv", name_of(trans), std::to_string(m), std::to_string(n), std::to_string(kl),
                                 std::to_string(ku)}),
                          vector_run<T>(x, y, beta,
                                        [=](const T* xs, Index incx, T* ys, Index incy) {
                                          gbmv<T>(trans, m, n, kl, ku, alpha, b.cells.data(), b.ld, xs, incx, beta, ys,
                                                  incy);
                                        }),
                          [=](const std::vector<T>& got) {
                            return compare<T>(got, turned ? m : n, op_of<T>(trans, elements_of(b)), alpha, x, beta, y);
                          }});
      }
    }
}

template <class T>
void add_symmetric(std::vector<Trial<T>>& trials, Index n, Index k, Draw& draw) {
  for (Uplo uplo : every_uplo)
    for (Storage storage : every_storage)
      for (bool hermitian : {false, true})
        for (bool conjugate : {false, true})
          for (auto [alpha, beta] : factors<T>()) {
            if ((conjugate && !hermitian) || (n > 200 && (is_zero(beta) || is_one(beta) || conjugate))) continue;
            const auto x = draw.many<T>(n), y = draw.many<T>(n);
            const auto a = triangle<T>(storage, uplo, n, k, draw);
            auto call = [=](const T* xs, Index incx, T* ys, Index incy) {
              const T* cells = a.cells.data();
              if (storage == Storage::full && hermitian)
                hemv<T>(uplo, n, alpha, cells, a.ld, xs, incx, beta, ys, incy, conjugate);
              if (storage == Storage::full && !hermitian)
                symv<T>(uplo, n, alpha, cells, a.ld, xs, incx, beta, ys, incy);
              if (storage == Storage::band && hermitian)
                hbmv<T>(uplo, n, k, alpha, cells, a.ld, xs, incx, beta, ys, incy, conjugate);
              if (storage == Storage::band && !hermitian)
                sbmv<T>(uplo, n, k, alpha, cells, a.ld, xs, incx, beta, ys, incy);
              if (storage == Storage::packed && hermitian)
                hpmv<T>(uplo, n, alpha, cells, xs, incx, beta, ys, incy, conjugate);
              if (storage == Storage::packed && !hermitian) spmv<T>(uplo, n, alpha, cells, xs, incx, beta, ys, incy);
            };
            trials.push_back({label({hermitian ? "hemv" : "symv", name_of(storage), name_of(uplo), std::to_string(n),
                                     conjugate ? "conjugate" : ""}),
                              vector_run<T>(x, y, beta, call), [=](const std::vector<T>& got) {
                                return compare<T>(got, n, mirrored<T>(a, hermitian, conjugate), alpha, x, beta, y);
                              }});
          }
}

template <class T>
void add_triangular(std::vector<Trial<T>>& trials, Index n, Index k, Draw& draw) {
  for (Uplo uplo : every_uplo)
    for (Trans trans : every_trans)
      for (Diag diag : every_diag)
        for (Storage storage : every_storage)
          for (bool solve : {false, true}) {
            const auto x = draw.many<T>(n);
            auto a = triangle<T>(storage, uplo, n, k, draw);
            for (Index j = 0; j < n; ++j)
              for (Index i = 0; i < n; ++i)
                if (Index p = a.place(i, j); p >= 0) {
                  T& cell = a.cells[static_cast<std::size_t>(p)];
                  // Solutions that don't grow; a unit diagonal isn't to be read.
                  if (i == j) cell = diag == Diag::unit ? nan_of<T>() : element<T>(2 + real(cell), imag(cell));
                  if (i != j && solve)
                    cell = element<T>(real(cell) / static_cast<Real<T>>(n), imag(cell) / static_cast<Real<T>>(n));
                }
            const auto matrix = a;
            auto run = [=](Index incx, Index) {
              Strided<T> xs(x, incx);
              const T* cells = matrix.cells.data();
              const auto before = matrix.cells;
              if (storage == Storage::full)
                (solve ? trsv<T> : trmv<T>)(uplo, trans, diag, n, cells, matrix.ld, xs.data(), incx);
              if (storage == Storage::band)
                (solve ? tbsv<T> : tbmv<T>)(uplo, trans, diag, n, k, cells, matrix.ld, xs.data(), incx);
              if (storage == Storage::packed) (solve ? tpsv<T> : tpmv<T>)(uplo, trans, diag, n, cells, xs.data(), incx);
              EXPECT_EQ(std::memcmp(cells, before.data(), before.size() * sizeof(T)), 0) << "A was written";
              EXPECT_TRUE(xs.gaps_unchanged());
              return xs.values();
            };
            auto stored = elements_of(matrix);
            const auto op = op_of<T>(
                trans, [=](Index i, Index j) { return i == j && diag == Diag::unit ? Wide(1) : stored(i, j); });
            trials.push_back({label({solve ? "trsv" : "trmv", name_of(storage), name_of(uplo), name_of(trans),
                                     name_of(diag), std::to_string(n)}),
                              run, [=](const std::vector<T>& got) {
                                if (!solve) return compare<T>(got, n, op, element<T>(1, 0), x, element<T>(0, 0), x);
                                for (Index i = 0; i < n; ++i) {
                                  Wide sum = 0;
                                  long double sizes = size(wide(x[static_cast<std::size_t>(i)]));
                                  for (Index j = 0; j < n; ++j) {
                                    sum += op(i, j) * wide(got[static_cast<std::size_t>(j)]);
                                    sizes += size(op(i, j)) * size(wide(got[static_cast<std::size_t>(j)]));
                                  }
                                  if (!(std::abs(sum - wide(x[static_cast<std::size_t>(i)])) <= bound_of<T>(n, sizes)))
                                    return "the residual of row " + std::to_string(i) + " is too large";
                                }
                                return std::string();
                              }});
          }
}

// Updates: the result is the matrix's cells; what isn't updated must be as before.
template <class T>
void add_updates(std::vector<Trial<T>>& trials, Index m, Index n, Draw& draw) {
  const T alpha = element<T>(-0.75, 0.5);
  for (Conjugated conjugated : {Conjugated::neither, Conjugated::first, Conjugated::second}) {
    const auto x = draw.many<T>(m), y = draw.many<T>(n);
    const auto a = general<T>(m, n, draw);
    auto run = [=](Index incx, Index incy) {
      Strided<T> xs(x, incx), ys(y, incy);
      std::vector<T> cells = a.cells;
      ger<T>(m, n, alpha, xs.data(), incx, ys.data(), incy, cells.data(), a.ld, conjugated);
      EXPECT_TRUE(xs.unchanged() && ys.unchanged());
      return cells;
    };
    trials.push_back(
        {label({"ger", std::to_string(m), std::to_string(n)}), run, [=](const std::vector<T>& got) {
           for (Index j = 0; j < n; ++j)
             for (Index i = 0; i < a.ld; ++i) {
               const std::size_t p = static_cast<std::size_t>(i + j * a.ld);
               if (i >= m) {
                 if (!is_nan(got[p])) return std::string("a gap was written");
                 continue;
               }
               Wide left = wide(x[static_cast<std::size_t>(i)]), right = wide(y[static_cast<std::size_t>(j)]);
               if (conjugated == Conjugated::first) left = std::conj(left);
               if (conjugated == Conjugated::second) right = std::conj(right);
               const Wide expected = wide(a.cells[p]) + wide(alpha) * left * right;
               if (!(std::abs(wide(got[p]) - expected) <=
                     bound_of<T>(1, size(wide(a.cells[p])) + size(wide(alpha)) * size(left) * size(right))))
                 return "element " + std::to_string(i);
             }
           return std::string();
         }});
  }
  for (Uplo uplo : every_uplo)
    for (Storage storage : {Storage::full, Storage::packed})
      for (bool hermitian : {false, true})
        for (bool conjugate : {false, true})
          for (int rank : {1, 2}) {
            if (conjugate && !hermitian) continue;
            const auto x = draw.many<T>(n), y = draw.many<T>(n);
            const auto a = triangle<T>(storage, uplo, n, n, draw);
            const T factor = hermitian && rank == 1 ? make<T>(real(alpha)) : alpha;
            auto run = [=](Index incx, Index incy) {
              Strided<T> xs(x, incx), ys(y, incy);
              std::vector<T> cells = a.cells;
              T* to = cells.data();
              const bool full = storage == Storage::full;
              if (rank == 1 && !hermitian)
                full ? syr<T>(uplo, n, factor, xs.data(), incx, to, a.ld)
                     : spr<T>(uplo, n, factor, xs.data(), incx, to);
              if (rank == 1 && hermitian)
                full ? her<T>(uplo, n, real(factor), xs.data(), incx, to, a.ld, conjugate)
                     : hpr<T>(uplo, n, real(factor), xs.data(), incx, to, conjugate);
              if (rank == 2 && !hermitian)
                full ? syr2<T>(uplo, n, factor, xs.data(), incx, ys.data(), incy, to, a.ld)
                     : spr2<T>(uplo, n, factor, xs.data(), incx, ys.data(), incy, to);
              if (rank == 2 && hermitian)
                full ? her2<T>(uplo, n, factor, xs.data(), incx, ys.data(), incy, to, a.ld, conjugate)
                     : hpr2<T>(uplo, n, factor, xs.data(), incx, ys.data(), incy, to, conjugate);
              EXPECT_TRUE(xs.unchanged() && ys.unchanged());
              return cells;
            };
            auto complaint = [=](const std::vector<T>& got) {
              std::vector<bool> seen(got.size(), false);
              for (Index j = 0; j < n; ++j)
                for (Index i = 0; i < n; ++i) {
                  const Index p = a.place(i, j);
                  if (p < 0) continue;
                  seen[static_cast<std::size_t>(p)] = true;
                  auto conj_if_needed = [](bool yes, Wide v) { return yes ? std::conj(v) : v; };
                  const bool left = is_complex<T> && conjugate, right = is_complex<T> && hermitian && !conjugate;
                  const Wide xi = conj_if_needed(left, wide(x[static_cast<std::size_t>(i)])),
                             xj = conj_if_needed(right, wide(x[static_cast<std::size_t>(j)]));
                  const Wide yi = conj_if_needed(left, wide(y[static_cast<std::size_t>(i)])),
                             yj = conj_if_needed(right, wide(y[static_cast<std::size_t>(j)]));
                  const Wide second = hermitian ? std::conj(wide(factor)) : wide(factor);
                  Wide old = wide(a.at(i, j));
                  if (hermitian && i == j) old = old.real();
                  const Wide expected =
                      old + (rank == 1 ? wide(factor) * xi * xj : wide(factor) * xi * yj + second * yi * xj);
                  const long double sizes =
                      size(old) + size(wide(factor)) *
                                      (rank == 1 ? size(xi) * size(xj) : size(xi) * size(yj) + size(yi) * size(xj));
                  const T result = got[static_cast<std::size_t>(p)];
                  if (hermitian && i == j && imag(result) != 0) return std::string("the diagonal isn't real");
                  if (!(std::abs(wide(result) - expected) <= bound_of<T>(rank, sizes)))
                    return "element " + std::to_string(i) + ", " + std::to_string(j);
                }
              for (std::size_t p = 0; p < got.size(); ++p)
                if (!seen[p] && !is_nan(got[p])) return std::string("the other triangle or a gap was written");
              return std::string();
            };
            trials.push_back({label({hermitian ? "her" : "syr", std::to_string(rank), name_of(storage), name_of(uplo),
                                     std::to_string(n), conjugate ? "conjugate" : ""}),
                              run, complaint});
          }
}

template <class T>
std::vector<Trial<T>> all_trials() {
  Draw draw(6);
  std::vector<Trial<T>> trials;
  for (auto [m, n] :
       {std::pair<Index, Index>{1, 1}, {2, 3}, {7, 8}, {8, 9}, {9, 7}, {17, 5}, {5, 33}, {31, 16}, {64, 40}, {70, 13}})
    add_general<T>(trials, m, n, draw);
  // Across the pieces that strided vectors are taken in, and the rows that one chain of a transposed product has.
  const Index long_side = 16384 / static_cast<Index>(sizeof(T)) + 21;
  add_general<T>(trials, long_side, 6, draw);
  add_general<T>(trials, 6, 4096 / static_cast<Index>(sizeof(T)) + 11, draw);
  for (auto [n, k] : {std::pair<Index, Index>{1, 0}, {2, 1}, {5, 2}, {15, 3}, {16, 1}, {17, 20}, {33, 4}, {50, 7}}) {
    add_symmetric<T>(trials, n, k, draw);
    add_triangular<T>(trials, n, k, draw);
  }
  add_symmetric<T>(trials, 4096 / static_cast<Index>(sizeof(T)) + 19, 5, draw);
  for (auto [m, n] :
       {std::pair<Index, Index>{1, 1}, {3, 2}, {8, 9}, {17, 33}, {4096 / static_cast<Index>(sizeof(T)) + 5, 3}})
    add_updates<T>(trials, m, n, draw);
  return trials;
}

}  // namespace fairplay::blas
