#pragma once

#include <expected>
#include <string>
#include <utility>

namespace fairplay::arraycore {

/// What is wrong, as NumPy's exceptions tell it apart: `index` is IndexError, `axis` AxisError, `dtype` TypeError,
/// `memory` MemoryError, `range` OverflowError, the others ValueError.
enum class ErrorKind {
  shape,   ///< extents that don't fit each other, or don't fit an operation
  size,    ///< a shape whose size in bytes can't be counted in 64 bits
  axis,    ///< an axis that the array doesn't have, or one named twice
  index,   ///< an index out of bounds, or of a type that indexes nothing
  dtype,   ///< an operation that these types don't have
  value,   ///< any other argument out of its range
  range,   ///< a value that the target type can't hold
  memory,  ///< the system gave no memory
};

/// Why an operation gave no result. The message names the shapes and dtypes involved.
struct Error {
  ErrorKind kind;
  std::string message;
};

/// The result of every operation that can fail. Nothing in this library throws over bad arguments.
template <class T>
using Expected = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{kind, std::move(message)});
}

}  // namespace fairplay::arraycore
