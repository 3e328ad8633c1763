// Python's operators on NumPy's scalars, which have code of their own beside the ufuncs'.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::array arithmetic{"add", "subtract", "multiply", "divide", "floor_divide", "remainder", "divmod"};
constexpr std::array comparisons{"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"};

void make_scalars(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    const bool compares = maker.chance.in(0.3);
    const std::string name = compares ? maker.chance.of(comparisons) : maker.chance.of(arithmetic);
    const std::string first = dtype_of(maker.chance.of("bBhHiIlLefdg"));
    // Up to 1.26 the value of a scalar counts beside another type.
    const std::string second = compares && maker.chance.in(0.5) ? dtype_of(maker.chance.of("lLd")) : first;
    Operation call;
    if (compares && maker.chance.in(0.3)) {  // the same number in float64
      const std::int64_t one = (std::int64_t{1} << 53) + maker.chance.below(3),
                         other = (std::int64_t{1} << 53) + maker.chance.below(3);
      call.operands = {maker.plain("<u8", {}, std::vector{Maker::integer_bytes(one, 8)}),
                       maker.plain("<i8", {}, std::vector{Maker::integer_bytes(other, 8)})};
      call.arguments = {{"op", "scalar"}, {"name", name}, {"output", 0}};
      operations.push_back(std::move(call));
      continue;
    }
    call.operands = {maker.operand(first, {}, maker.chance.in(0.6) ? Values::special : Values::any),
                     maker.operand(second, {}, maker.chance.in(0.6) ? Values::special : Values::any)};
    call.arguments = {{"op", "scalar"}, {"name", name}, {"output", name == "divmod" ? maker.chance.below(2) : 0}};
    operations.push_back(std::move(call));
  }
}

}  // namespace

extern const ArrayProbe array_scalars;
const ArrayProbe array_scalars{{.id = "array/scalars",
                                .shows = "Operators on scalars give what the ufuncs give.",
                                .source = "NumPy reference, Scalars",
                                .seconds = 3},
                               6000,
                               make_scalars};

}  // namespace fairplay::auditor::behaviour::numpy
