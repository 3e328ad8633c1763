#include "auditor/behaviour/numpy/reproducer/python_call.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>

#include "auditor/behaviour/numpy/judgement/elements.h"
#include "auditor/behaviour/numpy/reproducer/assertion.h"
#include "signatures/hexadecimal.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;
using arraycore::Kind;

std::string letter(std::size_t place) { return std::string(1, static_cast<char>('a' + place)); }

/// A JSON value as Python writes it.
std::string python(const Json& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_string()) return fmt::format("'{}'", value.get<std::string>());
  if (value.is_array()) {
    std::vector<std::string> parts;
    for (const Json& one : value) parts.push_back(python(one));
    return parts.size() == 1 ? fmt::format("({},)", parts[0]) : fmt::format("({})", fmt::join(parts, ", "));
  }
  return value.dump();
}

/// "axis=(0,), keepdims=True" of those arguments that aren't NumPy's defaults.
std::string options(const Operation& operation, std::initializer_list<std::pair<const char*, const char*>> names) {
  std::string text;
  for (const auto& [argument, keyword] : names) {
    if (!operation.arguments.contains(argument)) continue;
    const Json& value = operation.arguments.at(argument);
    if (value.is_null() || value == false || (std::string_view(argument) == "ddof" && value == 0)) continue;
    text += fmt::format(", {}={}", keyword, python(value));
  }
  return text;
}

std::string index_text(const Json& index) {
  std::vector<std::string> parts;
  for (const Json& one : index) {
    if (one.contains("i")) parts.push_back(one["i"].dump());
    if (one.contains("n")) parts.emplace_back("None");
    if (one.contains("e")) parts.emplace_back("...");
    if (one.contains("a")) parts.push_back(letter(one["a"].get<std::size_t>()));
    if (one.contains("s")) {
      const auto bound = [&](std::size_t i) { return one["s"][i].is_null() ? "" : one["s"][i].dump(); };
      parts.push_back(fmt::format("{}:{}:{}", bound(0), bound(1), bound(2)));
    }
  }
  return parts.size() == 1 ? parts[0] : parts.empty() ? "()" : fmt::format("{}", fmt::join(parts, ", "));
}

/// "np.random.Generator(np.random.PCG64(5)).normal(a, b, size=(7,))".
PythonCall stream_text(const Operation& operation) {
  const Json& r = operation.arguments;
  const std::string kind = r.at("kind").get<std::string>();
  const Json& seeds = r.at("seed");
  const std::string seed = seeds.size() == 1 ? seeds[0].dump() : seeds.dump();
  std::string bits = fmt::format(
      "np.random.{}(np.random.SeedSequence({}){})", r.at("bits").get<std::string>(), seed,
      r.contains("spawn") && !r["spawn"].is_null() ? fmt::format(".spawn({})[-1]", r["spawn"].get<int>() + 1) : "");
  const std::string source = operation.is_set("legacy") ? fmt::format("np.random.RandomState({})", seed)
                                                        : fmt::format("np.random.Generator({})", bits);
  std::string statement = "g = " + source;
  if (operation.is_set("warmed"))
    statement += operation.is_set("legacy") ? "; g.standard_normal()" : "; g.integers(0, 2**32, dtype=np.uint32)";
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < operation.operands.size(); ++i) arguments.push_back(letter(i) + ".item()");
  std::string result;
  if (kind == "raw") {
    std::string words = "g.bit_generator";
    if (r.contains("advance") && !r["advance"].is_null() && r.at("bits") != "MT19937" && r.at("bits") != "SFC64")
      statement += fmt::format("; g.bit_generator.advance({})", r["advance"].dump());
    if (r.at("jumps") != 0 && r.at("bits") != "SFC64") words += fmt::format(".jumped({})", r["jumps"].dump());
    result = fmt::format("{}.random_raw({})", words, r.at("count").dump());
  } else if (kind == "permutation") {
    result = fmt::format("g.permutation({})", r.at("count").dump());
  } else {
    if (r.contains("size") && !r["size"].is_null()) arguments.push_back("size=" + python(r["size"]));
    if (kind == "integers") arguments.push_back(fmt::format("dtype=np.dtype({})", python(r.at("dtype"))));
    const std::string name = kind == "integers" && operation.is_set("legacy") ? "randint"
                             : operation.name().empty()                       ? kind
                                                                              : operation.name();
    result = fmt::format("g.{}({})", name, fmt::join(arguments, ", "));
  }
  if (!operation.is_set("after")) return {statement, result};
  return {fmt::format("{}; {}", statement, result), "g.standard_normal(3)"};
}

