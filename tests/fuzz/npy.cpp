// fuzz-libraries: arraycore_files
#include <cstdint>
#include <cstdlib>
#include <span>

#include "arraycore/files/difference.h"
#include "arraycore/files/npy.h"

namespace fairplay {

// Any bytes as a .npy. What is read must come back when it is written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace arraycore;
  const auto read = read_npy(std::as_bytes(std::span(data, size)));
  if (!read) {
    if (read.error().message.empty()) std::abort();
    return 0;
  }
  if (read->consumed > static_cast<std::int64_t>(size)) std::abort();
  const auto written = write_npy(read->elements.view());
  if (!written) return 0;  // a header longer than the limit, or a name that only 3.0 can hold
  const auto again = read_npy(*written, {.header = 1000000});
  if (!again || first_difference(read->elements.view(), again->elements.view())) std::abort();
  return 0;
}

}  // namespace fairplay
