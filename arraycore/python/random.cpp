// Random numbers: bit generators, Generator and RandomState, as objects that package/random.py gives NumPy's names.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/operands.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/choice.h"
#include "arraycore/random/generator.h"
#include "arraycore/random/mt19937.h"
#include "arraycore/random/multivariate.h"
#include "arraycore/random/multivariate_normal.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/philox.h"
#include "arraycore/random/random_state.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/random/sfc64.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using SharedBits = std::shared_ptr<BitGenerator>;
using Words64 = std::vector<std::uint64_t>;

SharedBits seeded_bits(const std::string& name, const SeedSequence& seed) {
  if (name == "MT19937") return std::make_shared<Mt19937>(seed);
  if (name == "PCG64") return std::make_shared<Pcg64>(seed);
  if (name == "PCG64DXSM") return std::make_shared<Pcg64Dxsm>(seed);
  if (name == "Philox") return std::make_shared<Philox>(seed);
  if (name == "SFC64") return std::make_shared<Sfc64>(seed);
  raise({ErrorKind::value, "no bit generator " + name});
}

SharedBits jumped_bits(const BitGenerator& bits, std::int64_t jumps) {
  SharedBits result = bits.copy();
  value(result->try_jump(jumps));
  return result;
}

Ndarray raw_words(BitGenerator& bits, const Extents& size) {
  Array words = value(Array::unset(Kind::uint64, size));
  auto* const place = reinterpret_cast<std::uint64_t*>(words.view().data());
  for (std::int64_t i = 0; i < words.count(); ++i) place[i] = bits.next_raw();
  return Ndarray::owning(std::move(words));
}

ChoiceOptions options_of_choice(const DrawnSize& size, bool replace, const OptionalArray& p, bool shuffled) {
  ChoiceOptions options;
  options.size = size;
  options.replace = replace;
  options.probabilities = view_of(p);
  options.shuffled = shuffled;
  return options;
}

/// What Generator and RandomState have in common.
template <class Source>
void bind_common(py::class_<Source>& bound) {
  bound.def("draw",
            [](Source& source, const std::string& name, const std::vector<Ndarray>& parameters, const DrawnSize& size) {
              return Ndarray::owning(source.draw(name, views_of(parameters), size));
            });
  bound.def("bytes", [](Source& source, std::int64_t length) { return py::bytes(value(source.bytes(length))); });
  bound.def("permutation_of",
            [](Source& source, std::int64_t count) { return Ndarray::owning(source.permutation(count)); });
  bound.def("multinomial", [](Source& source, const Ndarray& n, const Ndarray& p, const DrawnSize& size) {
    return Ndarray::owning(source.multinomial(n.read(), p.read(), size));
  });
  bound.def("dirichlet", [](Source& source, const Ndarray& alpha, const DrawnSize& size) {
    return Ndarray::owning(source.dirichlet(alpha.read(), size));
  });
}

void bind_bit_generators(py::module_& module) {
  py::class_<SeedSequence>(module, "SeedWords")
      .def(py::init([](const SeedSequence::Words& entropy, const SeedSequence::Words& key, std::size_t pool_size) {
        return value(SeedSequence::of(entropy, key, pool_size, current_release()));
      }))
      .def("pool",
           [](const SeedSequence& seed) {
             return Ndarray::owning(Array::from(std::span<const std::uint32_t>(seed.pool())));
           })
      .def("generate_state", [](const SeedSequence& seed, std::int64_t count, py::handle dtype) {
        return Ndarray::owning(seed.generate_state(count, dtype_of_object(dtype)));
      });
  py::class_<BitGenerator, SharedBits>(module, "Bits")
      .def("name", [](const BitGenerator& bits) { return std::string(bits.name()); })
      .def("raw", raw_words)
      .def("state", &BitGenerator::state_words)
      .def("set_state", [](BitGenerator& bits, const Words64& words) { value(bits.set_state_words(words)); })
      .def("advance",
           [](BitGenerator& bits, const std::array<std::uint64_t, 4>& steps) { value(bits.try_advance(steps)); })
      .def("jumped", jumped_bits);
  module.def("seeded_bits", seeded_bits);
  module.def("philox_of_key", [](const Philox::Key& key, const Philox::Counter& counter) -> SharedBits {
    return std::make_shared<Philox>(key, counter);
  });
  module.def("legacy_bits", [](std::uint32_t seed) -> SharedBits { return std::make_shared<Mt19937>(seed); });
  module.def("legacy_bits_of_numbers", [](const std::vector<std::uint32_t>& numbers) -> SharedBits {
    return std::make_shared<Mt19937>(value(Mt19937::from_numbers(numbers)));
  });
}

