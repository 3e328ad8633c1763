#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

namespace fairplay::auditor::discovery {

/// One line of `ldconfig -p`. The texts point into the bytes the cache was read from.
struct CacheEntry {
  std::string_view name;        ///< "libblas.so.3"
  std::string_view path;        ///< "/lib/x86_64-linux-gnu/libblas.so.3"
  std::int32_t flags = 0;       ///< FLAG_* of glibc's sysdeps/generic/ldconfig.h: the kind of library and its ABI
  std::uint64_t hwcap = 0;      ///< not 0: only for processors with these features
  std::string_view hwcap_name;  ///< "x86-64-v3" for entries of a glibc-hwcaps folder
};

struct LoaderCache {
  std::vector<CacheEntry> entries;  ///< in file order, which is the order the loader prefers them in
  std::vector<signatures::Damage> damage;
};

/// Reads ld.so.cache: the format "glibc-ld.so.cache1.1", alone or behind the older "ld.so-1.7.0" table, or that table
/// alone; either byte order (glibc, sysdeps/generic/dl-cache.h). An entry that points outside the file is left out and
/// reported. At most 200,000 entries are read, and the first 16 damaged ones are reported. `bytes` must outlive the
/// result; `file` is for messages.
LoaderCache read_loader_cache(std::string_view bytes, const std::string& file);

}  // namespace fairplay::auditor::discovery
