#include "auditor/behaviour/reproducer/spectral_residuals.h"

#include <fmt/format.h>

#include <algorithm>

namespace fairplay::auditor::behaviour::reproducer {

std::optional<std::size_t> place_of(const CallDescription& description, std::string_view name) {
  std::size_t place = 0;
  for (const Argument& argument : description.arguments) {
    if (argument.kind != Argument::Kind::operand) continue;
    if (argument.name == name) return place;
    ++place;
  }
  return std::nullopt;
}

std::string_view spectral_residual_functions() {
  return R"c(
/* Element (i, j) of a matrix before the call; of a Hermitian one a triangle is given. */
enum { GENERAL, UPPER, LOWER };
static number given_at(const struct operand *a, int part, size_t i, size_t j, size_t ld) {
  const int stored = part == GENERAL || (part == UPPER ? i <= j : i >= j);
  const number x = number_at(a, a->before, stored ? i + j * ld : j + i * ld);
  if (part != GENERAL && i == j) return creall(x);
  return stored ? x : conjl(x);
}
static number now_at(const struct operand *o, size_t i, size_t j, size_t ld) { return number_at(o, o->data, i + j * ld); }
static long double larger(long double a, long double b) { return b <= a ? a : b; /* NaN stays */ }
static long double given_norm(const struct operand *a, int part, size_t m, size_t n, size_t ld) {
  long double largest = 0;
  for (size_t j = 0; j < n; ++j) {
    long double sum = 0;
    for (size_t i = 0; i < m; ++i) sum += cabsl(given_at(a, part, i, j, ld));
    largest = larger(largest, sum);
  }
  return largest;
}
/* Q^H Q - I, or Q Q^H - I where rows are orthonormal. */
static int told_not_orthonormal(const char *what, const struct operand *q, size_t rows, size_t columns, size_t ld, int by_rows) {
  const size_t order = by_rows ? rows : columns, inner = by_rows ? columns : rows;
  long double largest = 0;
  for (size_t j = 0; j < order; ++j) {
    long double sum = 0;
    for (size_t i = 0; i < order; ++i) {
      number product = i == j ? -1 : 0;
      for (size_t k = 0; k < inner; ++k) product += by_rows ? now_at(q, i, k, ld) * conjl(now_at(q, j, k, ld)) : conjl(now_at(q, k, i, ld)) * now_at(q, k, j, ld);
      sum += cabsl(product);
    }
    largest = larger(largest, sum);
  }
  return told_too_large(what, largest, 30 * (long double)(inner > 0 ? inner : 1) * epsilon_of(q));
}
static int told_out_of_order(const struct operand *values, size_t count, int rising) {
  for (size_t i = 1; i < count; ++i) {
    const long double last = creall(now_at(values, i - 1, 0, 1)), next = creall(now_at(values, i, 0, 1));
    if (rising ? last <= next : last >= next) continue;
    printf("got %s[%zu] = %.9Lg behind %.9Lg, expected them in order\n", values->name, i, next, last);
    return 1;
  }
  return 0;
}
/* Sums of squares agree: of a matrix's elements, and of its eigenvalues or singular values. */
static int told_squares(const struct operand *a, int part, size_t m, size_t n, size_t ld, const struct operand *values, size_t count, long double unit) {
  long double elements = 0, sum = 0;
  for (size_t j = 0; j < n; ++j)
    for (size_t i = 0; i < m; ++i) elements += powl(cabsl(given_at(a, part, i, j, ld)), 2);
  for (size_t i = 0; i < count; ++i) sum += powl(creall(now_at(values, i, 0, 1)), 2);
  return told_too_large("the difference of the sums of squares", fabsl(elements - sum), 30 * unit * fmaxl(sqrtl(elements), least_of(a)));
}
/* A Z = Z W of a Hermitian matrix; z is NULL where vectors weren't asked for. */
static int told_hermitian(const struct operand *a, const struct operand *w, const struct operand *z, int part, size_t n, size_t lda, size_t ldz) {
  const long double unit = (long double)(n > 0 ? n : 1) * epsilon_of(a) * given_norm(a, part, n, n, lda);
  long double trace = 0, largest = 0;
  for (size_t i = 0; i < n; ++i) trace += creall(given_at(a, part, i, i, lda)) - creall(now_at(w, i, 0, 1));
  if (told_out_of_order(w, n, 1) || told_too_large("the trace minus the sum of eigenvalues", fabsl(trace), 30 * (long double)n * unit) || told_squares(a, part, n, n, lda, w, n, (long double)n * unit)) return 1;
  if (z == NULL) return 0;
  if (told_not_orthonormal("Z^H Z - I", z, n, n, ldz, 0)) return 1;
  for (size_t j = 0; j < n; ++j) {
    long double sum = 0;
    for (size_t i = 0; i < n; ++i) {
      number left = -now_at(z, i, j, ldz) * now_at(w, j, 0, 1);
      for (size_t k = 0; k < n; ++k) left += given_at(a, part, i, k, lda) * now_at(z, k, j, ldz);
      sum += cabsl(left);
    }
    largest = larger(largest, sum);
  }
  return told_too_large("A Z - Z W", largest, 30 * unit);
}
/* A = U S V^H: so many columns of U and rows of V^H as were asked for. */
static int told_singular(const struct operand *a, const struct operand *s, const struct operand *u, const struct operand *vt, size_t m, size_t n, size_t left, size_t right, size_t lda, size_t ldu, size_t ldvt) {
  const size_t p = m < n ? m : n, longer = m > n ? m : n;
  const long double unit = (long double)longer * epsilon_of(a) * given_norm(a, GENERAL, m, n, lda);
  long double largest = 0;
  if (p == 0) return 0;
  if (told_out_of_order(s, p, 0) || told_too_large("the part of a singular value below zero", fmaxl(0, -creall(now_at(s, p - 1, 0, 1))), 0) || told_squares(a, GENERAL, m, n, lda, s, p, (long double)longer * unit)) return 1;
  if (left > 0 && told_not_orthonormal("U^H U - I", u, m, left, ldu, 0)) return 1;
  if (right > 0 && told_not_orthonormal("V^H V - I", vt, right, n, ldvt, 1)) return 1;
  if (left < p || right < p) return 0;
  for (size_t j = 0; j < n; ++j) {
    long double sum = 0;
    for (size_t i = 0; i < m; ++i) {
      number rest = given_at(a, GENERAL, i, j, lda);
      for (size_t k = 0; k < p; ++k) rest -= now_at(u, i, k, ldu) * now_at(s, k, 0, 1) * now_at(vt, k, j, ldvt);
      sum += cabsl(rest);
    }
    largest = larger(largest, sum);
  }
  return told_too_large("A - U S V^H", largest, 30 * unit);
}
/* A v = w v and u^H A = w u^H of a general matrix, each vector of length 1. Of a real matrix two columns hold a pair of conjugate vectors. */
static int told_vectors(const struct operand *a, const struct operand *w, const struct operand *imaginary, const struct operand *v, int left, size_t n, size_t lda, size_t ldv, long double unit) {
  number *x = calloc(n + 1, sizeof *x);
  for (size_t j = 0; j < n; ++j) {
    number value = now_at(w, j, 0, 1);
    if (imaginary != NULL) value += now_at(imaginary, j, 0, 1) * (number)I;
    const int second = imaginary != NULL && cimagl(value) < 0 && j > 0, first = imaginary != NULL && cimagl(value) > 0 && j + 1 < n;
    long double length = 0, sum = 0;
    for (size_t i = 0; i < n; ++i) {
      x[i] = second ? now_at(v, i, j - 1, ldv) - now_at(v, i, j, ldv) * (number)I : first ? now_at(v, i, j, ldv) + now_at(v, i, j + 1, ldv) * (number)I : now_at(v, i, j, ldv);
      length += powl(cabsl(x[i]), 2);
    }
    for (size_t i = 0; i < n; ++i) {
      number rest = -(left ? conjl(value) : value) * x[i];
      for (size_t k = 0; k < n; ++k) rest += (left ? conjl(given_at(a, GENERAL, k, i, lda)) : given_at(a, GENERAL, i, k, lda)) * x[k];
      sum += cabsl(rest);
    }
    if (told_too_large("an eigenvector's departure from length 1", fabsl(sqrtl(length) - 1), 30 * (long double)n * epsilon_of(a)) || told_too_large(left ? "u^H A - w u^H" : "A v - w v", sum, 30 * unit)) return 1;
  }
  free(x);
  return 0;
}
static int told_general(const struct operand *a, const struct operand *w, const struct operand *imaginary, const struct operand *vl, const struct operand *vr, size_t n, size_t lda, size_t ldv) {
  const long double unit = (long double)(n > 0 ? n : 1) * epsilon_of(a) * given_norm(a, GENERAL, n, n, lda);
  number trace = 0;
  for (size_t i = 0; i < n; ++i) trace += now_at(w, i, 0, 1) + (imaginary != NULL ? now_at(imaginary, i, 0, 1) * (number)I : 0) - given_at(a, GENERAL, i, i, lda);
  if (told_too_large("the trace minus the sum of eigenvalues", cabsl(trace), 30 * (long double)n * unit)) return 1;
  if (vl != NULL && told_vectors(a, w, imaginary, vl, 1, n, lda, ldv, unit)) return 1;
  return vr != NULL && told_vectors(a, w, imaginary, vr, 0, n, lda, ldv, unit);
}
/* A = Q R, Q from its reflectors I - tau v v^H, each of them unitary. */
static int told_qr(const struct operand *a, const struct operand *tau, size_t m, size_t n, size_t ld) {
  const size_t p = m < n ? m : n, longer = m > n ? m : n;
  number *whole = calloc(m * n + 1, sizeof *whole);
  long double largest = 0;
  for (size_t j = 0; j < n; ++j)
    for (size_t i = 0; i < m && i <= j; ++i) whole[i + j * m] = now_at(a, i, j, ld);
  for (size_t l = p; l-- > 0;) {
    const number factor = now_at(tau, l, 0, 1);
    long double length = 1;
    for (size_t i = l + 1; i < m; ++i) length += powl(cabsl(now_at(a, i, l, ld)), 2);
    if (told_too_large("a reflector's departure from unitary", fabsl(2 * creall(factor) - powl(cabsl(factor), 2) * length), 30 * (long double)longer * epsilon_of(a))) return 1;
    for (size_t j = 0; j < n; ++j) {
      number sum = whole[l + j * m];
      for (size_t i = l + 1; i < m; ++i) sum += conjl(now_at(a, i, l, ld)) * whole[i + j * m];
      whole[l + j * m] -= factor * sum;
      for (size_t i = l + 1; i < m; ++i) whole[i + j * m] -= factor * sum * now_at(a, i, l, ld);
    }
  }
  for (size_t j = 0; j < n; ++j) {
    long double sum = 0;
    for (size_t i = 0; i < m; ++i) sum += cabsl(whole[i + j * m] - given_at(a, GENERAL, i, j, ld));
    largest = larger(largest, sum);
  }
  free(whole);
  return told_too_large("A - Q R", largest, 30 * (long double)longer * epsilon_of(a) * given_norm(a, GENERAL, m, n, ld));
}
)c";
}

