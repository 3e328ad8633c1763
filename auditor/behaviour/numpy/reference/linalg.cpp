// Operations that are linear algebra.
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/linalg/eig.h"
#include "arraycore/linalg/norms.h"
#include "arraycore/linalg/qr.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linalg/tensors.h"
#include "arraycore/linear/cross.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

MatrixNorm matrix_norm_of(const Request& request) {
  static const std::map<std::string, MatrixNorm> all{
      {"fro", MatrixNorm::frobenius},      {"nuc", MatrixNorm::nuclear},      {"1", MatrixNorm::largest_column},
      {"-1", MatrixNorm::smallest_column}, {"inf", MatrixNorm::largest_row},  {"-inf", MatrixNorm::smallest_row},
      {"2", MatrixNorm::largest_value},    {"-2", MatrixNorm::smallest_value}};
  return all.at(request.arguments.at("order").get<std::string>());
}

Answer log_determinant_part(const Request& request) {
  auto found = sign_and_log_determinant(request.first(), request.release);
  if (!found) return std::unexpected(found.error());
  return answer(std::move(request.number("which") == 0 ? found->sign : found->logarithm));
}

Answer qr_part(const Request& request) {
  auto found = qr(request.first(), request.arguments.at("order") == "complete" ? QrMode::complete : QrMode::reduced,
                  request.release);
  if (!found) return std::unexpected(found.error());
  return answer(std::move(request.number("which") == 0 ? *found->q : found->r));
}

Answer least_squares_part(const Request& request) {
  auto found = least_squares(request.first(), request.arrays.at(1), -1, request.release);
  if (!found) return std::unexpected(found.error());
  const std::int64_t which = request.number("which");
  return answer(std::move(which == 0 ? found->x : which == 1 ? found->residuals : found->s));
}

Answer vector_norm_of(const Request& request) {
  const Axes last{-1};
  return answer(vector_norm(request.first(), std::stod(request.arguments.at("order").get<std::string>()), last, false,
                            request.release));
}

Answer eigenvalues_of(const Request& request) {
  auto found = eigh(request.first(), false, request.release);
  if (!found) return std::unexpected(found.error());
  return answer(std::move(found->values));
}

/// A product with the conjugate transpose of a matrix on one side.
Expected<Array> conjugate_transposed(const ConstDynamicView& matrix) {
  Layout layout = matrix.layout();
  const std::size_t n = layout.dimensions();
  std::swap(layout.shape[n - 1], layout.shape[n - 2]);
  std::swap(layout.strides[n - 1], layout.strides[n - 2]);
  const ConstDynamicView inputs[]{matrix.with(layout)};
  auto results = call_ufunc("conjugate", inputs);
  if (!results) return std::unexpected(results.error());
  return std::move(results->front());
}

/// The columns of a matrix times these numbers.
Expected<Array> scaled_columns(const ConstDynamicView& matrix, const ConstDynamicView& numbers) {
  const Axes row{-2};
  const auto factors = numbers.with(expanded(numbers.layout(), row));
  if (!factors) return std::unexpected(factors.error());
  const ConstDynamicView inputs[]{matrix, *factors};
  auto results = call_ufunc("multiply", inputs);
  if (!results) return std::unexpected(results.error());
  return std::move(results->front());
}

/// What vectors must have in common with other ones, since they are unique only up to signs.
Answer from_svd(const Request& request) {
  const auto factors = svd(request.first(), false, request.release);
  if (!factors) return std::unexpected(factors.error());
  if (request.name() == "svd_restored") {
    const auto scaled = scaled_columns(factors->u, factors->s);
    if (!scaled) return std::unexpected(scaled.error());
    return answer(matmul(*scaled, factors->vh));
  }
  const bool left = request.name() == "svd_left";
  const auto turned = conjugate_transposed(left ? factors->u : factors->vh);
  if (!turned) return std::unexpected(turned.error());
  return answer(left ? matmul(*turned, factors->u) : matmul(factors->vh, *turned));
}

