// Every loop of every ufunc that must be right in every bit, over special and ordinary numbers in memory of every
// layout, with outputs of every layout and overlapping the inputs, of every length: that is where vector code has its
// ends.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/ufunc_call.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Shape broadcast_of(const std::vector<OperandLayout>& operands) {
  Shape full;
  for (const OperandLayout& operand : operands) {
    full.insert(full.begin(), std::max<std::size_t>(operand.shape.size(), full.size()) - full.size(), 1);
    const std::size_t lead = full.size() - operand.shape.size();
    for (std::size_t i = 0; i < operand.shape.size(); ++i)
      if (full[lead + i] == 1) full[lead + i] = operand.shape[i];
  }
  return full;
}

void add_call(Maker& maker, const Ufunc& ufunc, std::vector<Operation>& operations) {
  Chance& chance = maker.chance;
  const std::string& loop = chance.of(ufunc.loops);
  const Shape shape = maker.line_or_shape();
  const Values values = chance.of({Values::any, Values::any, Values::special, Values::calm, Values::small});
  std::vector<OperandLayout> inputs;
  for (const char letter : loop) {
    const std::string dtype = letter == loop[0] && !inputs.empty() && (letter == 'M' || letter == 'm') && chance.in(0.7)
                                  ? inputs[0].dtype
                                  : loop_dtype(maker, letter);
    // Two types that meet in a third one.
    const bool mixed =
        !inputs.empty() && loop.find_first_of("Mm") == std::string::npos && ufunc.name != "ldexp" && chance.in(0.15);
    inputs.push_back(maker.operand(mixed ? dtype_of(chance.of(real_codes)) : dtype,
                                   inputs.empty() || chance.in(0.75) ? shape : maker.part(shape), values));
  }
  Operation call = ufunc_call(ufunc.name, std::move(inputs), static_cast<int>(chance.below(ufunc.outputs)));
  const bool times = loop.find_first_of("Mm") != std::string::npos;
  // Up to 1.26 an output's dtype counts where inputs are of several.
  const bool of_one_type =
      std::ranges::all_of(call.operands, [&](const OperandLayout& one) { return one.dtype == call.operands[0].dtype; });
  if (ufunc.outputs == 1 && !times && of_one_type && chance.in(0.35)) {
    const std::string result = results_of(ufunc, loop, maker.release);
    if (result.size() == 1) {
      const Shape full = broadcast_of(call.operands);
      call.arguments["out"] = true;
      const std::string dtype = loop_dtype(maker, result[0]);
      if (chance.in(0.3)) {
        call.arguments["where"] = true;
        call.operands.push_back(maker.operand("|b1", full));
      }
      if (chance.in(0.35) && call.operands[0].dtype == dtype && call.operands[0].shape == full)
        call.operands.push_back(maker.alias(call.operands[0], 0));
      else
        call.operands.push_back(maker.operand(dtype, full));
    }
  }
  operations.push_back(std::move(call));
}

constexpr std::size_t longest = 200;  ///< more than three of the largest registers of the smallest elements

/// A loop with the first 1, 2, ... elements, into memory without gaps, of any layout, and its own: vector code has an
/// end for each remainder.
void add_lengths(Maker& maker, const Ufunc& ufunc, const std::string& loop, std::size_t length,
                 std::vector<Operation>& operations) {
  const std::string result = results_of(ufunc, loop, maker.release);
  const Shape shape{static_cast<std::int64_t>(length)};
  for (const bool plain : {true, false}) {
    for (const bool into : {true, false}) {
      std::vector<OperandLayout> inputs;
      for (const char letter : loop) {
        // Units that meet in a third one are others' matter.
        const std::string dtype = letter == loop[0] && !inputs.empty() ? inputs[0].dtype : loop_dtype(maker, letter);
        std::vector<std::string> elements;
        for (std::size_t i = 0; i < length; ++i) elements.push_back(maker.element(dtype, Values::any));
        inputs.push_back(plain ? Maker::plain(dtype, shape, elements)
                               : maker.operand(dtype, shape, Values::any, elements));
      }
      const bool of_times = loop.find_first_of("Mm") != std::string::npos;
      Operation call = ufunc_call(ufunc.name, std::move(inputs), static_cast<int>(maker.chance.below(ufunc.outputs)));
      call.arguments["lengths"] = true;
      if (into) {
        if (result.size() != 1 || of_times) continue;
        const std::string dtype = loop_dtype(maker, result[0]);
        call.arguments["out"] = true;
        call.operands.push_back(plain ? Maker::plain(dtype, shape, {}) : maker.operand(dtype, shape));
      }
      operations.push_back(std::move(call));
    }
  }
}

