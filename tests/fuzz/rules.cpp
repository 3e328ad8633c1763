// fuzz-libraries: auditor_rules auditor_checks
// Rules and waivers files: whatever the bytes, parsing gives a book or a damage with a place, and never throws.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auditor/judgement/judge.h"
#include "auditor/rules/rules.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto book = auditor::rules::parse_rules(text, "fuzz.yaml", {});
  if (!book && (book.error().reason.empty() || !book.error().place.starts_with("line "))) std::abort();
  const auto waivers = auditor::rules::parse_waivers(text, "fuzz.yaml");
  if (!waivers && waivers.error().reason.empty()) std::abort();
  return 0;
}

}  // namespace fairplay
