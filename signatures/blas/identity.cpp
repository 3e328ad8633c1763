#include "signatures/blas/identity.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "signatures/blas/integer_width.h"
#include "signatures/blas/library.h"
#include "signatures/blas/recogniser.h"
#include "signatures/elf/recognition.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::blas {

namespace {

/// The affixes that libraries put around Fortran's names. "_64_" alone could be the suffix "64_" of the Fortran name
/// `dgemm_` (OpenBLAS) or "_64" of `dgemm` (MKL, Netlib's own): the CBLAS name decides.
struct Affixes {
  std::string prefix;
  std::string suffix;
};

bool defines_routine(const Library& library, const std::string& prefix, std::string_view routine,
                     std::string_view ending) {
  return library.defines(fmt::format("{}{}{}", prefix, routine, ending));
}

/// A prefix other than "": found before dgemm_ (or dgetrf_), confirmed by a second routine.
std::optional<Affixes> affixes_around(const Library& library) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> endings = {
      {{"_", ""}, {"_64_", "64_"}, {"64_", "64_"}}};
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> pairs = {
      {{"dgemm", "daxpy"}, {"dgetrf", "dpotrf"}, {"dasum", "dscal"}}};
  const auto with_prefix = [&](const std::string& prefix) -> std::optional<Affixes> {
    for (const auto& [ending, suffix] : endings) {
      for (const auto& [first, second] : pairs) {
        if (!defines_routine(library, prefix, first, ending) || !defines_routine(library, prefix, second, ending))
          continue;
        if (ending == "_64_" && library.defines(prefix + "cblas_dgemm_64")) return Affixes{prefix, "_64"};
        return Affixes{prefix, std::string(suffix)};
      }
    }
    return std::nullopt;
  };
  if (auto plain = with_prefix("")) return plain;
  for (const elf::Symbol& symbol : library.symbols()) {
    if (!symbol.defined) continue;
    for (const auto& [first, second] : pairs) {
      const std::size_t at = symbol.name.find(first);
      if (at == std::string::npos || at == 0 || at > 32 || symbol.name[at - 1] != '_') continue;
      std::string prefix(symbol.name.substr(0, at));
      if (prefix.ends_with("cblas_") || prefix.ends_with("LAPACKE_"))
        continue;  // scipy_cblas_dgemm64_ is no Fortran name
      if (auto found = with_prefix(prefix)) return found;
    }
  }
  // CBLAS alone (libcblas, libgslcblas), then Fortran names without an underscore.
  for (const std::string_view suffix : {"", "64_", "_64"}) {
    if (defines_routine(library, "cblas_", "dgemm", suffix)) return Affixes{"", std::string(suffix)};
    if (defines_routine(library, "scipy_cblas_", "dgemm", suffix)) return Affixes{"scipy_", std::string(suffix)};
    if (defines_routine(library, "LAPACKE_", "dgetrf", suffix)) return Affixes{"", std::string(suffix)};
  }
  return std::nullopt;
}

void find_interfaces(const Library& library, Identity& identity) {
  const auto affixes = affixes_around(library);
  if (!affixes) return;
  identity.prefix = affixes->prefix;
  identity.suffix = affixes->suffix;
  const auto fortran = [&](std::string_view routine) {
    // MKL's suffix "_64" and OpenBLAS' "64_" both give dgemm_64_; seldom is it dgemm64_.
    return defines_routine(library, identity.prefix, routine, identity.suffix.empty() ? "_" : "_64_") ||
           (!identity.suffix.empty() && defines_routine(library, identity.prefix, routine, identity.suffix));
  };
  const auto c = [&](std::string_view routine) {
    return library.defines(fmt::format("{}{}{}", identity.prefix, routine, identity.suffix));
  };
  identity.has_blas = fortran("dgemm");
  identity.has_cblas = c("cblas_dgemm");
  identity.has_lapack = fortran("dgetrf");
  identity.has_lapacke = c("LAPACKE_dgetrf");
}

