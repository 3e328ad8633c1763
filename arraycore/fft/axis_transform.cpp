#include "arraycore/fft/axis_transform.h"

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/fft/complex_transform.h"
#include "arraycore/fft/real_transform.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

template <class R>
using LoadLine = void (*)(const std::byte* from, std::int64_t stride, std::int64_t count, std::complex<R>* to);
template <class R>
using StoreLine = void (*)(const std::complex<R>* from, std::int64_t count, R divisor, std::byte* to,
                           std::int64_t stride);

template <class R, class T>
std::complex<R> in_work_type(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    return static_cast<R>(value);
  } else {
    return {static_cast<R>(value.real()), static_cast<R>(value.imag())};
  }
}

template <class T, class R>
void load_line(const std::byte* from, std::int64_t stride, std::int64_t count, std::complex<R>* to) {
  for (std::int64_t i = 0; i < count; ++i, from += stride) to[i] = in_work_type<R>(load<T>(from));
}

/// Real numbers as they lie in pairs: the real and the imaginary part of half as many complex ones.
template <class T, class R>
void load_pairs(const std::byte* from, std::int64_t stride, std::int64_t count, std::complex<R>* to) {
  R* parts = reinterpret_cast<R*>(to);
  for (std::int64_t i = 0; i < count; ++i, from += stride) parts[i] = static_cast<R>(load<T>(from));
}

template <class T, class R>
void store_line(const std::complex<R>* from, std::int64_t count, R divisor, std::byte* to, std::int64_t stride) {
  const bool divides = divisor != 1;
  for (std::int64_t i = 0; i < count; ++i, to += stride) {
    const R real = divides ? from[i].real() / divisor : from[i].real();
    const R imaginary = divides ? from[i].imag() / divisor : from[i].imag();
    if constexpr (std::is_same_v<T, Float16>) {
      store<T>(to, Float16::from(real));
    } else if constexpr (std::is_floating_point_v<T>) {
      store<T>(to, static_cast<T>(real));
    } else {
      using Part = typename T::value_type;
      store<T>(to, T(static_cast<Part>(real), static_cast<Part>(imaginary)));
    }
  }
}

template <class R>
LoadLine<R> line_loader(Kind kind) {
  switch (kind) {
    case Kind::float32: return load_line<float, R>;
    case Kind::float64: return load_line<double, R>;
    case Kind::long_double: return load_line<long double, R>;
    case Kind::complex64: return load_line<std::complex<float>, R>;
    case Kind::complex128: return load_line<std::complex<double>, R>;
    case Kind::complex_long_double: return load_line<std::complex<long double>, R>;
    default: return nullptr;
  }
}

template <class R>
LoadLine<R> pair_loader(Kind kind) {
  switch (kind) {
    case Kind::float32: return load_pairs<float, R>;
    case Kind::float64: return load_pairs<double, R>;
    case Kind::long_double: return load_pairs<long double, R>;
    default: return nullptr;
  }
}

template <class R>
StoreLine<R> line_storer(Kind kind) {
  switch (kind) {
    case Kind::float16: return store_line<Float16, R>;
    case Kind::float32: return store_line<float, R>;
    case Kind::float64: return store_line<double, R>;
    case Kind::long_double: return store_line<long double, R>;
    case Kind::complex64: return store_line<std::complex<float>, R>;
    case Kind::complex128: return store_line<std::complex<double>, R>;
    case Kind::complex_long_double: return store_line<std::complex<long double>, R>;
    default: return nullptr;
  }
}

Layout without_axis(Layout layout, std::size_t axis) {
  layout.shape.erase(layout.shape.begin() + static_cast<std::ptrdiff_t>(axis));
  layout.strides.erase(layout.strides.begin() + static_cast<std::ptrdiff_t>(axis));
  return layout;
}

/// What a line is transformed in.
struct LineMemory {
  std::int64_t read;    ///< elements of a line
  std::int64_t length;  ///< complex numbers
  std::int64_t work_length;
  bool in_pairs = false;  ///< real elements become half as many complex numbers
};

/// Whether lines of the result are what they are computed in, so that none has to be stored.
template <class R>
bool is_work_memory(const DynamicView& result, const AxisTransform& transform, const LineMemory& line) {
  constexpr Kind own = std::is_same_v<R, double> ? Kind::complex128 : Kind::complex_long_double;
  return result.dtype().kind() == own && result.shape()[transform.axis] == line.length &&
         result.strides()[transform.axis] == std::int64_t{sizeof(std::complex<R>)} && transform.divisor == 1;
}

