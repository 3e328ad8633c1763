// BLIS. Its full library exports bli_info_*; the BLAS-only copy that Debian installs as libblas.so.3 is the same
// code with nothing but BLAS names exported, so that only its constants identify it: source file names
// ("frame/base/bli_gks.c") of its error messages, and around bli_gks.c and bli_info.c's constants the version, then the
// integer type's size.
#include <elf.h>
#include <fmt/format.h>

#include <cctype>
#include <cstring>

#include "signatures/blas/calls.h"
#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {

namespace {

bool is_version(std::string_view text) {
  return text.size() >= 3 && text.size() <= 40 && std::isdigit(static_cast<unsigned char>(text[0])) != 0 &&
         text.find('.') != std::string_view::npos &&
         text.find_first_not_of("0123456789.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-+ ") ==
             std::string_view::npos;
}

/// The constant behind the induced-method name "native": bli_ind.c's table ends there and bli_info.c's version follows.
std::string blis_version(Library& library) {
  for (const auto& part : library.constants()) {
    const std::string_view all(reinterpret_cast<const char*>(part.data()), part.size());
    constexpr std::string_view before("\0native\0", 8);
    for (std::size_t at = all.find(before); at != std::string_view::npos; at = all.find(before, at + 1)) {
      std::string_view rest = all.substr(at + before.size(), 64);
      rest = rest.substr(0, rest.find('\0'));
      if (rest.starts_with("AOCL-BLIS ")) rest.remove_prefix(10);
      if (is_version(rest)) return std::string(rest);
    }
  }
  return {};
}

void read_blis_cores(const Library& library, Identity& identity) {
  constexpr std::string_view start = "bli_cntx_init_";
  for (const elf::Symbol& symbol : library.symbols()) {
    if (!symbol.defined || !symbol.name.starts_with(start)) continue;
    const std::string_view core = symbol.name.substr(start.size());
    if (!core.ends_with("_ref") && !core.ends_with("_ind")) identity.cores.emplace_back(core);
  }
  if (!identity.cores.empty())
    identity.evidence.push_back(fmt::format("cores: it exports {}{} and the like", start, identity.cores.front()));
}

void read_blis_threading(const Library& library, Identity& identity) {
  const auto openmp = returned_constant(library, "bli_info_get_enable_openmp");
  const auto pthreads = returned_constant(library, "bli_info_get_enable_pthreads");
  if (openmp && pthreads) {
    // BLIS 1.0 can have both and chooses when it runs, OpenMP first.
    identity.threading = *openmp != 0 ? Threading::openmp : *pthreads != 0 ? Threading::pthreads : Threading::serial;
    identity.evidence.push_back(fmt::format(
        "threading: bli_info_get_enable_openmp returns {}, bli_info_get_enable_pthreads {}", *openmp, *pthreads));
    return;
  }
  if (library.imports("GOMP_parallel") || library.imports("__kmpc_fork_call")) {
    identity.threading = *imported_threading(library, identity);
    return;
  }
  // Every build has the wrapper bli_pthread_create; only the pthreads build calls it.
  if (const auto calls = calls_import(library, "pthread_create")) {
    identity.threading = *calls ? Threading::pthreads : Threading::serial;
    identity.evidence.push_back(*calls ? "threading: its code calls pthread_create"
                                       : "threading: no code calls its wrapper of pthread_create");
  }
}

bool recognise_blis(Library& library, Identity& identity) {
  if (library.defines("bli_info_get_version_str") || library.defines("bli_init")) {
    identity.evidence.push_back("vendor: it exports bli_info_get_version_str or bli_init");
  } else {
    if (!identity.has_blas && !identity.has_cblas) return false;
    if (!library.find_constant("frame/base/bli_") && !library.find_constant("libblis: %s (line")) return false;
    identity.evidence.push_back(
        "vendor: BLIS' messages and source file names (frame/base/bli_*.c) among its constants");
  }
  identity.vendor = Vendor::blis;
  identity.version = blis_version(library);
  if (!identity.version.empty())
    identity.evidence.push_back(fmt::format("version: \"{}\" among bli_info.c's constants", identity.version));
  read_blis_cores(library, identity);
  read_blis_threading(library, identity);
  return true;
}

// docs/HardwareSupport.md and config_registry
#if defined(__x86_64__)
constexpr std::string_view blis_kernels[] = {"generic", "penryn",    "sandybridge", "haswell",     "skx",
                                             "knl",     "bulldozer", "piledriver",  "steamroller", "excavator",
                                             "zen",     "zen2",      "zen3"};
#else
constexpr std::string_view blis_kernels[] = {"generic",   "cortexa53", "cortexa57", "thunderx2",
                                             "firestorm", "armsve",    "a64fx"};
#endif
constexpr std::string_view blis_file_names[] = {"blis", "blis-*", "blis64*", "blis_*", "aocl-blis*"};  // and AMD's
constexpr std::string_view blis_name_parts[] = {"blis"};
constexpr std::string_view blis_folders[] = {"blis-openmp",   "blis-pthread",   "blis-serial",
                                             "blis64-openmp", "blis64-pthread", "blis64-serial"};
constexpr std::string_view blis_prefixes[] = {"bli_", "blx_"};

}  // namespace

namespace vendors {
extern const VendorFacts blis;
const VendorFacts blis{
    .vendor = Vendor::blis,
    .name = "BLIS",
    .recognise = recognise_blis,
    .file_names = blis_file_names,
    .name_parts = blis_name_parts,
    .alternatives_folders = blis_folders,
    .symbol_prefixes = blis_prefixes,
    .set_threads = "bli_thread_set_num_threads",
    .get_configuration = "bli_info_get_version_str",
    .says_its_version = true,
    .threads_variable = "BLIS_NUM_THREADS",
    .kernel_variable = {.name = "BLIS_ARCH_TYPE", .kernels = blis_kernels},
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
