// Random streams: every bit generator, and the distributions, with the release's own bits.
#include <algorithm>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/stream_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

struct Distribution {
  const char* name;
  std::vector<std::vector<double>> parameters;  ///< sets that are tried
  std::string_view whole{};                     ///< of each parameter: 'i' if it is an integer
};

/// Without those whose stream depends on LAPACK.
const std::vector<Distribution>& distributions() {
  static const std::vector<Distribution> all{
      {"beta", {{0.5, 0.5}, {2, 3}, {0.1, 20}, {1e-5, 1e-5}}},
      {"binomial", {{10, 0.5}, {100, 0.3}, {1000, 0.9}}, "i"},
      {"chisquare", {{1}, {2.5}, {100}}},
      {"exponential", {{1}, {2.5}, {0.1}}},
      {"f", {{1, 2}, {10, 20}, {0.5, 3}}},
      {"gamma", {{0.5, 1}, {1, 2}, {5, 0.3}}},
      {"geometric", {{0.5}, {0.1}, {1e-5}, {1e-30}}},
      {"gumbel", {{0, 1}, {1, 2}, {-3, 0.5}}},
      {"hypergeometric", {{10, 20, 5}, {100, 200, 50}, {1000, 1000, 900}}, "iii"},
      {"laplace", {{0, 1}, {1, 2}, {-3, 0.5}}},
      {"logistic", {{0, 1}, {1, 2}, {-3, 0.5}}},
      {"lognormal", {{0, 1}, {1, 2}, {-3, 0.5}}},
      {"logseries", {{0.5}, {0.1}, {0.99}}},
      {"negative_binomial", {{5, 0.5}, {100, 0.1}, {2.5, 0.9}}},
      {"noncentral_chisquare", {{3, 1}, {0.5, 2}, {10, 20}}},
      {"noncentral_f", {{3, 5, 1}, {1, 10, 2}, {5, 5, 0.1}}},
      {"normal", {{0, 1}, {1, 2}, {-3, 0.5}}},
      {"pareto", {{1}, {3}, {0.5}}},
      {"poisson", {{0.5}, {5}, {1e5}}},
      {"power", {{1}, {3}, {0.5}}},
      {"rayleigh", {{1}, {3}, {0.5}}},
      {"standard_cauchy", {{}}},
      {"standard_exponential", {{}}},
      {"standard_gamma", {{0.5}, {1}, {5}}},
      {"standard_normal", {{}}},
      {"standard_t", {{1}, {3}, {100}}},
      {"triangular", {{0, 1, 2}, {-1, 0, 5}, {0, 0, 1}}},
      {"uniform", {{0, 1}, {-5, 5}, {0, 1e300}}},
      {"vonmises", {{0, 1}, {1, 1e-6}, {2, 100}}},
      {"wald", {{1, 1}, {3, 0.5}, {1e8, 1e-8}}},
      {"weibull", {{1}, {3}, {0.5}}},
      {"zipf", {{2}, {1.5}, {5}}}};
  return all;
}

void make_random(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  const bool has_generator = maker.release >= Release{1, 17};
  for (std::size_t i = 0; i < count; ++i) {
    const bool legacy = !has_generator || maker.chance.in(0.4);
    const char* const bits = bits_of(maker, legacy);
    const double choice = maker.chance.real();
    if (choice < 0.7) {
      const Distribution& distribution = maker.chance.of(distributions());
      Operation call = stream_call(maker, "draw", legacy, bits);
      call.arguments["name"] = distribution.name;
      call.arguments["size"] = Json::array({maker.chance.of({7, 100, 1000})});
      const auto& parameters = maker.chance.of(distribution.parameters);
      add_parameters(call, parameters, distribution.whole);
      operations.push_back(std::move(call));
    } else if (choice < 0.85) {
      Operation call = stream_call(maker, "integers", legacy, bits);
      const std::string dtype = dtype_of(maker.chance.of("bBhHiIlL"));
      const std::int64_t bits_of = std::min<std::int64_t>(8 * item_size(dtype), 62);
      const std::int64_t top = std::int64_t{1} << (dtype[1] == 'i' ? bits_of - 1 : bits_of);
      const std::int64_t low = dtype[1] == 'i' ? maker.chance.of({-top, std::int64_t{0}, std::int64_t{-5}}) : 0;
      const std::int64_t high =
          maker.chance.of({top, std::int64_t{7}, std::int64_t{1}, top - 1, std::min(top, std::int64_t{1} << 32)});
      call.arguments["dtype"] = dtype;
      call.arguments["endpoint"] = false;
      call.arguments["size"] = Json::array({100});
      call.operands = {maker.plain("<i8", {}, std::vector{Maker::integer_bytes(low, 8)}),
                       maker.plain("<i8", {}, std::vector{Maker::integer_bytes(high, 8)})};
      operations.push_back(std::move(call));
    } else if (choice < 0.95 && !legacy) {
      Operation call = stream_call(maker, "raw", legacy, bits);
      call.arguments["after"] = false;
      call.arguments["count"] = 1000;
      call.arguments["half"] = false;
      call.arguments["jumps"] = maker.chance.of({0, 0, 1, 2});
      call.arguments["spawn"] = maker.chance.in(0.3) ? Json(3) : Json();
      call.arguments["advance"] = maker.chance.in(0.3) ? Json(1000000000) : Json();
      operations.push_back(std::move(call));
    } else {
      Operation call = stream_call(maker, "permutation", legacy, bits);
      call.arguments["count"] = maker.chance.of({1, 2, 10, 1000});
      call.arguments["axis"] = 0;
      operations.push_back(std::move(call));
    }
  }
}

}  // namespace

extern const ArrayProbe array_random;
const ArrayProbe array_random{
    {.id = "array/random",
     .shows =
         "Seeded generators give the release's streams, bit for bit, from the words of the bit generators to every "
         "distribution.",
     .source = "NEP 19; docs/arraycore.md, Random numbers",
     .seconds = 4},
    3000,
    make_random};

}  // namespace fairplay::auditor::behaviour::numpy
