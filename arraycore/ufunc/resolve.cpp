#include "arraycore/ufunc/resolve.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/loop_table.h"
#include "arraycore/ufunc/text_loops.h"

namespace fairplay::arraycore {
namespace {

char letter(DType dtype) { return kind_codes[static_cast<std::size_t>(dtype.kind())]; }

DType type_of_letter(char code) { return static_cast<Kind>(kind_codes.find(code)); }

std::string_view inputs_of(std::string_view loop) { return loop.substr(0, loop.find('-')); }
std::string_view outputs_of(std::string_view loop) { return loop.substr(loop.find('>') + 1); }

/// The types that hold a value of this class (PythonScalar): small positive integers fit types with and without sign.
std::string_view types_of_value(char value_class) {
  switch (value_class) {
    case '1': return "bB";
    case '2': return "hH";
    case '4': return "iI";
    case '8': return "lL";
    case 'O': return "";
    default: return kind_codes.substr(kind_codes.find(value_class), 1);
  }
}

/// 0 for truth values, 1 for integers, 2 for floating and complex numbers.
int category(DType dtype) {
  if (dtype.kind() == Kind::boolean) return 0;
  if (is_integer(dtype.kind())) return 1;
  return is_real_floating(dtype.kind()) || is_complex(dtype.kind()) ? 2 : 3;
}

/// Values count where there is an array of at least the same category beside them.
bool values_count(std::span<const OperandType> inputs, Release release) {
  if (release >= Release{2, 0}) return false;
  int of_values = -1;
  int of_arrays = -1;
  for (const OperandType& input : inputs) {
    int& largest = input.value ? of_values : of_arrays;
    largest = std::max(largest, category(input.dtype));
  }
  return of_values >= 0 && of_arrays >= 0 && of_values <= of_arrays;
}

/// Ufuncs that cast all operands to their common dtype, without a search.
bool is_uniform(std::string_view ufunc) {
  static constexpr std::string_view names[]{
      "add",   "subtract",  "multiply", "maximum",    "minimum", "fmax",          "fmin", "clip",
      "equal", "not_equal", "less",     "less_equal", "greater", "greater_equal", "gcd",  "lcm"};
  return std::find(std::begin(names), std::end(names), ufunc) != std::end(names);
}

/// Everything that a search for a loop needs.
struct Search {
  const LoopRow& ufunc;
  std::span<const OperandType> inputs;
  Release release;
  Casting casting;
  bool by_value;
  std::span<const DType> outputs;

  /// Whether an input may be cast. `value_counts`: as the value that it is, too.
  bool castable(std::size_t input, char to, Casting level, bool value_counts) const {
    const OperandType& operand = inputs[input];
    // Up to 1.20 it doesn't count where nothing may be cast.
    const bool nothing = level < Casting::safe && release < Release{1, 21};
    if (value_counts && operand.value && release < Release{2, 0} && !nothing) {
      const std::string_view types = types_of_value(operand.value->value_class());
      if (std::any_of(types.begin(), types.end(),
                      [&](char from) { return can_cast(type_of_letter(from), type_of_letter(to), level, release); })) {
        return true;
      }
    }
    return can_cast(operand.dtype, type_of_letter(to), level, release);
  }

  bool accepts(std::string_view loop, Casting level, bool value_counts) const {
    const std::string_view letters = inputs_of(loop);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!castable(i, letters[i], level, value_counts)) return false;
    }
    return true;
  }

  /// Up to 1.21 a loop that is searched for must fit the outputs that are there.
  bool fits_outputs(std::string_view loop) const {
    if (release >= Release{1, 22} || is_uniform(ufunc.name)) return true;
    const std::string_view letters = outputs_of(loop);
    for (std::size_t i = 0; i < std::min(outputs.size(), letters.size()); ++i) {
      if (!can_cast(type_of_letter(letters[i]), outputs[i], casting, release)) return false;
    }
    return true;
  }

  std::string letters() const {
    std::string result;
    for (const OperandType& input : inputs) {
      const std::string_view types =
          by_value && input.value ? types_of_value(input.value->value_class()) : std::string_view();
      result += types.empty() ? letter(input.dtype) : types.front();
    }
    return result;
  }

  std::unexpected<Error> no_loop() const {
    std::string message = "ufunc '" + std::string(ufunc.name) + "' has no loop for";
    for (const OperandType& input : inputs) message += ' ' + input.dtype.name();
    return fail(ErrorKind::dtype, message);
  }
};

/// What loops.txt says of these inputs besides the loops: the outputs, or "-".
std::optional<std::string_view> exception_for(const LoopRow& ufunc, std::string_view letters) {
  for (const std::string_view exception : ufunc.exceptions) {
    if (exception.substr(0, exception.find(':')) == letters) return exception.substr(exception.find(':') + 1);
  }
  return std::nullopt;
}

