// OpenBLAS. Its openblas_get_config() returns a string that driver/others/openblas_get_config.c assembles from
// constants: "OpenBLAS 0.3.21  USE64BITINT NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY USE_OPENMP " before the core's name and
// " MAX_THREADS=%d" or " SINGLE_THREADED". The version stands there from 0.3.4 on. Compilers turn the strcpy into
// 16-byte moves, so the constant may be cut short (its end is in the code), and both endings exist in every build.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {

namespace {

constexpr std::array<std::string_view, 12> known_words = {"USE64BITINT",  "NO_CBLAS",      "NO_LAPACK",   "NO_LAPACKE",
                                                          "DYNAMIC_ARCH", "DYNAMIC_OLDER", "NO_AFFINITY", "USE_OPENMP",
                                                          "USE_TLS",      "USE_LOCKING",   "NO_WARMUP",   "BIGNUMA"};

struct Configuration {
  std::string version;
  std::vector<std::string> words;

  bool has(std::string_view word) const { return std::ranges::find(words, word) != words.end(); }
};

/// Words up to the first that isn't known; one that was cut short counts where only one known word begins so.
void read_words(std::string_view text, Configuration& configuration) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::size_t end = 0;
    while (end < text.size() && (std::isupper(static_cast<unsigned char>(text[end])) != 0 ||
                                 std::isdigit(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
      ++end;
    const std::string_view word = text.substr(0, end);
    std::string_view full;
    int fits = 0;
    for (const std::string_view known : known_words) {
      if (word == known) {
        full = known;
        fits = 1;
        break;
      }
      if (word.size() >= 5 && known.starts_with(word)) {
        full = known;
        ++fits;
      }
    }
    if (fits != 1) return;
    configuration.words.emplace_back(full);
    text.remove_prefix(end);
  }
}

std::optional<Configuration> read_configuration(Library& library) {
  for (const auto& part : library.constants()) {
    const std::string_view all(reinterpret_cast<const char*>(part.data()), part.size());
    constexpr std::string_view marker = "OpenBLAS ";
    for (std::size_t at = all.find(marker); at != std::string_view::npos; at = all.find(marker, at + 1)) {
      const std::string_view rest = all.substr(at + marker.size(), 256);
      if (rest.empty() || std::isdigit(static_cast<unsigned char>(rest.front())) == 0) continue;
      const std::size_t end = std::min(rest.find_first_not_of("0123456789.abcdefghijklmnopqrstuvwxyz-+"), rest.size());
      Configuration found{std::string(rest.substr(0, end)), {}};
      read_words(rest.substr(end), found);
      return found;
    }
    for (const std::string_view start :
         {"USE64BITINT ", "NO_LAPACKE DYNAMIC_ARCH", "DYNAMIC_ARCH NO_AFF", "DYNAMIC_ARCH "}) {  // before 0.3.4
      const std::size_t at = all.find(start);
      if (at == std::string_view::npos) continue;
      Configuration found;
      read_words(all.substr(at, 256), found);
      if (!found.words.empty()) return found;
    }
  }
  return std::nullopt;
}

/// OpenBLAS' Makefile builds "libopenblas<p>-r<version>.so" and sets such a SONAME; auditwheel puts its hash between
/// ("libopenblasp-r0-8dca6697.3.0.dev.so"). It is in the file, but weaker than the configuration: the evidence says
/// which one was used.
std::string version_in_soname(std::string_view soname) {
  const std::size_t release = soname.find("-r");
  if (!soname.starts_with("libopenblas") || release == std::string_view::npos) return {};
  std::string_view rest = soname.substr(release + 2);
  std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0 || digits == rest.size()) return {};
  std::string version(rest.substr(0, digits));
  rest.remove_prefix(digits);
  if (rest.front() == '-') rest.remove_prefix(std::min(rest.find('.'), rest.size()));
  const std::size_t end = rest.find(".so");
  if (end == std::string_view::npos || !rest.starts_with('.') || end > 24) return {};
  version += rest.substr(0, end);
  const bool sane = version.find_first_not_of("0123456789.dev") == std::string::npos;
  return sane ? version : std::string();
}

/// Every dynamic-arch kernel set is a table gotoblas_NAME; a build for one core has none.
void read_openblas_cores(const Library& library, Identity& identity) {
  constexpr std::array<std::string_view, 2> starts = {"gotoblas_", "dgemm_kernel_"};
  for (const std::string_view start : starts) {
    for (const elf::Symbol& symbol : library.symbols()) {
      if (!symbol.defined || !symbol.name.starts_with(start)) continue;
      const std::string_view core = symbol.name.substr(start.size());
      const auto capital = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
      if (core.size() >= 3 && std::ranges::all_of(core, capital)) identity.cores.emplace_back(core);
    }
    if (!identity.cores.empty()) {
      identity.evidence.push_back(fmt::format("cores: it exports {}{} and the like", start, identity.cores.front()));
      return;
    }
  }
}

bool recognise_openblas(Library& library, Identity& identity) {
  const auto is_get_config = [&](std::string_view name) {
    return name.ends_with("openblas_get_config") || name.ends_with("openblas_get_config64_") ||
           name.ends_with("openblas_get_config_64");
  };
  const bool interface = identity.has_blas || identity.has_cblas || identity.has_lapack;
  bool whole = library.defines_any(is_get_config) || library.defines("gotoblas") || library.defines("gotoblas_init");
  // Debian's libblas.so.3 and liblapack.so.3 of OpenBLAS hold the interfaces and take the kernels from libopenblas.
  const bool part =
      !whole && interface &&
      (library.imports("gotoblas") || library.imports("blas_memory_alloc") || library.imports("openblas_read_env"));
  std::optional<Configuration> configuration;
  if (!whole && !part) {
    if (!interface || !library.find_constant("OPENBLAS_NUM_THREADS")) return false;
    configuration = read_configuration(library);
    if (!configuration || configuration->words.empty()) return false;
    whole = true;
    identity.evidence.push_back("vendor: OpenBLAS' configuration string and environment variables among its constants");
  } else {
    identity.evidence.push_back(whole ? "vendor: it exports openblas_get_config or gotoblas"
                                      : "vendor: it imports OpenBLAS' internal blas_memory_alloc or gotoblas");
  }
  identity.vendor = Vendor::openblas;
  if (whole && !configuration) configuration = read_configuration(library);
  if (configuration) {
    identity.version = configuration->version;
    identity.configuration = "OpenBLAS";
    if (!configuration->version.empty()) identity.configuration += " " + configuration->version;
    for (const std::string& word : configuration->words) identity.configuration += " " + word;
    identity.evidence.push_back(
        fmt::format("configuration: \"{}\" stands among its constants", identity.configuration));
    if (configuration->has("USE64BITINT")) {
      identity.integers = IntegerWidth::ilp64;
      identity.evidence.push_back("integers: the configuration says USE64BITINT");
    }
  }
  if (whole && identity.version.empty()) {
    identity.version = version_in_soname(library.dynamic().soname);
    if (!identity.version.empty())
      identity.evidence.push_back(fmt::format("version: only its SONAME tells, {}", library.dynamic().soname));
  }
  read_openblas_cores(library, identity);
  if (const auto threading = imported_threading(library, identity)) {
    identity.threading = *threading;
  } else if (configuration && configuration->has("USE_OPENMP")) {
    identity.threading = Threading::openmp;
    identity.evidence.push_back("threading: the configuration says USE_OPENMP");
  } else if (whole) {
    identity.threading = Threading::serial;
    identity.evidence.push_back("threading: it imports no threading functions");
  } else if (library.imports("blas_level1_thread") || library.imports_any([](std::string_view name) {
               return name.find("_thread_") != std::string_view::npos;
             })) {
    identity.threading = Threading::pthreads;
    identity.evidence.push_back("threading: it imports OpenBLAS' threaded drivers and no OpenMP");
  } else if (library.imports_starting("dgetrf_single") || library.imports("gotoblas")) {
    identity.threading = Threading::serial;
    identity.evidence.push_back("threading: it imports only OpenBLAS' single-threaded drivers");
  }
  identity.stub = part && !identity.has_lapack;
  return true;
}

#if defined(__x86_64__)
// driver/others/dynamic.c: corename
constexpr std::string_view openblas_kernels[] = {
    "Prescott",    "Core2",        "Penryn",    "Dunnington", "Nehalem",     "Atom",       "Nano",
    "Opteron",     "Opteron_SSE3", "Barcelona", "Bobcat",     "Sandybridge", "Bulldozer",  "Piledriver",
    "Steamroller", "Excavator",    "Haswell",   "Zen",        "SkylakeX",    "Cooperlake", "SapphireRapids"};
#else
// driver/others/dynamic_arm64.c: corename
constexpr std::string_view openblas_kernels[] = {"armv8",      "cortexa53",    "cortexa57", "cortexa72",  "cortexa73",
                                                 "thunderx",   "thunderx2t99", "tsv110",    "neoversen1", "neoversev1",
                                                 "neoversen2", "armv8sve",     "a64fx"};
#endif
constexpr std::string_view openblas_file_names[] = {"goto", "goto2"};  // GotoBLAS, its ancestor
constexpr std::string_view openblas_folders[] = {"openblas-openmp",   "openblas-pthread",   "openblas-serial",
                                                 "openblas64-openmp", "openblas64-pthread", "openblas64-serial"};
constexpr std::string_view openblas_prefixes[] = {"openblas_"};

}  // namespace

namespace vendors {
extern const VendorFacts openblas;
const VendorFacts openblas{
    .vendor = Vendor::openblas,
    .name = "OpenBLAS",
    .recognise = recognise_openblas,
    .file_names = openblas_file_names,
    .alternatives_folders = openblas_folders,
    .symbol_prefixes = openblas_prefixes,
    .set_threads = "openblas_set_num_threads",
    .get_configuration = "openblas_get_config",
    .get_kernel = "openblas_get_corename",
    .says_its_version = true,
    .threads_variable = "OPENBLAS_NUM_THREADS",
    .kernel_variable = {.name = "OPENBLAS_CORETYPE",
                        .kernels = openblas_kernels,
                        .takes_cores = true,
                        .needs_word = "DYNAMIC_ARCH"},
    .kernels_in_advisories = true,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
