// Operations that draw random numbers.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
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
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using Bits = std::shared_ptr<BitGenerator>;

Bits legacy_bits(const std::vector<std::uint64_t>& seed) {
  if (seed.size() == 1) return std::make_shared<Mt19937>(static_cast<std::uint32_t>(seed[0]));
  std::vector<std::uint32_t> numbers(seed.begin(), seed.end());
  return std::make_shared<Mt19937>(Mt19937::from_numbers(numbers).value());
}

Bits bits_of(const Request& request) {
  const auto seed = request.arguments.at("seed").get<std::vector<std::uint64_t>>();
  if (request.is_set("legacy")) return legacy_bits(seed);
  SeedSequence::Words words;
  for (const std::uint64_t number : seed) {
    for (const std::uint32_t word : SeedSequence::words_of(number)) words.push_back(word);
  }
  auto sequence = SeedSequence::of(words, {}, SeedSequence::default_pool_size, request.release).value();
  if (request.arguments.contains("spawn") && !request.arguments.at("spawn").is_null()) {
    sequence = sequence.spawn(static_cast<std::uint32_t>(request.number("spawn")) + 1).back();
  }
  const auto name = request.arguments.at("bits").get<std::string>();
  if (name == "MT19937") return std::make_shared<Mt19937>(sequence);
  if (name == "PCG64") return std::make_shared<Pcg64>(sequence);
  if (name == "PCG64DXSM") return std::make_shared<Pcg64Dxsm>(sequence);
  if (name == "Philox") return std::make_shared<Philox>(sequence);
  return std::make_shared<Sfc64>(sequence);
}

DrawnSize size_of(const Request& request) {
  if (request.arguments.at("size").is_null()) return std::nullopt;
  return request.list("size");
}

DType dtype_of_request(const Request& request) { return *request.optional_dtype(); }

ConstDynamicView number_view(const std::int64_t& number) {
  return {reinterpret_cast<const std::byte*>(&number), Kind::int64, Layout{}};
}

Expected<Array> array_of_bytes(const Expected<std::string>& bytes) {
  if (!bytes) return std::unexpected(bytes.error());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes->data());
  return Array::from(std::span(data, bytes->size()));
}

ChoiceOptions choice_options(const Request& request) {
  ChoiceOptions options{.size = size_of(request),
                        .replace = request.is_set("replace"),
                        .probabilities = std::nullopt,
                        .shuffled = request.is_set("shuffle")};
  if (request.is_set("p")) options.probabilities = request.arrays.back();
  return options;
}

/// The first array after it was shuffled.
Expected<Array> shuffled(const Request& request, const Expected<void>& done) {
  if (!done) return std::unexpected(done.error());
  return Array::copy_of(request.first());
}

Expected<Array> raw(const Request& request, Generator& generator) {
  BitGenerator& bits = *generator.bits();
  const auto jumps = request.number("jumps");
  const auto steps = request.optional_number("advance");
  if (request.is_set("half")) bits.next32();
  // NumPy's generators without one are left where they are, too.
  if (steps) (void)bits.try_advance({static_cast<std::uint64_t>(*steps)});
  if (jumps > 0) (void)bits.try_jump(jumps);
  std::vector<std::uint64_t> words(static_cast<std::size_t>(request.number("count")));
  for (std::uint64_t& word : words) word = bits.next_raw();
  return Array::from(std::span<const std::uint64_t>(words));
}

Expected<Array> fill(const Request& request, Generator& generator) {
  const Extents size = *size_of(request);
  const DType dtype = dtype_of_request(request);
  if (request.name() == "random") return generator.random(size, dtype);
  if (request.name() == "standard_normal") return generator.standard_normal(size, dtype);
  if (request.name() == "standard_gamma") return generator.standard_gamma(request.first(), size, dtype);
  return generator.standard_exponential(
      size, dtype,
      request.arguments.at("method") == "zig" ? ExponentialMethod::ziggurat : ExponentialMethod::inversion);
}

CovarianceRoot root_of(const Request& request) {
  const auto method = request.arguments.at("method").get<std::string>();
  if (method == "cholesky") return CovarianceRoot::cholesky;
  return method == "eigh" ? CovarianceRoot::eigh : CovarianceRoot::svd;
}

Expected<Array> numbers_of(Expected<MultivariateNormal> drawn) {
  if (!drawn) return std::unexpected(drawn.error());
  return std::move(drawn->numbers);
}

