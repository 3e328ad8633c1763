// fuzz-libraries: signatures_advisories
// Advisories files: whatever the bytes, parsing gives a book or a damage with a place, and never throws.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "signatures/advisories/match.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto book = signatures::advisories::parse_advisories(text, "fuzz.yaml");
  if (!book) {
    if (book.error().reason.empty() || !book.error().place.starts_with("line ")) std::abort();
    return 0;
  }
  signatures::blas::Identity identity;
  identity.vendor = signatures::blas::Vendor::openblas;
  identity.version = "0.3.21";
  (void)match(*book, identity, std::nullopt);
  (void)match(*book, {"1.21.4", std::nullopt, std::nullopt});
  // A version is a subject's word, too.
  (void)match(*book, {std::string(text.substr(0, 40)), std::nullopt, std::nullopt});
  return 0;
}

}  // namespace fairplay
