#include "auditor/behaviour/reproducer/residuals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "auditor/behaviour/reproducer/literals.h"
#include "auditor/behaviour/reproducer/spectral_residuals.h"

namespace fairplay::auditor::behaviour::reproducer {
std::string_view residual_functions() {
  return R"c(
/* Matrices in an operand, element by element, before the call or now. */
typedef long double _Complex number;
static number number_at(const struct operand *o, const void *from, size_t i) {
  const int single = o->is_real == 4;
  if (o->element_bytes == (size_t)o->is_real) return part_of(from, single, i);
  return part_of(from, single, 2 * i) + part_of(from, single, 2 * i + 1) * (number)I;
}
static int64_t integer_at(const struct operand *o, size_t i) { return o->element_bytes == 8 ? ((const int64_t *)o->data)[i] : ((const int32_t *)o->data)[i]; }
static long double epsilon_of(const struct operand *o) { return o->is_real == 4 ? 0x1p-23L : 0x1p-52L; }
static long double least_of(const struct operand *o) { return o->is_real == 4 ? 0x1p-149L : 0x1p-1074L; }
static int told_too_large(const char *what, long double value, long double most) {
  if (value <= most) return 0;
  printf("got |%s| = %.3Lg, expected at most %.3Lg\n", what, value, most);
  return 1;
}
static int told_info(const struct operand *info, int64_t expected) {
  if (integer_at(info, 0) == expected) return 0;
  printf("got info = %lld, expected %lld\n", (long long)integer_at(info, 0), (long long)expected);
  return 1;
}
static int told_finite(const struct operand *info, const struct operand *o) {
  if (integer_at(info, 0) != 0) return 0;
  for (size_t i = 0; i < o->bytes / o->element_bytes; ++i)
    if (!isfinite(creall(number_at(o, o->data, i)))) return 0;
  printf("got finite %s and info = 0 from a matrix that isn't finite, expected NaN or info other than 0\n", o->name);
  return 1;
}
/* P A = L U with |l| <= 1: the residual's largest column sum. */
static int told_lu(const struct operand *a, const struct operand *pivots, size_t m, size_t n, size_t ld) {
  const size_t p = m < n ? m : n, count = m > n ? m : n;
  size_t *row = calloc(m + 1, sizeof *row);
  long double scale = 0, growth = 0, residual = 0;
  for (size_t i = 0; i < m; ++i) row[i] = i;
  for (size_t i = 0; i < p; ++i) {
    const int64_t pivot = integer_at(pivots, i);
    if (pivot <= (int64_t)i || pivot > (int64_t)m) {
      printf("got pivot %zu = %lld, expected %zu to %zu\n", i + 1, (long long)pivot, i + 1, m);
      return 1;
    }
    const size_t other = row[pivot - 1];
    row[pivot - 1] = row[i];
    row[i] = other;
  }
  for (size_t j = 0; j < n; ++j) {
    long double sum = 0, own = 0, upper = 0;
    for (size_t i = 0; i < m; ++i) {
      const number was = number_at(a, a->before, row[i] + j * ld), is = number_at(a, a->data, i + j * ld);
      number left = was;
      for (size_t k = 0; k < p && k <= j && k <= i; ++k) left -= (k == i ? 1 : number_at(a, a->data, i + k * ld)) * number_at(a, a->data, k + j * ld);
      if (i > j && j < p && !(cabsl(is) <= 1.4142135623731L)) {
        printf("got |l(%zu, %zu)| = %.3Lg, expected at most 1\n", i, j, cabsl(is));
        return 1;
      }
      own += cabsl(was);
      upper += i <= j ? cabsl(is) : 0;
      sum += cabsl(left);
    }
    if (!(own <= scale)) scale = own;
    if (!(upper <= growth)) growth = upper;
    if (!(sum <= residual)) residual = sum;
  }
  return told_too_large("P A - L U", residual, 30 * ((long double)count * epsilon_of(a) * fmaxl(scale, growth) + (long double)(count * count) * least_of(a)));
}
/* A = L L^H or U^H U, of one triangle. */
static int told_cholesky(const struct operand *a, int upper, size_t n, size_t ld) {
  long double scale = 0, residual = 0;
  for (size_t j = 0; j < n; ++j) {
    long double sum = 0, own = 0;
    for (size_t i = j; i < n; ++i) { /* element (i, j) of the lower triangle, or (j, i) of the upper one */
      const number was = number_at(a, a->before, upper ? j + i * ld : i + j * ld);
      number left = i == j ? creall(was) : was;
      for (size_t k = 0; k <= j; ++k) {
        const number x = number_at(a, a->data, upper ? k + i * ld : i + k * ld), y = number_at(a, a->data, upper ? k + j * ld : j + k * ld);
        left -= upper ? conjl(y) * x : x * conjl(y);
      }
      sum += cabsl(left);
      own += cabsl(was);
    }
    if (!(own <= scale)) scale = own;
    if (!(sum <= residual)) residual = sum;
  }
  return told_too_large("A minus the product of its factors", residual, 30 * (long double)n * epsilon_of(a) * 2 * scale);
}
/* A X = B. */
static int told_solution(const struct operand *a, const struct operand *b, size_t n, size_t columns, size_t ld) {
  long double scale = 0, size = 0, right = 0, residual = 0;
  for (size_t j = 0; j < n; ++j) {
    long double own = 0;
    for (size_t i = 0; i < n; ++i) own += cabsl(number_at(a, a->before, i + j * ld));
    if (!(own <= scale)) scale = own;
  }
  for (size_t j = 0; j < columns; ++j) {
    long double sum = 0, own = 0, most = 0;
    for (size_t i = 0; i < n; ++i) {
      number left = number_at(b, b->before, i + j * ld);
      most += cabsl(left);
      for (size_t k = 0; k < n; ++k) left -= number_at(a, a->before, i + k * ld) * number_at(b, b->data, k + j * ld);
      own += cabsl(number_at(b, b->data, i + j * ld));
      sum += cabsl(left);
    }
    if (!(own <= size)) size = own;
    if (!(most <= right)) right = most;
    if (!(sum <= residual)) residual = sum;
  }
  return told_too_large("B - A X", residual, 30 * ((long double)n * epsilon_of(a) * (scale * size + right) + (long double)(n * n) * least_of(a) * fmaxl(1, size)));
}
/* op(A) X = alpha B or X op(A) = alpha B for a triangle: element (i, j) of the residual. */
static int told_triangular(const struct operand *a, const struct operand *b, int right, int upper, int trans, int unit, size_t m, size_t n, size_t lda, size_t ldb, const void *alpha, long double tolerance) {
  const size_t order = right ? n : m;
  const number factor = number_at(b, alpha, 0);
  for (size_t j = 0; j < n; ++j)
    for (size_t i = 0; i < m; ++i) {
      number left = factor * number_at(b, b->before, i + j * ldb);
      long double size = cabsl(left);
      for (size_t k = 0; k < order; ++k) {
        /* op(A)'s element between x's place k and this row or column. */
        size_t row = right ? k : i, column = right ? j : k;
        if (trans != 'N') {
          const size_t other = row;
          row = column;
          column = other;
        }
        number x = row == column && unit ? 1 : (upper ? row <= column : row >= column) && !(row == column && unit) ? number_at(a, a->before, row + column * lda) : 0;
        if (trans == 'C') x = conjl(x);
        const number term = x * number_at(b, b->data, right ? i + k * ldb : k + j * ldb);
        left -= term;
        size += cabsl(term);
      }
      const long double most = tolerance * (long double)(order + 4) * epsilon_of(b) * size + (long double)(order + 4) * least_of(b);
      if (!(cabsl(left) <= most)) {
        printf("got a residual of %.3Lg for x(%zu, %zu), expected at most %.3Lg\n", cabsl(left), i, j, most);
        return 1;
      }
    }
  return 0;
}
)c";
}

