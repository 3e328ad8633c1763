#include "arraycore/linear/contraction.h"

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/linear/matrix_product.h"
#include "arraycore/linear/subscripts.h"
#include "arraycore/statistics/sum_type.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

bool contains(const std::vector<int>& labels, int label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

Extents extents_of(const Contraction& contraction, const std::vector<int>& labels) {
  Extents shape;
  for (const int label : labels) shape.push_back(contraction.extents.at(label));
  return shape;
}

std::int64_t stride_of(const Contraction::Operand& operand, int label) {
  const auto found = operand.strides.find(label);
  return found == operand.strides.end() ? 0 : found->second;
}

/// Counts through places, moving several pointers along.
class Odometer {
 public:
  Odometer(const Contraction& contraction, const std::vector<int>& labels) : shape_(extents_of(contraction, labels)) {
    for (const auto& operand : contraction.operands) {
      Strides strides;
      for (const int label : labels) strides.push_back(stride_of(operand, label));
      strides_.push_back(strides);
    }
    place_.resize(shape_.size());
  }
  std::int64_t count() const { return count_of(shape_); }
  void step(std::vector<const std::byte*>& pointers) {
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      if (++place_[axis] < shape_[axis]) {
        for (std::size_t i = 0; i < pointers.size(); ++i) pointers[i] += strides_[i][axis];
        return;
      }
      place_[axis] = 0;
      for (std::size_t i = 0; i < pointers.size(); ++i) pointers[i] -= strides_[i][axis] * (shape_[axis] - 1);
    }
  }

 private:
  Extents shape_;
  Extents place_;
  std::vector<Strides> strides_;
};

/// Adds up one run: `n` products.
template <class T>
typename SumOf<T>::Type sum_of_run(std::vector<const std::byte*> at, const std::vector<std::int64_t>& steps,
                                   std::int64_t n, typename SumOf<T>::Type sum) {
  for (std::int64_t i = 0; i < n; ++i) {
    auto product = as_term(load<T>(at[0]));
    for (std::size_t operand = 1; operand < at.size(); ++operand) {
      product = product_of_terms(product, as_term(load<T>(at[operand])));
    }
    sum += product;
    for (std::size_t operand = 0; operand < at.size(); ++operand) at[operand] += steps[operand];
  }
  return sum;
}

template <class T>
void add_up(const Contraction& contraction, std::vector<int> summed, std::byte* to, std::int64_t count) {
  std::int64_t run = 1;
  std::vector<std::int64_t> steps(contraction.operands.size(), 0);
  if (!summed.empty()) {
    run = contraction.extents.at(summed.back());
    for (std::size_t i = 0; i < steps.size(); ++i) steps[i] = stride_of(contraction.operands[i], summed.back());
    summed.pop_back();
  }
  std::vector<const std::byte*> outer;
  for (const auto& operand : contraction.operands) outer.push_back(operand.data);
  Odometer results(contraction, contraction.output);
  for (std::int64_t i = 0; i < count; ++i, to += sizeof(T)) {
    typename SumOf<T>::Type sum{};
    Odometer sums(contraction, summed);
    std::vector<const std::byte*> inner = outer;
    const std::int64_t runs = run == 0 ? 0 : sums.count();
    for (std::int64_t j = 0; j < runs; ++j) {
      sum = sum_of_run<T>(inner, steps, run, sum);
      sums.step(inner);
    }
    store<T>(to, rounded_sum<T>(sum));
    results.step(outer);
  }
}

using AddUp = void (*)(const Contraction&, std::vector<int>, std::byte*, std::int64_t);
AddUp add_up_of(Kind kind) {
  return for_number_type(kind, []<class T>() -> AddUp { return add_up<T>; });
}

/// An operand's elements with its labels in this order, joined to axes of these extents; copied where strides can't say
/// it.
Expected<ConstDynamicView> joined_axes(const Contraction& contraction, std::size_t operand,
                                       const std::vector<int>& labels, const Extents& shape,
                                       std::optional<Array>& memory) {
  const auto& source = contraction.operands[operand];
  Layout layout{extents_of(contraction, labels), {}, 0};
  for (const int label : labels) layout.strides.push_back(stride_of(source, label));
  const ConstDynamicView view(source.data, contraction.dtype, layout);
  const auto joined = reshaped(layout, shape, contraction.dtype.size());
  if (!joined) return std::unexpected(joined.error());
  if (*joined) return view.with(**joined);
  auto copy = Array::copy_of(view);
  if (!copy) return std::unexpected(copy.error());
  copy = std::move(*copy).reshaped(shape);
  if (!copy) return std::unexpected(copy.error());
  memory = std::move(*copy);
  return memory->view();
}

}  // namespace

