#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/damage.h"
#include "signatures/footprint/c_api.h"

namespace fairplay::signatures::footprint {

enum class NameKind : std::uint8_t { function, ufunc, class_, module, constant };
std::string_view name(NameKind kind);  ///< "function", "class" ...

enum class From : std::uint8_t { python, extension, stub };
std::string_view name(From from);

/// One public name of a module.
struct PublicName {
  NameKind kind = NameKind::constant;
  std::string signature;             ///< as inspect prints it; empty where it has none
  std::vector<std::string> members;  ///< of a class: its public methods and properties, inherited ones too, sorted
  std::vector<std::string> bases;    ///< of a class
  From from = From::python;
  std::string file;  ///< where it is defined, if it is defined in the subject's Python source
  std::uint32_t line = 0;
  bool deprecated = false;
};

/// The public API of a NumPy, module by module: what dir() of the imported modules would show, without names that begin
/// with '_'.
struct Footprint {
  std::string release;   ///< what its version.py says
  int python_minor = 0;  ///< the Python 3.minor it was read for
  std::map<std::string, std::map<std::string, PublicName>> modules;
  /// Of `modules`, those that may have other names as well: C code's that couldn't be read.
  std::set<std::string, std::less<>> incomplete;
  /// Full names that are listed as constants because what they are couldn't be followed. Not kept by a database.
  std::set<std::string, std::less<>> unfollowed;
  /// Full names, private modules' too, that the build's own stubs call functions or classes and its code, as far as it
  /// could be followed, doesn't. Sorted; not kept by a database.
  std::vector<std::string> contradicted;
  CApi c_api;                  ///< of core/include/numpy or _core/include/numpy
  std::vector<Damage> damage;  ///< sorted
};

/// Whether a file of a NumPy has a part in its footprint, by its path: sources, stubs, headers and extensions, tests
/// left out.
bool is_read_for_footprint(std::string_view path);

/// Reads the footprint of a stream that holds a NumPy; `package_root` where the stream's root is the package itself.
/// Damage where it holds none.
Expected<Footprint> read_footprint(artifact::FileStream& stream, bool package_root, unsigned jobs);

}  // namespace fairplay::signatures::footprint
