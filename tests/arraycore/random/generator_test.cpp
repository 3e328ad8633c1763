#include "arraycore/random/generator.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/mt19937.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/random_state.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Generator generator(Release release = newest_release) {
  return Generator(std::make_shared<Pcg64>(SeedSequence::of({12345}).value()), release);
}

RandomState state(Release release = newest_release) { return RandomState(std::make_shared<Mt19937>(12345U), release); }

template <class T>
Array numbers(std::vector<T> values) {
  return Array::from(std::span<const T>(values)).value();
}

Array number(double value) {
  auto result = numbers<double>({value});
  return std::move(result).reshaped(Extents{}).value();
}

template <class T>
std::vector<T> elements(const Expected<Array>& array) {
  std::vector<T> found;
  for (std::int64_t i = 0; array && i < array->count(); ++i) {
    found.push_back(load<T>(array->view().data() + i * static_cast<std::int64_t>(sizeof(T))));
  }
  return found;
}

/// Numbers of a distribution with parameters without axes.
template <class Source>
Expected<Array> drawn(Source source, std::string_view name, const std::vector<double>& parameters, std::int64_t count) {
  std::vector<Array> arrays;
  for (const double parameter : parameters) arrays.push_back(number(parameter));
  std::vector<ConstDynamicView> views(arrays.begin(), arrays.end());
  return source.draw(name, views, Extents{count});
}

template <class Source>
Expected<Array> two(Source source, std::string_view name, const std::vector<double>& parameters) {
  return drawn(std::move(source), name, parameters, 2);
}

