#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// What a parameter may be. NaN passes where nothing else is said.
enum class Limit {
  none,
  non_negative,          ///< -0.0 is negative
  positive,              ///< above 0
  positive_number,       ///< above 0, no NaN
  probability,           ///< [0, 1], no NaN
  positive_probability,  ///< (0, 1], no NaN
  probability_below_1,   ///< [0, 1), no NaN; before 1.22 [0, 1]
  above_1,               ///< no NaN
  at_least_1,            ///< no NaN
  poisson,               ///< from 0 to about 2^63, no NaN
};

/// Parameters of one number, in order: floating ones and integers.
struct DrawValues {
  std::array<double, 3> real{};
  std::array<std::int64_t, 3> whole{};
};

/// A distribution of numpy.random by its parameters.
struct Distribution {
  struct Value {
    std::string_view name;
    Limit limit = Limit::none;
    bool whole = false;
  };

  std::string_view name;
  std::size_t count;  ///< of parameters
  std::array<Value, 3> parameters;
  /// One of the two: float64 or int64 numbers.
  double (*real)(RandomSource&, const DrawValues&) = nullptr;
  std::int64_t (*whole)(RandomSource&, const DrawValues&) = nullptr;
  /// What is wrong with the parameters together, if anything is.
  std::optional<Error> (*wrong)(const RandomSource&, const DrawValues&) = nullptr;
};

/// The distribution of that name; nullptr: there is none. RandomState has all of them, too, some with other limits.
const Distribution* distribution_of(std::string_view name, bool legacy);

/// Draws numbers: of float64, or of int64 where the distribution is discrete. Parameters are broadcast with `size`.
/// Errors: not as many parameters as the distribution has, no safe cast to float64 or int64, a parameter beyond its
/// limit, shapes that don't fit, no memory.
Expected<Array> draw(RandomSource& source, const Distribution& distribution,
                     std::span<const ConstDynamicView> parameters, const DrawnSize& size);

/// Generator.standard_gamma in float32. Errors: as draw.
Expected<Array> draw_standard_gamma_float(RandomSource& source, const ConstDynamicView& shape, const DrawnSize& size);

}  // namespace fairplay::arraycore
