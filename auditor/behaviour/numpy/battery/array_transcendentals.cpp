// Functions that are correctly rounded here: how far the subject is off, in units in the last place. Short arrays of
// every length and layout, and long ones that no vector code escapes.
#include <algorithm>
#include <cmath>
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/ufunc_call.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// Magnitudes where a function has work to do: spread evenly over exponents, around 1, or small multiples of pi.
std::string argument(Maker& maker, std::int64_t size) {
  Chance& chance = maker.chance;
  const double choice = chance.real();
  const double sign = chance.in(0.5) ? -1 : 1;
  double value = 0;
  if (choice < 0.4)
    value = chance.real() * 20 - 10;
  else if (choice < 0.7)
    value = sign * std::exp2(chance.real() * (size == 2 ? 30 : 250) - (size == 2 ? 15 : 125));
  else if (choice < 0.85)
    value = 1 + sign * std::exp2(-chance.real() * 50);
  else if (choice < 0.95)
    value = static_cast<double>(chance.between(-2000, 2000)) * 0.78539816339744831;
  else
    return maker.element(size == 2 ? "<f2" : size == 4 ? "<f4" : size == 8 ? "<f8" : "<f16", Values::special);
  return Maker::real_bytes(value, size);
}

/// One special number alone and many times: what happens to it happens in vector code, too, and flags tell.
void add_specials(Maker& maker, std::vector<Operation>& operations) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const Ufunc& ufunc : ufuncs_of(maker.release)) {
    if (!is_transcendental(ufunc.name) || ufunc.inputs != 1) continue;
    for (const std::string& loop : ufunc.loops) {
      if (loop.find_first_not_of("efd") != std::string::npos) continue;
      const std::string dtype = dtype_of(loop[0]);
      for (const double value :
           {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity, 0.0, -0.0, 2000.0, -2000.0}) {
        const std::int64_t length = maker.chance.of({1, 17, 17, 40});
        const std::vector<std::string> elements(static_cast<std::size_t>(length),
                                                Maker::real_bytes(value, item_size(dtype)));
        operations.push_back(ufunc_call(ufunc.name, {maker.plain(dtype, {length}, elements)}));
      }
    }
  }
}

constexpr std::size_t longest_sweep = 32768, longest_line = 200;

Operation plain_call(Maker& maker, const Ufunc& ufunc, const std::string& loop, std::size_t length) {
  std::vector<OperandLayout> inputs;
  for (const char letter : loop) {
    const std::string dtype = dtype_of(letter);
    std::vector<std::string> elements;
    for (std::size_t i = 0; i < length; ++i) elements.push_back(argument(maker, item_size(dtype)));
    inputs.push_back(Maker::plain(dtype, {static_cast<std::int64_t>(length)}, elements));
  }
  return ufunc_call(ufunc.name, std::move(inputs));
}

/// Of float32 so many numbers that an error of one in ten thousand shows: 131,072 of one argument, 65,536 pairs. Of all
/// types the first 1, 2, ... elements of a line: vector code has an end for each remainder.
void add_long_calls(Maker& maker, const Ufunc& ufunc, const std::string& loop, std::size_t count,
                    std::vector<Operation>& operations) {
  // logaddexp's exact results take a millisecond each.
  if (loop.find_first_not_of('f') == std::string::npos && !ufunc.name.starts_with("logaddexp"))
    for (std::size_t part = 0; part < 4 / loop.size(); ++part)
      operations.push_back(plain_call(maker, ufunc, loop, std::min(longest_sweep, count * 8)));
  Operation lengths = plain_call(maker, ufunc, loop, std::min(longest_line, count));
  lengths.arguments["lengths"] = true;
  operations.push_back(std::move(lengths));
}

void make_transcendentals(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  std::vector<std::pair<const Ufunc*, std::string>> loops;
  for (const Ufunc& ufunc : ufuncs_of(maker.release)) {
    if (!is_transcendental(ufunc.name)) continue;
    for (const std::string& loop : ufunc.loops)
      if (loop.find_first_not_of("efdFD") == std::string::npos) loops.emplace_back(&ufunc, loop);
  }
  add_specials(maker, operations);
  for (const auto& [ufunc, loop] : loops)
    if (loop.find_first_of("FD") == std::string::npos) add_long_calls(maker, *ufunc, loop, count, operations);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [ufunc, loop] = loops[i % loops.size()];
    // Exact complex results take long.
    const bool of_complex = loop.find_first_of("FD") != std::string::npos;
    const std::int64_t length = of_complex             ? maker.chance.between(1, 12)
                                : i < 2 * loops.size() ? (loop == "e" ? 64 : 1024)
                                                       : maker.chance.between(1, 70);
    std::vector<OperandLayout> inputs;
    for (const char letter : loop) {
      const std::string dtype = dtype_of(letter);
      std::vector<std::string> elements;
      const bool complex = letter == 'F' || letter == 'D';
      const std::int64_t part = item_size(dtype) / (complex ? 2 : 1);
      for (std::int64_t j = 0; j < length; ++j)
        elements.push_back(argument(maker, part) + (complex ? argument(maker, part) : ""));
      inputs.push_back(length > 70 ? maker.plain(dtype, {length}, elements)
                                   : maker.operand(dtype, {length}, Values::any, elements));
    }
    Operation call = ufunc_call(ufunc->name, std::move(inputs));
    if (!of_complex && maker.chance.in(0.25)) {
      call.arguments["out"] = true;
      call.operands.push_back(maker.chance.in(0.5) ? maker.alias(call.operands[0], 0)
                                                   : maker.operand(call.operands[0].dtype, {length}));
    }
    operations.push_back(std::move(call));
  }
}

}  // namespace

extern const ArrayProbe array_transcendentals;
const ArrayProbe array_transcendentals{
    {.id = "array/transcendentals",
     .shows = "Exponentials, logarithms, trigonometric functions and powers are within the errors of NumPy's own "
              "implementations, in units in the last place.",
     .source = "docs/arraycore.md, Ufuncs",
     .seconds = 8},
    6000,
    make_transcendentals};

}  // namespace fairplay::auditor::behaviour::numpy
