#pragma once

#include <type_traits>
#include <utility>

#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {

/// Raises the Python exception that NumPy has for this kind of error (types/error.h).
[[noreturn]] void raise(const Error& error);
/// Raises NotImplementedError: arraycore hasn't got `what` yet.
[[noreturn]] void raise_missing(const char* what);

/// The value of a result; its error as an exception.
template <class T>
T value(Expected<T> result) {
  if (!result) raise(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace fairplay::arraycore::python