std::string slice_text(const Json& bounds) { return index_text(Json::array({{{"s", bounds}}})); }

PythonCall ufunc_text(const Operation& operation) {
  const auto inputs = operation.arguments.at("inputs").get<std::size_t>();
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < inputs; ++i) arguments.push_back(letter(i));
  std::size_t next = inputs;
  if (operation.is_set("where")) arguments.push_back("where=" + letter(next++));
  if (operation.is_set("out")) arguments.push_back("out=" + letter(next));
  std::string text = fmt::format("np.{}({})", operation.name(), fmt::join(arguments, ", "));
  static const std::map<std::string, int> several{{"divmod", 2}, {"modf", 2}, {"frexp", 2}};
  if (several.contains(operation.name())) text += fmt::format("[{}]", operation.arguments.at("output").get<int>());
  if (operation.name() == "clip" && inputs == 3) text = fmt::format("np.clip({})", fmt::join(arguments, ", "));
  return {"", text};
}

}  // namespace

PythonCall python_call(const Operation& operation) {
  const Json& r = operation.arguments;
  const std::string op = operation.op(), name = operation.name();
  const auto all = [&] {
    std::vector<std::string> letters;
    for (std::size_t i = 0; i < operation.operands.size(); ++i) letters.push_back(letter(i));
    return fmt::format("{}", fmt::join(letters, ", "));
  };
  if (op == "ufunc") return ufunc_text(operation);
  if (op == "stream") return stream_text(operation);
  if (op == "product") return {"", fmt::format("np.{}(a, b{})", name, operation.is_set("out") ? ", out=c" : "")};
  if (op == "reduce")
    return {"",
            fmt::format("np.{}.reduce(a, axis={}{}{})", name, python(r.at("axes")),
                        options(operation, {{"keepdims", "keepdims"}}), operation.is_set("where") ? ", where=b" : "")};
  if (op == "statistic" || op == "along" || op == "nan_reduce" || op == "nan_mean")
    return {"", fmt::format("np.{}(a{}{}{})", name,
                            options(operation, {{"axes", "axis"}, {"keepdims", "keepdims"}, {"dtype", "dtype"}}),
                            op == "nan_mean" && operation.is_set("where") ? ", where=b" : "",
                            name.ends_with("mean") ? "" : options(operation, {{"ddof", "ddof"}}))};
  if (op == "quantile_any") {
    // The method by its place: its name has changed.
    return {"", fmt::format("np.{}(a, b{}, {}, None, False, '{}', {}{})", name,
                            operation.is_set("python_number") ? ".item()" : "", python(r.at("axes")),
                            r.at("method").get<std::string>(), python(r.at("keepdims")),
                            operation.is_set("weights") ? ", weights=c" : "")};
  }
  if (op == "accumulate") return {"", fmt::format("np.{}.accumulate(a, {})", name, python(r.at("axis")))};
  if (op == "reduceat")
    return {"", fmt::format("np.{}.reduceat(a, {}, {})", name, python(r.at("indices")), python(r.at("axis")))};
  if (op == "at") return {fmt::format("np.{}.at({})", name, all()), "a"};
  if (op == "argmax" || op == "argmin") return {"", fmt::format("np.{}(a, {})", op, python(r.at("axis")))};
  if (op == "astype") return {"", fmt::format("a.astype({})", python(r.at("dtype")))};
  if (op == "promote_types")
    return {"", fmt::format("np.promote_types({}, {}).str", python(r.at("from")), python(r.at("to")))};
  if (op == "can_cast")
    return {"", fmt::format("str(np.can_cast({}, {}, {}))", python(r.at("from")), python(r.at("to")),
                            python(r.at("casting")))};
  if (op == "getitem") return {"", fmt::format("a[{}]", index_text(r.at("index")))};
  if (op == "setitem" || op == "setitem_overlap") return {fmt::format("a[{}] = b", index_text(r.at("index"))), "a"};
  if (op == "assign")
    return {fmt::format("a[{}] = a[{}]", slice_text(r.at("target")), slice_text(r.at("source"))), "a"};
  if (op == "take") return {"", fmt::format("np.take(a, b, {}, mode={})", python(r.at("axis")), python(r.at("mode")))};
  if (op == "put") return {fmt::format("np.put(a, b, c, {})", python(r.at("mode"))), "a"};
  if (op == "flip") return {"", fmt::format("np.flip(a, {})", python(r.at("axes")))};
  if (op == "roll") return {"", fmt::format("np.roll(a, {}, {})", python(r.at("shifts")), python(r.at("axes")))};
  if (op == "repeat") return {"", fmt::format("np.repeat(a, {}, {})", python(r.at("counts")), python(r.at("axis")))};
  if (op == "tile") return {"", fmt::format("np.tile(a, {})", python(r.at("times")))};
  if (op == "reshape")
    return {"", fmt::format("a.reshape({}, order={})", python(r.at("shape")), python(r.at("order")))};
  if (op == "sort") return {"", fmt::format("np.sort(a, {}, {})", python(r.at("axis")), python(r.at("kind")))};
  if (op == "argsort") return {"", fmt::format("np.argsort(a, {}, 'stable')", python(r.at("axis")))};
  if (op == "partition")
    return {"", fmt::format("np.{}(a, {}, {})", operation.is_set("places") ? "argpartition" : "partition",
                            python(r.at("kths")), python(r.at("axis")))};
  if (op == "search")
    return {"", operation.is_set("sorter") ? fmt::format("np.searchsorted(a, b, '{}', np.argsort(a, kind='stable'))",
                                                         operation.is_set("right") ? "right" : "left")
                                           : fmt::format("np.searchsorted(np.sort(a), b, '{}')",
                                                         operation.is_set("right") ? "right" : "left")};
  if (op == "unique") {
    const std::string which = r.at("which").get<std::string>();
    if (which == "values") return {"", fmt::format("np.unique(a, axis={})", python(r.at("axis")))};
    return {"", fmt::format("np.unique(a, axis={}, {}=True)[1]", python(r.at("axis")),
                            which == "indices"   ? "return_index"
                            : which == "inverse" ? "return_inverse"
                                                 : "return_counts")};
  }
  if (op == "set") return {"", fmt::format("np.{}(a, b)", name)};
  if (op == "isin") return {"", fmt::format("np.isin(a, b{})", operation.is_set("invert") ? ", invert=True" : "")};
  if (op == "einsum") return {"", fmt::format("np.einsum('{}', {})", name, all())};
  if (op == "fft")
    return {"", fmt::format("np.fft.{}(a, {}, {}, {})", name, python(r.at("n")), python(r.at("axis")),
                            python(r.at("norm")))};
  if (op == "linalg") return {"", fmt::format("np.linalg.{}({})", name, all())};
  if (op == "linspace")
    return {"", fmt::format("np.linspace(a[()], b[()], {}{})", r.at("count").dump(),
                            r.at("dtype").is_null() ? "" : ", dtype=" + python(r.at("dtype")))};
  if (op == "interp")
    return {"", fmt::format("np.interp(a, b, c, left={}, right={}, period={})", python(r.at("left")),
                            python(r.at("right")), python(r.at("period")))};
  if (op == "pad")
    return {"", fmt::format("np.pad(a, {}, {}{})", python(r.at("widths")), python(r.at("mode")),
                            operation.operands.size() > 1 ? ", constant_values=b[()]" : "")};
  if (op == "pad_computed") {
    const Json& pairs = r.at("pairs");
    const std::string more = name == "reflect" || name == "symmetric" ? ", reflect_type='odd'"
                             : name == "linear_ramp"                  ? ", end_values=" + python(pairs)
                             : pairs.at(0).at(0).is_null()            ? ""
                                                                      : ", stat_length=" + python(pairs);
    return {"", fmt::format("np.pad(a, {}, '{}'{})", python(r.at("widths")), name, more)};
  }
  if (op == "choose") return {"", fmt::format("np.choose(a, [{}], mode={})", all().substr(3), python(r.at("mode")))};
  if (op == "select") {
    const std::string letters = all();
    const std::size_t choices = (operation.operands.size() - 1) / 2 * 3;  // "a, " each
    return {"", fmt::format("np.select([{}], [{}], {})", letters.substr(0, choices - 2),
                            letters.substr(choices, choices - 2), letters.substr(2 * choices))};
  }
  if (op == "nan_place" || op == "nan_accumulate") return {"", fmt::format("np.{}(a, {})", name, python(r.at("axis")))};
  if (op == "average")
    return {"", fmt::format(
                    "np.average(a, {}, {}, True{})[{}]", r.at("axes").is_null() ? "None" : r.at("axes").at(0).dump(),
                    operation.is_set("weights") ? "b" : "None", operation.is_set("keepdims") ? ", keepdims=True" : "",
                    operation.is_set("returned") ? 1 : 0)};
  if (op == "trapezoid")
    return {"", fmt::format("(getattr(np, 'trapezoid', None) or np.trapz)(a, dx={}, axis={})",
                            r.at("spacings").at(0).dump(), r.at("axis").dump())};
  if (op == "business_days") {
    std::vector<std::string> dates;
    for (const Json& day : r.at("holidays")) dates.push_back(day.dump());
    return {"", fmt::format("np.{}({}, weekmask={}, holidays=np.array([{}], 'i8').view('M8[D]'){})", name, all(),
                            python(r.at("weekmask")), fmt::join(dates, ", "),
                            name == "busday_offset" ? ", roll=" + python(r.at("roll")) : "")};
  }
  if (op == "sinc") return {"", "np.sinc(a)"};
  if (op == "format") return {"", fmt::format("format(a[()], '.{}f')", r.at("digits").dump())};
  if (op == "binary_repr") return {"", fmt::format("np.binary_repr(a[()], {})", python(r.at("width")))};
  if (op == "base_repr") return {"", fmt::format("np.base_repr(a[()], {})", r.at("base").dump())};
  if (op == "load") return {"import io", "np.load(io.BytesIO(a.tobytes()))"};
  if (op == "fft_out") return {fmt::format("r = np.fft.{}(a); o = r * 0 + 77; np.fft.{}(a, out=o)", name, name), "o"};
  if (op == "geomspace") return {"", fmt::format("np.geomspace(a[()], b[()], {})", r.at("count").dump())};
  if (op == "scalar") {
    static const std::map<std::string, const char*> signs{
        {"add", "+"},           {"subtract", "-"},    {"multiply", "*"}, {"divide", "/"},
        {"floor_divide", "//"}, {"remainder", "%"},   {"equal", "=="},   {"not_equal", "!="},
        {"less", "<"},          {"less_equal", "<="}, {"greater", ">"},  {"greater_equal", ">="}};
    if (name == "divmod") return {"", fmt::format("divmod(a[()], b[()])[{}]", r.at("output").dump())};
    return {"", fmt::format("a[()] {} b[()]", signs.at(name))};
  }
  if (op == "convert")
    return {name == "index" ? "import operator" : "",
            fmt::format("{}(a[()])", name == "index" ? "operator.index" : name)};
  if (op == "hashes")
    return {"", operation.operands.size() > 1 ? "hash(a[()]) == hash(b[()])" : "hash(a[()]) == hash(a.item())"};
  if (op == "window")
    return {"",
            fmt::format("np.{}({}{})", name, r.at("count").dump(), name == "kaiser" ? ", " + r.at("beta").dump() : "")};
  if (op == "round") return {"", fmt::format("np.round(a, {})", python(r.at("decimals")))};
  if (op == "scalar_text") return {"", fmt::format("{}(a[()])", operation.is_set("repr") ? "repr" : "str")};
  return {"", fmt::format("np.{}({})", name.empty() ? op : name, all())};
}

