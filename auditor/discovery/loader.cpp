// What the dynamic loader would pick for a NEEDED name: ld.so(8), "When resolving shared object dependencies".
#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/loader_cache.h"
#include "auditor/discovery/loader_folders.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;

constexpr std::size_t most_folders = 256;  // of one search path
// What musl answers for itself (load_library in ldso/dynlink.c), glibc's sonames included.
constexpr std::string_view musl_own_names[] = {"libc.",  "libpthread.", "librt.",  "libm.",
                                               "libdl.", "libutil.",    "libxnet."};

std::string platform_of(const LoaderQuery& query) {
  switch (query.machine) {
    case EM_X86_64: return "x86_64";
    case EM_386: return "i686";
    case EM_AARCH64: return "aarch64";
    default: {
      const std::string triplet = multiarch_triplet(query.bits, query.machine);
      return triplet.substr(0, triplet.find('-'));
    }
  }
}

/// Dynamic string tokens (ld.so(8)). $LIB is "lib/x86_64-linux-gnu" on Debian, "lib64" or "lib" elsewhere: each is
/// tried.
std::vector<std::string> expand(const std::string& text, const LoaderQuery& query) {
  if (text.find('$') == std::string::npos) return {text};
  std::vector<std::string> results;
  std::vector<std::string> libs = {"lib"};
  if (text.find("LIB") != std::string::npos) {
    libs.insert(libs.begin(), query.bits == 32 ? "lib32" : "lib64");
    if (const std::string triplet = multiarch_triplet(query.bits, query.machine); !triplet.empty())
      libs.insert(libs.begin(), "lib/" + triplet);
  }
  for (const std::string& lib : libs) {
    std::string one = text;
    replace_token(one, "ORIGIN", query.origin);
    replace_token(one, "LIB", lib);
    replace_token(one, "PLATFORM", platform_of(query));
    if (one.size() < 4096) results.push_back(std::move(one));
  }
  return results;
}

/// Whether this processor runs code of a glibc-hwcaps folder; the loader skips those it doesn't.
bool processor_runs(std::string_view hwcap_name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (hwcap_name == "x86-64-v2") return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  if (hwcap_name == "x86-64-v3")
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (hwcap_name == "x86-64-v4")
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
#endif
  (void)hwcap_name;
  return false;
}

class Search {
 public:
  Search(const System& system, const LoaderQuery& query) : system_(system), query_(query) {}

  std::vector<std::string> run() const {
    const std::string& needed = query_.needed;
    if (needed.empty() || needed.size() > 4096) return {};
    if (needed.find('/') != std::string::npos) {
      // A name with a slash is a path; a relative one counts from the working folder, which nobody knows here.
      for (const std::string& path : expand(needed, query_)) {
        if (auto chain = path.starts_with('/') ? try_path(path) : std::nullopt) return *chain;
      }
      return {};
    }
    if (query_.musl) return run_musl();
    if (query_.runpath.empty()) {
      if (auto chain = try_search_path(query_.rpath, ":")) return *chain;
    }
    if (const auto variable = system_.environment.find("LD_LIBRARY_PATH"); variable != system_.environment.end()) {
      if (auto chain = try_search_path(variable->second, ":;")) return *chain;
    }
    if (auto chain = try_search_path(query_.runpath, ":")) return *chain;
    if (query_.nodeflib) return {};
    if (auto chain = try_cache()) return *chain;
    for (const std::string& folder : default_folders(system_, query_.bits, query_.machine)) {
      if (auto chain = try_path(paths::join(folder, needed))) return *chain;
    }
    return {};
  }

 private:
  using Chain = std::optional<std::vector<std::string>>;

