// Operations that are products of matrices and tensors.
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/linear/einsum.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/linear/tensor_products.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Answer product_any(const Request& request) {
  static const std::map<std::string, Product> functions{
      {"matmul", matmul}, {"vecdot", vecdot}, {"matvec", matvec}, {"vecmat", vecmat}};
  ProductOptions options;
  options.release = request.release;
  const Json& axes = request.arguments.at("axes");
  if (!axes.is_null()) options.axes = axes.get<std::array<Axes, 3>>();
  const Product product = functions.at(request.name());
  if (!request.is_set("out")) return answer(product(request.first(), request.arrays.at(1), options));
  const DynamicView out = request.arrays.at(2);
  const auto done = product_into(product, request.first(), request.arrays.at(1), out, options);
  if (!done) return std::unexpected(done.error());
  return answer(Array::copy_of(out));
}

Answer tensordot_any(const Request& request) {
  const Json& axes = request.arguments.at("axes");
  if (axes.is_number()) {
    return answer(tensordot(request.first(), request.arrays.at(1), axes.get<std::int64_t>(), request.release));
  }
  const auto both = axes.get<std::array<Axes, 2>>();
  return answer(tensordot(request.first(), request.arrays.at(1), both[0], both[1], request.release));
}

Answer einsum_any(const Request& request) {
  const auto operands = request.all();
  return answer(einsum(request.name(), operands, {.release = request.release}));
}

Answer tensor_product(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(const ConstDynamicView&, const ConstDynamicView&, Release)>
      functions{{"inner", inner}, {"vdot", vdot}, {"outer", outer}, {"kron", kron}};
  return answer(functions.at(request.name())(request.first(), request.arrays.at(1), request.release));
}

}  // namespace

const std::map<std::string, Evaluator>& linear_operations() {
  static const std::map<std::string, Evaluator> all{{"product", product_any},
                                                    {"tensordot", tensordot_any},
                                                    {"einsum", einsum_any},
                                                    {"tensor_product", tensor_product}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
