#pragma once

#include <string>
#include <string_view>

namespace fairplay::signatures::database {

/// SHA-256 of the shipped database's index as the program was built with it, in lower-case hex; empty where it was
/// built without.
std::string_view built_in_digest();

/// Where the shipped database lies: beside the program ("signatures/data" as in the source tree, or "signatures"), or
/// in
/// ../share/fairplay/signatures of an installed one. Empty where none of them has an index, or without a digest to hold
/// it against.
std::string built_in_folder();

}  // namespace fairplay::signatures::database
