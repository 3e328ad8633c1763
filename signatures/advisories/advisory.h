#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/advisories/version.h"
#include "signatures/blas/traits.h"
#include "signatures/blas/vendor.h"
#include "signatures/damage.h"
#include "signatures/yaml/tree.h"

/// advisories.yaml: defects of released BLAS libraries and NumPys that their own projects know of, or that were seen in
/// them (docs/adding-an-advisory.md).
namespace fairplay::signatures::advisories {

/// The classes of the probes' divergences (docs/probe.md).
enum class Class : std::uint8_t {
  expected,  ///< correct, though people ask about it: never matched, only explained
  property,
  policy,
  defect,
};
enum class Severity : std::uint8_t { note, warning, error };

/// What a defect does to a program, from the gravest.
enum class Harm : std::uint8_t {
  security,  ///< who provides the input gets more than a wrong result: code, other people's files
  memory,    ///< memory outside of the operands is read or written
  crash,     ///< the process ends
  hang,      ///< the call doesn't return
  values,    ///< wrong results without a word
  other,     ///< flags, refusals, dtypes
};

/// Python packages that have advisories.
enum class Package : std::uint8_t { numpy };

/// Versions of one vendor's library, or of a package, both ends included.
struct Range {
  blas::Vendor vendor = blas::Vendor::unknown;
  std::optional<Package> package;  ///< instead of a vendor
  std::string from_text;           ///< "0.2.15", or "any"
  std::optional<Version> from;     ///< nullopt: every earlier one, too
  std::string to_text;
  Version to;                       ///< the last that is known to have it
  std::vector<std::string> builds;  ///< further versions, word for word, that were seen to have it: "0.3.0.dev"
};

struct Advisory {
  std::string id;                     ///< "OpenBLAS#1844"; "fairplay-numpy-3" where there is no thread
  std::optional<std::string> thread;  ///< its address; nullopt: seen, and reported nowhere
  std::string title;
  std::string symptom;
  Class kind = Class::defect;
  Severity severity = Severity::note;  ///< of an audit's finding
  Harm harm = Harm::values;
  std::vector<Range> affected;       ///< never empty; all of vendors, or all of one package
  std::optional<std::string> fixed;  ///< the first version without it; nullopt: none is known
  // Where these lists have entries, a library must match one of each.
  std::vector<blas::Threading> threading;
  std::vector<blas::IntegerWidth> integers;
  std::vector<std::string> words;      ///< of the library's configuration: "USE_TLS"; one that no configuration names
                                       ///< ("BUILD_RELAPACK") keeps an entry from ever matching
  std::vector<std::string> lacking;    ///< words none of which the configuration may have: "USE_LOCKING"
  std::vector<std::string> kernels;    ///< as OpenBLAS calls them: "SkylakeX"
  std::vector<std::string> platforms;  ///< of a package: "windows", "aarch64"; each word is enough
  std::vector<std::string> features;   ///< of a package: of CPUs, as NumPy calls them: "AVX512_SKX"; each is enough
  std::vector<std::string> routines;   ///< for people and for confirming: "dgemm", "numpy.sort", with "*" for any run
                                       ///< of characters
  std::vector<std::string> seen;       ///< versions in which somebody made the call and saw it; inside `affected`
  std::optional<std::string> probe;    ///< the id of the probe that shows it; nullopt: none does
  /// Where the probe shows several defects of these routines: what happens ("never-returns", a symptom's name of
  /// auditor/facts/probe_result.h), or words of the call. One of them must fit.
  std::vector<std::string> signs;
  std::optional<std::string> workaround;
  std::vector<std::string> references;  ///< further threads and documents
};

struct Book {
  std::vector<Advisory> advisories;  ///< as the file has them
  /// Capitals don't count. nullptr: there is none of this id.
  const Advisory* find(std::string_view id) const;
};

/// Parses and validates the text of an advisories file. Damage carries `file`, "line N, column M" and what is wrong: an
/// unknown or missing key, a repository nobody declared, a version that is none, a range that ends before it begins, an
/// unknown class, severity, threading or width. The YAML is the strict subset of signatures/yaml/tree.h.
Expected<Book> parse_advisories(std::string_view yaml, const std::string& file);
/// The same from a tree that has been read.
Expected<Book> read_advisories(const yaml::YamlNode& root, const std::string& file);

/// The advisories.yaml that was built into the program, as a tree.
yaml::YamlNode builtin_advisories();

std::string_view name(Class kind);
std::string_view name(Severity severity);
std::string_view name(Harm harm);        ///< "security"
std::string_view name(Package package);  ///< "numpy"
/// Whether it is of a package, not of a BLAS.
bool of_package(const Advisory& advisory);
std::string_view maker(const Range& range);  ///< for people: "OpenBLAS", "NumPy"

}  // namespace fairplay::signatures::advisories