std::optional<std::string> spectral_residual_check(const CallDescription& description, const CallCase& call) {
  const std::string stem = call.routine.substr(1);
  auto ld = [&](std::int64_t rows) { return std::max<std::int64_t>(rows, 1) + call.ld; };
  auto at = [&](std::string_view name) {
    const auto place = place_of(description, name);
    return place ? fmt::format("&o[{}]", *place) : std::string("NULL");
  };
  const std::string a = at("a");
  if (a == "NULL") return std::nullopt;
  if (stem == "geqrf") return fmt::format("told_qr({}, {}, {}, {}, {})", a, at("tau"), call.m, call.n, ld(call.m));
  const std::string& flags = call.flags;
  if ((stem == "gesdd" && flags.size() == 1) || (stem == "gesvd" && flags.size() == 2)) {
    const std::int64_t shorter = std::min(call.m, call.n);
    auto count = [&](char job, std::int64_t all) { return job == 'A' ? all : job == 'S' ? shorter : 0; };
    const std::int64_t left = count(flags.front(), call.m), right = count(flags.back(), call.n);
    return fmt::format("told_singular({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})", a, at("s"), at("u"), at("vt"),
                       call.m, call.n, left, right, ld(call.m), ld(flags.front() == 'N' ? 0 : call.m), ld(right));
  }
  if (flags.size() != 2) return std::nullopt;
  const bool is_hermitian = stem == "syev" || stem == "heev" || stem == "syevd" || stem == "heevd",
             by_range = stem == "syevr" || stem == "heevr";
  if (is_hermitian || by_range)
    return fmt::format("told_hermitian({}, {}, {}, {}, {}, {}, {})", a, at("w"),
                       flags.front() != 'V' ? "NULL"
                       : is_hermitian       ? a
                                            : at("z"),
                       flags.back() == 'U' ? "UPPER" : "LOWER", call.n, ld(call.n), ld(call.n));
  if (stem == "geev") {
    const bool pairs = place_of(description, "wr").has_value();
    return fmt::format("told_general({}, {}, {}, {}, {}, {}, {}, {})", a, at(pairs ? "wr" : "w"),
                       pairs ? at("wi") : "NULL", flags.front() == 'V' ? at("vl") : "NULL",
                       flags.back() == 'V' ? at("vr") : "NULL", call.n, ld(call.n), ld(call.n));
  }
  return std::nullopt;
}

}  // namespace fairplay::auditor::behaviour::reproducer
