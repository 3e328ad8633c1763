#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <new>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/reproducer/growth.h"
#include "auditor/behaviour/reproducer/harness.h"
#include "auditor/behaviour/reproducer/literals.h"
#include "auditor/behaviour/reproducer/operands.h"
#include "auditor/behaviour/reproducer/reproducer.h"
#include "auditor/behaviour/reproducer/residuals.h"
#include "auditor/behaviour/reproducer/spectral_residuals.h"
#include "auditor/behaviour/subject/subject_library.h"
#include "signatures/blas/vendor.h"

namespace fairplay::auditor::behaviour::reproducer {
namespace {

constexpr int seconds_for_a_call = 60;
constexpr int calls_of_each_caller = 20;
constexpr int most_stack = 1 << 20;    // bytes: what a thread of a few megabytes can spare
constexpr double most_elements = 5e7;  // of an operand: this process makes them, too

/// An operand is no larger than this. The text comes from a process that a library under test may have spoilt.
double most_elements_of(const CallCase& call) {
  const auto longest = static_cast<double>(std::max({call.m, call.n, call.k, std::int64_t{1}}));
  const double rows = longest + static_cast<double>(call.ld);
  const double vector = longest * static_cast<double>(std::max(std::abs(call.incx), std::abs(call.incy)));
  const bool matrices = (call.m > 0) + (call.n > 0) + (call.k > 0) > 1 || !call.flags.empty();
  return std::max(matrices ? rows * longest : 0, vector);
}

std::string uppercase(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}
bool single(char type) { return type == 's' || type == 'c'; }
bool is_complex(char type) { return type == 'c' || type == 'z'; }
std::string_view real_type(char type) { return single(type) ? "float" : "double"; }

/// What a call needs beside itself: its arguments as C.
struct CallText {
  std::string declarations;  ///< of options, integers, scalars, operands
  std::string operands;      ///< initializers of the array of operands
  std::string set_up;
  std::string workspaces;  ///< initializers: which operand, the address of its length
  std::string types, arguments;
};

/// A scalar of two real parts, of which a real one uses the first.
std::string scalar_text(const Argument& argument) {
  float narrow[2] = {};
  double wide[2] = {};
  const bool is_single = single(argument.type);
  const std::size_t bytes = std::min(argument.content.size(), is_single ? sizeof narrow : sizeof wide);
  std::copy_n(argument.content.begin(), bytes,
              is_single ? reinterpret_cast<std::byte*>(narrow) : reinterpret_cast<std::byte*>(wide));
  return fmt::format("{}, {}", real_literal(is_single ? static_cast<double>(narrow[0]) : wide[0]),
                     real_literal(is_single ? static_cast<double>(narrow[1]) : wide[1]));
}

/// An argument of CBLAS's that is passed by value: its type and itself. Empty: it is passed by reference.
std::pair<std::string, std::string> by_value(const Argument& argument, int integer_bits, std::size_t place) {
  if (argument.kind == Argument::Kind::option) return {"int", std::to_string(argument.integer)};
  if (argument.kind == Argument::Kind::integer)
    return {integer_bits == 64 ? "int64_t" : "int", fmt::format("argument_{}", place)};
  if (argument.kind == Argument::Kind::scalar && !is_complex(argument.type))
    return {std::string(real_type(argument.type)), fmt::format("argument_{}[0]", place)};
  return {};
}

std::expected<CallText, std::string> call_text(const CallDescription& description, const CallCase& call,
                                               const CallingConvention& convention) {
  CallText text;
  std::size_t operands = 0;
  std::string lengths, length_types;  // of CHARACTER arguments: they follow by value
  const bool cblas = description.door == Door::cblas;
  if (!cblas && is_complex(description.returns) && convention.complex_return == ComplexReturn::argument)
    text.types = "void *, ", text.arguments = "result, ";
  for (std::size_t i = 0; i < description.arguments.size(); ++i) {
    const Argument& argument = description.arguments[i];
    const auto [value_type, value] = cblas ? by_value(argument, convention.integer_bits, i) : std::pair("", "");
    text.types += value_type.empty() ? "void *, " : value_type + ", ";
    switch (argument.kind) {
      case Argument::Kind::option:
        if (cblas) {
          text.arguments += fmt::format("{} /* {} */, ", value, argument.option);
          break;
        }
        text.declarations +=
            fmt::format("static char argument_{}[] = {};\n", i, string_literal(std::string(1, argument.option)));
        text.arguments += fmt::format("argument_{}, ", i);
        lengths += "1, ";
        length_types += "size_t, ";
        break;
      case Argument::Kind::integer:  // of which a library of 32-bit integers reads the low half
        text.declarations += fmt::format("static int64_t argument_{} = {};\n", i, argument.integer);
        text.arguments += value.empty() ? fmt::format("&argument_{}, ", i) : value + ", ";
        break;
      case Argument::Kind::scalar:
        text.declarations +=
            fmt::format("static {} argument_{}[2] = {{{}}};\n", real_type(argument.type), i, scalar_text(argument));
        text.arguments += value.empty() ? fmt::format("argument_{}, ", i) : value + ", ";
        break;
      case Argument::Kind::operand: {
        auto operand = operand_text(argument, call, convention.integer_bits, operands);
        if (!operand) return std::unexpected(operand.error());
        text.declarations += operand->declarations;
        text.operands += "  " + operand->initializer + ",\n";
        text.set_up += operand->set_up;
        // The length of a workspace follows it where it has one.
        if (argument.workspace) {
          const bool has_length =
              i + 1 < description.arguments.size() && description.arguments[i + 1].kind == Argument::Kind::integer;
          text.workspaces +=
              fmt::format("{{{}, {}}}, ", operands, has_length ? fmt::format("&argument_{}", i + 1) : "NULL");
        }
        text.arguments += fmt::format("o[{}].data, ", operands++);
        break;
      }
    }
  }
  text.types += length_types;
  text.arguments += lengths;
  if (cblas && is_complex(description.returns)) text.types += "void *, ", text.arguments += "result, ";
  for (std::string* list : {&text.types, &text.arguments})
    if (list->ends_with(", ")) list->resize(list->size() - 2);
  return text;
}

/// The function that makes the call; what the routine returns it leaves in `result`.
std::string call_function(const CallDescription& description, const CallText& text, const CallCase& call,
                          const CallingConvention& convention) {
  std::string returned = "void", plus;
  switch (description.door == Door::cblas && is_complex(description.returns) ? ' ' : description.returns) {
    case 's':
    case 'd': returned = real_type(description.returns); break;
    case 'c':
    case 'z':
      if (convention.complex_return != ComplexReturn::argument)
        returned = fmt::format("{} _Complex", real_type(description.returns));
      break;
    case 'i':
      returned = convention.integer_bits == 64 ? "int64_t" : "int32_t";
      // A place from 0 on; 0 as well where Fortran has none.
      if (description.door == Door::cblas && call.n > 0 && call.incx > 0) plus = " + 1";
      break;
    default: break;
  }
  return fmt::format(
      "static void make_call(struct operand *o, void *result) {{\n  (void)o;\n  (void)result;\n  {}(({} "
      "(*)({}))FIND({}, \"{}\"))({}){};\n}}\n",
      returned == "void" ? "" : fmt::format("*({} *)result = ", returned), returned, text.types,
      symbol_of(convention, call.routine), call.routine, text.arguments, plus);
}

/// What compares the first bad element, if it was one.
std::expected<std::string, std::string> comparison(const Divergence& divergence, const CallDescription& description,
                                                   const CallCase& call) {
  // What the harness sees by itself: the call doesn't return, memory is overwritten, callers disagree, too much stack.
  const bool ends = divergence.symptom == Symptom::never_returns || divergence.symptom == Symptom::kills_the_process ||
                    divergence.symptom == Symptom::ends_the_process,
             overwrites = divergence.symptom == Symptom::overwrites_memory,
             elsewhere = call.callers > 1 || !call.forks.empty() || !call.measures.empty();
  if (divergence.operand.empty() && (ends || overwrites || elsewhere)) return "0";
  const auto got = value_in(divergence.got), expected = value_in(divergence.expected);
  if (divergence.operand.empty() || !got || !expected) {
    const bool element =
        !divergence.operand.empty() && routine_named(call.routine) != nullptr && routine_named(call.routine)->level < 4;
    if (!element) return residual_check(divergence, description, call);
  }
  if (!got || !expected) return std::unexpected("got and expected are no numbers");
  const double difference =
      expected->complex ? std::hypot(got->re - expected->re, got->im - expected->im) : std::abs(got->re - expected->re);
  const double tolerance =
      std::isfinite(divergence.bound_ratio) && divergence.bound_ratio > 0 && std::isfinite(difference)
          ? difference / divergence.bound_ratio
          : 0;
  std::string what, parts;  // the values and which real part of them is the element's first
  int precision = 0;
  std::int64_t element = 0;
  if (divergence.operand == "result") {
    if (description.returns == 'i')
      return fmt::format("told_wrong(\"the result\", *(const int32_t *)result, {}, 0)", real_literal(expected->re));
    what = "the result";
    parts = "result";
    precision = single(description.returns) ? 1 : 0;
  } else {
    std::size_t place = 0;
    for (const Argument& argument : description.arguments) {
      if (argument.kind != Argument::Kind::operand) continue;
      if (argument.name == divergence.operand) {
        const auto elements =
            static_cast<std::int64_t>(argument.content.size() / std::max<std::size_t>(argument.element_bytes, 1));
        if (divergence.element < 0 || divergence.element >= elements)
          return std::unexpected(fmt::format("{} has no element {}", argument.name, divergence.element));
        if (argument.type == 'i')
          return fmt::format("told_wrong(\"{0}[{1}]\", (double)((const int{2}_t *)o[{3}].data)[{1}], {4}, 0)",
                             argument.name, divergence.element, 8 * argument.element_bytes, place,
                             real_literal(expected->re));
        what = fmt::format("{}[{}]", argument.name, divergence.element);
        parts = fmt::format("o[{}].data", place);
        precision = single(argument.type) ? 1 : 0;
        element = divergence.element;
      }
      ++place;
    }
    if (parts.empty())
      return std::unexpected(fmt::format("the call has no operand {}", comment_text(divergence.operand)));
  }
  if (!expected->complex)
    return fmt::format("told_wrong(\"{}\", part_of({}, {}, {}), {}, {})", what, parts, precision, element,
                       real_literal(expected->re), real_literal(tolerance));
  // Of an element that isn't finite either way, what is wrong is one of its parts.
  const double are[] = {got->re, got->im}, wanted[] = {expected->re, expected->im};
  if (!(std::isfinite(are[0]) && std::isfinite(are[1])) && !(std::isfinite(wanted[0]) && std::isfinite(wanted[1])))
    for (int part = 0; part < 2; ++part)
      if (std::isinf(wanted[part]) ? are[part] != wanted[part] : std::isnan(wanted[part]) && !std::isnan(are[part]))
        return fmt::format("told_wrong(\"the {} part of {}\", part_of({}, {}, {}), {}, 0)",
                           part == 0 ? "real" : "imaginary", what, parts, precision, 2 * element + part,
                           real_literal(wanted[part]));
  return fmt::format("told_wrong_complex(\"{0}\", part_of({1}, {2}, {3}), part_of({1}, {2}, {4}), {5}, {6}, {7})", what,
                     parts, precision, 2 * element, 2 * element + 1, real_literal(expected->re),
                     real_literal(expected->im), real_literal(tolerance));
}

/// Found by choosing kernels one after another.
bool swept(const Divergence& divergence) { return !divergence.kernel_switch.empty() && !divergence.kernels.empty(); }

std::string head(const Divergence& divergence, const Library& library) {
  const std::string folder = std::filesystem::path(library.path).parent_path();
  std::string text =
      fmt::format("/* Written by `fairplay probe` ({}).\n *\n * {}: {}\n", comment_text(divergence.probe),
                  comment_text(divergence.call), comment_text(divergence.message));
  if (!divergence.got.empty()) text += fmt::format(" *   got      {}\n", comment_text(divergence.got));
  if (!divergence.expected.empty()) text += fmt::format(" *   expected {}\n", comment_text(divergence.expected));
  text += fmt::format(" * Library: {}\n", comment_text(library.path));
  if (!library.description.empty()) text += fmt::format(" *   {}\n", comment_text(library.description));
  if (!divergence.kernel.empty())
    text += fmt::format(" *   its kernel on the CPU where it was found: {}\n", comment_text(divergence.kernel));
  if (swept(divergence)) {
    text += fmt::format(" * It is made to choose that kernel by {}={}, unless the environment has another.\n",
                        comment_text(divergence.kernel_switch), comment_text(divergence.kernels.front()));
    if (divergence.kernels.size() > 1)
      text += fmt::format(" *   kernels that show it: {}\n",
                          comment_text(fmt::format("{}", fmt::join(divergence.kernels, ", "))));
  }
  if (!divergence.source.empty()) text += fmt::format(" * Source: {}\n", comment_text(divergence.source));
  text +=
      " *\n * The library is loaded by its path (any other one by `./reproducer LIBRARY`):\n *   cc THIS.c -o "
      "reproducer -ldl -lpthread -lm && ./reproducer\n";
  text += fmt::format(
      " * or linked:\n *   cc -DLINKED THIS.c -o reproducer {} -Wl,-rpath,{} -lpthread -lm && ./reproducer\n",
      comment_text(shell_word(library.path)), comment_text(shell_word(folder)));
  return text + " * Exit status: 1 the defect shows, 0 it doesn't, 2 the library can't be called.\n */\n";
}

}  // namespace

std::expected<std::string, std::string> c_program(const Divergence& divergence, const Library& library) {
  const auto call = parse_call(divergence.call);
  if (!call) return std::unexpected("it isn't one call: " + call.error());
  if (most_elements_of(*call) > most_elements) return std::unexpected("its operands are too large");
  auto prepared = [&]() -> std::expected<std::unique_ptr<PreparedCall>, std::string> {
    try {
      return prepare(*call);
    } catch (const std::bad_alloc&) {
      return std::unexpected("no memory for its operands");
    }
  }();
  if (!prepared) return std::unexpected(prepared.error());
  const CallDescription description = (*prepared)->describe();
  if (!call->inside.empty()) return std::unexpected("it takes a compiler with OpenMP");
  if (call->reloads) return std::unexpected("the library is unloaded and loaded again");
  if (!call->with.empty()) return std::unexpected("callers of several routines disturb one another");

  const auto text = call_text(description, *call, library.convention);
  if (!text) return std::unexpected(text.error());
  const auto compared = comparison(divergence, description, *call);
  if (!compared) return std::unexpected(compared.error());

  std::string first;
  for (const std::string& path : library.first) first += string_literal(path) + ", ";
  std::string program = head(divergence, library);
  program += fmt::format(
      "#define LIBRARY {}\n#define FIRST_TO_LOAD {}\n#define PREFIX {}\n#define SUFFIX {}\n#define THREADS \"{}\"\n"
      "#define THREADS_VARIABLES \"{}\"\n",
      string_literal(library.path), first, string_literal(library.convention.prefix),
      string_literal(library.convention.suffix), divergence.threads,
      fmt::join(signatures::blas::threads_variables(), "\", \""));
  if (swept(divergence))
    program += fmt::format("#define KERNEL_SWITCH {}\n#define KERNEL {}\n", string_literal(divergence.kernel_switch),
                           string_literal(divergence.kernels.front()));
  program += fmt::format(
      "#define SEED UINT64_C({})\n#define CANARY {}\n#define SHIFT {}\n#define FIRST {}\n#define SECONDS {}\n",
      call->seed, call->seed & 1, call->shift, call->first ? 1 : 0, seconds_for_a_call);
  program += fmt::format(
      "#define CALLERS {}\n#define ROUNDS {}\n#define CALLS_EACH {}\n#define FORKS {}\n#define MOST_STACK {}\n#define "
      "AFTER_NAN {}\n#define GROWTH {}\n",
      call->callers, call->rounds, calls_of_each_caller,
      call->forks.empty() ? std::string("0") : "FORK_" + uppercase(call->forks),
      call->measures == "stack" ? most_stack : 0, call->after_nan ? 1 : 0,
      call->measures == "memory"          ? 1
      : call->measures == "thread-memory" ? 2
                                          : 0);
  program += harness();
  if (call->measures.ends_with("memory")) program += growth_functions();
  if (*compared != "0" && !compared->starts_with("told_wrong"))
    program += std::string(residual_functions()) + std::string(spectral_residual_functions());
  program += fmt::format("\n/* The call. */\n#ifdef LINKED\nextern void {}(void);\n#endif\n{}",
                         symbol_of(library.convention, call->routine), text->declarations);
  program += fmt::format(
      "struct operand operands[] = {{\n{}}};\nconst size_t operand_count = sizeof operands / sizeof *operands;\n\n",
      text->operands);
  program += fmt::format(
      "const struct workspace workspaces[] = {{{}{{0, NULL}}}};\nconst size_t workspace_count = sizeof workspaces / "
      "sizeof *workspaces - 1;\n\n",
      text->workspaces);
  program += fmt::format("static void set_up(void) {{\n{}}}\n{}", text->set_up,
                         call_function(description, *text, *call, library.convention));
  return program + fmt::format(
                       "static int told(const struct operand *o, const void *result) {{\n  (void)o;\n  (void)result;\n "
                       " return {};\n}}\n",
                       *compared);
}

}  // namespace fairplay::auditor::behaviour::reproducer