TEST(Generator, GivesNumpysNumbers) {
  EXPECT_THAT(elements<double>(two(generator(), "beta", {0.5, 0.5})),
              testing::ElementsAre(0x1.5c21911fb3bd8p-2, 0x1.28f6dfc53c5b9p-1));
  EXPECT_THAT(elements<double>(two(generator(), "beta", {2.0, 3.0})),
              testing::ElementsAre(0x1.c5539995975f0p-3, 0x1.390a9dd12e904p-1));
  EXPECT_THAT(elements<double>(two(generator(), "chisquare", {2.5})),
              testing::ElementsAre(0x1.e182f02f7925dp-3, 0x1.3dab502ae64f0p-1));
  EXPECT_THAT(elements<double>(two(generator(), "exponential", {2.5})),
              testing::ElementsAre(0x1.d7611e8d213b4p-2, 0x1.9cd13c2c2228ap+0));
  EXPECT_THAT(elements<double>(two(generator(), "f", {10.0, 20.0})),
              testing::ElementsAre(0x1.3b20b34a0756cp-1, 0x1.8009287afceb8p+0));
  EXPECT_THAT(elements<double>(two(generator(), "gamma", {5.0, 0.3})),
              testing::ElementsAre(0x1.548cdca52ea4ap-1, 0x1.d0f9fa66e043fp-1));
  EXPECT_THAT(elements<std::int64_t>(two(generator(), "geometric", {0.1})), testing::ElementsAre(2, 7));
  EXPECT_THAT(elements<double>(two(generator(), "gumbel", {1.0, 2.0})),
              testing::ElementsAre(0x1.daea7eea83f01p+1, 0x1.77176852875d8p+1));
  EXPECT_THAT(elements<double>(two(generator(), "laplace", {1.0, 2.0})),
              testing::ElementsAre(-0x1.27185ea0707e8p-1, 0x1.649b3a351a110p-4));
  EXPECT_THAT(elements<double>(two(generator(), "logistic", {1.0, 2.0})),
              testing::ElementsAre(-0x1.726375546971cp+0, -0x1.1328935741d98p-1));
  EXPECT_THAT(elements<double>(two(generator(), "lognormal", {0.0, 1.0})),
              testing::ElementsAre(0x1.ed23f2329d11ep-3, 0x1.c4f087cf01467p+1));
  EXPECT_THAT(elements<std::int64_t>(two(generator(), "logseries", {0.99})), testing::ElementsAre(6, 5));
  EXPECT_THAT(elements<std::int64_t>(two(generator(), "negative_binomial", {100.0, 0.1})),
              testing::ElementsAre(801, 899));
  EXPECT_THAT(elements<double>(two(generator(), "noncentral_chisquare", {3.0, 1.0})),
              testing::ElementsAre(0x1.5f88ea66b5127p+2, 0x1.3dbc82fe09520p+3));
  EXPECT_THAT(elements<double>(two(generator(), "noncentral_f", {3.0, 5.0, 1.0})),
              testing::ElementsAre(0x1.05497a10c08edp+2, 0x1.461afba5bb08cp+0));
  EXPECT_THAT(elements<double>(two(generator(), "normal", {1.0, 2.0})),
              testing::ElementsAre(-0x1.d8ff985d98e88p+0, 0x1.c383b54eb0649p+1));
  EXPECT_THAT(elements<double>(two(generator(), "pareto", {3.0})),
              testing::ElementsAre(0x1.034721a8eb15fp-4, 0x1.eb4294673eb25p-3));
  EXPECT_THAT(elements<std::int64_t>(two(generator(), "poisson", {5.0})), testing::ElementsAre(5, 7));
  EXPECT_THAT(elements<std::int64_t>(two(generator(), "poisson", {100000.0})), testing::ElementsAre(99734, 100296));
  EXPECT_THAT(elements<double>(two(generator(), "power", {3.0})),
              testing::ElementsAre(0x1.1a9c920a59fdbp-1, 0x1.8f958da3d7453p-1));
  EXPECT_THAT(elements<double>(two(generator(), "rayleigh", {3.0})),
              testing::ElementsAre(0x1.d20f46731e40bp+0, 0x1.b426395db2bc0p+1));
  EXPECT_THAT(elements<double>(two(generator(), "standard_cauchy", {})),
              testing::ElementsAre(-0x1.206e7cb99e6b9p+0, 0x1.ae00357713714p+1));
  EXPECT_THAT(elements<double>(two(generator(), "standard_t", {3.0})),
              testing::ElementsAre(-0x1.f8678bb894209p-1, -0x1.37bca3d8b21fep-2));
  EXPECT_THAT(elements<double>(two(generator(), "triangular", {-1.0, 0.0, 5.0})),
              testing::ElementsAre(0x1.7bcbb49edc380p-3, 0x1.e3f42d51adfa0p-2));
  EXPECT_THAT(elements<double>(two(generator(), "uniform", {-5.0, 5.0})),
              testing::ElementsAre(-0x1.5d02883b81014p+1, -0x1.d51941261d108p+0));
  EXPECT_THAT(elements<double>(two(generator(), "vonmises", {0.0, 1.0})),
              testing::ElementsAre(0x1.6f4317fdad050p-2, -0x1.6f0e0a8f89d80p+0));
  EXPECT_THAT(elements<double>(two(generator(), "wald", {3.0, 0.5})),
              testing::ElementsAre(0x1.b3f85c37b12d4p-3, 0x1.e09c71a08dd0ep-2));
  EXPECT_THAT(elements<double>(two(generator(), "weibull", {3.0})),
              testing::ElementsAre(0x1.23482a86d8ddap-1, 0x1.ba61662eee1cbp-1));
  EXPECT_THAT(elements<std::int64_t>(two(generator(), "zipf", {1.5})), testing::ElementsAre(1, 2));
}