/// The same of numbers that raise no flag: any that is raised shows.
void add_quiet_lengths(Maker& maker, const Ufunc& ufunc, const std::string& loop, std::size_t length,
                       std::vector<Operation>& operations) {
  if (loop.find_first_not_of(floating_codes) != std::string::npos) return;
  std::vector<OperandLayout> inputs;
  for (const char letter : loop) {
    const std::string dtype = dtype_of(letter);
    std::vector<std::string> elements;
    for (std::size_t i = 0; i < length; ++i)
      elements.push_back(Maker::real_bytes(static_cast<double>(maker.chance.between(4, 100)) / 4, item_size(dtype)));
    inputs.push_back(Maker::plain(dtype, {static_cast<std::int64_t>(length)}, elements));
  }
  Operation call = ufunc_call(ufunc.name, std::move(inputs), static_cast<int>(maker.chance.below(ufunc.outputs)));
  call.arguments["lengths"] = true;
  operations.push_back(std::move(call));
}

/// Integers of 64 bits that are one number in float64, of both signs, in all comparisons.
void add_neighbours(Maker& maker, std::vector<Operation>& operations) {
  constexpr std::array<std::int64_t, 9> edges{0,
                                              1,
                                              (std::int64_t{1} << 53) - 1,
                                              std::int64_t{1} << 53,
                                              (std::int64_t{1} << 53) + 1,
                                              (std::int64_t{1} << 53) + 2,
                                              (std::int64_t{1} << 62) + 1,
                                              std::numeric_limits<std::int64_t>::max() - 1,
                                              std::numeric_limits<std::int64_t>::max()};
  std::vector<std::string> rows, columns;
  for (const std::int64_t row : edges) {
    for (const std::int64_t column : edges) {
      rows.push_back(Maker::integer_bytes(row, 8));
      columns.push_back(Maker::integer_bytes(column, 8));
    }
  }
  const Shape shape{static_cast<std::int64_t>(rows.size())};
  for (const char* name : {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"}) {
    operations.push_back(ufunc_call(name, {maker.plain("<i8", shape, rows), maker.plain("<u8", shape, columns)}));
    operations.push_back(ufunc_call(name, {maker.plain("<u8", shape, rows), maker.plain("<i8", shape, columns)}));
  }
}

/// The ends of an integer type, and numbers around 0, each with each.
void add_integer_pairs(Maker& maker, const std::vector<Ufunc>& exact, std::vector<Operation>& operations) {
  for (const Ufunc& ufunc : exact) {
    // There each of them ends the process: the random operands suffice.
    const bool divides = ufunc.name == "remainder" || ufunc.name == "fmod" || ufunc.name == "divmod";
    if (ufunc.inputs != 2 || (divides && maker.release < Release{1, 23})) continue;
    for (const std::string& loop : ufunc.loops) {
      if (loop.find_first_not_of("bhil") != std::string::npos || loop[0] != loop[1]) continue;
      const std::string dtype = dtype_of(loop[0]);
      const std::int64_t size = item_size(dtype);
      const std::int64_t most = static_cast<std::int64_t>((std::uint64_t{1} << (8 * size - 1)) - 1);
      const std::array<std::int64_t, 5> ends{-most - 1, most, -1, 0, 1};
      std::vector<std::string> left, right;
      for (const std::int64_t one : ends)
        for (const std::int64_t other : ends) {
          left.push_back(Maker::integer_bytes(one, size));
          right.push_back(Maker::integer_bytes(other, size));
        }
      const Shape shape{static_cast<std::int64_t>(left.size())};
      operations.push_back(
          ufunc_call(ufunc.name, {Maker::plain(dtype, shape, left), Maker::plain(dtype, shape, right)}));
    }
  }
}

/// Two special numbers, alone and side by side many times: no other element of the array can hide what happens to them.
void add_pairs(Maker& maker, const std::vector<Ufunc>& exact, std::vector<Operation>& operations) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr std::array specials{0.0, -0.0, 1.0, infinity, -infinity, std::numeric_limits<double>::quiet_NaN()};
  for (const Ufunc& ufunc : exact) {
    if (ufunc.inputs != 2) continue;
    for (const std::string& loop : ufunc.loops) {
      if (loop.find_first_not_of("efdFD") != std::string::npos || loop[0] != loop[1]) continue;
      const std::string dtype = dtype_of(loop[0]);
      const bool complex = dtype[1] == 'c';
      const std::int64_t part = item_size(dtype) / (complex ? 2 : 1);
      // A number that is large in its type, and makes products on the way overflow.
      const double large = std::ldexp(1.5, part == 2 ? 14 : part == 4 ? 126 : 1022);
      for (int i = 0; i < 5; ++i) {
        const Shape shape{maker.chance.of({1, 17})};
        std::vector<OperandLayout> operands;
        for (int place = 0; place < 2; ++place) {
          std::string element;
          for (int half = 0; half < (complex ? 2 : 1); ++half)
            element += Maker::real_bytes(maker.chance.in(0.2) ? large : maker.chance.of(specials), part);
          operands.push_back(
              Maker::plain(dtype, shape, std::vector<std::string>(static_cast<std::size_t>(shape[0]), element)));
        }
        operations.push_back(ufunc_call(ufunc.name, std::move(operands)));
      }
    }
  }
  const auto zeros = [](double sign) {
    return Maker::plain("<f2", {2}, std::vector<std::string>(2, Maker::real_bytes(sign * 0.0, 2)));
  };
  operations.push_back(ufunc_call("nextafter", {zeros(1), zeros(-1)}));
  const std::string large = Maker::real_bytes(1e308, 8) + Maker::real_bytes(1e308, 8);
  const auto larges = Maker::plain("<c16", {3}, std::vector<std::string>(3, large));
  operations.push_back(ufunc_call("divide", {larges, larges}));
}

