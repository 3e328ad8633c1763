#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace fairplay::auditor::behaviour::numpy {

using Json = nlohmann::json;

/// A view of an operand's memory, as requests describe it.
struct OperandLayout {
  std::string dtype;                  ///< "<f8", "|S3", "<M8[ns]"
  std::vector<std::int64_t> shape;    ///< extents
  std::vector<std::int64_t> strides;  ///< bytes
  std::int64_t offset = 0;            ///< of the first element, in bytes
  std::string memory;                 ///< empty if `shares` is set
  int shares = -1;                    ///< the operand whose memory it lies in; -1: its own
};

/// One call, as data: what both the subject and the reference are asked.
struct Operation {
  Json arguments;  ///< "op" and what that takes; see `evaluate`
  std::vector<OperandLayout> operands;

  std::string op() const { return arguments.at("op").get<std::string>(); }
  /// "add", where the operation is about one of several functions; else empty.
  std::string name() const { return arguments.value("name", ""); }
  bool is_set(const char* argument) const { return arguments.contains(argument) && arguments.at(argument) == true; }
};

/// The arguments with the arrays in them, as `evaluate` and the child's driver take them.
Json request_of(const Operation& operation, int major, int minor);
/// The memory of all operands, one after the other.
std::string memory_of(const Operation& operation);
/// The bytes of an operand's elements, in row-major order.
std::vector<std::string> elements_of(const Operation& operation, std::size_t operand);
/// A text in an object that a child sent; empty: there is none of this name.
std::string text_at(const Json& value, const char* name);
/// Bytes of an element of this dtype.
std::int64_t item_size(const std::string& dtype);

}  // namespace fairplay::auditor::behaviour::numpy
