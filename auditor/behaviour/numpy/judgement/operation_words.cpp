#include "auditor/behaviour/numpy/judgement/operation_words.h"

#include <algorithm>

namespace fairplay::auditor::behaviour::numpy::known {

bool of(const Operation& operation, std::initializer_list<std::string_view> names) {
  const std::string name = operation.name();
  return std::ranges::find(names, name) != names.end();
}

bool is(const Operation& operation, std::initializer_list<std::string_view> ops) {
  const std::string op = operation.op();
  return std::ranges::find(ops, op) != ops.end();
}

std::string kind(const Operation& operation, std::size_t place) {
  if (place >= operation.operands.size()) return "";
  const std::string& dtype = operation.operands[place].dtype;
  return dtype.substr(1, dtype.find('[') - 1);
}

char letter(const Operation& operation, std::size_t place) {
  const std::string found = kind(operation, place);
  return found.empty() ? '?' : found[0];
}

bool has(const Operation& operation, std::string_view letters) {
  for (std::size_t i = 0; i < operation.operands.size(); ++i)
    if (letters.find(letter(operation, i)) != std::string_view::npos) return true;
  return false;
}

int times(const Operation& operation) {
  int count = 0;
  for (std::size_t i = 0; i < operation.operands.size(); ++i)
    count += letter(operation, i) == 'M' || letter(operation, i) == 'm';
  return count;
}

bool of_two_units(const Operation& operation) {
  const std::string* first = nullptr;
  for (std::size_t i = 0; i < operation.operands.size(); ++i) {
    if (letter(operation, i) != 'M' && letter(operation, i) != 'm') continue;
    const std::string& dtype = operation.operands[i].dtype;
    if (first != nullptr && dtype.substr(dtype.find('[')) != first->substr(first->find('['))) return true;
    first = &dtype;
  }
  return false;
}

bool has_extent(const Operation& operation, std::size_t place, std::int64_t extent) {
  return place < operation.operands.size() &&
         std::ranges::find(operation.operands[place].shape, extent) != operation.operands[place].shape.end();
}

bool without_axes(const Operation& operation) {
  return std::ranges::any_of(operation.operands, [](const auto& one) { return one.shape.empty(); });
}

bool years_or_months(const Operation& operation) {
  return std::ranges::any_of(operation.operands,
                             [](const auto& one) { return one.dtype.ends_with("Y]") || one.dtype.ends_with("M]"); });
}

bool reduces(const Operation& operation) { return is(operation, {"reduce", "accumulate", "reduceat"}); }

bool is_cast(const Operation& operation, std::string_view from, std::string_view to) {
  return is(operation, {"astype"}) && from.find(letter(operation, 0)) != std::string_view::npos &&
         to.find(operation.arguments.at("dtype").get<std::string>().at(1)) != std::string_view::npos;
}

bool asks_about_times(const Operation& operation) {
  return (operation.arguments.value("from", "") + operation.arguments.value("to", "")).find("8[") != std::string::npos;
}

bool has_integers_without_common_type(const Operation& operation) {
  const auto one = [&](std::size_t i) { return kind(operation, i) == "u8" || kind(operation, i) == "i8"; };
  return operation.operands.size() > 1 && kind(operation, 0) != kind(operation, 1) && (one(0) || one(1));
}

}  // namespace fairplay::auditor::behaviour::numpy::known
