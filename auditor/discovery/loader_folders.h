#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::discovery {

inline constexpr const char* loader_cache_path = "/etc/ld.so.cache";

/// The folders that /etc/ld.so.conf names, in order, `include` lines followed (ldconfig(8)); at most 256 files and
/// 1,024 folders.
std::vector<std::string> configured_folders(const System& system, std::vector<signatures::Damage>& damage);

/// The folders the loader looks in last, whatever the cache says: Debian's multiarch folders, /lib64, /lib and their
/// twins below /usr. `bits` 0 or `machine` 0 (EM_NONE): those of every architecture known here. Only folders that
/// exist.
std::vector<std::string> default_folders(const System& system, int bits, std::uint16_t machine);

/// Puts `value` in the place of the dynamic string token `token` (ld.so(8)): "$ORIGIN" and "${ORIGIN}".
void replace_token(std::string& text, std::string_view token, std::string_view value);

/// Debian's name for an architecture ("x86_64-linux-gnu"), or empty.
std::string multiarch_triplet(int bits, std::uint16_t machine);
/// All names multiarch_triplet() may give.
std::vector<std::string> multiarch_triplets();

}  // namespace fairplay::auditor::discovery
