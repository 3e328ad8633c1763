#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auditor/facts/environment.h"
#include "auditor/facts/subject.h"
#include "signatures/artifact/rooted_files.h"
#include "signatures/damage.h"

/// Finds subjects. Reads folders, links and small text files; runs nothing, and never an interpreter.
namespace fairplay::auditor::discovery {

/// The machine as discovery sees it; tests hand in a folder and a made-up environment.
struct System {
  signatures::artifact::RootedFiles files;  ///< rooted at "/", an unpacked root or /proc/N/root
  std::map<std::string, std::string>
      environment;  ///< PATH, VIRTUAL_ENV, CONDA_PREFIX, HOME, PYENV_ROOT, LD_LIBRARY_PATH; empty for foreign roots
};

/// A folder Python imports from. All paths below are as seen from inside the System's root.
struct ImportFolder {
  std::string path;  ///< ".../site-packages", an .egg, an editable project's source folder
  Environment environment;
  std::string prefix;  ///< the environment's prefix: "/usr", "/home/u/v"
  std::string python;  ///< "3.11", or empty
  bool conda = false;  ///< prefix holds conda-meta
};

/// One NumPy package folder with what metadata speaks of it.
struct InstalledNumpy {
  ImportFolder folder;
  std::string
      package;  ///< path of the package folder: folder.path + "/numpy"; its import folder differs for editable installs
  std::vector<std::string>
      metadata;  ///< full paths of dist-info / egg-info / EGG-INFO / .egg-link that install a top-level numpy
  bool editable = false;
  std::string editable_via;            ///< the file that points to the source tree
  std::vector<std::string> leftovers;  ///< names in folder.path such as "~umpy"
  /// A program that an application bundler made (PyInstaller, Nuitka, cx_Freeze): the modules are here, what was Python
  /// source is bytecode or machine code.
  bool frozen = false;
  /// pid:N only: of the modules that the process runs, how many were deleted or replaced since: what lies in `package`
  /// now is not what runs.
  std::size_t gone = 0;
};

/// One BLAS or LAPACK candidate library, real file once however many links lead to it.
struct FoundLibrary {
  std::string path;  ///< real path inside the root
  std::vector<std::vector<std::string>>
      chains;  ///< each way to it: soname or name, then every link passed; e.g. {"libblas.so.3",
               ///< "/lib/x86_64-linux-gnu/libblas.so.3", "/etc/alternatives/libblas.so.3-x86_64-linux-gnu", real}
  bool alternatives = false;  ///< some chain passes /etc/alternatives
  std::string bundled_by;     ///< "numpy.libs", "scipy.libs", "scipy_openblas64", the package "faiss", or empty
  bool by_content = false;    ///< found by what is in it: by its name it is no BLAS
  Environment environment;    ///< as ImportFolder's
  bool deleted = false;       ///< pid:N only: the mapped file was deleted or replaced
};

/// A file that by its name is a binary and by its name no BLAS: an extension module or a library of some package. It
/// may have a BLAS linked into it, which only its content tells.
struct FoundBinary {
  std::string path;         ///< inside the root; may be a link
  std::string package;      ///< the package that brings it: "faiss"; empty where it has no folder
  Environment environment;  ///< as ImportFolder's
};

struct Discovered {
  std::vector<InstalledNumpy> numpys;   ///< sorted by package path
  std::vector<FoundLibrary> libraries;  ///< sorted by path
  std::vector<FoundBinary> binaries;    ///< sorted by path; NumPys' and libraries that go by their name included
  std::vector<std::string> mapped;      ///< pid:N only: every mapped file, in address order
  std::vector<std::string> preloaded;   ///< pid:N only: what LD_PRELOAD and /etc/ld.so.preload name
  std::vector<NotChecked> not_checked;
  std::vector<signatures::Damage> damage;
};

/// Everything on the machine: dist-packages and site-packages, interpreters on PATH, VIRTUAL_ENV, CONDA_PREFIX, pyenv,
/// ~/.local, uv's interpreters, the loader's cache, alternatives, libraries that wheels bundle.
Discovered discover_machine(const System& system);

/// A folder inside the system's root: site-packages, a NumPy package folder itself, venv, conda prefix, project folder,
/// unpacked root (an unpacked root is recognised by its own /usr or /etc + /lib and searched by discover_machine on a
/// System rooted there; the paths then have the root's own in front), a folder of environments (a project's .venv or
/// .tox, conda's envs, pyenv's versions), or of libraries (by name, it and its lib, not below).
Discovered discover_folder(const System& system, const std::string& path);
/// Where the files of the one-folder program at `path` (PyInstaller's) lie: _internal beside it, or, as before
/// PyInstaller 6, its own folder. Empty: there are none.
std::string files_of_program(const System& system, const std::string& path);
/// True when `path` looks like an unpacked root file system.
bool is_unpacked_root(const System& system, const std::string& path);

/// An interpreter's path (".../bin/python3.11"): the import folders it would use, from pyvenv.cfg and the file layout.
/// Its NumPys are in import order, not sorted: the first is what `import numpy` gets. A script in the interpreter's
/// place (a pyenv shim) is damage that names what to give instead.
Discovered discover_interpreter(const System& system, const std::string& path);

/// What process `pid` has mapped, from /proc/PID/maps: NumPys and BLAS libraries as loaded. `proc` is "/proc" (tests: a
/// fixture). Paths are inside the process's root (Damage names them so, too); device and inode are compared with the
/// file now at that path: one that was deleted or replaced is reported, and a library's `deleted` set. Damage instead
/// of a result: no such process, not permitted, or nothing mapped. `proc`/PID/root is the System to read the files
/// with.
signatures::Expected<Discovered> discover_process(const std::string& proc, long pid);

/// What the dynamic loader would pick for a NEEDED name: ld.so(8)'s order.
struct LoaderQuery {
  std::string needed;  ///< "libblas.so.3"
  std::string origin;  ///< folder of the object that needs it
  std::string rpath;   ///< DT_RPATH (ignored by the loader when runpath is set)
  std::string runpath;
  int bits = 64;
  std::uint16_t machine = 0;  ///< EM_*
  bool nodeflib = false;      ///< DF_1_NODEFLIB: neither the cache nor the default folders
  bool musl = false;          ///< musl's rules instead of glibc's
};
/// The chain from name to real file (last element), empty when the loader would not find it.
std::vector<std::string> loader_pick(const System& system, const LoaderQuery& query);

}  // namespace fairplay::auditor::discovery
