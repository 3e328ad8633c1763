#pragma once

#include <string>

#include "auditor/behaviour/numpy/judgement/judge.h"
#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

/// An operation as Python: operands are a, b, c, ...
struct PythonCall {
  std::string statement;  ///< to be run first; empty: none
  std::string result;     ///< an expression
};
PythonCall python_call(const Operation& operation);

/// "numpy.add", "numpy.ndarray.astype": the public function that an operation is about.
std::string public_name(const Operation& operation);

/// One line for people: "np.add(a, b, out=c), a float64 (17,) reversed, ...".
std::string call_text(const Operation& operation);

/// At most six lines that need NumPy alone, of which one fails where the operation differs as found (assertion.h).
std::string python_program(const Operation& operation, const Disagreement& found);

}  // namespace fairplay::auditor::behaviour::numpy