Expected<Array> drawn_by(Generator& generator, const Request& request, const std::string& kind) {
  if (kind == "draw") return generator.draw(request.name(), request.all(), size_of(request));
  if (kind == "fill") return fill(request, generator);
  if (kind == "integers") {
    return generator.integers(request.arrays.at(0), request.arrays.at(1), size_of(request), dtype_of_request(request),
                              request.is_set("endpoint"));
  }
  if (kind == "bytes") return array_of_bytes(generator.bytes(request.number("length")));
  if (kind == "choice") {
    const ChoiceOptions options = choice_options(request);
    if (request.is_set("array")) return generator.choice(request.first(), options, request.number("axis"));
    return generator.choice(request.number("population"), options);
  }
  if (kind == "shuffle") return shuffled(request, generator.shuffle(request.arrays.at(0), request.number("axis")));
  if (kind == "permutation") {
    if (const auto count = request.optional_number("count")) return generator.permutation(*count);
    return generator.permutation(request.first(), request.number("axis"));
  }
  if (kind == "permuted") {
    // An answer lies by rows.
    const auto result = generator.permuted(request.first(), request.optional_number("axis"));
    if (!result) return std::unexpected(result.error());
    return Array::copy_of(*result);
  }
  if (kind == "multinomial") {
    return generator.multinomial(request.arrays.at(0), request.arrays.at(1), size_of(request));
  }
  if (kind == "dirichlet") return generator.dirichlet(request.first(), size_of(request));
  if (kind == "multivariate_normal") {
    return numbers_of(
        multivariate_normal(generator, request.arrays.at(0), request.arrays.at(1), size_of(request), root_of(request)));
  }
  if (kind == "urn") {
    return generator.multivariate_hypergeometric(
        request.first(), request.number("sample"), size_of(request),
        request.arguments.at("method") == "count" ? UrnMethod::count : UrnMethod::marginals);
  }
  return raw(request, generator);
}

/// What get_state gives: words, position, whether a normal number is left over, and that number's bits.
Expected<Array> words_of_state(const RandomState& state) {
  std::vector<std::uint64_t> words = state.bits()->state_words();
  const SpareNormal& spare = state.spare();
  words.insert(words.end(), {spare.there ? 1U : 0U, std::bit_cast<std::uint64_t>(spare.there ? spare.number : 0.0)});
  return Array::from(std::span<const std::uint64_t>(words));
}

/// What is drawn after these words and this number were set.
Expected<Array> drawn_after_set_state(const Request& request, RandomState& state) {
  const auto* given = reinterpret_cast<const std::uint64_t*>(request.first().data());
  std::vector<std::uint64_t> words(given, given + request.first().shape()[0]);
  words.push_back(static_cast<std::uint64_t>(request.number("position")));
  const auto done = state.bits()->set_state_words(words);
  if (!done) return std::unexpected(done.error());
  state.set_spare({true, request.arguments.at("spare").get<double>()});
  return state.draw("standard_normal", {}, *size_of(request));
}

Expected<Array> state_only(const Request& request, RandomState& state) {
  if (request.name() == "get_state") return words_of_state(state);
  if (request.name() == "set_state") return drawn_after_set_state(request, state);
  const Extents size = *size_of(request);
  if (request.name() == "seed") {
    RandomState again(legacy_bits(request.arguments.at("seed").get<std::vector<std::uint64_t>>()), request.release);
    return again.draw("standard_normal", {}, size);
  }
  if (request.name() == "tomaxint") return state.tomaxint(size);
  if (request.name() == "randn") return state.draw("standard_normal", {}, size);
  if (request.name() == "random_integers") {
    const std::int64_t low = 1;
    const std::int64_t high = request.number("high") + 1;
    return state.randint(number_view(low), number_view(high), size);
  }
  return state.random_sample(size);
}

Expected<Array> drawn_by(RandomState& state, const Request& request, const std::string& kind) {
  if (kind == "draw") return state.draw(request.name(), request.all(), size_of(request));
  if (kind == "integers") {
    return state.randint(request.arrays.at(0), request.arrays.at(1), size_of(request), dtype_of_request(request));
  }
  if (kind == "bytes") return array_of_bytes(state.bytes(request.number("length")));
  if (kind == "choice") {
    const ChoiceOptions options = choice_options(request);
    if (request.is_set("array")) return state.choice(request.first(), options);
    return state.choice(request.number("population"), options);
  }
  if (kind == "shuffle") return shuffled(request, state.shuffle(request.arrays.at(0)));
  if (kind == "permutation") {
    if (const auto count = request.optional_number("count")) return state.permutation(*count);
    return state.permutation(request.first());
  }
  if (kind == "multinomial") return state.multinomial(request.arrays.at(0), request.arrays.at(1), size_of(request));
  if (kind == "dirichlet") return state.dirichlet(request.first(), size_of(request));
  if (kind == "multivariate_normal") {
    return numbers_of(multivariate_normal(state, request.arrays.at(0), request.arrays.at(1), size_of(request)));
  }
  return state_only(request, state);
}

Answer stream(const Request& request) {
  // At the ends of a distribution's parameters releases differ, and some never return.
  if (request.is_set("limits")) return Unspecified{};
  const auto kind = request.arguments.at("kind").get<std::string>();
  if (request.is_set("legacy")) {
    RandomState state(bits_of(request), request.release);
    if (request.is_set("warmed")) (void)state.draw("standard_normal", {}, Extents{});
    auto result = drawn_by(state, request, kind);
    if (!result || !request.is_set("after")) return answer(std::move(result));
    return answer(state.draw("standard_normal", {}, Extents{3}));
  }
  Generator generator(bits_of(request), request.release);
  if (request.is_set("warmed")) generator.bits()->next32();
  auto result = drawn_by(generator, request, kind);
  if (!result || !request.is_set("after")) return answer(std::move(result));
  return answer(generator.standard_normal({3}));
}

}  // namespace

const std::map<std::string, Evaluator>& stream_operations() {
  static const std::map<std::string, Evaluator> table{{"stream", stream}};
  return table;
}

}  // namespace fairplay::auditor::behaviour::numpy
