#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/loading/linkages.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::loading {

/// A Python that would import what lies in a folder, as far as files tell.
struct Interpreter {
  std::string path;  ///< its program; empty where only the folder's place promises one
  signatures::python::Implementation implementation = signatures::python::Implementation::unknown;
  std::string version;  ///< "3.11"; may be empty
  bool free_threaded = false;
  bool debug = false;
  signatures::python::OperatingSystem system = signatures::python::OperatingSystem::unknown;
  signatures::python::Libc libc = signatures::python::Libc::unknown;
  int bits = 0;
  std::uint16_t machine = 0;   ///< EM_*; 0 where it isn't known
  std::string system_version;  ///< of glibc or musl, or of macOS: "2.36"; empty where it isn't known
  bool by_name = false;        ///< only the folder's name speaks of it

  bool operator==(const Interpreter&) const = default;
};

/// The interpreters of an import folder: by PREFIX/bin, a venv's home, and the folder's own name
/// (lib/python3.11/site-packages is read by a 3.11 only). Empty where neither says anything.
std::vector<Interpreter> interpreters_of(Linkages& linkages, const discovery::ImportFolder& folder);

/// The platform of a root: its C library by which loaders lie in /lib and /lib64, and the processor that the one of its
/// kind is for.
struct RootPlatform {
  signatures::python::Libc libc = signatures::python::Libc::unknown;
  std::uint16_t machine = 0;  ///< EM_*; 0 where there are several, or none
};
RootPlatform platform_of_root(const discovery::System& system);

/// The version of a root's glibc, by the newest version of its libc.so.6's symbols: "2.36". Empty where there is none.
std::string glibc_of_root(Linkages& linkages, std::uint16_t machine);

/// "CPython 3.10", "CPython 3.13, free-threaded"; "Python" where nothing is known.
std::string text_of(const Interpreter& interpreter);

/// Why this interpreter doesn't import the module.
enum class Refusal : std::uint8_t { none, other_python, other_system, other_machine, other_libc, older_system };

/// What a module says of itself: its name's tag, its header, what it needs.
struct ModuleTraits {
  signatures::python::ExtensionTag tag;
  signatures::python::OperatingSystem format = signatures::python::OperatingSystem::unknown;  ///< by its first bytes
  signatures::python::Libc libc = signatures::python::Libc::unknown;                          ///< by NEEDED
  int bits = 0;
  std::uint16_t machine = 0;
  std::vector<std::uint16_t> more_machines{};  ///< of a universal (macOS) file
  std::string system_version{};                ///< the oldest glibc or macOS that has what it needs: "2.17"
};
/// The system that a module is for: by its first bytes, else by its name.
signatures::python::OperatingSystem system_of(const ModuleTraits& module);
Refusal refusal(const Interpreter& interpreter, const ModuleTraits& module);

}  // namespace fairplay::auditor::loading
