#pragma once

#include <string>
#include <string_view>

/// Versions as PEP 440 writes them, as far as the verdict on origin needs.
namespace fairplay::auditor::provenance {

/// What precedes the local part: "2.3.5+mycompany.1" -> "2.3.5"; lower case, as PEP 440 compares.
std::string public_part(std::string_view version);

/// Whether the local part of `version` discloses a third party's changes (NEP 36: "1.17.2+mycompany.15"). The marks
/// that NumPy's own development builds carry don't: "+git20240101.abcdef0" (since 1.21), "+0.gabcdef0.dirty"
/// (versioneer), "+abcdef0" (before both).
bool discloses(std::string_view version);

bool is_development(std::string_view version);  ///< its public part ends in ".devN"

}  // namespace fairplay::auditor::provenance
