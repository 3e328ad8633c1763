// Runs operations of arraycore for the differential test: requests on stdin, answers on stdout, until the end of input.
//
// A frame is two 32-bit numbers (lengths of a JSON text and of data, little-endian), the text, the data. A request is
// what `evaluate` takes. An answer has "d" and "s", and the elements in row-major order as data; or "text"; or "error"
// and "message".
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "auditor/behaviour/numpy/reference/evaluate.h"
#include "tests/arraycore/differential/fourier_error.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

bool read_exactly(void* target, std::size_t size) { return std::fread(target, 1, size, stdin) == size; }

void write_frame(const Json& text, std::span<const std::byte> data) {
  const std::string written = text.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::array<std::uint32_t, 2> lengths{static_cast<std::uint32_t>(written.size()),
                                             static_cast<std::uint32_t>(data.size())};
  std::fwrite(lengths.data(), 4, 2, stdout);
  std::fwrite(written.data(), 1, written.size(), stdout);
  std::fwrite(data.data(), 1, data.size(), stdout);
  // Where an operation dies, the answers before it count.
  std::fflush(stdout);
}

int serve() {
  std::array<std::uint32_t, 2> lengths{};
  while (read_exactly(lengths.data(), 8)) {
    std::string text(lengths[0], '\0');
    std::vector<std::byte> data(lengths[1]);
    if (!read_exactly(text.data(), text.size()) || !read_exactly(data.data(), data.size())) return 1;
    Json request = Json::parse(text);
    // A measurement of the test's own.
    static const Evaluator transform_error = [](const Request& r) { return answer(arraycore::fourier_error(r.first(), r.arrays.at(1))); };
    const bool measures = request.at("op") == "fft_error";
    const Answer result = evaluate(std::move(request), data, measures ? &transform_error : nullptr);
    if (!result) {
      write_frame({{"error", static_cast<int>(result.error().kind)}, {"message", result.error().message}}, {});
    } else if (const auto* words = std::get_if<std::string>(&*result)) {
      write_frame({{"text", *words}}, {});
    } else {
      const auto* computed = std::get_if<Computed>(&*result);
      const ConstDynamicView view = computed != nullptr ? computed->array : std::get<Array>(*result);
      const auto size = static_cast<std::size_t>(view.count() * view.dtype().size());
      Json described{{"d", view.dtype().name()}, {"s", view.shape()}};
      if (computed != nullptr && computed->flags) described["flags"] = *computed->flags;
      write_frame(described, {view.data(), size});
    }
  }
  return 0;
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy

int main() { return fairplay::auditor::behaviour::numpy::serve(); }
