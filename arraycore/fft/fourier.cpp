#include "arraycore/fft/fourier.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/fft/axis_transform.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Which of the six transforms.
struct Direction {
  AxisTransform::Kind kind;
  bool inverse;
  /// Whether the norm counts as that of an inverse: of hfft and ihfft not what the exponent says.
  bool divides_as_inverse;
};
constexpr Direction fft_direction{AxisTransform::Kind::complex, false, false};
constexpr Direction ifft_direction{AxisTransform::Kind::complex, true, true};
constexpr Direction rfft_direction{AxisTransform::Kind::real_to_complex, false, false};
constexpr Direction irfft_direction{AxisTransform::Kind::complex_to_real, true, true};
constexpr Direction hfft_direction{AxisTransform::Kind::complex_to_real, false, false};
constexpr Direction ihfft_direction{AxisTransform::Kind::real_to_complex, true, true};

/// The precision that a release computes in: the dtype of real results.
Expected<Kind> real_result(Kind kind, Release release) {
  if (!is_numeric(kind)) return fail(ErrorKind::dtype, "no Fourier transform of " + DType(kind).name());
  if (release < Release{2, 0}) return Kind::float64;
  switch (kind) {
    case Kind::float16: return Kind::float16;
    case Kind::float32:
    case Kind::complex64: return Kind::float32;
    case Kind::long_double:
    case Kind::complex_long_double: return Kind::long_double;
    default: return Kind::float64;
  }
}

Kind complex_of(Kind real) {
  return real == Kind::long_double ? Kind::complex_long_double
         : real == Kind::float64   ? Kind::complex128
                                   : Kind::complex64;
}

long double divisor_of(std::int64_t n, FourierNorm norm, bool as_inverse) {
  switch (norm) {
    case FourierNorm::ortho: return std::sqrt(static_cast<long double>(n));
    case FourierNorm::backward: return as_inverse ? static_cast<long double>(n) : 1;
    case FourierNorm::forward: return as_inverse ? 1 : static_cast<long double>(n);
  }
  return 1;
}

/// `points`: the length of the transform, the axis' own if none is given.
Expected<Array> transform_one(const ConstDynamicView& array, Direction direction, std::optional<std::int64_t> points,
                              std::int64_t axis, FourierNorm norm, Release release) {
  const auto real = real_result(array.dtype().kind(), release);
  if (!real) return std::unexpected(real.error());
  const auto place = normal_axis(axis, array.dimensions());
  if (!place) return std::unexpected(place.error());
  AxisTransform transform;
  transform.kind = direction.kind;
  transform.inverse = direction.inverse;
  transform.axis = *place;
  const std::int64_t extent = array.shape()[*place];
  const bool to_real = direction.kind == AxisTransform::Kind::complex_to_real;
  transform.n = points.value_or(to_real ? (extent - 1) * 2 : extent);
  transform.divisor = divisor_of(transform.n, norm, direction.divides_as_inverse);
  transform.result = to_real ? *real : complex_of(*real);
  const bool from_real = direction.kind == AxisTransform::Kind::real_to_complex;
  if (from_real && is_complex(array.dtype().kind()) && release >= Release{2, 0}) {
    return fail(ErrorKind::dtype, "a transform of real numbers isn't supported for " + array.dtype().name());
  }
  const Kind loaded_real = *real == Kind::float16 ? Kind::float32 : *real;
  const bool loads_complex = is_complex(array.dtype().kind()) && !from_real;
  const DType loaded = loads_complex ? complex_of(loaded_real) : loaded_real;
  if (array.dtype() == loaded) return transform_axis(array, transform);
  const auto cast = astype(array, loaded, release);
  if (!cast) return std::unexpected(cast.error());
  return transform_axis(*cast, transform);
}

Expected<Array> transform_one(const ConstDynamicView& array, Direction direction, const FourierOptions& options) {
  return transform_one(array, direction, options.n, options.axis, options.norm, options.release);
}

/// An axis and the points along it.
struct AxisPoints {
  std::int64_t axis;
  std::int64_t points;
};

