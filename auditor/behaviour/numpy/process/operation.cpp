#include "auditor/behaviour/numpy/process/operation.h"

#include "arraycore/types/dtype.h"

namespace fairplay::auditor::behaviour::numpy {

Json request_of(const Operation& operation, int major, int minor) {
  Json request = operation.arguments;
  request["release"] = {major, minor};
  Json arrays = Json::array();
  for (const OperandLayout& operand : operation.operands) {
    Json described{{"d", operand.dtype},
                   {"s", operand.shape},
                   {"t", operand.strides},
                   {"o", operand.offset},
                   {"n", operand.memory.size()}};
    if (operand.shares >= 0) described["m"] = operand.shares;
    arrays.push_back(std::move(described));
  }
  request["arrays"] = std::move(arrays);
  return request;
}

std::string memory_of(const Operation& operation) {
  std::string memory;
  for (const OperandLayout& operand : operation.operands) memory += operand.memory;
  return memory;
}

std::int64_t item_size(const std::string& dtype) {
  const auto parsed = arraycore::DType::parse(dtype);
  return parsed ? parsed->size() : 0;
}

std::vector<std::string> elements_of(const Operation& operation, std::size_t place) {
  const OperandLayout& operand = operation.operands.at(place);
  const std::string& memory =
      operand.shares < 0 ? operand.memory : operation.operands.at(static_cast<std::size_t>(operand.shares)).memory;
  const auto size = static_cast<std::size_t>(item_size(operand.dtype));
  std::vector<std::string> elements;
  for (const std::int64_t extent : operand.shape)
    if (extent == 0) return elements;
  std::vector<std::int64_t> index(operand.shape.size(), 0);
  for (;;) {
    std::int64_t at = operand.offset;
    for (std::size_t axis = 0; axis < index.size(); ++axis) at += index[axis] * operand.strides[axis];
    elements.push_back(memory.substr(static_cast<std::size_t>(at), size));
    std::size_t axis = index.size();
    while (axis > 0 && ++index[axis - 1] == operand.shape[axis - 1]) index[--axis] = 0;
    if (axis == 0) return elements;
  }
}

std::string text_at(const Json& value, const char* name) {
  return value.is_object() && value.contains(name) && value[name].is_string() ? value[name].get<std::string>() : "";
}

}  // namespace fairplay::auditor::behaviour::numpy