Answer from_eigh(const Request& request) {
  const auto factors = eigh(request.first(), false, request.release);
  if (!factors) return std::unexpected(factors.error());
  const auto turned = conjugate_transposed(factors->vectors);
  if (!turned) return std::unexpected(turned.error());
  if (request.name() == "eigh_orthogonal") return answer(matmul(*turned, factors->vectors));
  const auto scaled = scaled_columns(factors->vectors, factors->values);
  if (!scaled) return std::unexpected(scaled.error());
  return answer(matmul(*scaled, *turned));
}

/// The eigenvalues as one more row above the eigenvectors.
Answer eig_of(const Request& request) {
  const auto found = eig(request.first(), request.release);
  if (!found) return std::unexpected(found.error());
  const Axes row{-2};
  const ConstDynamicView values = found->values;
  const auto as_row = values.with(expanded(values.layout(), row));
  if (!as_row) return std::unexpected(as_row.error());
  const std::array<ConstDynamicView, 2> both{*as_row, found->vectors};
  return answer(concatenate(both, -2, request.release));
}

Answer tensor_solution(const Request& request) {
  if (request.arguments.at("axes").is_null()) {
    return answer(tensor_solve(request.first(), request.arrays.at(1), std::nullopt, request.release));
  }
  const Axes axes = request.list("axes");
  return answer(tensor_solve(request.first(), request.arrays.at(1), axes, request.release));
}

Answer cross_of(const Request& request) {
  const Axes axes = request.list("axes");
  return answer(cross(request.first(), request.arrays.at(1), {axes[0], axes[1], axes[2]}, request.release));
}

Answer linalg_any(const Request& request) {
  static const std::map<std::string, std::function<Answer(const Request&)>> functions{
      {"solve", [](const Request& r) { return answer(solve(r.first(), r.arrays.at(1), r.release)); }},
      {"inv", [](const Request& r) { return answer(inverse(r.first(), r.release)); }},
      {"det", [](const Request& r) { return answer(determinant(r.first(), r.release)); }},
      {"slogdet", log_determinant_part},
      {"cholesky", [](const Request& r) { return answer(cholesky(r.first(), false, r.release)); }},
      {"qr", qr_part},
      {"svdvals", [](const Request& r) { return answer(svd_values(r.first(), r.release)); }},
      {"eigvalsh", eigenvalues_of},
      {"svd_restored", from_svd},
      {"svd_left", from_svd},
      {"svd_right", from_svd},
      {"eigh_restored", from_eigh},
      {"eigh_orthogonal", from_eigh},
      {"eig", eig_of},
      {"eigvals", [](const Request& r) { return answer(eigenvalues(r.first(), r.release)); }},
      {"svdvals_hermitian",
       [](const Request& r) { return answer(svd_values(r.first(), r.release, MatrixForm::hermitian)); }},
      {"pinv_hermitian",
       [](const Request& r) { return answer(pseudo_inverse(r.first(), 1e-15, r.release, MatrixForm::hermitian)); }},
      {"rank_hermitian",
       [](const Request& r) { return answer(matrix_rank(r.first(), std::nullopt, r.release, MatrixForm::hermitian)); }},
      {"tensorsolve", tensor_solution},
      {"tensorinv", [](const Request& r) { return answer(tensor_inverse(r.first(), r.number("power"), r.release)); }},
      {"cross", cross_of},
      {"lstsq", least_squares_part},
      {"pinv", [](const Request& r) { return answer(pseudo_inverse(r.first(), 1e-15, r.release)); }},
      {"matrix_rank", [](const Request& r) { return answer(matrix_rank(r.first(), std::nullopt, r.release)); }},
      {"vector_norm", vector_norm_of},
      {"matrix_norm",
       [](const Request& r) {
         return answer(matrix_norm(r.first(), matrix_norm_of(r), {-2, -1}, false, r.release));
       }},
      {"cond", [](const Request& r) { return answer(condition_number(r.first(), matrix_norm_of(r), r.release)); }},
      {"matrix_power", [](const Request& r) { return answer(matrix_power(r.first(), r.number("power"), r.release)); }}};
  return functions.at(request.name())(request);
}

}  // namespace

const std::map<std::string, Evaluator>& linalg_operations() {
  static const std::map<std::string, Evaluator> all{{"linalg", linalg_any}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