void bind_generator(py::module_& module) {
  py::class_<Generator> bound(module, "RandomGenerator");
  bind_common(bound);
  bound.def(py::init([](const SharedBits& bits) { return Generator(bits, current_release()); }));
  bound.def("random", [](Generator& source, const Extents& size, py::handle dtype) {
    return Ndarray::owning(source.random(size, dtype_of_object(dtype)));
  });
  bound.def("standard_normal", [](Generator& source, const Extents& size, py::handle dtype) {
    return Ndarray::owning(source.standard_normal(size, dtype_of_object(dtype)));
  });
  bound.def("standard_exponential", [](Generator& source, const Extents& size, py::handle dtype, bool inversion) {
    const auto method = inversion ? ExponentialMethod::inversion : ExponentialMethod::ziggurat;
    return Ndarray::owning(source.standard_exponential(size, dtype_of_object(dtype), method));
  });
  bound.def("standard_gamma", [](Generator& source, const Ndarray& shape, const DrawnSize& size, py::handle dtype) {
    return Ndarray::owning(source.standard_gamma(shape.read(), size, dtype_of_object(dtype)));
  });
  bound.def("integers", [](Generator& source, const Ndarray& low, const Ndarray& high, const DrawnSize& size,
                           py::handle dtype, bool endpoint) {
    return Ndarray::owning(source.integers(low.read(), high.read(), size, dtype_of_object(dtype), endpoint));
  });
  bound.def("places", [](Generator& source, std::int64_t population, const DrawnSize& size, bool replace,
                         const OptionalArray& p, bool shuffled) {
    return Ndarray::owning(source.choice(population, options_of_choice(size, replace, p, shuffled)));
  });
  bound.def("choice", [](Generator& source, const Ndarray& array, const DrawnSize& size, bool replace,
                         const OptionalArray& p, std::int64_t axis, bool shuffled) {
    return Ndarray::owning(source.choice(array.read(), options_of_choice(size, replace, p, shuffled), axis));
  });
  bound.def("shuffle", [](Generator& source, const Ndarray& array, std::int64_t axis) {
    value(source.shuffle(array.write(), axis));
  });
  bound.def("permutation", [](Generator& source, const Ndarray& array, std::int64_t axis) {
    return Ndarray::owning(source.permutation(array.read(), axis));
  });
  bound.def("permuted", [](Generator& source, const Ndarray& array, std::optional<std::int64_t> axis) {
    return Ndarray::owning(source.permuted(array.read(), axis));
  });
  bound.def("urn",
            [](Generator& source, const Ndarray& colors, std::int64_t sample, const DrawnSize& size, bool count) {
              const auto method = count ? UrnMethod::count : UrnMethod::marginals;
              return Ndarray::owning(source.multivariate_hypergeometric(colors.read(), sample, size, method));
            });
}

void bind_state(py::module_& module) {
  py::class_<RandomState> bound(module, "LegacyGenerator");
  bind_common(bound);
  bound.def(py::init([](const SharedBits& bits) { return RandomState(bits, current_release()); }));
  bound.def("spare", [](const RandomState& source) {
    return py::make_tuple(source.spare().there ? 1 : 0, source.spare().number);
  });
  bound.def("set_spare", [](RandomState& source, bool there, double number) { source.set_spare({there, number}); });
  bound.def("random_sample",
            [](RandomState& source, const Extents& size) { return Ndarray::owning(source.random_sample(size)); });
  bound.def("tomaxint",
            [](RandomState& source, const Extents& size) { return Ndarray::owning(source.tomaxint(size)); });
  bound.def("randint",
            [](RandomState& source, const Ndarray& low, const Ndarray& high, const DrawnSize& size, py::handle dtype) {
              return Ndarray::owning(source.randint(low.read(), high.read(), size, dtype_of_object(dtype)));
            });
  bound.def("places", [](RandomState& source, std::int64_t population, const DrawnSize& size, bool replace,
                         const OptionalArray& p) {
    return Ndarray::owning(source.choice(population, options_of_choice(size, replace, p, true)));
  });
  bound.def("choice",
            [](RandomState& source, const Ndarray& array, const DrawnSize& size, bool replace, const OptionalArray& p) {
              return Ndarray::owning(source.choice(array.read(), options_of_choice(size, replace, p, true)));
            });
  bound.def("shuffle", [](RandomState& source, const Ndarray& array) { value(source.shuffle(array.write())); });
  bound.def("permutation", [](RandomState& source, const Ndarray& array) {
    return Ndarray::owning(source.permutation(array.read()));
  });
}

void bind_multivariate_normal(py::module_& module) {
  // (numbers, whether the covariance is positive semidefinite)
  const auto as_tuple = [](Expected<MultivariateNormal> result) {
    MultivariateNormal drawn = value(std::move(result));
    return py::make_tuple(Ndarray::owning(std::move(drawn.numbers)), drawn.positive_semidefinite);
  };
  module.def("multivariate_normal", [as_tuple](Generator& source, const Ndarray& mean, const Ndarray& covariance,
                                               const DrawnSize& size, const std::string& method, double tolerance) {
    const auto root = method == "cholesky" ? CovarianceRoot::cholesky
                      : method == "eigh"   ? CovarianceRoot::eigh
                                           : CovarianceRoot::svd;
    return as_tuple(multivariate_normal(source, mean.read(), covariance.read(), size, root, tolerance));
  });
  module.def("legacy_multivariate_normal",
             [as_tuple](RandomState& source, const Ndarray& mean, const Ndarray& covariance, const DrawnSize& size,
                        double tolerance) {
               return as_tuple(multivariate_normal(source, mean.read(), covariance.read(), size, tolerance));
             });
}

}  // namespace

void bind_random(py::module_& module) {
  bind_multivariate_normal(module);
  bind_bit_generators(module);
  bind_generator(module);
  bind_state(module);
}

}  // namespace fairplay::arraycore::python