TEST(RandomState, GivesNumpysNumbers) {
  EXPECT_THAT(elements<double>(two(state(), "beta", {0.5, 0.5})),
              testing::ElementsAre(0x1.cada8db21f0bfp-1, 0x1.c9be70fb2393ep-2));
  EXPECT_THAT(elements<double>(two(state(), "beta", {2.0, 3.0})),
              testing::ElementsAre(0x1.255068518faa3p-2, 0x1.01dc003a72e8fp-1));
  EXPECT_THAT(elements<double>(two(state(), "chisquare", {2.5})),
              testing::ElementsAre(0x1.77f78e1504284p+0, 0x1.74b7f8b8135f0p+1));
  EXPECT_THAT(elements<double>(two(state(), "exponential", {2.5})),
              testing::ElementsAre(0x1.a89b43ab4080ep+2, 0x1.e6d7f6ad642acp-1));
  EXPECT_THAT(elements<double>(two(state(), "f", {10.0, 20.0})),
              testing::ElementsAre(0x1.8257979d8fa29p-1, 0x1.6860e360f6d93p+0));
  EXPECT_THAT(elements<double>(two(state(), "gamma", {5.0, 0.3})),
              testing::ElementsAre(0x1.457fc1ea474fcp+0, 0x1.bbe082a5d7c7cp+0));
  EXPECT_THAT(elements<std::int64_t>(two(state(), "geometric", {0.1})), testing::ElementsAre(26, 4));
  EXPECT_THAT(elements<double>(two(state(), "gumbel", {1.0, 2.0})),
              testing::ElementsAre(-0x1.e769ac1ea6956p-1, 0x1.7777d7fb3f7c7p+1));
  EXPECT_THAT(elements<double>(two(state(), "laplace", {1.0, 2.0})),
              testing::ElementsAre(0x1.3af65d59e44c4p+2, 0x1.5ab366c088f00p-4));
  EXPECT_THAT(elements<double>(two(state(), "logistic", {1.0, 2.0})),
              testing::ElementsAre(0x1.8a57e2adfdfafp+2, -0x1.14f860e2e5fdcp-1));
  EXPECT_THAT(elements<double>(two(state(), "lognormal", {0.0, 1.0})),
              testing::ElementsAre(0x1.a138ac496f5a3p-1, 0x1.9d4732ee633a3p+0));
  EXPECT_THAT(elements<std::int64_t>(two(state(), "logseries", {0.99})), testing::ElementsAre(1, 4));
  EXPECT_THAT(elements<std::int64_t>(two(state(), "negative_binomial", {100.0, 0.1})), testing::ElementsAre(851, 964));
  EXPECT_THAT(elements<double>(two(state(), "noncentral_chisquare", {3.0, 1.0})),
              testing::ElementsAre(0x1.53c05bd989194p+2, 0x1.4c763f6d683d0p-1));
  EXPECT_THAT(elements<double>(two(state(), "noncentral_f", {3.0, 5.0, 1.0})),
              testing::ElementsAre(0x1.893e69728896ep+1, 0x1.5dd736b7fbec5p+0));
  EXPECT_THAT(elements<double>(two(state(), "normal", {1.0, 2.0})),
              testing::ElementsAre(0x1.2e611d8516fe2p-1, 0x1.f5380fab30408p+0));
  EXPECT_THAT(elements<double>(two(state(), "pareto", {3.0})),
              testing::ElementsAre(0x1.6c08b4817bedcp+0, 0x1.14d3df42c1e08p-3));
  EXPECT_THAT(elements<std::int64_t>(two(state(), "poisson", {5.0})), testing::ElementsAre(4, 7));
  EXPECT_THAT(elements<std::int64_t>(two(state(), "poisson", {100000.0})), testing::ElementsAre(100586, 99679));
  EXPECT_THAT(elements<double>(two(state(), "power", {3.0})),
              testing::ElementsAre(0x1.f3b1c5eef5b41p-1, 0x1.5ce03919fb94ap-1));
  EXPECT_THAT(elements<double>(two(state(), "rayleigh", {3.0})),
              testing::ElementsAre(0x1.ba554dc75479fp+2, 0x1.4eea82e7f67a6p+1));
  EXPECT_THAT(elements<double>(two(state(), "standard_cauchy", {})),
              testing::ElementsAre(-0x1.b5ac5416a06d6p-2, 0x1.de906ea7d9ab4p-1));
  EXPECT_THAT(elements<double>(two(state(), "standard_t", {3.0})),
              testing::ElementsAre(-0x1.8293435d153d9p-3, 0x1.a5a8aa3c87c53p-1));
  EXPECT_THAT(elements<double>(two(state(), "triangular", {-1.0, 0.0, 5.0})),
              testing::ElementsAre(0x1.c6009ee5dd684p+1, 0x1.e2a7c3aa211b0p-2));
  EXPECT_THAT(elements<double>(two(state(), "uniform", {-5.0, 5.0})),
              testing::ElementsAre(0x1.12f44cf7365e4p+2, -0x1.d6141dd62c756p+0));
  EXPECT_THAT(elements<double>(two(state(), "vonmises", {0.0, 1.0})),
              testing::ElementsAre(-0x1.589eb230442aep+1, 0x1.485ea993a7da0p-2));
  EXPECT_THAT(elements<double>(two(state(), "wald", {3.0, 0.5})),
              testing::ElementsAre(0x1.d3887d96bbc7bp+0, 0x1.f7e4aa5aff314p-1));
  EXPECT_THAT(elements<double>(two(state(), "weibull", {3.0})),
              testing::ElementsAre(0x1.626dbda1d3307p+0, 0x1.72f65a6352212p-1));
  EXPECT_THAT(elements<std::int64_t>(two(state(), "zipf", {1.5})), testing::ElementsAre(201, 1));
}