std::string public_name(const Operation& operation) {
  static const std::map<std::string, std::string> methods{{"astype", "numpy.ndarray.astype"},
                                                          {"getitem", "numpy.ndarray.__getitem__"},
                                                          {"setitem", "numpy.ndarray.__setitem__"},
                                                          {"setitem_overlap", "numpy.ndarray.__setitem__"},
                                                          {"assign", "numpy.ndarray.__setitem__"},
                                                          {"reshape", "numpy.ndarray.reshape"},
                                                          {"search", "numpy.searchsorted"},
                                                          {"einsum", "numpy.einsum"},
                                                          {"scalar_text", "numpy.array_str"},
                                                          {"print", "numpy.array2string"},
                                                          {"npy", "numpy.save"},
                                                          {"npz", "numpy.savez"},
                                                          {"npy_read", "numpy.load"}};
  const std::string op = operation.op(), name = operation.name();
  if (const auto found = methods.find(op); found != methods.end()) return found->second;
  if (op == "pad_computed") return "numpy.pad";
  if (op == "hashes") return "numpy.generic.__hash__";
  if (op == "convert") return fmt::format("numpy.generic.__{}__", name);
  if (op == "partition" && operation.is_set("places")) return "numpy.argpartition";
  if (op == "fft" || op == "linalg") return fmt::format("numpy.{}.{}", op, name);
  if (op == "fft_out") return "numpy.fft." + name;
  if (op == "format") return "numpy.longdouble.__format__";
  if (op == "stream") {
    const std::string kind = operation.arguments.value("kind", "");
    return fmt::format("numpy.random.{}.{}", operation.is_set("legacy") ? "RandomState" : "Generator",
                       name.empty() ? kind : name);
  }
  if (op == "reduce" || op == "accumulate" || op == "reduceat" || op == "at")
    return fmt::format("numpy.{}.{}", name, op);
  return "numpy." + (name.empty() ? op : name);
}