/// The dtype that arrays and values have in common.
std::optional<DType> joint_by_value(const Search& search) {
  std::vector<DType> arrays;
  for (const OperandType& input : search.inputs) {
    if (!input.value) arrays.push_back(input.dtype);
  }
  auto joint = result_type(arrays, search.release);
  for (const OperandType& input : search.inputs) {
    if (joint && input.value) joint = result_type(*joint, *input.value, search.release);
  }
  return joint ? std::optional<DType>(*joint) : std::nullopt;
}

Expected<std::string> number_loop(const Search& search) {
  std::string letters = search.letters();
  // Three dtypes have another common one than their pairs, in releases before 1.20 by their order (`clip`).
  if ((search.by_value || search.inputs.size() > 2) && is_uniform(search.ufunc.name)) {
    if (const auto joint = joint_by_value(search)) letters.assign(search.inputs.size(), letter(*joint));
  }
  const auto exception = exception_for(search.ufunc, letters);
  if (exception == "-") return search.no_loop();
  if (!exception) {
    for (const std::string_view loop : search.ufunc.loops) {
      if (inputs_of(loop) == letters && search.fits_outputs(loop)) return std::string(loop);
    }
  }
  for (const std::string_view loop : search.ufunc.loops) {
    if (exception && outputs_of(loop) != *exception) continue;
    if (inputs_of(loop).find_first_of("Mm") != std::string_view::npos) continue;
    if (!search.fits_outputs(loop)) continue;
    if (search.accepts(loop, std::min(search.casting, Casting::safe), search.by_value)) return std::string(loop);
  }
  return search.no_loop();
}

Expected<std::string> named_loop(const Search& search, std::string_view signature) {
  const bool whole = signature.find('>') != std::string_view::npos;
  // From 1.21 on a value counts here whatever is beside it.
  const bool value_counts = search.by_value || search.release >= Release{1, 21} || is_uniform(search.ufunc.name);
  // Rather one that holds the inputs.
  for (const Casting level : {std::min(search.casting, Casting::safe), search.casting}) {
    for (const std::string_view loop : search.ufunc.loops) {
      const bool fits = whole ? loop == signature : outputs_of(loop).substr(0, 1) == signature;
      if (fits && search.accepts(loop, level, value_counts)) return std::string(loop);
    }
  }
  return search.no_loop();
}

Expected<DType> with_unit(Kind kind, DType unit) { return DType::time(kind, unit.unit(), unit.multiple()); }

/// Integers and truth values beside times are ticks of the same unit, or counts.
bool is_count(DType dtype) { return is_integer(dtype.kind()) || dtype.kind() == Kind::boolean; }

/// The loop of two operands of which one is a time, in letters; counts are ticks in sums. Empty: none.
std::string time_letters(std::string_view ufunc, DType a, DType b) {
  const bool sum = ufunc == "add" || ufunc == "subtract";
  std::string letters;
  for (const DType dtype : {a, b}) {
    if (is_time(dtype.kind())) {
      letters += letter(dtype);
    } else if (is_count(dtype)) {
      letters += sum ? 'm' : 'l';
    } else {
      letters += is_real_floating(dtype.kind()) ? 'd' : '-';
    }
  }
  return letters;
}

Expected<ResolvedLoop> arithmetic_of_times(const Search& search) {
  const DType a = search.inputs[0].dtype;
  const DType b = search.inputs[1].dtype;
  const bool both = is_time(a.kind()) && is_time(b.kind());
  // Only of integers NumPy makes ticks; bool / divides nothing.
  const bool truth = a.kind() == Kind::boolean || b.kind() == Kind::boolean;
  const bool quotient = search.ufunc.name == "divide" || search.ufunc.name == "floor_divide";
  if (quotient && truth) return search.no_loop();
  const std::string letters = time_letters(search.ufunc.name, a, b);
  std::string loop;
  for (const std::string_view candidate : search.ufunc.loops) {
    if (inputs_of(candidate) == letters) loop = candidate;
  }
  if (loop.empty()) return search.no_loop();
  DType unit = is_time(a.kind()) ? a : b;
  if (both) {
    const auto joint = promote_types(a, b, search.release);
    if (!joint) return std::unexpected(joint.error());
    unit = *joint;
  }
  ResolvedLoop result{loop, {}, nullptr, nullptr};
  for (const char code : loop) {
    if (code == '-' || code == '>') continue;
    const DType plain = type_of_letter(code);
    const auto dtype = is_time(plain.kind()) ? with_unit(plain.kind(), unit) : Expected<DType>(plain);
    if (!dtype) return std::unexpected(dtype.error());
    result.dtypes.push_back(*dtype);
  }
  return result;
}

