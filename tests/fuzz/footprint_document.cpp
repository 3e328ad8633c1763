// fuzz-libraries: signatures_database
// Footprints of a database, whatever they hold: one that is read has one text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "signatures/database/footprint_document.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures::database;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = parse_footprint(text, "x.footprint");
  if (!document) return document.error().reason.empty() ? std::abort(), 1 : 0;
  if (footprint_text(**document) != text) std::abort();
  return 0;
}

}  // namespace fairplay
