// The exported routines called from C and C++, with a program's own xerbla_ and cblas_xerbla in place of the library's.

#include <gtest/gtest.h>

#include <cstdarg>
#include <string>
#include <vector>

#include "tests/blas/interface/reported.h"
#include "tests/blas/wide.h"

std::string reported_routine;
int position;

extern "C" {
// This program is linked so that its symbols come before the library's.
[[gnu::visibility("default")]] void xerbla_(const char* routine, const int* info, std::size_t length) {
  reported_routine.assign(routine, length);
  position = *info;
}
[[gnu::visibility("default")]] void cblas_xerbla(int info, const char* routine, const char*, ...) {
  reported_routine = routine;
  position = info;
}

using Z = fairplay::blas::Complex<double>;
void dgemm_(const char*, const char*, const int*, const int*, const int*, const double*, const double*, const int*,
            const double*, const int*, const double*, double*, const int*);
void zgemv_(const char*, const int*, const int*, const Z*, const Z*, const int*, const Z*, const int*, const Z*, Z*,
            const int*);
void cblas_zgemv(int, int, int, int, const Z*, const Z*, int, const Z*, int, const Z*, Z*, int);
void cblas_zgemm(int, int, int, int, int, int, const Z*, const Z*, int, const Z*, int, const Z*, Z*, int);
void cblas_zhemv(int, int, int, const Z*, const Z*, int, const Z*, int, const Z*, Z*, int);
void cblas_zher2(int, int, int, const Z*, const Z*, int, const Z*, int, Z*, int);
void cblas_zgerc(int, int, int, const Z*, const Z*, int, const Z*, int, Z*, int);
void cblas_ztrmv(int, int, int, int, int, const Z*, int, Z*, int);
void cblas_dgemv(int, int, int, int, double, const double*, int, const double*, int, double, double*, int);
void cblas_zherk(int, int, int, int, int, double, const Z*, int, double, Z*, int);
void cblas_zsyrk(int, int, int, int, int, const Z*, const Z*, int, const Z*, Z*, int);
void cblas_domatcopy(int, int, int, int, double, const double*, int, double*, int);
void cblas_zomatcopy(int, int, int, int, const Z*, const Z*, int, Z*, int);
void cblas_dimatcopy(int, int, int, int, double, double*, int, int);
void cblas_dgemmt(int, int, int, int, int, int, double, const double*, int, const double*, int, double, double*, int);
void cblas_daxpby(int, double, const double*, int, double, double*, int);
std::size_t cblas_idamax(int, const double*, int);
int idamax_(const int*, const double*, const int*);
float sdsdot_(const int*, const float*, const float*, const int*, const float*, const int*);
int lsame_(const char*, const char*);
}

