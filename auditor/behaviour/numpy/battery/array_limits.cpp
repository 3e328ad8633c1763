// Distributions at the ends of their parameters: a draw comes back, and lies where the distribution does. What it is
// isn't compared, since there releases differ.
#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/stream_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

struct Ends {
  const char* distribution;
  std::vector<std::vector<double>> parameters;
  std::string_view whole{};  ///< of each parameter: 'i' if it is an integer
};

const std::vector<Ends>& ends() {
  static const std::vector<Ends> all{
      {"binomial", {{4e18, 0.5}, {4e18, 1e-300}, {2147483648, 0.999}, {10, 0}, {10, 1}, {0, 0.5}}, "if"},
      {"chisquare", {{1e-300}, {1e300}}},
      {"exponential", {{0}, {1e-300}, {1e300}}},
      {"f", {{1e300, 1e300}, {0.5, 1e300}}},
      {"gamma", {{1e-300, 1}, {1e300, 1e-300}, {0, 1}, {1e10, 1e10}}},
      {"geometric", {{1e-30}, {5e-324}, {1}, {0.9999999999999999}}},
      {"hypergeometric",
       {{999999999, 1, 1000000000}, {1, 999999999, 1}, {999999999, 999999999, 999999999}, {0, 10, 5}, {10, 0, 5}},
       "iii"},
      {"laplace", {{0, 1e300}, {0, 0}}},
      {"logistic", {{0, 1e300}, {0, 0}}},
      {"logseries", {{0.9999999999999999}, {5e-324}, {1e-10}}},
      {"negative_binomial", {{1e-300, 0.5}, {1e9, 0.999}, {5, 1}}},
      {"noncentral_chisquare", {{1e-300, 1e300}, {1e300, 1e-300}, {3, 0}}},
      {"normal", {{0, 0}, {1e300, 1e300}}},
      {"pareto", {{1e300}, {1e-2}}},
      {"poisson", {{9e18}, {0}, {1e-300}, {9.9999}, {10}}},
      {"power", {{1e300}, {1e-300}}},
      {"rayleigh", {{0}, {1e300}}},
      {"standard_gamma", {{1e-300}, {1e300}, {0}}},
      {"standard_t", {{1e300}}},
      {"triangular", {{0, 0, 5e-324}, {-1e300, 0, 1e300}, {0, 1, 1}}},
      {"uniform", {{0, 0}, {0, 5e-324}, {-8e307, 8e307}}},
      {"wald", {{1e8, 1e-8}, {1e-300, 1e300}, {1e300, 1}, {1e3, 1e-3}}},
      {"weibull", {{1e300}, {1e-2}, {0}}},
      // What never returns in some releases comes last: a probe ends at the second such call.
      {"beta", {{1e-300, 1e-300}, {1e-200, 1}, {1, 1e-200}, {1e300, 1e300}, {5e-324, 5e-324}}},
      {"vonmises", {{0, 1e-300}, {0, 1e300}, {0, 1e-8}, {3, 1e6}}},
      {"zipf", {{1.0000001}, {1.0001}, {1e10}, {1e300}, {1024}}}};
  return all;
}

void make_limits(Maker& maker, std::size_t /*count*/, std::vector<Operation>& operations) {
  for (const Ends& one : ends()) {
    for (const std::vector<double>& parameters : one.parameters) {
      const bool legacy = maker.release < Release{1, 17} || maker.chance.in(0.2);
      Operation call = stream_call(maker, "draw", legacy, bits_of(maker, legacy));
      call.arguments["after"] = false;
      call.arguments["limits"] = true;
      call.arguments["name"] = one.distribution;
      call.arguments["size"] = Json::array({20});
      add_parameters(call, parameters, one.whole);
      operations.push_back(std::move(call));
    }
  }
}

}  // namespace

extern const ArrayProbe array_limits;
const ArrayProbe array_limits{
    {.id = "array/limits",
     .shows = "At the ends of their parameters distributions return, with numbers that lie where they should.",
     .source = "NumPy reference, Random sampling",
     .seconds = 1,
     .grade = Grade::extreme},
    1,
    make_limits};

}  // namespace fairplay::auditor::behaviour::numpy
