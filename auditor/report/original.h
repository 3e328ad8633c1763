#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/audit_result.h"

/// The answer to the second question, "original?", in words: the verdict first, then what differs. It holds raw text of
/// the subjects: the renderer escapes it.
namespace fairplay::auditor::report {

/// "official", "patched", "original unknown": the verdict as one word among others.
std::string_view origin_word(OriginVerdict verdict);

/// The verdict of the only build of a run: "official wheel of 2.3.5", "patched 1.24.2", "original unknown".
std::string origin_in_short(const Subject& subject);

/// The verdict's line, which begins with the verdict: "official wheel numpy-2.3.5-...whl", "patched 1.24.2: 5 runtime
/// files differ (2 library-search, 3 build), 3 tests", "unknown: numpy 2.6.0 is newer than the database of 2026-11-21".
std::string origin_sentence(const Subject& subject);

/// Why an origin is unknown.
std::string origin_reason(const Original& original);

/// "numpy/core/umath.so: ufunc erf added".
std::string difference_phrase(const Difference& difference);

/// The differences to show, most serious first. The short form leaves out what the verdict's line only counts: tests,
/// documentation and rebuilt binaries.
struct ShownDifferences {
  std::vector<const Difference*> shown;
  std::string rest;  ///< "12 private, 3 tests" that aren't shown; empty where all are
};
ShownDifferences shown_differences(const Original& original, bool all, std::size_t most);

/// What lies in one folder with a NumPy, releases with most files first: "1.15.4", "its wheel for Windows x86-64".
std::vector<std::string> other_releases_of(const Subject& subject);

/// "numpy-1.15.1-...whl: 86% of the files equal"; empty without one, or where it is the artifact itself.
std::string nearest_phrase(const Subject& subject);

/// "12 official, 2 original unknown", "all official"; empty without subjects.
std::string origin_summary(const AuditResult& result);

}  // namespace fairplay::auditor::report