  /// musl's ldso/dynlink.c: LD_LIBRARY_PATH, DT_RPATH and DT_RUNPATH alike, then /etc/ld-musl-ARCH.path or the default
  /// folders. It has no cache. Its own library has several names and is always loaded.
  std::vector<std::string> run_musl() const {
    const std::string loader = fmt::format("/lib/ld-musl-{}.so.1", platform_of(query_));
    const bool is_own =
        query_.needed == fmt::format("libc.musl-{}.so.1", platform_of(query_)) ||
        std::ranges::any_of(musl_own_names, [&](std::string_view name) { return query_.needed.starts_with(name); });
    if (is_own) {
      if (auto chain = try_path(loader)) return *chain;
    }
    if (const auto variable = system_.environment.find("LD_LIBRARY_PATH"); variable != system_.environment.end()) {
      if (auto chain = try_search_path(variable->second, ":\n")) return *chain;
    }
    for (const std::string& path : {query_.rpath, query_.runpath}) {
      if (auto chain = try_search_path(path, ":\n")) return *chain;
    }
    const auto configured = system_.files.read(fmt::format("/etc/ld-musl-{}.path", platform_of(query_)), 64 << 10);
    const std::string folders = configured ? *configured : "/lib:/usr/local/lib:/usr/lib";
    return try_search_path(folders, ":\n").value_or(std::vector<std::string>{});
  }

  Chain try_path(const std::string& path) const {
    const auto kind = elf_kind(system_.files, path);
    // The loader passes over files of another class or machine and goes on (open_verify in glibc's elf/dl-load.c).
    if (!kind || (query_.bits != 0 && kind->bits != query_.bits) ||
        (query_.machine != 0 && kind->machine != query_.machine))
      return std::nullopt;
    auto links = follow_links(system_.files, path);
    if (!links) return std::nullopt;
    std::vector<std::string> chain = {query_.needed};
    for (std::string& link : *links) {
      if (link != chain.back()) chain.push_back(std::move(link));
    }
    return chain;
  }

  Chain try_search_path(const std::string& text, std::string_view separators) const {
    std::size_t tried = 0;
    for (const std::string& item : paths::split(text, separators)) {
      if (++tried > most_folders) break;
      for (const std::string& folder : expand(item, query_)) {
        if (!folder.starts_with('/')) continue;
        if (auto chain = try_path(paths::join(folder, query_.needed))) return chain;
      }
    }
    return std::nullopt;
  }

  Chain try_cache() const {
    const auto bytes = system_.files.read(loader_cache_path, 64 << 20);
    if (!bytes) {
      // An unpacked root whose cache was never built: what ldconfig would have put in.
      std::vector<Damage> reported_by_system_libraries;
      for (const std::string& folder : configured_folders(system_, reported_by_system_libraries)) {
        if (auto chain = try_path(paths::join(folder, query_.needed))) return chain;
      }
      return std::nullopt;
    }
    const LoaderCache cache = read_loader_cache(*bytes, loader_cache_path);
    // An unpacked root will run on some other processor: what suits all of them comes first there.
    const bool here = system_.files.root().empty() || system_.files.root().starts_with("/proc/");
    for (const bool special : {here, !here}) {
      for (const CacheEntry& entry : cache.entries) {
        if (entry.name != query_.needed || (entry.hwcap != 0) != special) continue;
        if (special && here && !processor_runs(entry.hwcap_name)) continue;
        if (auto chain = try_path(std::string(entry.path))) return chain;
      }
    }
    return std::nullopt;
  }

  const System& system_;
  const LoaderQuery& query_;
};

}  // namespace

void replace_token(std::string& text, std::string_view token, std::string_view value) {
  const std::string braced = "${" + std::string(token) + "}";
  for (std::size_t at = text.find(braced); at != std::string::npos; at = text.find(braced, at + value.size()))
    text.replace(at, braced.size(), value);
  const std::string plain = "$" + std::string(token);
  for (std::size_t at = text.find(plain); at != std::string::npos; at = text.find(plain, at + value.size()))
    text.replace(at, plain.size(), value);
}

std::vector<std::string> loader_pick(const System& system, const LoaderQuery& query) {
  return Search(system, query).run();
}

}  // namespace fairplay::auditor::discovery
