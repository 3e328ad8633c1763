#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::signatures::blas {

class Library;
struct Identity;

/// Whose library it is. JSON and the database have the vendor's name, never the number.
enum class Vendor : std::uint8_t {
  unknown,  ///< BLAS or LAPACK routines without any known vendor's marker
#define VENDOR(id) id,
#include "signatures/blas/vendors.def"
#undef VENDOR
};

/// "OpenBLAS", "Arm PL"; "unknown".
std::string_view name(Vendor vendor);
/// nullopt: no known vendor has this name. "unknown" isn't one.
std::optional<Vendor> vendor_named(std::string_view name);
/// "OpenBLAS 0.3.29"; the vendor alone where the version isn't known.
std::string described(const Identity& identity);

using Words = std::span<const std::string_view>;

/// The environment variable by which a library can be made to choose a kernel.
struct KernelVariable {
  std::string_view name{};  ///< "OPENBLAS_CORETYPE"; empty: it has none on this architecture
  Words kernels{};          ///< the values that it takes on this architecture
  /// The variable takes the names that the file has (Identity::cores): then they are better than `kernels`.
  bool takes_cores = false;
  /// The word in the library's configuration without which it was built for one kernel; empty: there is no such word.
  std::string_view needs_word{};
};

/// All that is specific to one vendor's libraries. A vendor's file defines one constant of this type; every other part
/// of the program reads the table.
struct VendorFacts {
  Vendor vendor = Vendor::unknown;
  /// In JSON, in advisories.yaml, in the database, and as the name of the list in rules.yaml of what builds call it.
  std::string_view name{};
  /// True if the file is this vendor's. Then it fills vendor, version, configuration, threading, cores and stub as far
  /// as the file says, with the evidence. On entry the affixes and has_* are set.
  bool (*recognise)(Library&, Identity&) = nullptr;

  // File names, between "lib" and ".so" ("*" is any run of characters). Only a first look, it never decides.
  Words file_names{};            ///< of those without "blas" and "lapack", and of exceptions from `other_file_names`
  Words other_file_names{};      ///< of what isn't a BLAS although "blas" is in the name: plug-ins
  Words name_parts{};            ///< small letters that are in the names of files that are, or bundle, such a library
  Words interface_layers{};      ///< BLAS interfaces that count only where `front` isn't beside them
  std::string_view front{};      ///< the library in front of these layers
  Words alternatives_folders{};  ///< Debian's folders below /usr/lib/<triplet>, from which update-alternatives chooses
  Words symbol_prefixes{};       ///< of names that it exports on purpose: "openblas_"

  // Functions to call, under any affixes; empty: it has none.
  std::string_view set_threads{};        ///< void (int)
  std::string_view get_configuration{};  ///< const char* (void): version and options
  std::string_view get_kernel{};         ///< const char* (void): the kernel that it chose
  bool says_its_version = false;         ///< the answer of get_configuration contains the version, as the file has it

  std::string_view threads_variable{};  ///< "OPENBLAS_NUM_THREADS"
  KernelVariable kernel_variable{};
  /// The kernel names in advisories.yaml are this vendor's: the library's own answer decides.
  bool kernels_in_advisories = false;
  bool claims_in_rules = true;  ///< BLAS-1 has a list of what builds call it
};

/// One row a vendor, in the order in which recognisers are asked.
std::span<const VendorFacts* const> known_vendors();
/// nullptr for Vendor::unknown.
const VendorFacts* facts_of(Vendor vendor);
/// This project's own BLAS. Its files carry no vendor's marker; it is known by its configuration only.
const VendorFacts& fairplay_blas();

/// The environment variables that set a number of threads: every vendor's, OpenMP's and our own.
std::vector<std::string_view> threads_variables();

}  // namespace fairplay::signatures::blas
