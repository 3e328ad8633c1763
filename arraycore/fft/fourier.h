#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Where a transform of n points and its inverse are divided: the inverse by n, each by its square root, the transform
/// by n (numpy.fft's `norm`).
enum class FourierNorm { backward, ortho, forward };

/// The arguments of transforms along one axis.
struct FourierOptions {
  Release release = newest_release;
  /// Points; a longer line is cut off, a shorter one filled up with zeros. Without it the line's own; of irfft and hfft
  /// two times one less.
  std::optional<std::int64_t> n = std::nullopt;
  std::int64_t axis = -1;
  FourierNorm norm = FourierNorm::backward;
};

/// The arguments of transforms along several axes.
struct FourierAxesOptions {
  Release release = newest_release;
  /// Points along each axis; from 2.0 on -1 is the axis' own extent.
  std::optional<std::span<const std::int64_t>> shape = std::nullopt;
  /// Without them all, or the last ones that `shape` has; an axis may come twice.
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  FourierNorm norm = FourierNorm::backward;
};

/// numpy.fft.fft: X_k is the sum of x_j exp(-2 pi i j k / n). Up to 1.26 everything is complex128; from 2.0 on float16
/// and float32 give complex64, long double its own. What is computed is nearly the exact result, rounded once
/// (axis_transform.h). Errors of all: no numbers, no such axis, n below 1, no memory.
Expected<Array> fft(const ConstDynamicView& array, const FourierOptions& options = {});
/// numpy.fft.ifft: the inverse, with exp(+2 pi i j k / n).
Expected<Array> ifft(const ConstDynamicView& array, const FourierOptions& options = {});
/// numpy.fft.rfft: the first n / 2 + 1 frequencies of real numbers. Error also: complex ones from 2.0 on; before they
/// lose their imaginary parts.
Expected<Array> rfft(const ConstDynamicView& array, const FourierOptions& options = {});
/// numpy.fft.irfft: its inverse, n real numbers.
Expected<Array> irfft(const ConstDynamicView& array, const FourierOptions& options = {});
/// numpy.fft.hfft: the real frequencies of numbers of which the first n / 2 + 1 are given, the others their conjugates.
Expected<Array> hfft(const ConstDynamicView& array, const FourierOptions& options = {});
/// numpy.fft.ihfft: its inverse.
Expected<Array> ihfft(const ConstDynamicView& array, const FourierOptions& options = {});

/// The same along several axes, the last one first. Errors also: not a length for each axis.
Expected<Array> fftn(const ConstDynamicView& array, const FourierAxesOptions& options = {});
Expected<Array> ifftn(const ConstDynamicView& array, const FourierAxesOptions& options = {});
Expected<Array> rfftn(const ConstDynamicView& array, const FourierAxesOptions& options = {});
Expected<Array> irfftn(const ConstDynamicView& array, const FourierAxesOptions& options = {});

}  // namespace fairplay::arraycore
