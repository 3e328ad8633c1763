// Readers by themselves, over inputs made here or found on the machine, so that a slower reader shows before an audit
// feels it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "signatures/digest.h"
#include "signatures/installers/record.h"

namespace fairplay {

namespace {

void hash_in_blocks(benchmark::State& state) {
  const std::string block(256 << 10, 'x');
  for (auto _ : state) {
    signatures::Hasher hasher({signatures::Algorithm::sha256});
    for (int i = 0; i < 16; ++i) hasher.update(std::as_bytes(std::span(block)));
    benchmark::DoNotOptimize(hasher.finish());
  }
  state.SetBytesProcessed(state.iterations() * 16 * static_cast<std::int64_t>(block.size()));
}
BENCHMARK(hash_in_blocks);

void hash_small_files(benchmark::State& state) {
  const std::string file(4096, 'x');
  for (auto _ : state) {
    signatures::Hasher hasher({signatures::Algorithm::sha256});
    hasher.update(std::as_bytes(std::span(file)));
    benchmark::DoNotOptimize(hasher.finish());
  }
}
BENCHMARK(hash_small_files);

void parse_record_of_1300_rows(benchmark::State& state) {
  std::string text;
  for (int i = 0; i < 1300; ++i)
    text +=
        fmt::format("numpy/some/folder/module_{}.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,{}\r\n", i, i);
  for (auto _ : state) {
    std::vector<signatures::Damage> damage;
    benchmark::DoNotOptimize(signatures::installers::parse_record(text, "RECORD", damage));
  }
}
BENCHMARK(parse_record_of_1300_rows);

}  // namespace

}  // namespace fairplay
