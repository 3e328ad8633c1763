// Fronts of Netlib 3.11's routines that mend what later releases, or nobody yet, have mended in the routine itself;
// docs/lapack.md lists them. What isn't said here is passed on unchanged.

#include <array>
#include <limits>

#include "blas/interface/guard_entries.h"
#include "blas/lapack/secular_equation.h"
#include "blas/threads/scratch.h"

namespace fairplay::blas {
namespace mends {

inline Int integer(const void* a) { return *static_cast<const Int*>(a); }
inline char letter(const void* a) {
  const char c = *static_cast<const char*>(a);
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
inline Int at_least_one(Int n) { return n > 1 ? n : 1; }

// ?gelss without right-hand sides reads and writes a column of B all the same (Reference-LAPACK/lapack#876): it gets
// one.
template <class T, std::size_t Count>
void gelss(void (*netlib)(), std::array<void*, Count> a) {
  const Int m = integer(a[0]), n = integer(a[1]), most = m > n ? m : n;
  const bool none = integer(a[2]) == 0 && m > 0 && n > 0 && integer(a[6]) >= most && integer(a[11]) != -1;
  const Scratch column(none ? static_cast<std::size_t>(most) * sizeof(T) : 0);
  if (none && column.data() != nullptr) {
    for (Int i = 0; i < most; ++i) column.as<T>()[i] = make<T>(0);
    a[5] = column.data();
  }
  guards::go_on_with<Count, 0>(netlib, a.data());
}

// ?bdsqr: a singular value of -0 becomes 0 (Reference-LAPACK/lapack#989).
template <class R>
void bdsqr(void (*netlib)(), const std::array<void*, 15>& a) {
  guards::go_on_with<15, 1>(netlib, a.data());
  R* d = static_cast<R*>(a[5]);
  for (Int i = 0; integer(a[14]) == 0 && i < integer(a[1]); ++i) {
    if (d[i] == 0) d[i] = 0;
  }
}

// ?stemr of order 2 takes the greater eigenvalue in magnitude for the greater one (Reference-LAPACK/lapack#826). Both
// are computed, put in order, and chosen from.
template <class T>
void stemr(void (*netlib)(), const std::array<void*, 21>& a) {
  using R = Real<T>;
  enum { jobz, range, n, d, e, vl, vu, il, iu, m, w, z, ldz, nzc, isuppz, tryrac, work, lwork, iwork, liwork, info };
  const bool order_2 =
      integer(a[n]) == 2 && integer(a[lwork]) != -1 && integer(a[liwork]) != -1 && integer(a[nzc]) != -1;
  R d2[2], e2[2] = {};
  if (order_2) {
    d2[0] = static_cast<R*>(a[d])[0];
    d2[1] = static_cast<R*>(a[d])[1];
    e2[0] = static_cast<R*>(a[e])[0];
  }
  guards::go_on_with<21, 2>(netlib, a.data());  // which refuses what is illegal, too
  if (!order_2 || integer(a[info]) != 0) return;

  const bool vectors = letter(a[jobz]) == 'V';
  char all = 'A';
  Int both = 2, found = 0, size_of_work = 40, size_of_iwork = 24, support[4], more[24];
  R values[2], numbers[40];
  T columns[4];
  std::array<void*, 21> again = a;
  again[range] = &all;
  again[d] = d2;
  again[e] = e2;
  again[m] = &found;
  again[w] = values;
  again[z] = columns;
  again[ldz] = again[nzc] = &both;
  again[isuppz] = support;
  again[work] = numbers;
  again[lwork] = &size_of_work;
  again[iwork] = more;
  again[liwork] = &size_of_iwork;
  guards::go_on_with<21, 2>(netlib, again.data());
  if (integer(a[info]) != 0 || found != 2) return;

  const bool exchanged = values[0] > values[1];
  Int chosen = 0;
  for (Int k = 0; k < 2; ++k) {
    const Int from = exchanged ? 1 - k : k;
    const R value = values[from];
    const char by = letter(a[range]);
    if (by == 'I' ? k + 1 < integer(a[il]) || k + 1 > integer(a[iu])
                  : by == 'V' && !(value > *static_cast<R*>(a[vl]) && value <= *static_cast<R*>(a[vu])))
      continue;
    static_cast<R*>(a[w])[chosen] = value;
    if (vectors) {
      T* column = static_cast<T*>(a[z]) + static_cast<Index>(chosen) * integer(a[ldz]);
      Int* place = static_cast<Int*>(a[isuppz]) + 2 * chosen;
      for (Int i = 0; i < 2; ++i) {
        column[i] = columns[2 * from + i];
        place[i] = support[2 * from + i];
      }
    }
    ++chosen;
  }
  *static_cast<Int*>(a[m]) = chosen;
}

// ?laed4 says that it didn't converge, for some equations that are easily solved.
template <class R>
void laed4(void (*netlib)(), const std::array<void*, 8>& a) {
  guards::go_on_with<8, 0>(netlib, a.data());
  Int& info = *static_cast<Int*>(a[7]);
  if (info != 1) return;
  *static_cast<R*>(a[6]) =
      lapack::updated_eigenvalue<R>(integer(a[0]), integer(a[1]) - 1, static_cast<R*>(a[2]), static_cast<R*>(a[3]),
                                    *static_cast<R*>(a[5]), static_cast<R*>(a[4]));
  info = 0;
}

// ?orbdb3 (?unbdb3) strides through X21 by X11's leading dimension (Reference-LAPACK/lapack#1265): where the two differ
// it gets a copy of X21 for which that is right. The routine is for m - p <= p, so that it has the room.
template <class T>
void orbdb3(void (*netlib)(), std::array<void*, 15> a) {
  const Int m = integer(a[0]), p = integer(a[1]), q = integer(a[2]), rows = m - p;
  Int ld = integer(a[4]);
  const Int ld21 = integer(a[6]);
  const bool differ = ld != ld21 && rows > 0 && q > 0 && ld >= rows && ld21 >= rows && integer(a[13]) != -1;
  const Scratch copy(differ ? static_cast<std::size_t>(ld) * static_cast<std::size_t>(q) * sizeof(T) : 0);
  if (!differ || copy.data() == nullptr) return guards::go_on_with<15, 0>(netlib, a.data());
  T* own = static_cast<T*>(a[5]);
  const auto each = [&](auto action) {
    for (Index j = 0; j < q; ++j) {
      for (Index i = 0; i < rows; ++i) action(copy.as<T>()[i + j * ld], own[i + j * ld21]);
    }
  };
  each([](T& copied, const T& given) { copied = given; });
  a[5] = copy.data();
  a[6] = &ld;
  guards::go_on_with<15, 0>(netlib, a.data());
  each([](const T& copied, T& given) { given = copied; });
}

// ?larf with a vector that runs backwards (incv < 0) and ends with zeros: Netlib's leaves them out without moving the
// vector's start (Reference-LAPACK/lapack#1315). They are left out here, with the rows or columns that belong to them.
template <class T>
void larf(void (*netlib)(), std::array<void*, 9> a) {
  const bool left = letter(a[0]) == 'L';
  Int size = integer(a[left ? 1 : 2]);
  const Int step = integer(a[4]);
  if (step < 0) {
    T* v = static_cast<T*>(a[3]);
    for (; size > 0 && is_zero(*v); --size) v -= step;
    a[3] = v;
    a[left ? 1 : 2] = &size;
  }
  guards::go_on_with<9, 1>(netlib, a.data());
}

// ?geqp3 of real types, with columns that are to stay in front and less than the best workspace, makes its blocks too
// wide for it and writes behind its end (Reference-LAPACK/lapack#1035): then it gets the best one.
template <class T>
void geqp3(void (*netlib)(), std::array<void*, 9> a) {
  const Int m = integer(a[0]), n = integer(a[1]), size = integer(a[7]);
  bool fixed = false;
  for (Int j = 0; m > 0 && size > 3 * static_cast<Index>(n) && j < n; ++j)
    fixed |= static_cast<const Int*>(a[4])[j] != 0;
  Int best = 0;
  T* const given = static_cast<T*>(a[6]);
  if (fixed) {
    T answer = 0;
    Int query = -1;
    std::array<void*, 9> asking = a;
    asking[6] = &answer;
    asking[7] = &query;
    guards::go_on_with<9, 0>(netlib, asking.data());
    if (integer(a[8]) != 0) return;
    best = static_cast<Int>(answer * (1 + std::numeric_limits<T>::epsilon()));
  }
  const Scratch work(size < best ? static_cast<std::size_t>(best) * sizeof(T) : 0);
  if (work.data() != nullptr) {
    a[6] = work.data();
    a[7] = &best;
  }
  guards::go_on_with<9, 0>(netlib, a.data());
  if (work.data() != nullptr) *given = *work.as<T>();
}

}  // namespace mends

// Entries that go through a template above.
#define FAIRPLAY_MEND(letter, name, function, count)                                                               \
  extern "C" void FAIRPLAY_SYMBOL(netlib_##letter##name##_)();                                                     \
  namespace of_##letter {                                                                                          \
    extern "C" FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(letter##name##_)(FAIRPLAY_UP_TO_##count(FAIRPLAY_PARAMETER)) { \
      mends::function(FAIRPLAY_SYMBOL(netlib_##letter##name##_),                                                   \
                      std::array<void*, count>{FAIRPLAY_UP_TO_##count(FAIRPLAY_POINTER)});                         \
    }                                                                                                              \
  }
// The same behind the guard of guards.cpp.
#define FAIRPLAY_MEND_GUARDED(letter, name, function, count)                                                \
  extern "C" void FAIRPLAY_SYMBOL(netlib_##letter##name##_)();                                              \
  namespace of_##letter {                                                                                   \
    extern "C" void FAIRPLAY_SYMBOL(mended_##letter##name##_)(FAIRPLAY_UP_TO_##count(FAIRPLAY_PARAMETER)) { \
      mends::function(FAIRPLAY_SYMBOL(netlib_##letter##name##_),                                            \
                      std::array<void*, count>{FAIRPLAY_UP_TO_##count(FAIRPLAY_POINTER)});                  \
    }                                                                                                       \
  }

#define FAIRPLAY_MENDS(l, gelss_count, orbdb3_name, orhr_col_name)                                           \
  FAIRPLAY_MEND_GUARDED(l, gelss, gelss<T>, gelss_count)                                                     \
  FAIRPLAY_MEND_GUARDED(l, bdsqr, bdsqr<R>, 15)                                                              \
  FAIRPLAY_MEND_GUARDED(l, stemr, stemr<T>, 21)                                                              \
  FAIRPLAY_MEND(l, orbdb3_name, orbdb3<T>, 15)                                                               \
  FAIRPLAY_MEND(l, larf, larf<T>, 9)                                                                         \
  /* Blocks wider than the matrix: rows of T are cleared that don't exist (Reference-LAPACK/lapack#1018). */ \
  FAIRPLAY_FRONT(l, orhr_col_name, 9, 0, Int block = mends::at_least_one(mends::integer(a2));                \
                 if (mends::integer(a2) >= 0 && mends::integer(a3) > block) a3 = &block;)
FAIRPLAY_MENDS(s, 13, orbdb3, orhr_col)
FAIRPLAY_MENDS(d, 13, orbdb3, orhr_col)
FAIRPLAY_MENDS(c, 14, unbdb3, unhr_col)
FAIRPLAY_MENDS(z, 14, unbdb3, unhr_col)

// A size that is input is overwritten by a workspace query (Reference-LAPACK/lapack#1206): a copy is.
#define FAIRPLAY_TRSYL3(l, count, place) \
  FAIRPLAY_FRONT(l, trsyl3, count, 2, Int leading = mends::integer(a##place); a##place = &leading;)
FAIRPLAY_TRSYL3(s, 17, 16)
FAIRPLAY_TRSYL3(d, 17, 16)
FAIRPLAY_TRSYL3(c, 15, 14)
FAIRPLAY_TRSYL3(z, 15, 14)

#define FAIRPLAY_MENDS_REAL(l)                                                                                         \
  FAIRPLAY_MEND_GUARDED(l, geqp3, geqp3<T>, 9)                                                                         \
  FAIRPLAY_MEND(l, laed4, laed4<R>, 8)                                                                                 \
  /* ?tgex2 passes on two integers less than this needs (Reference-LAPACK/lapack#907): small problems get their own.   \
   */                                                                                                                  \
  FAIRPLAY_FRONT(l, tgsy2, 22, 1, Int own[8]; if (mends::integer(a3) >= 0 && mends::integer(a4) >= 0 &&                \
                                                  mends::integer(a3) + mends::integer(a4) <= 6) a20 = own;)            \
  /* Results of empty problems (Reference-LAPACK/lapack#769, #775), and no numbers where none are asked for (#837). */ \
  FAIRPLAY_FRONT(                                                                                                      \
      l, larra, 9, 0, if (mends::integer(a1) <= 0) {                                                                   \
        *static_cast<Int*>(a7) = 1;                                                                                    \
        *static_cast<Int*>(a9) = 0;                                                                                    \
        return;                                                                                                        \
      })                                                                                                               \
  FAIRPLAY_FRONT(                                                                                                      \
      l, larrc, 11, 1, if (mends::integer(a2) <= 0) {                                                                  \
        *static_cast<Int*>(a8) = *static_cast<Int*>(a9) = *static_cast<Int*>(a10) = *static_cast<Int*>(a11) = 0;       \
        return;                                                                                                        \
      })                                                                                                               \
  FAIRPLAY_FRONT(l, larrd, 25, 2, if (mends::integer(a3) <= 0) * static_cast<Int*>(a16) = 0;)                          \
  FAIRPLAY_FRONT(l, larre, 25, 1,                                                                                      \
                 if (mends::integer(a2) <= 0) * static_cast<Int*>(a13) = *static_cast<Int*>(a15) = 0;)                 \
  FAIRPLAY_FRONT(l, laruv, 3, 0, if (mends::integer(a2) < 1) return;)
FAIRPLAY_MENDS_REAL(s)
FAIRPLAY_MENDS_REAL(d)

}  // namespace fairplay::blas
