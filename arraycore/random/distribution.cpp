#include "arraycore/random/distribution.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/continuous.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

/// 2^63 - 1 less ten of its roots.
constexpr double largest_lam = 9223372006484771000.0;

bool is_within(double x, Limit limit, const RandomSource& source) {
  switch (limit) {
    case Limit::none: return true;
    case Limit::non_negative: return std::isnan(x) || !std::signbit(x);
    case Limit::positive: return !(x <= 0);
    case Limit::positive_number: return x > 0;
    case Limit::probability: return x >= 0 && x <= 1;
    case Limit::positive_probability: return x > 0 && x <= 1;
    case Limit::probability_below_1: return x >= 0 && (source.release() >= Release{1, 22} ? x < 1 : x <= 1);
    case Limit::above_1: return x > 1;
    case Limit::at_least_1: return x >= 1;
    case Limit::poisson: return x >= 0 && x <= largest_lam;
  }
  return false;
}

using Views = std::vector<ConstDynamicView>;

/// Calls `use(values, out)` for each element of a shape; `out` is its address in the result, if there is one.
template <class Use>
void for_each_element(const Distribution& distribution, const Views& views, const Extents& shape,
                      const DynamicView* target, Use use) {
  const Strides still(shape.size(), 0);
  std::array<const Strides*, 4> strides{target != nullptr ? &target->strides() : &still, &still, &still, &still};
  std::array<const std::byte*, 4> starts{target != nullptr ? target->data() : nullptr, nullptr, nullptr, nullptr};
  for (std::size_t i = 0; i < views.size(); ++i) {
    strides[i + 1] = &views[i].strides();
    starts[i + 1] = views[i].data();
  }
  const StridedLoop<4> loop(shape, strides, Visit::indexed);
  loop.run(starts, [&](auto places, const auto& steps, std::int64_t n) {
    DrawValues values;
    const bool constant = steps[1] == 0 && steps[2] == 0 && steps[3] == 0;
    for (std::int64_t i = 0; i < n; ++i) {
      if (i == 0 || !constant) {
        for (std::size_t k = 0; k < views.size(); ++k) {
          if (distribution.parameters[k].whole) {
            values.whole[k] = load<std::int64_t>(places[k + 1]);
          } else {
            values.real[k] = load<double>(places[k + 1]);
          }
        }
      }
      if (!use(values, const_cast<std::byte*>(places[0]))) return;  // NOLINT: the loop hands out read-only addresses
      for (std::size_t k = 0; k < places.size(); ++k) {
        if (places[k] != nullptr) places[k] += steps[k];
      }
    }
  });
}

Expected<void> check_limit(const RandomSource& source, const Distribution::Value& parameter,
                           const ConstDynamicView& view) {
  bool fine = true;
  const StridedLoop<1> loop(view.shape(), {&view.strides()}, Visit::any);
  loop.run({view.data()}, [&](auto places, const auto& steps, std::int64_t n) {
    for (std::int64_t i = 0; i < n && fine; ++i) {
      const double x = parameter.whole ? static_cast<double>(load<std::int64_t>(places[0])) : load<double>(places[0]);
      fine = is_within(x, parameter.limit, source);
      places[0] += steps[0];
    }
  });
  if (!fine) return fail(ErrorKind::value, std::string(parameter.name) + " is out of its range");
  return {};
}

Expected<std::vector<Parameter>> checked_parameters(const RandomSource& source, const Distribution& distribution,
                                                    std::span<const ConstDynamicView> given) {
  if (given.size() != distribution.count) {
    return fail(ErrorKind::value, std::string(distribution.name) + " has " + std::to_string(distribution.count) +
                                      " parameters, not " + std::to_string(given.size()));
  }
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Distribution::Value& value = distribution.parameters[i];
    auto parameter = parameter_of(given[i], value.whole ? Kind::int64 : Kind::float64, Casting::safe, source.release());
    if (!parameter) return std::unexpected(parameter.error());
    if (auto fine = check_limit(source, value, parameter->under(parameter->view.shape())); !fine) {
      return std::unexpected(fine.error());
    }
    parameters.push_back(std::move(*parameter));
  }
  return parameters;
}

Views views_under(const std::vector<Parameter>& parameters, const Extents& shape) {
  Views views;
  for (const Parameter& parameter : parameters) views.push_back(parameter.under(shape));
  return views;
}

}  // namespace

Expected<Array> draw(RandomSource& source, const Distribution& distribution, std::span<const ConstDynamicView> given,
                     const DrawnSize& size) {
  const auto parameters = checked_parameters(source, distribution, given);
  if (!parameters) return std::unexpected(parameters.error());
  if (distribution.wrong != nullptr) {
    const auto together = drawn_shape(*parameters, std::nullopt);
    if (!together) return std::unexpected(together.error());
    std::optional<Error> wrong;
    for_each_element(distribution, views_under(*parameters, *together), *together, nullptr,
                     [&](const DrawValues& values, std::byte*) {
                       if (!wrong) wrong = distribution.wrong(source, values);
                       return !wrong;
                     });
    if (wrong) return std::unexpected(*wrong);
  }
  const auto shape = drawn_shape(*parameters, size);
  if (!shape) return std::unexpected(shape.error());
  auto result = Array::unset(distribution.real != nullptr ? Kind::float64 : Kind::int64, *shape);
  if (!result) return result;
  const DynamicView target = result->view();
  for_each_element(distribution, views_under(*parameters, *shape), *shape, &target,
                   [&](const DrawValues& values, std::byte* out) {
                     if (distribution.real != nullptr) {
                       store(out, distribution.real(source, values));
                     } else {
                       store(out, distribution.whole(source, values));
                     }
                     return true;
                   });
  return result;
}

Expected<Array> draw_standard_gamma_float(RandomSource& source, const ConstDynamicView& shape, const DrawnSize& size) {
  auto parameter = parameter_of(shape, Kind::float32, Casting::same_kind, source.release());
  if (!parameter) return std::unexpected(parameter.error());
  const Parameter& numbers = *parameter;
  const auto drawn = drawn_shape(std::span(&numbers, 1), size);
  if (!drawn) return std::unexpected(drawn.error());
  auto result = Array::unset(Kind::float32, *drawn);
  if (!result) return result;
  const DynamicView target = result->view();
  const ConstDynamicView view = numbers.under(*drawn);
  bool fine = true;
  const StridedLoop<2> loop(*drawn, {&target.strides(), &view.strides()}, Visit::indexed);
  const auto run = [&](auto use) {
    loop.run({target.data(), view.data()}, [&](auto places, const auto& steps, std::int64_t n) {
      for (std::int64_t i = 0; i < n; ++i) {
        use(const_cast<std::byte*>(places[0]), load<float>(places[1]));  // NOLINT: as above
        places[0] += steps[0];
        places[1] += steps[1];
      }
    });
  };
  run([&](std::byte*, float number) {
    fine = fine && is_within(static_cast<double>(number), Limit::non_negative, source);
  });
  if (!fine) return fail(ErrorKind::value, "shape is out of its range");
  run([&](std::byte* out, float number) { store(out, standard_gamma_float(source, number)); });
  return result;
}

}  // namespace fairplay::arraycore
