#pragma once

#include <optional>
#include <string>

#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

/// One parameter of a function's signature.
struct SignatureParameter {
  std::string name;
  python::ParameterKind kind = python::ParameterKind::positional_or_keyword;
  std::string annotation;            ///< as inspect prints it; empty without one
  std::optional<std::string> value;  ///< the default: its repr, or its source text where its value isn't known
  std::string source;                ///< the default as written
};

struct Signature {
  std::vector<SignatureParameter> parameters;
  std::string returns;       ///< annotation, as inspect prints it
  std::string text() const;  ///< as str(inspect.signature(...)) prints it
};

/// What inspect.signature() finds for a function, class or callable object; nothing where it raises or where the code
/// isn't known.
std::optional<Signature> signature_of(Evaluator& evaluator, const Ref& value);
/// Its text as inspect prints it; of C code that writes none that Python could read, what its documentation has.
std::string signature_text(Evaluator& evaluator, const Ref& value);

/// A signature as C functions' documentation has it: "(a, /, b=None)". Nothing where inspect would refuse it.
std::optional<Signature> signature_in_text(Evaluator& evaluator, const std::string& text);

}  // namespace fairplay::signatures::footprint