/// Comparisons, extrema and what has one operand: all inputs in their common dtype.
Expected<ResolvedLoop> uniform_times(const Search& search) {
  std::vector<DType> dtypes;
  for (const OperandType& input : search.inputs) dtypes.push_back(input.dtype);
  const auto joint = result_type(dtypes, search.release);
  if (!joint || !is_time(joint->kind())) return search.no_loop();
  const std::string letters(search.inputs.size(), letter(*joint));
  for (const std::string_view loop : search.ufunc.loops) {
    if (inputs_of(loop) != letters) continue;
    ResolvedLoop result{std::string(loop), std::vector<DType>(search.inputs.size(), *joint), nullptr, nullptr};
    for (const char code : outputs_of(loop)) {
      const DType plain = type_of_letter(code);
      result.dtypes.push_back(is_time(plain.kind()) ? with_unit(plain.kind(), *joint).value_or(plain) : plain);
    }
    return result;
  }
  return search.no_loop();
}

Expected<ResolvedLoop> loop_of_times(const Search& search) {
  if (search.ufunc.name.starts_with("logical_")) {
    // From 1.22 on, the truth of whatever it is: of a time other than 0.
    if (search.release < Release{1, 22} || search.inputs.size() == 1) return search.no_loop();
    const std::string loop = std::string(search.inputs.size(), '?') + "->?";
    return ResolvedLoop{loop, std::vector<DType>(search.inputs.size() + 1, Kind::boolean), nullptr, nullptr};
  }
  static constexpr std::string_view arithmetic[]{"add",          "subtract",  "multiply", "divide",
                                                 "floor_divide", "remainder", "divmod"};
  if (std::find(std::begin(arithmetic), std::end(arithmetic), search.ufunc.name) != std::end(arithmetic)) {
    return arithmetic_of_times(search);
  }
  return uniform_times(search);
}

/// Two operands of bytes, or two of text, stay as long as they are. Both together have no loop.
Expected<ResolvedLoop> loop_of_texts(const Search& search) {
  const DType a = search.inputs[0].dtype;
  const DType b = search.inputs[1].dtype;
  const TextKernel kernel =
      a.kind() == b.kind() ? find_text_kernel(search.ufunc.name, a.kind(), search.release) : nullptr;
  if (kernel == nullptr) return search.no_loop();
  const auto result = search.ufunc.name == "add" ? DType::characters(a.kind(), a.length() + b.length())
                                                 : Expected<DType>(Kind::boolean);
  if (!result) return std::unexpected(result.error());
  const std::string loop{letter(a), letter(b), '-', '>', letter(*result)};
  return ResolvedLoop{loop, {a, b, *result}, nullptr, kernel};
}

}  // namespace

Expected<ResolvedLoop> resolve_loop(const LoopRow& ufunc, std::span<const OperandType> inputs, Release release,
                                    Casting casting, std::optional<std::string_view> signature,
                                    std::span<const DType> outputs) {
  if (inputs.size() != static_cast<std::size_t>(ufunc.inputs)) {
    return fail(ErrorKind::value, std::string(ufunc.name) + "() takes " + std::to_string(ufunc.inputs) +
                                      " inputs, but " + std::to_string(inputs.size()) + " were given");
  }
  const Search search{ufunc, inputs, release, casting, values_count(inputs, release), outputs};
  const bool times =
      std::any_of(inputs.begin(), inputs.end(), [](const OperandType& input) { return is_time(input.dtype.kind()); });
  const bool texts = inputs.size() == 2 && std::all_of(inputs.begin(), inputs.end(), [](const OperandType& input) {
                       return is_character(input.dtype.kind());
                     });
  if (texts && !signature) return loop_of_texts(search);
  Expected<ResolvedLoop> result;
  if (times && !signature) {
    result = loop_of_times(search);
    if (!result) return result;
  } else {
    const auto loop = signature ? named_loop(search, *signature) : number_loop(search);
    if (!loop) return std::unexpected(loop.error());
    result->loop = *loop;
    for (const char code : *loop) {
      if (code != '-' && code != '>') result->dtypes.push_back(type_of_letter(code));
    }
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const bool truth = times && result->dtypes[i].kind() == Kind::boolean;
    const bool fits = truth ? true
                      : is_time(result->dtypes[i].kind()) || is_time(inputs[i].dtype.kind())
                          ? can_cast(inputs[i].dtype, result->dtypes[i], casting, release)
                          : search.castable(i, letter(result->dtypes[i]), casting, true);
    if (!fits) {
      return fail(ErrorKind::dtype, "cannot cast ufunc '" + std::string(ufunc.name) + "' input " + std::to_string(i) +
                                        " from " + inputs[i].dtype.name() + " to " + result->dtypes[i].name());
    }
  }
  result->kernel = find_kernel(ufunc.name, result->loop, release);
  if (result->kernel == nullptr) {
    return fail(ErrorKind::dtype, std::string(ufunc.name) + ": the loop " + result->loop + " isn't there yet");
  }
  return result;
}

}  // namespace fairplay::arraycore
