#include "arraycore/random/random_state.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/random/bounded_integers.h"
#include "arraycore/random/choice.h"
#include "arraycore/random/distribution.h"
#include "arraycore/random/multivariate.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/permutation.h"
#include "arraycore/random/random_bytes.h"
#include "arraycore/random/uniform.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Array> RandomState::random_sample(const Extents& size) {
  auto result = Array::unset(Kind::float64, size);
  if (!result) return result;
  fill_uniform(*bits_,
               std::span(reinterpret_cast<double*>(result->view().data()), static_cast<std::size_t>(result->count())));
  return result;
}

Expected<Array> RandomState::tomaxint(const Extents& size) {
  auto result = Array::unset(Kind::int64, size);
  if (!result) return result;
  auto* const numbers = reinterpret_cast<std::int64_t*>(result->view().data());
  for (std::int64_t i = 0; i < result->count(); ++i) numbers[i] = static_cast<std::int64_t>(bits_->next64() >> 1);
  return result;
}

Expected<Array> RandomState::draw(std::string_view distribution, std::span<const ConstDynamicView> parameters,
                                  const DrawnSize& size) {
  const Distribution* found = distribution_of(distribution, true);
  if (found == nullptr) return fail(ErrorKind::value, "no distribution " + std::string(distribution));
  return arraycore::draw(source_, *found, parameters, size);
}

Expected<Array> RandomState::randint(const ConstDynamicView& low, const ConstDynamicView& high, const DrawnSize& size,
                                     DType dtype) {
  return random_integers(*bits_, low, high, size, dtype, false, Rejection::masked);
}

Expected<std::string> RandomState::bytes(std::int64_t length) { return random_bytes(*bits_, length, release_); }

Expected<Array> RandomState::choice(std::int64_t population, const ChoiceOptions& options) {
  return choose_places(source_, population, options);
}

Expected<Array> RandomState::choice(const ConstDynamicView& view, const ChoiceOptions& options) {
  if (view.dimensions() != 1) return fail(ErrorKind::value, "a of shape " + describe(view.shape()) + " for a choice");
  const auto places = choose_places(source_, view.count(), options);
  if (!places) return std::unexpected(places.error());
  return take(view, *places, 0);
}

Expected<void> RandomState::shuffle(const DynamicView& view) { return arraycore::shuffle(*bits_, view, 0, release_); }

Expected<Array> RandomState::permutation(std::int64_t count) { return arraycore::permutation(*bits_, count); }

Expected<Array> RandomState::permutation(const ConstDynamicView& view) {
  return arraycore::permutation(*bits_, view, 0);
}

Expected<Array> RandomState::multinomial(const ConstDynamicView& n, const ConstDynamicView& p, const DrawnSize& size) {
  return arraycore::multinomial(source_, n, p, size);
}

Expected<Array> RandomState::dirichlet(const ConstDynamicView& alpha, const DrawnSize& size) {
  return arraycore::dirichlet(source_, alpha, size);
}

}  // namespace fairplay::arraycore
