#pragma once

#include <optional>

#include "signatures/footprint/signature.h"
#include "signatures/footprint/value.h"

/// inspect.Signature and inspect.Parameter as values: NumPy's own code makes signatures from others and assigns them to
/// `__signature__`.
namespace fairplay::signatures::footprint {

/// Whether it is an inspect.Signature or inspect.Parameter.
bool is_signature_object(const Ref& value);

/// The inspect.Signature that holds it.
Ref signature_object(const Signature& signature);

/// What an inspect.Signature holds; nothing for anything else, and where its parameters aren't known.
std::optional<Signature> held_signature(Evaluator& evaluator, const Ref& value);

/// inspect.Parameter and inspect.Signature themselves, with the constants that are their attributes.
Ref inspect_class(const std::string& name);

/// Calls inspect.Signature(), inspect.Parameter(), and their replace().
Ref make_signature_object(const Ref& type, const std::vector<Ref>& in,
                          const std::vector<std::pair<std::string, Ref>>& keywords);
Ref replaced_signature_object(const Ref& object, const std::vector<std::pair<std::string, Ref>>& keywords);

}  // namespace fairplay::signatures::footprint