TEST(Generator, AStreamChangesWithItsRelease) {
  for (const auto& [name, release] : {std::pair<std::string_view, Release>{"wald", {2, 3}},
                                      {"pareto", {1, 22}},
                                      {"rayleigh", {1, 21}},
                                      {"zipf", {2, 1}},
                                      {"geometric", {1, 21}}}) {
    const std::vector<double> parameters = name == "wald"        ? std::vector{3., 0.5}
                                           : name == "geometric" ? std::vector{1e-5}
                                                                 : std::vector{1.5};
    const auto before = drawn(generator({release.major, release.minor - 1}), name, parameters, 1000);
    const auto after = drawn(generator(release), name, parameters, 1000);
    const auto newest = drawn(generator(), name, parameters, 1000);
    EXPECT_EQ(elements<std::uint64_t>(after), elements<std::uint64_t>(newest)) << name;
    EXPECT_NE(elements<std::uint64_t>(before), elements<std::uint64_t>(after)) << name;
  }
}

TEST(Generator, ParametersAreBroadcast) {
  const Array loc = numbers<double>({0, 100, 200});
  const Array scale = number(0.0);
  const std::vector<ConstDynamicView> views{loc, scale};
  EXPECT_EQ(elements<double>(generator().draw("normal", views, std::nullopt)), (std::vector<double>{0, 100, 200}));
  EXPECT_EQ(generator().draw("normal", views, Extents{2, 3})->shape(), (Extents{2, 3}));
  EXPECT_EQ(generator().draw("normal", views, Extents{2}).error().kind, ErrorKind::shape);
  EXPECT_EQ(generator().draw("normal", views, Extents{1, 1}).error().kind, ErrorKind::value);
}

TEST(Generator, RefusesParametersOutOfTheirRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [name, parameters] : {std::pair<std::string_view, std::vector<double>>{"beta", {0., 1.}},
                                         {"normal", {0., -1.}},
                                         {"normal", {0., -0.0}},
                                         {"poisson", {-1.}},
                                         {"poisson", {nan}},
                                         {"poisson", {1e19}},
                                         {"geometric", {0.}},
                                         {"geometric", {1.5}},
                                         {"zipf", {1.}},
                                         {"logseries", {1.}},
                                         {"triangular", {0., 3., 2.}},
                                         {"triangular", {1., 1., 1.}},
                                         {"uniform", {1., 0.}},
                                         {"negative_binomial", {1e18, 1e-9}},
                                         {"normal", {0.}},
                                         {"no such one", {}}}) {
    EXPECT_EQ(two(generator(), name, parameters).error().kind, ErrorKind::value) << name;
  }
  EXPECT_EQ(two(generator(), "uniform", {-1.7e308, 1.7e308}).error().kind, ErrorKind::range);
  // binomial takes whole numbers.
  EXPECT_EQ(two(generator(), "binomial", {3.5, 0.5}).error().kind, ErrorKind::dtype);
  const Array large = numbers<std::int64_t>({std::numeric_limits<std::int64_t>::max()});
  const std::vector<ConstDynamicView> urn{large, large, large};
  EXPECT_EQ(generator().draw("hypergeometric", urn, std::nullopt).error().kind, ErrorKind::value);
  EXPECT_EQ(state().draw("hypergeometric", urn, std::nullopt).error().kind, ErrorKind::value);
}

