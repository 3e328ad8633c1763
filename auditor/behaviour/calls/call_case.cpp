#include "auditor/behaviour/calls/call_case.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "signatures/enum_names.h"

namespace fairplay::auditor::behaviour {
namespace {

using signatures::enum_names;

constexpr auto data_names = enum_names<Data>({{Data::uniform, "uniform"},
                                              {Data::integers, "integers"},
                                              {Data::spread, "spread"},
                                              {Data::subnormal, "subnormal"},
                                              {Data::ones, "ones"},
                                              {Data::graded, "graded"},
                                              {Data::cancelling, "cancelling"},
                                              {Data::huge, "huge"}});

template <class Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::string number_text(double value) {
  std::string text = fmt::format("{}", value);
  return text;
}

/// "1.5" or "1.5,-2": real and imaginary part.
std::string scalar_text(double re, double im) {
  return im == 0 ? number_text(re) : number_text(re) + "," + number_text(im);
}
bool read_scalar(std::string_view text, double& re, double& im) {
  const std::size_t comma = text.find(',');
  im = 0;
  if (comma != std::string_view::npos && !read(text.substr(comma + 1), im)) return false;
  return read(text.substr(0, comma), re);
}

/// "a[3]:nan", "c:inf,1"
std::string plant_text(const Plant& plant) {
  const std::string place = plant.index < 0 ? plant.operand : fmt::format("{}[{}]", plant.operand, plant.index);
  return fmt::format("{}:{}", place, scalar_text(plant.re, plant.im));
}
bool read_plant(std::string_view text, Plant& plant) {
  const std::size_t colon = text.find(':'), bracket = text.find('[');
  if (colon == std::string_view::npos || colon == 0) return false;
  plant.operand = text.substr(0, std::min(colon, bracket));
  plant.index = -1;
  if (bracket < colon &&
      (text[colon - 1] != ']' || !read(text.substr(bracket + 1, colon - bracket - 2), plant.index) || plant.index < 0))
    return false;
  return !plant.operand.empty() && read_scalar(text.substr(colon + 1), plant.re, plant.im);
}
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

bool Plant::operator==(const Plant& other) const {
  return operand == other.operand && index == other.index && same(re, other.re) && same(im, other.im);
}

std::string_view name(Data data) { return data_names.name(data); }

std::string routine_and_flags(const CallCase& call) {
  return call.flags.empty() ? call.routine : call.routine + " " + call.flags;
}

std::string text_of(const CallCase& call) {
  const CallCase plain;
  std::string text = routine_and_flags(call);
  auto number = [&](const char* word, std::int64_t value, std::int64_t unless) {
    if (value != unless) text += fmt::format(" {}={}", word, value);
  };
  number("m", call.m, plain.m);
  number("n", call.n, plain.n);
  number("k", call.k, plain.k);
  number("ku", call.ku, plain.ku);
  number("ld", call.ld, plain.ld);
  number("incx", call.incx, plain.incx);
  number("incy", call.incy, plain.incy);
  text += fmt::format(" alpha={} beta={} data={} seed={}", scalar_text(call.alpha, call.alpha_im),
                      scalar_text(call.beta, call.beta_im), name(call.data), call.seed);
  if (call.first) text += " first=1";
  number("shift", call.shift, plain.shift);
  if (call.after_nan) text += " after=nan";
  number("illegal", call.illegal, plain.illegal);
  for (const Plant& plant : call.plants) text += " plant=" + plant_text(plant);
  for (const std::string& routine : call.with) text += " with=" + routine;
  number("callers", call.callers, plain.callers);
  number("rounds", call.rounds, plain.rounds);
  if (!call.forks.empty()) text += " fork=" + call.forks;
  if (!call.inside.empty()) text += " inside=" + call.inside;
  if (call.reloads) text += " between=reload";
  if (!call.measures.empty()) text += " measure=" + call.measures;
  return text;
}

std::expected<CallCase, std::string> parse_call(std::string_view text) {
  CallCase call;
  bool named = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, space - at);
    at = space + 1;
    if (word.empty()) continue;
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) {
      if (named && !call.flags.empty()) return std::unexpected(fmt::format("\"{}\": a third word without '='", word));
      (named ? call.flags : call.routine) = word;
      named = true;
      continue;
    }
    const std::string_view key = word.substr(0, equals), value = word.substr(equals + 1);
    bool good = false;
    if (key == "m")
      good = read(value, call.m);
    else if (key == "n")
      good = read(value, call.n);
    else if (key == "k")
      good = read(value, call.k);
    else if (key == "ku")
      good = read(value, call.ku);
    else if (key == "ld")
      good = read(value, call.ld);
    else if (key == "incx")
      good = read(value, call.incx);
    else if (key == "incy")
      good = read(value, call.incy);
    else if (key == "alpha")
      good = read_scalar(value, call.alpha, call.alpha_im);
    else if (key == "beta")
      good = read_scalar(value, call.beta, call.beta_im);
    else if (key == "seed")
      good = read(value, call.seed);
    else if (key == "shift")
      good = read(value, call.shift);
    else if (key == "first")
      good = value == "0" || value == "1", call.first = value == "1";
    else if (key == "after")
      good = call.after_nan = value == "nan";
    else if (key == "illegal")
      good = read(value, call.illegal) && call.illegal > 0;
    else if (key == "plant")
      good = read_plant(value, call.plants.emplace_back());
    else if (key == "callers")
      good = read(value, call.callers) && call.callers > 0 && call.callers <= 4096;
    else if (key == "rounds")
      good = read(value, call.rounds) && call.rounds > 0;
    else if (key == "with")
      good = !value.empty(), call.with.emplace_back(value);
    else if (key == "fork")
      good = value == "before" || value == "child" || value == "during" || value == "two", call.forks = value;
    else if (key == "inside")
      good = value == "openmp", call.inside = value;
    else if (key == "between")
      good = call.reloads = value == "reload";
    else if (key == "measure")
      good = value == "stack" || value == "memory" || value == "thread-memory" || value == "idle",
      call.measures = value;
    else if (key == "data") {
      const std::optional<Data> data = data_names.named(value);
      good = data.has_value();
      call.data = data.value_or(call.data);
    }
    if (!good) return std::unexpected(fmt::format("\"{}\": unknown, or not a value it can have", word));
  }
  if (!named) return std::unexpected("no routine is named");
  return call;
}

}  // namespace fairplay::auditor::behaviour
