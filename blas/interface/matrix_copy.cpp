// omatcopy and imatcopy, an extension with OpenBLAS's argument lists: order ('C' or 'R'), trans ('N', 'T', 'C', 'R'),
// rows, cols, alpha, a, lda, and b, ldb or ldb alone.

#include "blas/matrix_copy.h"

#include "blas/interface/checked_level2.h"
#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace {

// A row-major matrix's rows are the columns of its column-major transpose; op is the same for both.
template <class T>
int copy_out(bool row_major, Trans trans, Int rows, Int cols, T alpha, const T* a, Int lda, T* b, Int ldb) {
  const bool turns = transposes(trans);
  const Int height = row_major ? cols : rows, width = row_major ? rows : cols;
  if (int bad = checked::Checks()
                    .that(rows >= 0, 3)
                    .that(cols >= 0, 4)
                    .that(lda >= checked::at_least_one(height), 7)
                    .that(ldb >= checked::at_least_one(turns ? width : height), 9)
                    .bad())
    return bad;
  blas::omatcopy<T>(trans, height, width, alpha, a, lda, b, ldb);
  return 0;
}
template <class T>
int copy_in_place(bool row_major, Trans trans, Int rows, Int cols, T alpha, T* a, Int lda, Int ldb) {
  const bool turns = transposes(trans);
  const Int height = row_major ? cols : rows, width = row_major ? rows : cols;
  if (int bad = checked::Checks()
                    .that(rows >= 0, 3)
                    .that(cols >= 0, 4)
                    .that(lda >= checked::at_least_one(height), 7)
                    .that(ldb >= checked::at_least_one(turns ? width : height), 8)
                    .bad())
    return bad;
  blas::imatcopy<T>(trans, height, width, alpha, a, lda, ldb);
  return 0;
}

// The position of an illegal option, 0 where both are legal.
struct FortranCopyOptions {
  int bad = 0;
  bool row_major = false;
  Trans trans = Trans::none;

  FortranCopyOptions(const char* order, const char* letter) {
    const char c = *order >= 'a' && *order <= 'z' ? static_cast<char>(*order - 'a' + 'A') : *order;
    row_major = c == 'R';
    FortranOptions options;
    trans = options.trans(letter, true);
    bad = c != 'R' && c != 'C' ? 1 : options.bad != 0 ? 2 : 0;
  }
};

template <class T>
void fortran_out(const char* order, const char* trans, const Int* rows, const Int* cols, const T* alpha, const T* a,
                 const Int* lda, T* b, const Int* ldb) {
  const FortranCopyOptions options(order, trans);
  report(type_letter<T>, "OMATCOPY",
         options.bad != 0 ? options.bad
                          : copy_out<T>(options.row_major, options.trans, *rows, *cols, *alpha, a, *lda, b, *ldb));
}
template <class T>
void fortran_in_place(const char* order, const char* trans, const Int* rows, const Int* cols, const T* alpha, T* a,
                      const Int* lda, const Int* ldb) {
  const FortranCopyOptions options(order, trans);
  report(type_letter<T>, "IMATCOPY",
         options.bad != 0 ? options.bad
                          : copy_in_place<T>(options.row_major, options.trans, *rows, *cols, *alpha, a, *lda, *ldb));
}

// The layout is an argument of the Fortran routine too, so that positions are the same in both: one less than report_c
// counts.
inline int without_layout(int position) { return position == 1 ? COptions::layout_bad : position - 1; }
template <class T>
void c_out(int layout, int trans, Int rows, Int cols, T alpha, const T* a, Int lda, T* b, Int ldb) {
  COptions options(layout);
  const Trans op = options.trans(trans, true);
  const int bad =
      options.bad != 0 ? options.bad : copy_out<T>(options.row_major, op, rows, cols, alpha, a, lda, b, ldb);
  if (bad != 0)
    report_c(type_letter<T>, "OMATCOPY", options.bad != 0 ? bad : without_layout(bad), options.row_major, nullptr, 0);
}
template <class T>
void c_in_place(int layout, int trans, Int rows, Int cols, T alpha, T* a, Int lda, Int ldb) {
  COptions options(layout);
  const Trans op = options.trans(trans, true);
  const int bad =
      options.bad != 0 ? options.bad : copy_in_place<T>(options.row_major, op, rows, cols, alpha, a, lda, ldb);
  if (bad != 0)
    report_c(type_letter<T>, "IMATCOPY", options.bad != 0 ? bad : without_layout(bad), options.row_major, nullptr, 0);
}

}  // namespace

#define FAIRPLAY_COPIES(l)                                                                                             \
  FAIRPLAY_EXPORT(l, void, l##omatcopy_,                                                                               \
                  (const char* order, const char* trans, const Int* rows, const Int* cols, const T* alpha, const T* a, \
                   const Int* lda, T* b, const Int* ldb),                                                              \
                  (fortran_out<T>(order, trans, rows, cols, alpha, a, lda, b, ldb)))                                   \
  FAIRPLAY_EXPORT(l, void, l##imatcopy_,                                                                               \
                  (const char* order, const char* trans, const Int* rows, const Int* cols, const T* alpha, T* a,       \
                   const Int* lda, const Int* ldb),                                                                    \
                  (fortran_in_place<T>(order, trans, rows, cols, alpha, a, lda, ldb)))                                 \
  FAIRPLAY_EXPORT(l, void, cblas_##l##omatcopy,                                                                        \
                  (int layout, int trans, Int rows, Int cols, Scalar alpha, const T* a, Int lda, T* b, Int ldb),       \
                  (c_out<T>(layout, trans, rows, cols, value_of(alpha), a, lda, b, ldb)))                              \
  FAIRPLAY_EXPORT(l, void, cblas_##l##imatcopy,                                                                        \
                  (int layout, int trans, Int rows, Int cols, Scalar alpha, T* a, Int lda, Int ldb),                   \
                  (c_in_place<T>(layout, trans, rows, cols, value_of(alpha), a, lda, ldb)))
FAIRPLAY_COPIES(s)
FAIRPLAY_COPIES(d)
FAIRPLAY_COPIES(c)
FAIRPLAY_COPIES(z)

}  // namespace fairplay::blas
