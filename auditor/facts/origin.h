#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/database/manifest.h"

namespace fairplay::auditor {

/// The verdicts of the second question, from best to worst; the first that holds is the verdict (docs/original.md).
enum class OriginVerdict : std::uint8_t {
  official,
  rebuilt,
  patched,
  damaged,  ///< the release's build but for damage: files missing, empty, cut off ...
  mixed,    ///< every file is some release's, but not all are the same one's
  modified_disclosed,
  modified_undisclosed,
  unknown
};

/// What a difference means, from harmless to grave (docs/original.md).
enum class DifferenceClass : std::uint8_t {
  cosmetic,
  tests,
  docs,
  build,
  library_search,
  private_code,
  api_behaviour,
  api_default,
  api_signature,
  api_removed,
  api_added,
  binary,
  monkeypatch
};

/// Why they differ, where other parts of the program must know it: `Difference::detail` is for people only.
enum class DifferenceReason : std::uint8_t {
  other,
  content,         ///< no more is known than that the content isn't the release's: reports leave the detail out
  compiled_again,  ///< a binary with an equal C interface: reports count these
  not_in_release,
  added,
  other_release,  ///< the whole file is another release's
  missing         ///< a file of the release, or a folder of it, isn't there
};

/// What explains a difference, so that nobody has to have changed the code.
enum class ExplainedBy : std::uint8_t {
  nothing,
  damage,         ///< the file is damaged (Original::damaged)
  other_release,  ///< the file is another release's, and no installer recorded it so (Original::strays)
  other_wheel     ///< another wheel of the same release brings it (Original::other_wheels)
};

/// One difference between a subject and the release it is compared with.
struct Difference {
  DifferenceClass kind = DifferenceClass::private_code;
  std::string path;      ///< relative to the import folder: "numpy/lib/npyio.py"
  std::string name;      ///< the public name, method, ufunc or binary part concerned; empty for the file as a whole
  std::string old_text;  ///< the release's
  std::string new_text;  ///< the subject's
  int line = 0;          ///< 1-based, in the subject; 0: none
  std::string detail;    ///< one clause for people: "not in the release", "its .text differs from the official build's"
  DifferenceReason reason = DifferenceReason::other;
  ExplainedBy explained_by = ExplainedBy::nothing;
};

/// How accidents damage a file: an interrupted copy, a full disk, a crash. A changed byte is none of these.
enum class FileDamage : std::uint8_t {
  missing,
  empty,
  cut_off,   ///< it begins as the release's file and ends early
  nul_bytes  ///< runs of NUL bytes where the release's file has content
};

/// A file of the release that is damaged in the subject.
struct DamagedFile {
  std::string path;  ///< as differences have it; a folder of which nothing is left
  FileDamage how = FileDamage::missing;
  std::string detail;  ///< one clause for people, with the numbers: "16777216 of 36610897 bytes"
};

/// The closest known build.
struct Nearest {
  std::string artifact;
  double similarity = 0;  ///< share of files, by path and content, that both have: 0 ... 1
};

/// A file that is another release's, where this release has another or none.
struct Stray {
  std::string path;
  std::string release;    ///< "2.3.4"
  bool recorded = false;  ///< the subject's owner recorded it so
  bool replaces = false;  ///< the subject's own release has a file of this path
};

/// Another wheel of the same release that was unpacked into the same folder.
struct OtherWheel {
  std::string made_for;              ///< what it is for and the other isn't: "CPython 3.11", "Windows x86-64"
  std::vector<std::string> modules;  ///< its extension modules, and the libraries that only they load
  bool other_platform = false;       ///< no Python that imports the one imports the other
  bool lies_over = false;            ///< numpy/__init__.py is this one's
};

struct Original {
  OriginVerdict verdict = OriginVerdict::unknown;
  std::string artifact;                                   ///< the one artifact it equals; empty without one
  std::optional<signatures::database::Origin> publisher;  ///< of that artifact; nullopt without one
  std::optional<Nearest> nearest;
  std::vector<Difference> differences;  ///< gravest class first, then by path and name
  std::vector<Stray> strays;            ///< sorted by path
  std::vector<OtherWheel> other_wheels{};
  std::vector<DamagedFile> damaged;  ///< sorted by path; empty where the verdict is at least `patched`
  std::string why;                   ///< one clause behind the verdict
  bool why_has_verdict = false;      ///< `why` is a sentence that names the verdict: "rebuilt, or an artifact ..."
  std::string database;              ///< the database the verdict rests on
  std::string signed_by;             ///< and the key that vouches for it
};

/// C-API versions (numpy/core/code_generators/cversions.txt) by where they were read; nullopt: not found or not
/// decoded.
struct CApiVersions {
  struct Pair {
    std::optional<std::uint32_t> abi;  ///< NPY_ABI_VERSION: 0x01000009, 0x02000000
    std::optional<std::uint32_t> api;  ///< NPY_API_VERSION (feature version): 0x12
  };
  Pair binary;   ///< what _multiarray_umath returns
  Pair headers;  ///< _numpyconfig.h
  Pair release;  ///< the manifest's
};

std::string_view name(OriginVerdict verdict);  ///< "modified-undisclosed"
std::string_view name(DifferenceClass kind);   ///< "api-default", "private", "library-search"
std::string_view name(ExplainedBy cause);      ///< "nothing", "damage", "other-release"
std::string_view name(FileDamage how);         ///< "missing", "empty", "cut-off", "nul-bytes"

}  // namespace fairplay::auditor
