// Arrays, scalars and numbers as text, with every print option.
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

void make_printing(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) operations.push_back(maker.chance.in(0.7) ? print(maker) : scalar(maker));
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
