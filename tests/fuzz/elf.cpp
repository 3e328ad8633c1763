// fuzz-libraries: signatures_elf
// Everything that signatures/elf reads, over a file in memory. The seeds in corpus/elf are made by the ELF builder:
// FAIRPLAY_UPDATE_SEEDS=1 test_signatures_elf --gtest_filter='ElfSeeds.*' writes them anew.
#include <cstddef>
#include <cstdint>
#include <span>

#include "signatures/elf/c_api.h"
#include "signatures/elf/cpu_baseline.h"
#include "signatures/elf/image.h"
#include "signatures/elf/linkage.h"
#include "signatures/elf/method_tables.h"
#include "signatures/elf/parts.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures::elf;
  auto image = Image::open(std::as_bytes(std::span(data, size)), "input");
  if (!image) return 0;
  std::vector<signatures::Damage> damage = image->header_damage();
  image->dynamic(damage);
  image->dynamic_symbols(damage);
  image->relocations(damage);
  image->build_id(damage);
  image->comment(damage);
  for (const auto& section : image->sections()) image->bytes(section);
  machine_name(image->header().machine);
  method_tables(*image, damage);
  ufunc_names(*image, damage);
  part_hashes(*image, damage);
  c_api_version(*image, damage);
  linkage_of(*image, damage);
  numpy_baseline(*image);
  return 0;
}

}  // namespace fairplay
