#pragma once

#include <string_view>

namespace fairplay::auditor {

/// Shell-like match of the whole text: `*` is any run of bytes, slashes included, `?` one byte, everything else itself.
/// Takes at most pattern times text steps, whatever either holds.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace fairplay::auditor
