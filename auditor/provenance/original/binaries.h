#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/original/known_release.h"
#include "signatures/fingerprint/binary_facts.h"

/// Compares one ELF binary with what the release's manifests know of its relatives. Works on facts; reads nothing.
namespace fairplay::auditor::provenance {

/// One place where a binary differs, in a way that no legitimate rewriting or rebuild explains.
struct BinaryDifference {
  std::string name;  ///< a part (".text", "relocations", "needed", "runpath"), "method erf", "ufunc erf"
  std::string old_text;
  std::string new_text;
  std::string detail;
};

/// How a binary relates to one known binary.
struct BinaryRelation {
  KnownBinary known;
  std::vector<BinaryDifference> differences;  ///< empty: the same code (same build) or the same C interface (rebuilt)
  bool renamed = false;                       ///< bundled libraries it needs go by other names
  bool other_path = false;                    ///< it has another RPATH, which stays where it may
  bool ufuncs_differ = false;                 ///< among the differences are names of ufuncs
};

/// What is around a binary that isn't the official one any more: where its RPATH may lead, and what it may load.
struct Surroundings {
  std::string_view import_folder;             ///< key
  const std::vector<std::string>* territory;  ///< keys
  std::string prefix;  ///< key of the environment whose manager rewrites RPATHs (conda); empty: none
  /// Whether a library of this file name is bundled beside it. Empty: nobody knows.
  std::function<bool(std::string_view name)> holds_library{};
};

/// `known` is of the same build (same build-id), or is held for it: every loaded part must be equal, and what it loads
/// the same, apart from the names of bundled libraries. An RPATH of its own may lead into its tree or its manager's
/// prefix only.
BinaryRelation compare_with_original(const signatures::fingerprint::BinaryFacts& subject, std::string_view key,
                                     const KnownBinary& known, const Surroundings& around);

/// Where a binary isn't for the loader what it is for tools; with `doors`, also the protection of memory that it gives
/// up (official builds give up none).
std::vector<BinaryDifference> differences_in_loading(const signatures::fingerprint::BinaryFacts& subject, bool doors);

/// Whether all parts are those of `known`, whatever the build-ids say: built again from the same by the same.
bool has_equal_parts(const signatures::fingerprint::BinaryFacts& subject, const KnownBinary& known);

/// Without a build-id: whether `known` is the original of `subject`, rather than another build of the same source: all
/// part sizes and the dynamic symbols are equal.
bool is_probable_original(const signatures::fingerprint::BinaryFacts& subject, const KnownBinary& known);

/// `subject` was rebuilt: its methods and ufuncs must be those of `known`, names that Cython makes and
/// special methods that fill a type's slot apart.
BinaryRelation compare_interfaces(const signatures::fingerprint::BinaryFacts& subject, const KnownBinary& known);

/// Whether methods and ufuncs of this machine's binaries are read.
bool interface_is_readable(std::string_view machine);

/// Names that Cython gives methods of its own: they follow Cython's version, not NumPy's.
bool is_made_by_cython(std::string_view method);

}  // namespace fairplay::auditor::provenance
