// ATLAS. Its kernels are ATL_*; the interfaces may lie in libraries of their own (libf77blas, libcblas, Debian's
// libblas.so.3) that import them. ATL_buildinfo prints "ATLAS version %s built by %s on %s:" and the compilers' flags.
#include <fmt/format.h>

#include <cctype>

#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {

namespace {

/// The version is a separate constant ("3.10.3"), the argument of ATL_buildinfo's message; it counts only where
/// exactly one constant looks like one of ATLAS'.
std::string atlas_version(Library& library) {
  if (!library.find_constant("ATLAS version %s built by")) return {};
  std::string found;
  for (const auto& part : library.constants()) {
    const std::string_view all(reinterpret_cast<const char*>(part.data()), part.size());
    for (std::size_t at = all.find("\0003.", 0, 3); at != std::string_view::npos; at = all.find("\0003.", at + 1, 3)) {
      const std::string_view text = all.substr(at + 1, 12).substr(0, all.substr(at + 1, 12).find('\0'));
      const bool version = text.size() >= 5 && text.size() <= 8 &&
                           text.find_first_not_of("0123456789.") == std::string_view::npos &&
                           text.find('.', 2) != std::string_view::npos;
      if (!version) continue;
      if (!found.empty() && found != text) return {};
      found = text;
    }
  }
  return found;
}

bool recognise_atlas(Library& library, Identity& identity) {
  const bool interface = identity.has_blas || identity.has_cblas || identity.has_lapack;
  const bool kernels = library.defines("ATL_buildinfo") || library.defines("ATL_dgemm");
  const bool imports = interface && library.imports_any([](std::string_view name) {
    return name.starts_with("ATL_d") || name.starts_with("ATL_s") || name == "ATL_xerbla";
  });
  if (!kernels && !imports) return false;
  identity.vendor = Vendor::atlas;
  identity.evidence.push_back(kernels ? "vendor: it exports ATL_buildinfo or ATL_dgemm"
                                      : "vendor: it imports ATLAS' kernels, ATL_*");
  if (kernels) {
    identity.version = atlas_version(library);
    if (!identity.version.empty()) identity.evidence.push_back("version: the constant beside ATL_buildinfo's message");
    if (const auto threading = imported_threading(library, identity)) {
      identity.threading = *threading;
    } else {
      identity.threading = Threading::serial;
      identity.evidence.push_back("threading: it imports no threading functions");
    }
  }
  if (interface && identity.integers == IntegerWidth::unknown) {
    identity.integers = IntegerWidth::lp64;
    identity.evidence.push_back("integers: ATLAS' interfaces take int and INTEGER*4 only");
  }
  identity.stub = !kernels && !identity.has_lapack;
  return true;
}

constexpr std::string_view atlas_file_names[] = {"atlas", "atlas-*", "satlas", "satlas-*", "tatlas", "tatlas-*"};
constexpr std::string_view atlas_name_parts[] = {"atlas"};
constexpr std::string_view atlas_folders[] = {"atlas"};
constexpr std::string_view atlas_prefixes[] = {"ATL_", "catlas_"};

}  // namespace

namespace vendors {
extern const VendorFacts atlas;
const VendorFacts atlas{
    .vendor = Vendor::atlas,
    .name = "ATLAS",
    .recognise = recognise_atlas,
    .file_names = atlas_file_names,
    .name_parts = atlas_name_parts,
    .alternatives_folders = atlas_folders,
    .symbol_prefixes = atlas_prefixes,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
