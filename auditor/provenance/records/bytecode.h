#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

/// What a .pyc that no record vouches for means to Python.
struct BytecodeVerdict {
  enum class Standing : std::uint8_t {
    belongs,  ///< its header matches its source: what Python itself would have written there
    unused,   ///< Python will not run it: stale, orphaned in __pycache__, or damaged
    foreign   ///< Python would run it, and nothing ties it to a source
  };
  Standing standing = Standing::unused;
  std::string why;
};

using ReadSource = std::function<signatures::Expected<std::string>(const std::string& key)>;

/// The key of the source of a .pyc: "numpy/__pycache__/x.cpython-311.pyc" -> "numpy/x.py"; "numpy/x.pyc" ->
/// "numpy/x.py".
std::string source_of_bytecode(std::string_view key);

/// Judges one .pyc by its header (PEP 552) against the source in `files`. `times_count`: file times mean something (not
/// in archives).
BytecodeVerdict judge_bytecode(const std::string& key, const signatures::fingerprint::FileFacts& bytecode,
                               const signatures::fingerprint::Fingerprint& files, bool times_count,
                               const ReadSource& read_source);

}  // namespace fairplay::auditor::provenance
