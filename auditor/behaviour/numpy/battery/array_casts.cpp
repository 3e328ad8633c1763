// Which dtype two others have in common, which casts are allowed, and what casts make of values at every edge.
#include <cmath>
#include <string_view>

#include "arraycore/types/float16.h"
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::string_view table_codes = "?bBhHiIlLefdgFDG";

/// The middle of every two neighbouring float16, and the numbers beside it: where rounding goes wrong first.
void add_ties(Maker& maker, std::vector<Operation>& operations) {
  for (const std::int64_t size : {4, 8}) {
    std::vector<std::string> elements;
    for (int bits = 0; bits < 0x7c00; bits += size == 4 ? 1 : 3) {
      const double low = arraycore::Float16::from_bits(static_cast<std::uint16_t>(bits)).to_double();
      const double high =
          bits == 0x7bff ? 65536 : arraycore::Float16::from_bits(static_cast<std::uint16_t>(bits + 1)).to_double();
      const double middle = (low + high) / 2;
      elements.push_back(Maker::real_bytes(middle, size));
      elements.push_back(
          size == 8 ? Maker::real_bytes(std::nextafter(middle, high), size)
                    : Maker::real_bytes(std::nextafterf(static_cast<float>(middle), static_cast<float>(high)), size));
    }
    Operation cast;
    cast.arguments = {{"op", "astype"}, {"dtype", "<f2"}};
    cast.operands.push_back(
        maker.plain(size == 4 ? "<f4" : "<f8", {static_cast<std::int64_t>(elements.size())}, elements));
    operations.push_back(std::move(cast));
  }
}

/// Text just above the middle of two numbers of a narrow type: rounded by way of a wider one, it falls on the middle.
void add_texts(Maker& maker, std::vector<Operation>& operations) {
  for (const auto& [dtype, text] : {std::pair{"<f2", "1.00048828125000000000000000001"},
                                    {"<f4", "1.00000005960464477539062500000001"},
                                    {"<f16", "0.1"},
                                    {"<f16", "1.00000000000000000005"},
                                    {"<f8", "2.4703282292062327208e-324"}}) {
    std::string padded = text;
    padded.resize(40, '\0');
    Operation cast;
    cast.arguments = {{"op", "astype"}, {"dtype", dtype}};
    cast.operands.push_back(maker.plain("|S40", {1}, std::vector{padded}));
    operations.push_back(std::move(cast));
  }
}

void make_casts(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (const char from : table_codes) {
    for (const char to : table_codes) {
      operations.push_back({{{"op", "promote_types"}, {"from", dtype_of(from)}, {"to", dtype_of(to)}}, {}});
      for (const char* casting : {"safe", "same_kind"})
        operations.push_back(
            {{{"op", "can_cast"}, {"from", dtype_of(from)}, {"to", dtype_of(to)}, {"casting", casting}}, {}});
      Operation cast;
      cast.arguments = {{"op", "astype"}, {"dtype", dtype_of(to)}};
      cast.operands.push_back(maker.operand(dtype_of(from), {maker.chance.between(1, 60)},
                                            maker.chance.in(0.5) ? Values::special : Values::any));
      operations.push_back(std::move(cast));
    }
  }
  add_ties(maker, operations);
  add_texts(maker, operations);
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
     .shows =
         "Dtypes are promoted and cast as the release's tables say, and casts round once, to nearest, ties to even.",
     .source = "NEP 50; docs/arraycore.md, Casting and promotion",
     .seconds = 4},
    5000,
    make_casts};

}  // namespace fairplay::auditor::behaviour::numpy
