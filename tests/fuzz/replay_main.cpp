// Runs a fuzz target over every file of the given folders, and over each of them damaged in a fixed set of
// ways, so that ordinary test runs (and the sanitizer presets) exercise it without libFuzzer.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

void run(const Bytes& bytes) { LLVMFuzzerTestOneInput(bytes.data(), bytes.size()); }

void run_damaged(const Bytes& bytes) {
  // Truncations at 32 places, then single flipped bits at up to 256 places spread over the input.
  for (std::size_t i = 0; i < 32; ++i)
    run(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * i / 32)));
  const std::size_t places = bytes.size() < 256 ? bytes.size() : 256;
  for (std::size_t i = 0; i < places; ++i) {
    Bytes flipped = bytes;
    flipped[bytes.size() * i / places] ^= static_cast<std::uint8_t>(1U << (i % 8));
    run(flipped);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& item : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (!item.is_regular_file()) continue;
      std::ifstream in(item.path(), std::ios::binary);
      const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
      run(bytes);
      run_damaged(bytes);
      ++files;
    }
  }
  std::printf("replayed %zu files, each also truncated and bit-flipped\n", files);
  return files == 0 ? 1 : 0;  // an empty corpus proves nothing
}
