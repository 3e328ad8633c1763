#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor {

enum class Severity : std::uint8_t { note, warning, error };  ///< in rising order
std::string_view name(Severity severity);
std::optional<Severity> severity_named(std::string_view name);

/// A fact and where it was read.
struct Evidence {
  std::string path;
  int line = 0;  ///< 1-based; 0: none
  std::string detail;
};

/// A rule that fired on a subject.
struct Finding {
  std::string rule;  ///< "INTACT-1"
  Severity severity = Severity::error;
  std::string subject;  ///< id of the subject; empty for the run as a whole
  std::string message;  ///< one sentence: what is wrong
  std::vector<Evidence> evidence;
  std::string remedy;
  /// Stable over runs and places: hex of a hash over rule, subject name and the fact itself, never over paths of the
  /// machine or line numbers. Waivers and CI baselines refer to it.
  std::string fingerprint;
  bool leads = false;  ///< it explains other findings of its subject: reports have it before them
  std::string about;   ///< whom it concerns, where that is another than the subject: "pandas 2.1.4"
  bool waived = false;
  std::string waiver_reason;
};

}  // namespace fairplay::auditor