/// Loads, transforms and stores each line; `apply` transforms data with working memory.
template <class R, class Apply>
Expected<void> for_each_line(const ConstDynamicView& source, const DynamicView& result, const AxisTransform& transform,
                             const LineMemory& line, Apply apply) {
  const std::size_t axis = transform.axis;
  const bool in_result = is_work_memory<R>(result, transform, line);
  auto memory = complex_memory<R>(in_result ? 0 : line.length);
  if (!memory) return std::unexpected(memory.error());
  auto work_memory = complex_memory<R>(line.work_length);
  if (!work_memory) return std::unexpected(work_memory.error());
  std::complex<R>* const work = complex_numbers<R>(*work_memory);
  const Kind kind = source.dtype().kind();
  const LoadLine<R> loads = line.in_pairs ? pair_loader<R>(kind) : line_loader<R>(kind);
  const StoreLine<R> stores = line_storer<R>(result.dtype().kind());
  if (loads == nullptr || stores == nullptr) {
    return fail(ErrorKind::dtype, "no Fourier transform of " + source.dtype().name());
  }
  const Layout from = without_axis(source.layout(), axis);
  const Layout to = without_axis(result.layout(), axis);
  const std::vector<std::int64_t> sources = offsets_of(from.shape, from.strides);
  const std::vector<std::int64_t> targets = offsets_of(to.shape, to.strides);
  const std::int64_t count = std::min(line.read, source.shape()[axis]);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    auto* const data =
        in_result ? reinterpret_cast<std::complex<R>*>(result.data() + targets[i]) : complex_numbers<R>(*memory);
    R* const parts = reinterpret_cast<R*>(data);
    loads(source.data() + sources[i], source.strides()[axis], count, data);
    std::fill(parts + count * (line.in_pairs ? 1 : 2), parts + 2 * line.length, R());
    apply(data, work);
    if (in_result) continue;
    stores(data, result.shape()[axis], static_cast<R>(transform.divisor), result.data() + targets[i],
           result.strides()[axis]);
  }
  return {};
}

template <class R>
Expected<void> transform_lines(const ConstDynamicView& source, const DynamicView& result,
                               const AxisTransform& transform) {
  const std::int64_t n = transform.n;
  const Kind target = transform.result.kind();
  const bool exact_roots = target == Kind::long_double || target == Kind::complex_long_double;
  const bool real_lines = transform.kind == AxisTransform::Kind::complex && !is_complex(source.dtype().kind());
  if (transform.kind == AxisTransform::Kind::complex && !real_lines) {
    const auto plan = ComplexTransform<R>::of_length(n, exact_roots);
    if (!plan) return std::unexpected(plan.error());
    return for_each_line<R>(source, result, transform, {n, n, plan->work_length()},
                            [&](std::complex<R>* data, std::complex<R>* work) {
                              transform.inverse ? plan->inverse(data, work) : plan->forward(data, work);
                            });
  }
  const auto plan = RealTransform<R>::of_length(n, exact_roots);
  if (!plan) return std::unexpected(plan.error());
  if (transform.kind == AxisTransform::Kind::complex_to_real) {
    return for_each_line<R>(source, result, transform, {n / 2 + 1, n, plan->work_length()},
                            [&](std::complex<R>* data, std::complex<R>* work) {
                              if (!transform.inverse) {
                                for (std::int64_t k = 0; k <= n / 2; ++k) data[k] = std::conj(data[k]);
                              }
                              plan->inverse(data, work);
                            });
  }
  const bool in_pairs = n % 2 == 0 && !is_complex(source.dtype().kind());
  const LineMemory line{n, in_pairs && !real_lines ? n / 2 + 1 : n, plan->work_length(), in_pairs};
  return for_each_line<R>(source, result, transform, line, [&](std::complex<R>* data, std::complex<R>* work) {
    in_pairs ? plan->forward_pairs(data, work) : plan->forward(data, work);
    if (transform.inverse) {
      for (std::int64_t k = 0; k <= n / 2; ++k) data[k] = std::conj(data[k]);
    }
    if (!real_lines) return;
    for (std::int64_t k = 1; 2 * k < n; ++k) data[n - k] = std::conj(data[k]);
  });
}

}  // namespace

Expected<Array> transform_axis(const ConstDynamicView& source, const AxisTransform& transform) {
  if (transform.n < 1) {
    return fail(ErrorKind::value, "Invalid number of FFT data points (" + std::to_string(transform.n) + ") specified.");
  }
  Extents shape = source.shape();
  shape[transform.axis] = transform.kind == AxisTransform::Kind::real_to_complex ? transform.n / 2 + 1 : transform.n;
  auto result = Array::unset(transform.result, shape);
  if (!result || result->count() == 0) return result;
  const Kind kind = transform.result.kind();
  const bool single = kind == Kind::float16 || kind == Kind::float32 || kind == Kind::complex64;
  const bool is_long = kind == Kind::long_double || kind == Kind::complex_long_double;
  const bool in_double = single || (!is_long && transform.n > longest_in_long_double);
  const auto done = in_double ? transform_lines<double>(source, *result, transform)
                              : transform_lines<long double>(source, *result, transform);
  if (!done) return std::unexpected(done.error());
  return result;
}

}  // namespace fairplay::arraycore
