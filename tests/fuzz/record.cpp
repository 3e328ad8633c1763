// fuzz-libraries: signatures_installers
// What installers recorded, whatever it holds: RECORD, metadata, dpkg's md5sums, conda-meta, bytecode headers.
#include <cstddef>
#include <cstdint>

#include "signatures/installers/bytecode.h"
#include "signatures/installers/conda.h"
#include "signatures/installers/dpkg.h"
#include "signatures/installers/metadata.h"
#include "signatures/installers/record.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Damage> damage;
  installers::parse_record(text, "RECORD", damage);
  installers::parse_md5sums(text, "md5sums", damage);
  installers::control_field(text, "Version");
  installers::normalised_name(installers::parse_core_metadata(text).name);
  (void)installers::parse_conda_package(text, "conda.json", damage);
  const auto bytes = std::as_bytes(std::span(data, size));
  if (const auto header = installers::parse_bytecode_header(bytes, "x.pyc"))
    (void)installers::bytecode_hash_matches(*header, bytes);
  return 0;
}

}  // namespace fairplay