Expected<Contraction> labelled(std::span<const ConstDynamicView> operands, const Subscripts& subscripts) {
  Contraction result;
  result.dtype = operands.front().dtype();
  result.output = subscripts.output;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const ConstDynamicView& view = operands[i];
    Contraction::Operand operand{view.data(), {}};
    std::map<int, std::int64_t> own;
    for (std::size_t axis = 0; axis < view.dimensions(); ++axis) {
      const int label = subscripts.operands[i][axis];
      const std::int64_t extent = view.shape()[axis];
      const auto [place, is_new] = own.try_emplace(label, extent);
      if (!is_new && place->second != extent) {
        return fail(ErrorKind::value, "dimensions in operand " + std::to_string(i) + " for collapsing index '" +
                                          std::string(1, static_cast<char>(label)) + "' don't match (" +
                                          std::to_string(place->second) + " != " + std::to_string(extent) + ")");
      }
      operand.strides[label] += extent == 1 ? 0 : view.strides()[axis];
    }
    for (const auto& [label, extent] : own) {
      const auto [place, is_new] = result.extents.try_emplace(label, extent);
      if (is_new || extent == 1 || place->second == extent) continue;
      if (place->second != 1) {
        return fail(ErrorKind::value, "operands could not be broadcast together: operand " + std::to_string(i) +
                                          " of shape " + describe(view.shape()) + " has extent " +
                                          std::to_string(extent) + " where another one has " +
                                          std::to_string(place->second));
      }
      place->second = extent;
    }
    result.operands.push_back(std::move(operand));
  }
  return result;
}

Expected<Array> contract_by_definition(const Contraction& contraction) {
  const AddUp adds = add_up_of(contraction.dtype.kind());
  if (adds == nullptr) return fail(ErrorKind::dtype, "invalid data type for einsum: " + contraction.dtype.name());
  auto result = Array::unset(contraction.dtype, extents_of(contraction, contraction.output));
  if (!result) return result;
  std::vector<int> summed;
  bool nothing = false;
  for (const auto& [label, extent] : contraction.extents) {
    if (contains(contraction.output, label)) continue;
    nothing = nothing || extent == 0;
    summed.push_back(label);
  }
  if (nothing) return Array::zeros(contraction.dtype, extents_of(contraction, contraction.output));
  adds(contraction, std::move(summed), result->view().data(), result->count());
  return result;
}

bool is_matrix_product(const Contraction& contraction) {
  if (contraction.operands.size() != 2) return false;
  const auto& a = contraction.operands[0].strides;
  const auto& b = contraction.operands[1].strides;
  return std::all_of(contraction.extents.begin(), contraction.extents.end(), [&](const auto& one) {
    return (a.contains(one.first) && b.contains(one.first)) || contains(contraction.output, one.first);
  });
}

Expected<Array> contract_as_matrices(const Contraction& contraction) {
  const auto& a = contraction.operands[0].strides;
  const auto& b = contraction.operands[1].strides;
  // The labels of stacks, rows, columns, and those that are added up.
  std::vector<int> stack, rows, columns, inner;
  for (const int label : contraction.output) {
    (a.contains(label) && b.contains(label) ? stack : a.contains(label) ? rows : columns).push_back(label);
  }
  for (const auto& [label, stride] : a) {
    if (!contains(contraction.output, label)) inner.push_back(label);
  }
  // Of axes to add up, those of small strides last, so that more lies in one piece.
  std::stable_sort(inner.begin(), inner.end(), [&](int x, int y) { return std::abs(a.at(x)) > std::abs(a.at(y)); });
  const auto count = [&](const std::vector<int>& labels) { return element_count(extents_of(contraction, labels)); };
  const auto stacks = count(stack), m = count(rows), n = count(columns), k = count(inner);
  for (const auto* one : {&stacks, &m, &n, &k}) {
    if (!*one) return std::unexpected(one->error());
  }
  const auto together = [](std::vector<int> first, const std::vector<int>& second, const std::vector<int>& third) {
    first.insert(first.end(), second.begin(), second.end());
    first.insert(first.end(), third.begin(), third.end());
    return first;
  };
  std::optional<Array> left_memory, right_memory;
  const auto left = joined_axes(contraction, 0, together(stack, rows, inner), {*stacks, *m, *k}, left_memory);
  if (!left) return std::unexpected(left.error());
  const auto right = joined_axes(contraction, 1, together(stack, inner, columns), {*stacks, *k, *n}, right_memory);
  if (!right) return std::unexpected(right.error());
  const std::vector<int> order = together(stack, rows, columns);
  auto result = Array::unset(contraction.dtype, extents_of(contraction, order));
  if (!result) return result;
  const std::int64_t size = contraction.dtype.size();
  for (std::int64_t i = 0; i < *stacks; ++i) {
    const Strides& x = left->strides();
    const Strides& y = right->strides();
    const auto done = multiply_matrices(contraction.dtype.kind(), {left->data() + i * x[0], *m, *k, x[1], x[2]},
                                        {right->data() + i * y[0], *k, *n, y[1], y[2]},
                                        {result->view().data() + i * *m * *n * size, *m, *n, *n * size, size});
    if (!done) return std::unexpected(done.error());
  }
  if (order == contraction.output) return result;
  Axes places;
  for (const int label : contraction.output) {
    places.push_back(std::find(order.begin(), order.end(), label) - order.begin());
  }
  const ConstDynamicView view = *result;
  const auto turned = view.with(permuted(view.layout(), places));
  if (!turned) return std::unexpected(turned.error());
  return Array::copy_of(*turned);
}

}  // namespace fairplay::arraycore