namespace fairplay::blas {
namespace {

constexpr int row = 101, column = 102, no_trans = 111, trans = 112, conj_trans = 113, conj_no_trans = 114, upper = 121,
              lower = 122, non_unit = 131;

// Row-major calls are the column-major ones on matrices transposed by hand.
std::vector<Z> transposed(const std::vector<Z>& a, int rows, int cols) {
  std::vector<Z> b(a.size());
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j)
      b[static_cast<std::size_t>(i * cols + j)] = a[static_cast<std::size_t>(i + j * rows)];
  return b;
}
void expect_near(const std::vector<Z>& a, const std::vector<Z>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_LE(std::abs(wide(a[i]) - wide(b[i])), 1e-14) << i;
}

TEST(Interface, RowMajorIsTheTransposeOfColumnMajor) {
  Draw draw(1);
  const int m = 5, n = 7;
  const auto a = draw.many<Z>(m * n), square = draw.many<Z>(n * n), x = draw.many<Z>(n), y = draw.many<Z>(n),
             x_before = x, y_before = y;
  const auto a_rows = transposed(a, m, n), square_rows = transposed(square, n, n);
  const Z alpha{0.5, -0.25}, beta{1, 0.5};
  for (int op : {no_trans, trans, conj_trans, conj_no_trans}) {
    auto one = y, other = y;
    cblas_zgemv(column, op, m, n, &alpha, a.data(), m, x.data(), 1, &beta, one.data(), 1);
    cblas_zgemv(row, op, m, n, &alpha, a_rows.data(), n, x.data(), 1, &beta, other.data(), 1);
    expect_near(one, other);
    if (op == conj_no_trans) continue;
    one = other = x;
    cblas_ztrmv(column, upper, op, non_unit, n, square.data(), n, one.data(), 1);
    cblas_ztrmv(row, upper, op, non_unit, n, square_rows.data(), n, other.data(), 1);
    expect_near(one, other);
  }
  for (int triangle : {upper, lower}) {
    auto one = y, other = y;
    cblas_zhemv(column, triangle, n, &alpha, square.data(), n, x.data(), 1, &beta, one.data(), 1);
    cblas_zhemv(row, triangle, n, &alpha, square_rows.data(), n, x.data(), 1, &beta, other.data(), 1);
    expect_near(one, other);
    auto c = square, c_rows = square_rows;
    cblas_zher2(column, triangle, n, &alpha, x.data(), 1, y.data(), 1, c.data(), n);
    cblas_zher2(row, triangle, n, &alpha, x.data(), 1, y.data(), 1, c_rows.data(), n);
    expect_near(transposed(c, n, n), c_rows);
  }
  auto b = a, b_rows = a_rows;
  cblas_zgerc(column, m, n, &alpha, x.data(), 1, y.data(), 1, b.data(), m);
  cblas_zgerc(row, m, n, &alpha, x.data(), 1, y.data(), 1, b_rows.data(), n);
  expect_near(transposed(b, m, n), b_rows);
  EXPECT_TRUE(same_bits(x, x_before) && same_bits(y, y_before)) << "operands are const";
}

TEST(Interface, AProgramsOwnHandlersGetTheCall) {
  const int two = 2, one = 1, minus = -1;
  const double factor = 1;
  double x[16] = {};
  reported_routine.clear();
  dgemm_("N", "N", &two, &two, &minus, &factor, x, &two, x, &two, &factor, x, &two);
  EXPECT_EQ(reported_routine, "DGEMM ");
  EXPECT_EQ(position, 5);
  dgemm_("n", "?", &two, &two, &minus, &factor, x, &two, x, &two, &factor, x, &two);
  EXPECT_EQ(position, 2) << "the first illegal one";
  dgemm_("T", "c", &two, &two, &two, &factor, x, &two, x, &two, &factor, x, &one);
  EXPECT_EQ(position, 13);
  position = 0;
  cblas_dgemv(column, no_trans, -1, 2, 1, x, 2, x, 1, 1, x, 1);
  EXPECT_EQ(reported_routine, "cblas_dgemv");
  EXPECT_EQ(position, 3);
  cblas_dgemv(row, no_trans, 2, -1, 1, x, 2, x, 1, 1, x, 1);
  EXPECT_EQ(position, 3) << "the Fortran routine's place, as Netlib's handlers get it";
  cblas_dgemv(0, no_trans, 2, -1, 1, x, 2, x, 1, 1, x, 1);
  EXPECT_EQ(position, 1);
  cblas_dgemv(row, 999, 2, -1, 1, x, 2, x, 1, 1, x, 1);
  EXPECT_EQ(position, 2);
}

TEST(Interface, UpdatesRefuseTheTransposeTheyDontKnow) {
  const Z one{1, 0};
  Z x[4] = {};
  for (int layout : {row, column}) {
    position = 0;
    cblas_zherk(layout, upper, trans, 1, 1, 1.0, x, 1, 1.0, x, 1);
    EXPECT_EQ(position, 3);
    position = 0;
    cblas_zsyrk(layout, upper, conj_trans, 1, 1, &one, x, 1, &one, x, 1);
    EXPECT_EQ(position, 3);
  }
}

TEST(Interface, ConjugationWithoutTransposeIsAnExtensionOfGemvAndGemm) {
  const Z one{1, 0}, zero{0, 0};
  const Z a[] = {{1, 2}}, b[] = {{3, 4}};
  Z c[1] = {};
  const int n = 1;
  for (int layout : {row, column}) {
    cblas_zgemm(layout, conj_no_trans, no_trans, 1, 1, 1, &one, a, 1, b, 1, &zero, c, 1);
    EXPECT_EQ(c[0].re, 11);
    EXPECT_EQ(c[0].im, -2);
  }
  zgemv_("r", &n, &n, &one, a, &n, b, &n, &zero, c, &n);
  EXPECT_EQ(c[0].im, -2);
}

TEST(Interface, Copies) {
  const double a[] = {1, 2, 3, 4, 5, 6};  // 2 x 3, column-major
  std::vector<double> b(6);
  cblas_domatcopy(column, trans, 2, 3, 10, a, 2, b.data(), 3);
  EXPECT_EQ(b, (std::vector<double>{10, 30, 50, 20, 40, 60}));
  cblas_domatcopy(row, no_trans, 2, 3, 1, a, 3, b.data(), 3);
  EXPECT_EQ(b, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  std::vector<double> in_place = {1, 2, 3, 4, 5, 6};
  cblas_dimatcopy(column, trans, 2, 3, 1, in_place.data(), 2, 3);
  EXPECT_EQ(in_place, (std::vector<double>{1, 3, 5, 2, 4, 6}));
  cblas_dimatcopy(row, trans, 2, 3, 2, in_place.data(), 3, 2);
  EXPECT_EQ(in_place, (std::vector<double>{2, 4, 6, 8, 10, 12}));
  in_place = {1, 2, 0, 3, 4, 0, 5, 6, 0};
  cblas_dimatcopy(column, no_trans, 2, 3, 1, in_place.data(), 3, 2);
  EXPECT_EQ(std::vector<double>(in_place.begin(), in_place.begin() + 6), (std::vector<double>{1, 2, 3, 4, 5, 6}));
  const Z one{1, 0}, z[] = {{1, 2}, {3, 4}};
  std::vector<Z> w(2);
  cblas_zomatcopy(column, conj_trans, 2, 1, &one, z, 2, w.data(), 1);
  EXPECT_EQ(w[1].im, -4);
  cblas_zomatcopy(column, conj_no_trans, 2, 1, &one, z, 2, w.data(), 2);
  EXPECT_EQ(w[0].im, -2);
}

TEST(Interface, WhatElseIsExported) {
  double y[] = {1, 2};
  const double x[] = {10, 20};
  cblas_daxpby(2, 2, x, 1, 3, y, 1);
  EXPECT_EQ(y[1], 46);
  EXPECT_EQ(cblas_idamax(2, x, 1), 1u);
  EXPECT_EQ(cblas_idamax(0, x, 1), 0u);
  const int two = 2, one = 1, none = 0;
  EXPECT_EQ(idamax_(&two, x, &one), 2);
  EXPECT_EQ(idamax_(&none, x, &one), 0);
  const float b = 1, u[] = {1, 2};
  EXPECT_EQ(sdsdot_(&two, &b, u, &one, u, &one), 6);
  EXPECT_NE(lsame_("a", "A"), 0);
  EXPECT_EQ(lsame_("a", "b"), 0);
  // One triangle of a product, row-major: the other one isn't written.
  const double a[] = {1, 2, 3, 4};
  double c[] = {0, -1, -1, 0};
  cblas_dgemmt(row, upper, no_trans, no_trans, 2, 2, 1, a, 2, a, 2, 0, c, 2);
  EXPECT_EQ(c[1], 10);
  EXPECT_EQ(c[2], -1);
  EXPECT_EQ(c[3], 22);
}

}  // namespace
}  // namespace fairplay::blas
