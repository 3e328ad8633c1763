#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "auditor/provenance/original/original.h"
#include "auditor/provenance/original/remains.h"
#include "tests/support/made_up_database.h"
#include "tests/support/shipped_places.h"
#include "tests/support/temporary_folder.h"

/// A made-up NumPy release, a database that knows it, and subjects that are its wheel until a test changes them.
namespace fairplay::tests {

inline constexpr std::string_view wheel_name =
    "numpy-2.3.5-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl";
inline constexpr std::string_view core = "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so";
inline constexpr std::string_view test_module = "numpy/_core/_umath_tests.cpython-311-x86_64-linux-gnu.so";
inline constexpr std::string_view openblas_file = "numpy.libs/libscipy_openblas64_-fdde5778.so";

using Files = std::map<std::string, std::string>;  ///< content by path

/// The files of the made-up wheel of 2.3.5.
Files wheel_files(const std::string& release = "2.3.5");

/// That wheel, with its binaries looked into: the content of each is what made_up_binary() makes its facts of.
signatures::database::DraftArtifact wheel(std::string name, const std::string& release, const Files& files);
/// Facts of a made-up binary file.
signatures::fingerprint::BinaryFacts facts_of(const std::string& path, const std::string& content);

/// One audited NumPy, in memory.
struct MadeUpNumpy {
  Files files;                       ///< by path from the import folder
  std::string import_folder = "sp";  ///< "" for a wheel
  std::string version = "2.3.5";
  signatures::artifact::Kind kind = signatures::artifact::Kind::folder;
  std::map<std::string, signatures::fingerprint::BinaryFacts>
      facts;  ///< by path: what looking into a binary finds; else facts_of()
  std::map<std::string, auditor::provenance::Remains> left;  ///< by path: what is left of a damaged binary
  bool texts = false;                                        ///< whether texts can be read a second time
  std::set<std::string> lost;                                ///< paths that can't be read
  std::set<std::string> links;                               ///< paths that are links, and not followed
  std::set<std::string> along;     ///< paths of files outside NumPy's folders that came with it
  std::set<std::string> dangling;  ///< paths that are links into nowhere
  std::map<std::string, signatures::fingerprint::BinaryFormat> formats;
  auditor::Subject subject;  ///< what the audit knows already
  // What the judgement asked for.
  std::set<std::string> looked_into;

  /// The subject after the judgement.
  auditor::Subject judge(signatures::database::Database& database, std::set<std::string, std::less<>>* found = nullptr);
};

/// The difference at `path`; fails the test when there is not exactly one.
const auditor::Difference& difference_at(const auditor::Subject& subject, std::string_view path);
/// Every class that occurs.
std::set<auditor::DifferenceClass> classes(const auditor::Subject& subject);
/// All of what was not checked, as one text.
std::string not_checked(const auditor::Subject& subject);

}  // namespace fairplay::tests
