// Arrays, scalars and numbers as text, with every print option.
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::string printed_type(Maker& maker) {
  const double choice = maker.chance.real();
  if (choice < 0.5) return dtype_of(maker.chance.of("efdgFDG"));
  if (choice < 0.85) return dtype_of(maker.chance.of(number_codes));
  if (choice < 0.95) return maker.chance.of({"|S5", "<U5"});
  return maker.chance.of({"<M8[D]", "<m8[s]", "<M8[s]"});
}

Operation print(Maker& maker) {
  Chance& chance = maker.chance;
  Json options = {{"precision", 8},         {"threshold", 1000}, {"edgeitems", 3},  {"linewidth", 75},
                  {"suppress", false},      {"nanstr", "nan"},   {"infstr", "inf"}, {"sign", "-"},
                  {"floatmode", "maxprec"}, {"legacy", false}};
  if (chance.in(0.3)) options["precision"] = chance.between(0, 17);
  if (chance.in(0.2)) options["threshold"] = chance.of({0, 1, 5, 20});
  if (chance.in(0.2)) options["edgeitems"] = chance.between(0, 4);
  if (chance.in(0.2)) options["linewidth"] = chance.of({1, 10, 20, 40, 120});
  if (chance.in(0.2)) options["suppress"] = true;
  if (chance.in(0.2)) options["sign"] = chance.of({"+", " "});
  if (chance.in(0.3)) options["floatmode"] = chance.of({"fixed", "unique", "maxprec_equal"});
  Operation call;
  call.arguments = {{"op", "print"},
                    {"options", std::move(options)},
                    {"function", chance.of({"array2string", "array_str", "array_repr"})},
                    {"separator", " "},
                    {"prefix", ""},
                    {"suffix", ""}};
  const Values values = chance.of({Values::any, Values::calm, Values::small});
  call.operands.push_back(maker.operand(printed_type(maker), maker.shape(chance.between(1, 3)), values));
  return call;
}

Operation scalar(Maker& maker) {
  Operation call;
  call.arguments = {{"op", "scalar_text"}, {"repr", maker.chance.in(0.5)}};
  call.operands.push_back(maker.operand(printed_type(maker), {}));
  return call;
}

/// Integers in other bases, and long doubles as Python formats them.
Operation digits(Maker& maker) {
  Operation call;
  const std::int64_t which = maker.chance.below(3);
  if (which == 0) {
    call.arguments = {{"op", "format"}, {"digits", maker.chance.of({0, 5, 17, 25})}};
    call.operands.push_back(maker.plain("<f16", {}, std::vector{maker.element("<f16", Values::calm)}));
    return call;
  }
  const std::int64_t number = maker.chance.in(0.5)
                                  ? maker.chance.between(-300, 300)
                                  : static_cast<std::int64_t>(maker.chance.bits()) >> maker.chance.below(40);
  if (which == 1)
    call.arguments = {{"op", "binary_repr"}, {"width", maker.chance.in(0.5) ? Json() : Json(64)}};
  else
    call.arguments = {{"op", "base_repr"}, {"base", maker.chance.of({2, 3, 16, 36})}};
  call.operands.push_back(maker.plain("<i8", {}, std::vector{Maker::integer_bytes(number, 8)}));
  return call;
}

void make_printing(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i)
    operations.push_back(maker.chance.in(0.1) ? digits(maker) : maker.chance.in(0.7) ? print(maker) : scalar(maker));
  // The smallest integer, last: where it never ends, nothing else is lost.
  const std::vector<std::string> smallest{Maker::integer_bytes(std::numeric_limits<std::int64_t>::min(), 8)};
  operations.push_back({{{"op", "binary_repr"}, {"width", 64}}, {maker.plain("<i8", {}, smallest)}});
  operations.push_back({{{"op", "base_repr"}, {"base", 2}}, {maker.plain("<i8", {}, smallest)}});
}

}  // namespace

extern const ArrayProbe array_printing;
const ArrayProbe array_printing{
    {.id = "array/printing",
     .shows = "Arrays and scalars are written as the release writes them, with the shortest digits that read back.",
     .source = "docs/arraycore.md, Text",
     .seconds = 3},
    4000,
    make_printing};

}  // namespace fairplay::auditor::behaviour::numpy