std::string call_text(const Operation& operation) {
  const PythonCall call = python_call(operation);
  std::string text = call.statement.empty() ? call.result
                     : call.result == "a"   ? call.statement
                                            : fmt::format("{}; {}", call.statement, call.result);
  for (std::size_t i = 0; i < operation.operands.size(); ++i) {
    const OperandLayout& operand = operation.operands[i];
    text += fmt::format("; {}: {} ({}), strides ({})", letter(i), operand.dtype, fmt::join(operand.shape, ", "),
                        fmt::join(operand.strides, ", "));
    if (operand.offset % std::max<std::int64_t>(1, std::min<std::int64_t>(item_size(operand.dtype), 8)) != 0)
      text += ", misaligned";
    if (operand.shares >= 0)
      text += fmt::format(", in the memory of {}", letter(static_cast<std::size_t>(operand.shares)));
  }
  return text;
}

namespace {

bool is_plain(const OperandLayout& operand) {
  std::int64_t stride = item_size(operand.dtype);
  for (std::size_t axis = operand.shape.size(); axis-- > 0; stride *= operand.shape[axis])
    if (operand.strides[axis] != stride) return false;
  return operand.offset == 0 && operand.shares < 0;
}

/// "np.array([1.5, nan], 'f8')" where digits say it all, else its memory.
std::string operand_text(const Operation& operation, std::size_t place) {
  const OperandLayout& operand = operation.operands[place];
  const DType dtype = DType::parse(operand.dtype).value();
  const bool simple = is_plain(operand) && operand.shape.size() == 1 && operand.shape[0] <= 64 &&
                      (dtype.kind() == Kind::boolean || arraycore::is_integer(dtype.kind()) ||
                       (digits_of(dtype.kind()) > 0 && dtype.size() <= 8));
  if (simple) {
    std::vector<std::string> numbers;
    for (const std::string& element : elements_of(operation, place)) {
      if (digits_of(dtype.kind()) == 0) {
        numbers.push_back(element_text(dtype, element));
        continue;
      }
      const double value = static_cast<double>(parts_of(dtype, element).front().value);
      numbers.push_back(
          std::isnan(value) ? "np.nan"
          : std::isinf(value)
              ? (value < 0 ? "-np.inf" : "np.inf")
              : fmt::format("{:.17g}{}", value, value == std::trunc(value) && std::fabs(value) < 1e16 ? ".0" : ""));
    }
    return fmt::format("np.array([{}], '{}')", fmt::join(numbers, ", "), operand.dtype);
  }
  const std::string memory =
      operand.shares >= 0
          ? letter(static_cast<std::size_t>(operand.shares)) + "m"
          : fmt::format("bytearray.fromhex('{}')", signatures::hex_of(std::as_bytes(std::span(operand.memory))));
  return fmt::format("np.ndarray({}, '{}', {}, {}, {})", python(Json(operand.shape)), operand.dtype, memory,
                     operand.offset, python(Json(operand.strides)));
}

}  // namespace