TEST(Generator, RefusesSizesBeforeItDraws) {
  EXPECT_FALSE(generator().random({-1}).has_value());
  EXPECT_FALSE(generator().random({std::int64_t{1} << 40, std::int64_t{1} << 40}).has_value());
  EXPECT_EQ(generator().random({3}, Kind::int64).error().kind, ErrorKind::dtype);
  EXPECT_FALSE(generator().bytes(-1).has_value());
  EXPECT_FALSE(two(generator(), "standard_normal", {1.}).has_value());
}

TEST(Generator, IntegersStayWithinTheirBounds) {
  const Array low = numbers<std::int64_t>({-128, 0, 5});
  const Array high = numbers<std::int64_t>({128, 1, 6});
  auto source = generator();
  for (int i = 0; i < 1000; ++i) {
    const auto drawn = elements<std::int8_t>(source.integers(low, high, std::nullopt, Kind::int8));
    ASSERT_EQ(drawn.size(), 3U);
    ASSERT_EQ(drawn[1], 0);
    ASSERT_EQ(drawn[2], 5);
  }
  EXPECT_EQ(source.integers(low, high, std::nullopt, Kind::uint8).error().kind, ErrorKind::value);
  EXPECT_EQ(source.integers(high, low, std::nullopt, Kind::int16).error().kind, ErrorKind::value);
  EXPECT_EQ(source.integers(low, high, std::nullopt, Kind::float64).error().kind, ErrorKind::dtype);
  EXPECT_EQ(source.integers(high, low, Extents{0}, Kind::int16)->count(), 0);
}

TEST(Generator, ChoosesWithoutReplacement) {
  for (const std::int64_t population : {10, 20000}) {
    ChoiceOptions options;
    options.size = Extents{population};
    options.replace = false;
    auto chosen = elements<std::int64_t>(generator().choice(population, options));
    std::sort(chosen.begin(), chosen.end());
    for (std::int64_t i = 0; i < population; ++i) ASSERT_EQ(chosen[static_cast<std::size_t>(i)], i);
    options.size = Extents{population + 1};
    EXPECT_EQ(generator().choice(population, options).error().kind, ErrorKind::value);
  }
  EXPECT_EQ(generator().choice(0, {}).error().kind, ErrorKind::value);
  const Array p = numbers<double>({0.5, 0.6});
  ChoiceOptions options;
  options.probabilities = p;
  EXPECT_EQ(generator().choice(2, options).error().kind, ErrorKind::value);
  EXPECT_EQ(generator().choice(3, options).error().kind, ErrorKind::value);
}

TEST(Generator, ShufflesAnAxis) {
  const Array rows = numbers<std::int64_t>({0, 1, 2, 3, 4, 5, 6, 7});
  const auto shuffled = elements<std::int64_t>(generator().permutation(rows));
  EXPECT_THAT(shuffled, testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_EQ(generator().permutation(rows, 1).error().kind, ErrorKind::axis);
  EXPECT_EQ(generator().permutation(-3)->count(), 0);
}

TEST(Generator, CountsBalls) {
  const Array colors = numbers<std::int64_t>({3, 0, 5});
  for (const UrnMethod method : {UrnMethod::marginals, UrnMethod::count}) {
    EXPECT_EQ(elements<std::int64_t>(generator().multivariate_hypergeometric(colors, 8, std::nullopt, method)),
              (std::vector<std::int64_t>{3, 0, 5}));
    EXPECT_EQ(generator().multivariate_hypergeometric(colors, 9, std::nullopt, method).error().kind, ErrorKind::value);
    EXPECT_EQ(generator().multivariate_hypergeometric(colors, -1, std::nullopt, method).error().kind, ErrorKind::value);
  }
  const Array n = numbers<std::int64_t>({10});
  const Array p = numbers<double>({0.9, 0.9, 0.1});
  EXPECT_EQ(generator().multinomial(n, p, std::nullopt).error().kind, ErrorKind::value);
  const Array alpha = numbers<double>({1, -1});
  EXPECT_EQ(generator().dirichlet(alpha, std::nullopt).error().kind, ErrorKind::value);
}

}  // namespace
}  // namespace fairplay::arraycore
