#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.fft.fftfreq: the frequencies of n points with a distance of `spacing`, the negative ones last, as float64.
/// Errors: n below 1, a spacing of 0.
Expected<Array> fft_frequencies(std::int64_t n, double spacing = 1);
/// numpy.fft.rfftfreq: the first n / 2 + 1 of them, none negative.
Expected<Array> rfft_frequencies(std::int64_t n, double spacing = 1);

/// numpy.fft.fftshift: rolled so that frequency 0 comes to the middle of each of the axes (of all without any); an axis
/// may come twice. Error: no such axis.
Expected<Array> fft_shift(const ConstDynamicView& array,
                          std::optional<std::span<const std::int64_t>> axes = std::nullopt);
/// numpy.fft.ifftshift: its inverse.
Expected<Array> inverse_fft_shift(const ConstDynamicView& array,
                                  std::optional<std::span<const std::int64_t>> axes = std::nullopt);

}  // namespace fairplay::arraycore
