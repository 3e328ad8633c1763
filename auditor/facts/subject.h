#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/dependent.h"
#include "auditor/facts/environment.h"
#include "auditor/facts/loads.h"
#include "auditor/facts/monkeypatch.h"
#include "auditor/facts/origin.h"
#include "signatures/blas/identity.h"
#include "signatures/damage.h"
#include "signatures/python/numpy_build.h"

/// What we conclude about builds: discover -> read -> compare -> judge -> report.
namespace fairplay::auditor {

/// Something the audit did not or could not look at; always reported ("unknown" never prints as "official").
struct NotChecked {
  /// What reports must know of it: the words are for people only.
  enum class About : std::uint8_t {
    other,
    original  ///< why a subject's origin is unknown, or how to make it known
  };
  std::string what;
  std::string why;
  About about = About::other;
};

enum class SubjectKind : std::uint8_t { numpy, blas };

/// Whose record says what the files were when they were installed.
enum class Installer : std::uint8_t { none, pip, dpkg, rpm, conda };

/// Where a deviating file lies, which decides how much it matters.
enum class Territory : std::uint8_t {
  package,  ///< the package folder, its bundled libraries (numpy.libs) and metadata
  outside   ///< what the record lists elsewhere: scripts, headers, man pages
};

/// One file that differs from its record.
struct FileDeviation {
  enum class Why : std::uint8_t { changed, missing, extra };
  std::string path;  ///< as the record writes it; relative to the import folder for extras
  Why why = Why::changed;
  Territory territory = Territory::package;
  bool importable = false;  ///< Python would import it, or the loader load it: .py .so .pyd, unmatched bytecode
  std::string detail;       ///< what was expected and found, or why it counts
};

struct Intact {
  Verdict verdict = Verdict::unknown;
  std::uint64_t checked = 0;          ///< files whose digest was compared
  std::vector<FileDeviation> failed;  ///< sorted by path
  std::string record;                 ///< "RECORD of numpy-2.3.5.dist-info", "dpkg md5sums of python3-numpy", ""
  std::string record_version{};       ///< of a NumPy's RECORD: the version that it was written for; empty: unknown
  std::string why;                    ///< one sentence behind the verdict
};

/// How a NumPy comes to its BLAS, or how a BLAS is found.
enum class BlasHow : std::uint8_t { bundled, linked, alternatives };

struct BlasUse {
  std::string path;                                    ///< the real file; the bare NEEDED name where it isn't found
  std::optional<signatures::blas::Identity> identity;  ///< nullopt: not found or not readable
  BlasHow how = BlasHow::linked;
  std::string needed_by;           ///< the extension module (NumPy subjects), relative path
  std::vector<std::string> chain;  ///< NEEDED name and every link passed on the way to the file
  std::string soname{};            ///< of the file: what the loader knows it by once it is loaded
};

/// A library that matters when several meet in one process.
struct RuntimeLibrary {
  std::string name;  ///< "libgomp", "libiomp5", "libomp"
  std::string path;
  std::string owner;  ///< folder or package that brings it: "numpy.libs", "scikit_learn.libs", "system"
  /// The loader takes a second file with the SONAME of a loaded one for the same library. Empty: it has none.
  std::string soname{};
};

/// One dist-info or egg-info that speaks of this package folder.
struct DistributionMetadata {
  std::string path;  ///< relative to the import folder: "numpy-2.3.5.dist-info"
  std::string name;  ///< Name of METADATA or PKG-INFO
  std::string version;
  std::string installer;  ///< INSTALLER's first line, empty without one
  bool has_record = false;
  bool editable = false;  ///< direct_url.json says so, or an egg-link
  /// True where files of this distribution are the audited NumPy package (a top-level `numpy`).
  bool installs_numpy = false;
  /// Metadata that an installer left behind: another distribution's record fits the files completely, and this one's
  /// doesn't.
  bool stale = false;
  std::vector<std::string> wheel_tags{};  ///< WHEEL's: "cp311-cp311-manylinux_2_17_x86_64"
  std::string requires_python{};          ///< METADATA's Requires-Python: ">=3.11"
};

struct Subject {
  std::string id;  ///< "s1", in report order
  SubjectKind kind = SubjectKind::numpy;
  std::string name;                    ///< the distribution's own name
  std::string version;                 ///< as it calls itself
  std::optional<std::string> release;  ///< upstream release it was compared with
  std::string path;                    ///< as the user would open it
  Installer installer = Installer::none;
  std::string installer_name;          ///< INSTALLER's own word ("uv"), where it says more than `installer`
  std::optional<std::string> package;  ///< the installer's name and version
  Environment environment;
  FoundAs found_as;     ///< of a BLAS
  bool packed = false;  ///< it lies in an archive of installed packages, which somebody packed after the installation

  std::vector<DistributionMetadata> distributions;
  std::vector<std::string> leftovers;  ///< "~umpy", "~umpy-2.3.4.dist-info"
  Loads loads;                         ///< of a NumPy
  Intact intact;
  Original original;
  CApiVersions c_api;
  std::vector<signatures::python::Claim> claims;  ///< what __config__.py says of BLAS and LAPACK
  std::vector<BlasUse> blas;                      ///< of a NumPy: what it bundles, links, would load; of a BLAS: itself
  /// Every extension module was read and its NEEDED followed, and none calls a BLAS that wasn't found: an empty `blas`
  /// then means that none is needed.
  bool blas_complete = false;
  bool compiled = true;  ///< of a NumPy; false for sources, or what is left of one: no extension modules
  bool loaded = false;   ///< pid:N: this very file is mapped into the process
  bool gone = false;     ///< pid:N: what the process runs was deleted or replaced on disk since
  std::vector<RuntimeLibrary> runtimes;  ///< OpenMP runtimes that would load beside it
  /// What its own code, and that of the environment it is in, replaces of it without being asked; sorted by path and
  /// line.
  std::vector<Monkeypatch> monkeypatches;
  Dependents dependents;  ///< of a NumPy
  std::vector<NotChecked> not_checked;
  std::vector<signatures::Damage> damage;
  bool incomplete = false;  ///< files or folders of it could not be opened: nobody knows what is in them
};

std::string_view name(SubjectKind kind);
std::string_view name(Verdict verdict);
std::string_view name(Installer installer);
std::string_view name(Territory territory);
std::string_view name(FileDeviation::Why why);
std::string_view name(BlasHow how);

}  // namespace fairplay::auditor
