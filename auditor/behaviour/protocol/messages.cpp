#include "auditor/behaviour/protocol/messages.h"

#include <charconv>
#include <cmath>

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t longest_text = 4000;
constexpr std::size_t longest_list = 1000;

std::string text(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>().substr(0, longest_text)
                                                     : std::string();
}
std::int64_t integer(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

}  // namespace

nlohmann::json message_of(const Divergence& divergence) {
  // JSON has no infinity.
  const nlohmann::json ratio =
      std::isfinite(divergence.bound_ratio) ? nlohmann::json(divergence.bound_ratio) : nlohmann::json("infinite");
  return {{"class", name(divergence.kind)},
          {"routine", divergence.routine},
          {"m", divergence.m},
          {"n", divergence.n},
          {"k", divergence.k},
          {"flags", divergence.flags},
          {"threads", divergence.threads},
          {"kernel", divergence.kernel},
          {"got", divergence.got},
          {"expected", divergence.expected},
          {"ratio", ratio},
          {"message", divergence.message},
          {"symptom", name(divergence.symptom)},
          {"call", divergence.call},
          {"source", divergence.source},
          {"operand", divergence.operand},
          {"element", divergence.element}};
}

std::optional<Divergence> divergence_in(const nlohmann::json& message) {
  if (!message.is_object()) return std::nullopt;
  Divergence read;
  const auto kind = divergence_class_named(text(message, "class"));
  if (!kind) return std::nullopt;
  read.kind = *kind;
  read.routine = text(message, "routine");
  read.m = integer(message, "m");
  read.n = integer(message, "n");
  read.k = integer(message, "k");
  read.flags = text(message, "flags");
  read.threads = static_cast<int>(integer(message, "threads"));
  read.kernel = text(message, "kernel");
  read.got = text(message, "got");
  read.expected = text(message, "expected");
  const auto ratio = message.find("ratio");
  if (ratio != message.end()) read.bound_ratio = ratio->is_number() ? ratio->get<double>() : INFINITY;
  read.message = text(message, "message");
  read.symptom = symptom_named(text(message, "symptom")).value_or(Symptom::other);
  read.call = text(message, "call");
  read.source = text(message, "source");
  read.operand = text(message, "operand");
  read.element = integer(message, "element");
  return read;
}

nlohmann::json message_of(const std::vector<DefinedElsewhere>& elsewhere) {
  nlohmann::json list = nlohmann::json::array();
  for (const DefinedElsewhere& other : elsewhere) list.push_back({{"path", other.path}, {"routines", other.routines}});
  return list;
}

std::vector<DefinedElsewhere> defined_elsewhere_in(const nlohmann::json& message) {
  std::vector<DefinedElsewhere> elsewhere;
  if (!message.is_array()) return elsewhere;
  for (const nlohmann::json& other : message) {
    if (!other.is_object() || elsewhere.size() == longest_list) continue;
    DefinedElsewhere read{text(other, "path"), {}};
    if (const auto routines = other.find("routines"); routines != other.end()) read.routines = texts_in(*routines);
    if (!read.path.empty() && !read.routines.empty()) elsewhere.push_back(std::move(read));
  }
  return elsewhere;
}

std::vector<std::string> texts_in(const nlohmann::json& message) {
  std::vector<std::string> texts;
  if (!message.is_array()) return texts;
  for (const nlohmann::json& one : message)
    if (one.is_string() && texts.size() < longest_list) texts.push_back(one.get<std::string>().substr(0, longest_text));
  return texts;
}

std::optional<std::vector<std::byte>> bytes_in(std::string_view hexadecimal) {
  if (hexadecimal.size() % 2 != 0) return std::nullopt;
  std::vector<std::byte> bytes(hexadecimal.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::uint8_t value = 0;
    const char* first = hexadecimal.data() + 2 * i;
    if (const auto [end, error] = std::from_chars(first, first + 2, value, 16);
        error != std::errc() || end != first + 2)
      return std::nullopt;
    bytes[i] = static_cast<std::byte>(value);
  }
  return bytes;
}

nlohmann::json message_of(const CallingConvention& convention) {
  return {{"prefix", convention.prefix},
          {"suffix", convention.suffix},
          {"integer_bits", convention.integer_bits},
          {"complex_return", name(convention.complex_return)}};
}

std::optional<CallingConvention> convention_in(const nlohmann::json& message) {
  if (!message.is_object()) return std::nullopt;
  return CallingConvention{text(message, "prefix"), text(message, "suffix"),
                           static_cast<int>(integer(message, "integer_bits")),
                           complex_return_named(text(message, "complex_return")).value_or(ComplexReturn::unknown)};
}

}  // namespace fairplay::auditor::behaviour
