// fuzz-libraries: signatures_blas
// Which BLAS is this, asked of a damaged ELF file. The seeds in corpus/blas are made by the ELF builder:
// FAIRPLAY_UPDATE_SEEDS=1 test_signatures_blas --gtest_filter='BlasSeeds.*' writes them anew.
#include <cstddef>
#include <cstdint>
#include <span>

#include "signatures/blas/identity.h"
#include "signatures/blas/integer_width.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  signatures::blas::first_argument_width_x86_64(bytes.first(size < 800 ? size : 800));
  signatures::blas::first_argument_width_aarch64(bytes.first(size < 800 ? size : 800));
  const auto image = signatures::elf::Image::open(bytes, "input");
  if (!image) return 0;
  std::vector<signatures::Damage> damage;
  signatures::blas::identify(*image, damage);
  return 0;
}

}  // namespace fairplay
