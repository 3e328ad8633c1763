#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
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

/// "cpython-311" of "x/__pycache__/y.cpython-311.opt-1.pyc" (PEP 3147, PEP 488); empty for a name that neither Python
/// nor pytest gives.
std::string_view tag_of_bytecode(std::string_view key);

/// Bytecode that belongs to its source, whose code nobody compared.
class UncomparedBytecode {
 public:
  /// `python`: "3.11", of the environment; empty where that isn't known or there are several.
  explicit UncomparedBytecode(std::string python) : python_(std::move(python)) {}
  void add(std::string_view key);
  /// What that leaves open, and what closes it.
  std::vector<NotChecked> described() const;

 private:
  std::string python_;
  std::size_t count_ = 0;
  std::map<std::string, std::size_t, std::less<>> of_others_;  ///< for another interpreter, by its tag
};

}  // namespace fairplay::auditor::provenance
