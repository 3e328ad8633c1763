#include "auditor/behaviour/numpy/battery/stream_call.h"

namespace fairplay::auditor::behaviour::numpy {

const char* bits_of(Maker& maker, bool legacy) {
  std::vector<const char*> generators{"MT19937", "PCG64", "Philox", "SFC64"};
  if (maker.release >= Release{1, 21}) generators.push_back("PCG64DXSM");
  return legacy ? "MT19937" : maker.chance.of(generators);
}

Operation stream_call(Maker& maker, const char* kind, bool legacy, const char* bits) {
  Operation call;
  Json seed = Json::array();
  for (std::int64_t i = maker.chance.of({1, 1, 2, 5}); i > 0; --i)
    seed.push_back(maker.chance.below(std::int64_t{1} << 32));
  call.arguments = {{"op", "stream"},
                    {"kind", kind},
                    {"legacy", legacy},
                    {"bits", bits},
                    {"seed", std::move(seed)},
                    {"warmed", maker.chance.in(0.2)},
                    {"after", maker.chance.in(0.2)}};
  return call;
}

void add_parameters(Operation& call, std::span<const double> parameters, std::string_view whole) {
  for (std::size_t place = 0; place < parameters.size(); ++place) {
    const bool is_whole = place < whole.size() && whole[place] == 'i';
    const std::string element = is_whole ? Maker::integer_bytes(static_cast<std::int64_t>(parameters[place]), 8)
                                         : Maker::real_bytes(parameters[place], 8);
    call.operands.push_back(Maker::plain(is_whole ? "<i8" : "<f8", {}, std::vector{element}));
  }
}

}  // namespace fairplay::auditor::behaviour::numpy
