// Which dtype two others have in common, which casts are allowed, and what casts make of values at every edge.
#include <string_view>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::string_view table_codes = "?bBhHiIlLefdgFDG";

void make_casts(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (const char from : table_codes) {
    for (const char to : table_codes) {
      operations.push_back({{{"op", "promote_types"}, {"from", dtype_of(from)}, {"to", dtype_of(to)}}, {}});
      for (const char* casting : {"safe", "same_kind"})
        operations.push_back(
            {{{"op", "can_cast"}, {"from", dtype_of(from)}, {"to", dtype_of(to)}, {"casting", casting}}, {}});
      Operation cast;
      cast.arguments = {{"op", "astype"}, {"dtype", dtype_of(to)}};
      cast.operands.push_back(maker.operand(dtype_of(from), {maker.chance.between(1, 60)}, maker.chance.in(0.5) ? Values::special : Values::any));
      operations.push_back(std::move(cast));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    Operation cast;
    const double choice = maker.chance.real();
    if (choice < 0.4) {
      const char kind = maker.chance.of("Mm");
      cast.arguments = {{"op", "astype"}, {"dtype", maker.time_type(kind)}};
      cast.operands.push_back(maker.operand(maker.time_type(kind), {maker.chance.between(1, 3)}));
    } else if (choice < 0.7) {
      cast.arguments = {{"op", "astype"}, {"dtype", maker.chance.of({"|S30", "<U40"})}};
      cast.operands.push_back(maker.operand(dtype_of(maker.chance.of(number_codes)), {1}));
    } else {
      cast.arguments = {{"op", "astype"}, {"dtype", dtype_of(maker.chance.of("?bhilBHILefd"))}};
      cast.operands.push_back(maker.operand(maker.chance.of({"|S20", "<U20"}), {1}));
    }
    operations.push_back(std::move(cast));
  }
}

}  // namespace

extern const ArrayProbe array_casts;
const ArrayProbe array_casts{
    {.id = "array/casts",
     .shows = "Dtypes are promoted and cast as the release's tables say, and casts round once, to nearest, ties to even.",
     .source = "NEP 50; docs/arraycore.md, Casting and promotion",
     .seconds = 4},
    5000,
    make_casts};

}  // namespace fairplay::auditor::behaviour::numpy