std::expected<std::string, std::string> residual_check(const Divergence& divergence, const CallDescription& description,
                                                       const CallCase& call) {
  const std::string stem = call.routine.substr(1);
  auto ld = [&](std::int64_t rows) { return std::max<std::int64_t>(rows, 1) + call.ld; };
  const auto a = place_of(description, "a"), b = place_of(description, "b"), pivots = place_of(description, "ipiv"),
             info = place_of(description, "info");
  if (info && divergence.symptom == Symptom::wrong_info) {
    std::int64_t expected = 0;
    const auto [end, error] =
        std::from_chars(divergence.expected.data(), divergence.expected.data() + divergence.expected.size(), expected);
    if (error != std::errc() || end != divergence.expected.data() + divergence.expected.size())
      return std::unexpected("what info should be is no number");
    return fmt::format("told_info(&o[{}], {})", *info, expected);
  }
  if (info && divergence.symptom == Symptom::finite_values)
    for (const char* values : {"w", "s"})
      if (const auto place = place_of(description, values))
        return fmt::format("told_finite(&o[{}], &o[{}])", *info, *place);
  if (stem == "getrf" && a && pivots)
    return fmt::format("told_lu(&o[{}], &o[{}], {}, {}, {})", *a, *pivots, call.m, call.n, ld(call.m));
  if (stem == "potrf" && a)
    return fmt::format("told_cholesky(&o[{}], {}, {}, {})", *a, call.flags.starts_with('U') ? 1 : 0, call.n,
                       ld(call.n));
  if (stem == "gesv" && a && b)
    return fmt::format("told_solution(&o[{}], &o[{}], {}, {}, {})", *a, *b, call.n, call.k, ld(call.n));
  if (stem == "trsm" && a && b && call.flags.size() == 4) {
    const bool right = call.flags[0] == 'R';
    const auto alpha = std::ranges::find(description.arguments, Argument::Kind::scalar, &Argument::kind);
    if (alpha == description.arguments.end()) return std::unexpected("the call has no alpha");
    return fmt::format("told_triangular(&o[{}], &o[{}], {}, {}, '{}', {}, {}, {}, {}, {}, argument_{}, 2)", *a, *b,
                       right ? 1 : 0, call.flags[1] == 'U' ? 1 : 0, call.flags[2], call.flags[3] == 'U' ? 1 : 0, call.m,
                       call.n, ld(right ? call.n : call.m), ld(call.m), alpha - description.arguments.begin());
  }
  if (const auto spectral = spectral_residual_check(description, call)) return *spectral;
  return std::unexpected(fmt::format("no C function judges {} yet", call.routine));
}

}  // namespace fairplay::auditor::behaviour::reproducer
