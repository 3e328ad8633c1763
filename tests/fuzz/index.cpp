// fuzz-libraries: signatures_database
// Indexes and key files, whatever they hold: one that is read has one text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "signatures/database/index.h"
#include "signatures/database/release_order.h"
#include "signatures/database/trust.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures::database;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto split = split_signature(text, "index");
  if (const auto index = parse_index(text, "index")) {
    if (!split || split->message != index_text(*index) || split->key != index->key ||
        split->signature != index->signature)
      std::abort();
    for (const Index::ManifestEntry& entry : index->manifests) {
      if (index->find(entry.project, entry.release) != &entry) std::abort();
      const std::string_view first = index->manifests.front().release;
      if (released_before(entry.release, first) && released_before(first, entry.release)) std::abort();
    }
  }
  if (split && split->key) (void)verifies(*split->key, split->message, split->signature);
  if (const auto keys = parse_keys(text, "keys")) {
    const std::string again = keys_text(*keys);
    const auto reread = parse_keys(again, "keys");
    if (!reread || keys_text(*reread) != again || reread->size() != keys->size()) std::abort();
    for (const TrustedKey& key : *keys) {
      if (!key.vouches_for(key.projects.front() == "*" ? "anything" : std::string_view(key.projects.front())))
        std::abort();
    }
  }
  return 0;
}

}  // namespace fairplay