/// Where the plain name and the _64 name (64-bit integers by convention) are one function, the plain name takes 64-bit
/// integers too: so MKL's ILP64 interface, which hands its pointers on without loading through them.
void same_code_for_64_bits(const Library& library, Identity& identity) {
  if (!identity.suffix.empty()) return;
  const elf::Symbol* plain = library.defined(identity.prefix + "dgemm_");
  const elf::Symbol* wide = library.defined(identity.prefix + "dgemm_64_");
  if (plain == nullptr || wide == nullptr || plain->value != wide->value) return;
  identity.integers = IntegerWidth::ilp64;
  identity.evidence.push_back("integers: dgemm_ and dgemm_64_ are one function");
}

}  // namespace

std::optional<Threading> imported_threading(const Library& library, Identity& identity) {
  for (const std::string_view name : {"GOMP_parallel", "GOMP_parallel_start", "__kmpc_fork_call"}) {
    if (!library.imports(name)) continue;
    identity.evidence.push_back(fmt::format("threading: imports {}", name));
    return Threading::openmp;
  }
  if (library.imports("pthread_create")) {
    identity.evidence.push_back("threading: imports pthread_create and no OpenMP");
    return Threading::pthreads;
  }
  for (const std::string_view name : {"omp_get_max_threads", "omp_in_parallel"}) {
    // OpenBLAS' pthreads builds import these weakly, to keep out of a program's own parallel regions.
    const elf::Symbol* symbol = library.imported(name);
    if (symbol == nullptr || symbol->binding == STB_WEAK) continue;
    identity.evidence.push_back(fmt::format("threading: imports {}", name));
    return Threading::openmp;
  }
  return std::nullopt;
}

namespace {

bool calls_routines(const Library& library) {
  constexpr std::array<std::string_view, 6> routines = {"dgemm", "dgetrf", "dgesv", "dpotrf", "daxpy", "ddot"};
  return library.imports_any([&](std::string_view name) {
    return std::ranges::any_of(routines,
                               [&](std::string_view routine) { return name.find(routine) != std::string_view::npos; });
  });
}

std::optional<Identity> identity_of(Library& library) {
  Identity identity;
  find_interfaces(library, identity);
  const bool interface = identity.has_blas || identity.has_cblas || identity.has_lapack || identity.has_lapacke;
  const bool known = std::ranges::any_of(
      known_vendors(), [&](const VendorFacts* vendor) { return vendor->recognise(library, identity); });
  if (!known && !interface) return std::nullopt;
  if (!known) {
    identity.evidence.push_back(
        "vendor: it defines BLAS or LAPACK routines and carries no vendor's marker that is known here");
  }
  if (identity.integers == IntegerWidth::unknown) same_code_for_64_bits(library, identity);
  if (identity.integers == IntegerWidth::unknown) vote_integer_width(library, identity);
  if (identity.integers == IntegerWidth::unknown && !identity.suffix.empty()) {
    identity.integers = IntegerWidth::ilp64;
    identity.evidence.push_back(fmt::format("integers: names end in {}, the mark of 64-bit integers", identity.suffix));
  }
  if (!identity.prefix.empty() || !identity.suffix.empty()) {
    identity.evidence.push_back(fmt::format("names: {}dgemm_{} and the like", identity.prefix,
                                            identity.suffix == "_64" ? "64_" : identity.suffix));
  }
  std::ranges::sort(identity.cores);
  identity.cores.erase(std::unique(identity.cores.begin(), identity.cores.end()), identity.cores.end());
  return identity;
}

}  // namespace

Binary look_at(const elf::Image& image, std::vector<Damage>& damage) {
  Library library(image, damage);
  Binary binary;
  binary.calls_routines = calls_routines(library);
  binary.identity = identity_of(library);
  return binary;
}

std::optional<Identity> identify(const elf::Image& image, std::vector<Damage>& damage) {
  Library library(image, damage);
  return identity_of(library);
}

bool same_core(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other,
                            [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

bool named_like_blas(std::string_view file_name) {
  std::string name(base_name(file_name));
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name.find(".so") == std::string::npos || elf::named_like_extension_module(name)) return false;
  const auto has_part = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  // NVIDIA's and HPE's libraries have no recogniser.
  constexpr std::array<std::string_view, 4> parts = {"blas", "lapack", "libnvpl", "libsci_"};
  return std::ranges::any_of(parts, has_part) || std::ranges::any_of(known_vendors(), [&](const VendorFacts* vendor) {
           return std::ranges::any_of(vendor->name_parts, has_part);
         });
}

}  // namespace fairplay::signatures::blas
