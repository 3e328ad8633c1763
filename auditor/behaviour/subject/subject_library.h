#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// What stands before and behind a routine's stem in a library's names for it.
struct Affixes {
  const char* prefix;
  const char* suffix;  ///< Fortran's underscore included

  std::string name_of(std::string_view routine) const;  ///< "scipy_dgemm_64_"
};
/// Those that libraries are known to use, the most usual first.
inline constexpr Affixes known_affixes[] = {{"", "_"},       {"", "_64_"},       {"", "_64"},
                                            {"scipy_", "_"}, {"scipy_", "_64_"}, {"", ""}};

/// A library's name for a routine ("dgemm", "cblas_dgemm"): "scipy_dgemm_64_", "scipy_cblas_dgemm64_". Only Fortran's
/// names get the underscore.
std::string symbol_of(const CallingConvention& convention, std::string_view routine);

/// The library under test, loaded into this (child) process.
class SubjectLibrary {
 public:
  /// Loads `path` after `first` (bundled dependencies that a bare load wouldn't find), and finds out how it is called:
  /// by test, as libblastrampoline does. An error is the loader's own sentence, or why it can't be called.
  static std::expected<SubjectLibrary, std::string> load(const std::string& path,
                                                         const std::vector<std::string>& first);

  /// A routine's entry ("dgemm", "cblas_dgemm"), in the library or in what it loads; null where it has none.
  void* routine(std::string_view name) const;
  /// Any other function, by its exact name.
  void* function(const std::string& name) const;
  /// A function that only some vendors have (`name` is empty for the others), under these affixes.
  void* function_of_vendor(std::string_view prefix, std::string_view name, std::string_view suffix) const;

  /// Closes it. False where it stays in memory all the same: it says so of itself (DF_1_NODELETE), or others use it.
  /// Its routines' addresses are void then, until load_again().
  bool unload();
  /// Loads it again; the error is the loader's.
  std::expected<void, std::string> load_again();

  const std::string& path() const { return path_; }
  const CallingConvention& convention() const { return convention_; }
  bool wide_integers() const { return convention_.integer_bits == 64; }
  bool complex_by_argument() const { return convention_.complex_return == ComplexReturn::argument; }

  /// What it answers when asked for its configuration and for the kernels it chose; empty where it has no such
  /// function.
  std::string configuration() const;
  std::string kernel() const;

 private:
  SubjectLibrary() = default;
  void* handle_ = nullptr;  // closed by unload() alone: the process ends with it
  CallingConvention convention_;
  std::string path_;
};

}  // namespace fairplay::auditor::behaviour
