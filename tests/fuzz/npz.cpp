// fuzz-libraries: arraycore_files
#include <cstdint>
#include <cstdlib>
#include <span>

#include "arraycore/files/npz.h"

namespace fairplay {

// Any bytes as a .npz, of which all members are read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace arraycore;
  const auto reader =
      NpzReader::of(std::as_bytes(std::span(data, size)), {.members = 1000, .member_bytes = std::uint64_t{16} << 20});
  if (!reader) {
    if (reader.error().message.empty()) std::abort();
    return 0;
  }
  for (const auto& name : reader->names()) {
    if (const auto array = reader->read(name); !array && array.error().message.empty()) std::abort();
  }
  return 0;
}

}  // namespace fairplay