std::string python_program(const Operation& operation, const Disagreement& found) {
  std::string operands;
  for (std::size_t i = 0; i < operation.operands.size(); ++i) {
    const OperandLayout& operand = operation.operands[i];
    const bool shared =
        std::ranges::any_of(operation.operands, [&](const auto& other) { return other.shares == static_cast<int>(i); });
    if (!operands.empty()) operands += "; ";
    if (shared) {
      operands +=
          fmt::format("{0}m = bytearray.fromhex('{1}'); {0} = np.ndarray({2}, '{3}', {0}m, {4}, {5})", letter(i),
                      signatures::hex_of(std::as_bytes(std::span(operand.memory))), python(Json(operand.shape)),
                      operand.dtype, operand.offset, python(Json(operand.strides)));
    } else {
      operands += fmt::format("{} = {}{}", letter(i), operand_text(operation, i),
                              operation.is_set("objects") ? ".astype(object)" : "");
    }
  }
  const PythonCall call = python_call(operation);
  std::string text = "import numpy as np\n";
  if (!operands.empty()) text += operands + "\n";
  if (operation.is_set("lengths") && found.outside) {
    const std::string out = letter(operation.operands.size() - 1);
    std::vector<std::string> heads;
    for (std::size_t i = 0; i < operation.operands.size(); ++i)
      heads.push_back(fmt::format("{}{}[:n]", i + 1 == operation.operands.size() ? "out=" : "", letter(i)));
    return text + fmt::format(
                      "for n in range(1, len({0})):\n    behind = {0}[n:].tobytes()\n    np.{1}({2})\n"
                      "    assert {0}[n:].tobytes() == behind, n\n",
                      out, operation.name(), fmt::join(heads, ", "));
  }
  return text + asserting_lines(call, found);
}

}  // namespace fairplay::auditor::behaviour::numpy
