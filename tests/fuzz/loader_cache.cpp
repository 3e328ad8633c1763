// fuzz-libraries: auditor_discovery
// The loader's cache, /etc/ld.so.cache, as anybody could have written it into an unpacked root.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "auditor/discovery/loader_cache.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string file = "/etc/ld.so.cache";
  const auto cache = auditor::discovery::read_loader_cache(bytes, file);
  for (const auto& entry : cache.entries) {
    // Whatever is handed out points into the input and is a name with an absolute path.
    if (entry.name.empty() || !entry.path.starts_with('/')) std::abort();
    if (entry.name.data() < bytes.data() || entry.path.data() + entry.path.size() > bytes.data() + bytes.size())
      std::abort();
  }
  if (cache.entries.empty() && cache.damage.empty() && size < 16) std::abort();  // nothing that short is a cache
  return 0;
}

}  // namespace fairplay
