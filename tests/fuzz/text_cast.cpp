// fuzz-libraries: arraycore_casting arraycore_types
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "arraycore/casting/cast.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/time_text.h"
#include "arraycore/types/dtype.h"

namespace fairplay {
namespace {

using namespace arraycore;

/// A text of bytes or of characters as an element; nothing but the error's kind is left of what isn't one.
std::vector<std::byte> element_of(const std::uint8_t* text, std::size_t size, bool wide) {
  std::vector<std::byte> element;
  for (std::size_t i = 0; i < size; ++i) {
    element.push_back(static_cast<std::byte>(text[i]));
    // Some characters beyond Latin-1, too: those that stand behind an escape.
    for (int rest = 0; wide && rest < 3; ++rest) element.push_back(std::byte{rest == 0 && text[i] == 0x7F});
  }
  return element;
}

bool holds_nan(const std::byte* element, DType dtype) {
  const Kind kind = dtype.kind();
  if (!is_real_floating(kind) && !is_complex(kind)) return false;
  // As text: there the kinds differ no more.
  const auto cast = ElementCast::between(dtype, DType::parse("S80").value());
  std::array<std::byte, 80> text{};
  if (!cast || !cast->run(element, 0, text.data(), 0, 1)) std::abort();
  return std::string(reinterpret_cast<const char*>(text.data()), text.size()).find("nan") != std::string::npos;
}

/// What is written of a number or a datetime must read back as the same.
void must_come_back(const std::byte* element, DType dtype, Release release) {
  if (dtype.kind() == Kind::boolean || dtype.kind() == Kind::timedelta)
    return;  // "False" isn't empty; "7 days" has a unit
  const DType text = DType::parse("U160").value();
  const auto write = ElementCast::between(dtype, text, release);
  const auto read = ElementCast::between(text, dtype, release);
  if (!write || !read) std::abort();
  std::vector<std::byte> written(static_cast<std::size_t>(text.size()));
  if (!write->run(element, 0, written.data(), 0, 1)) return;  // a datetime that can't be counted in days
  std::array<std::byte, 32> again{};
  if (!read->run(written.data(), 0, again.data(), 0, 1)) std::abort();
  const bool extended = dtype.kind() == Kind::long_double || dtype.kind() == Kind::complex_long_double;
  const std::size_t part = extended ? 10 : static_cast<std::size_t>(dtype.size());
  const std::size_t step = extended ? 16 : part;
  for (std::size_t at = 0; at < static_cast<std::size_t>(dtype.size()); at += step) {
    if (std::memcmp(element + at, again.data() + at, part) != 0 && !holds_nan(element, dtype)) std::abort();
  }
}

}  // namespace

// Two bytes of dtype and release, then a text that is read as a number or a time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array dtypes{"?",      "i1",    "u1",    "i2",       "u4",     "i8",     "u8",    "f2",    "f4",
                                 "f8",     "f16",   "c8",    "c16",      "c32",    "M8[Y]",  "M8[M]", "M8[W]", "M8[D]",
                                 "M8[7D]", "M8[h]", "M8[s]", "M8[25ms]", "M8[ns]", "M8[as]", "M8",    "m8[D]", "m8"};
  constexpr std::array releases{Release{1, 15}, Release{1, 20}, Release{1, 26}, Release{2, 0}, Release{2, 5}};
  if (size < 3 || size > 200) return 0;
  const DType dtype = DType::parse(dtypes.at(data[0] % dtypes.size())).value();
  const Release release = releases.at(data[1] % releases.size());
  const bool wide = (data[1] & 0x80U) != 0;
  const std::vector<std::byte> text = element_of(data + 2, size - 2, wide);
  const DType from = DType::parse((wide ? "U" : "S") + std::to_string(size - 2)).value();
  const auto cast = ElementCast::between(from, dtype, release);
  if (!cast) std::abort();
  std::array<std::byte, 32> element{};
  const auto done = cast->run(text.data(), 0, element.data(), 0, 1);
  if (!done) {
    if (done.error().message.empty()) std::abort();
    return 0;
  }
  must_come_back(element.data(), dtype, release);
  if (!wide) {
    const auto unit = unit_of_text({reinterpret_cast<const char*>(data + 2), size - 2});
    if (!unit && unit.error().message.empty()) std::abort();
  }
  return 0;
}

}  // namespace fairplay