Expected<std::vector<AxisPoints>> points_by_axis(const ConstDynamicView& array, const FourierAxesOptions& options,
                                                 bool to_real) {
  const auto dimensions = static_cast<std::int64_t>(array.dimensions());
  std::vector<AxisPoints> found;
  const std::size_t count = options.axes    ? options.axes->size()
                            : options.shape ? options.shape->size()
                                            : array.dimensions();
  if (options.shape && options.shape->size() != count) {
    return fail(ErrorKind::value, "Shape and axes have different lengths.");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t axis = options.axes
                                  ? (*options.axes)[i]
                                  : dimensions - static_cast<std::int64_t>(count) + static_cast<std::int64_t>(i);
    const auto place = normal_axis(axis, array.dimensions());
    if (!place) return std::unexpected(place.error());
    const std::int64_t extent = array.shape()[*place];
    std::int64_t points = extent;
    if (options.shape) {
      points = (*options.shape)[i];
      if (points == -1 && options.release >= Release{2, 0}) points = extent;
    } else if (to_real && i + 1 == count) {
      points = (extent - 1) * 2;
    }
    found.push_back({static_cast<std::int64_t>(*place), points});
  }
  return found;
}

/// One transform after the other; each one's result is the next one's input.
class Chain {
 public:
  Chain(const ConstDynamicView& array, const FourierAxesOptions& options) : array_(array), options_(options) {}
  void apply(Direction direction, const AxisPoints& axis) {
    if (error_) return;
    const ConstDynamicView source = last_ ? last_->view() : array_;
    auto result = transform_one(source, direction, axis.points, axis.axis, options_.norm, options_.release);
    if (result) {
      last_ = std::move(*result);
    } else {
      error_ = result.error();
    }
  }
  Expected<Array> result() && {
    if (error_) return std::unexpected(*error_);
    if (!last_) return Array::copy_of(array_);
    return std::move(*last_);
  }

 private:
  ConstDynamicView array_;
  const FourierAxesOptions& options_;
  std::optional<Array> last_;
  std::optional<Error> error_;
};

Expected<Array> transform_several(const ConstDynamicView& array, Direction direction,
                                  const FourierAxesOptions& options) {
  const auto axes = points_by_axis(array, options, false);
  if (!axes) return std::unexpected(axes.error());
  Chain chain(array, options);
  for (auto axis = axes->rbegin(); axis != axes->rend(); ++axis) chain.apply(direction, *axis);
  return std::move(chain).result();
}

Error no_axis() { return {ErrorKind::index, "a transform of real numbers needs an axis"}; }

}  // namespace

Expected<Array> fft(const ConstDynamicView& array, const FourierOptions& options) {
  return transform_one(array, fft_direction, options);
}
Expected<Array> ifft(const ConstDynamicView& array, const FourierOptions& options) {
  return transform_one(array, ifft_direction, options);
}
Expected<Array> rfft(const ConstDynamicView& array, const FourierOptions& options) {
  return transform_one(array, rfft_direction, options);
}
Expected<Array> irfft(const ConstDynamicView& array, const FourierOptions& options) {
  return transform_one(array, irfft_direction, options);
}
Expected<Array> hfft(const ConstDynamicView& array, const FourierOptions& options) {
  return transform_one(array, hfft_direction, options);
}
Expected<Array> ihfft(const ConstDynamicView& array, const FourierOptions& options) {
  return transform_one(array, ihfft_direction, options);
}

Expected<Array> fftn(const ConstDynamicView& array, const FourierAxesOptions& options) {
  return transform_several(array, fft_direction, options);
}
Expected<Array> ifftn(const ConstDynamicView& array, const FourierAxesOptions& options) {
  return transform_several(array, ifft_direction, options);
}
Expected<Array> rfftn(const ConstDynamicView& array, const FourierAxesOptions& options) {
  const auto axes = points_by_axis(array, options, false);
  if (!axes) return std::unexpected(axes.error());
  if (axes->empty()) return std::unexpected(no_axis());
  Chain chain(array, options);
  chain.apply(rfft_direction, axes->back());
  for (std::size_t i = axes->size() - 1; i-- > 0;) chain.apply(fft_direction, (*axes)[i]);
  return std::move(chain).result();
}
Expected<Array> irfftn(const ConstDynamicView& array, const FourierAxesOptions& options) {
  const auto axes = points_by_axis(array, options, true);
  if (!axes) return std::unexpected(axes.error());
  if (axes->empty()) return std::unexpected(no_axis());
  Chain chain(array, options);
  for (std::size_t i = 0; i + 1 < axes->size(); ++i) chain.apply(ifft_direction, (*axes)[i]);
  chain.apply(irfft_direction, axes->back());
  return std::move(chain).result();
}

}  // namespace fairplay::arraycore