void make_ufuncs(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  std::vector<Ufunc> exact;
  for (const Ufunc& ufunc : ufuncs_of(maker.release))
    if (!is_transcendental(ufunc.name) || ufunc.name == "power") exact.push_back(ufunc);
  for (Ufunc& ufunc : exact)
    if (ufunc.name == "power")
      std::erase_if(ufunc.loops,
                    [](const std::string& loop) { return loop.find_first_of("efdgFDG") != std::string::npos; });
  add_neighbours(maker, operations);
  add_pairs(maker, exact, operations);
  add_integer_pairs(maker, exact, operations);
  for (const Ufunc& ufunc : exact)
    for (const std::string& loop : ufunc.loops) {
      add_lengths(maker, ufunc, loop, std::min(longest, count), operations);
      add_quiet_lengths(maker, ufunc, loop, std::min(longest, count), operations);
    }
  for (std::size_t i = 0; i < count; ++i) add_call(maker, exact[i % exact.size()], operations);
}

}  // namespace

extern const ArrayProbe array_ufuncs;
const ArrayProbe array_ufuncs{{.id = "array/ufuncs",
                               .shows = "Ufuncs that are exact give every bit, and raise the flags, that IEEE 754 and "
                                        "NumPy's documents say, whatever the "
                                        "layout in memory, the output and the mask.",
                               .source = "IEEE 754-2019; NumPy reference, Universal functions",
                               .seconds = 6},
                              30000,
                              make_ufuncs};

}  // namespace fairplay::auditor::behaviour::numpy
