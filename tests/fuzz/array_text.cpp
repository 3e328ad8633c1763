// fuzz-libraries: arraycore_printing
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/printing/array_text.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/types/dtype.h"

namespace fairplay {

// Ten bytes of options and extents, then the elements' memory, filled up with zeros. Whatever they are, the text is the
// same twice, or the error says why there is none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace arraycore;
  static const std::array dtypes{"?",  "i1",    "u1",    "i2",     "u2",     "i4",  "u4",    "i8", "u8",
                                 "f2", "f4",    "f8",    "f16",    "c8",     "c16", "c32",   "S3", "S0",
                                 "U2", "M8[D]", "M8[Y]", "M8[as]", "M8[7m]", "M8",  "m8[s]", "m8", "m8[1000M]"};
  constexpr std::array releases{Release{1, 15}, Release{1, 20}, Release{1, 21},
                                Release{2, 0},  Release{2, 2},  Release{2, 5}};
  constexpr std::array modes{FloatMode::fixed, FloatMode::unique, FloatMode::maxprec, FloatMode::maxprec_equal};
  constexpr std::array legacies{LegacyPrinting::v1_13, LegacyPrinting::v1_21, LegacyPrinting::v1_25,
                                LegacyPrinting::v2_1,  LegacyPrinting::v2_2,  LegacyPrinting::none};
  constexpr std::size_t header = 10;
  if (size < header) return 0;
  PrintOptions options;
  const DType dtype = DType::parse(dtypes.at(data[0] % dtypes.size())).value();
  options.release = releases.at(data[1] % releases.size());
  options.floatmode = modes.at(data[2] % modes.size());
  options.legacy = legacies.at(data[2] / 4 % legacies.size());
  options.suppress = (data[2] & 0x80U) != 0;
  // Numbers below 0 are an error, or not: both are tried.
  options.precision = static_cast<std::int8_t>(data[3]);
  options.threshold = static_cast<std::int8_t>(data[4]);
  options.edgeitems = static_cast<std::int8_t>(data[5]);
  options.linewidth = static_cast<std::int8_t>(data[6]);
  options.sign = "-+ ?"[data[7] % 4];
  if ((data[7] & 0x10U) != 0) options.nanstr = "not a number";
  if ((data[7] & 0x20U) != 0) options.infstr = "";
  Extents shape;
  for (int axis = 0; axis < data[8] % 4; ++axis) shape.push_back(axis == 0 ? data[9] % 16 : data[9] / 16 % 4);
  auto array = Array::zeros(dtype, shape);
  if (!array) std::abort();
  const std::size_t given = std::min(size - header, static_cast<std::size_t>(array->count() * dtype.size()));
  if (given > 0) std::memcpy(array->view().data(), data + header, given);
  const ArrayTextLayout layout{.separator = (data[8] & 0x10U) != 0 ? ", " : " ", .prefix = "prefix", .suffix = ")"};
  for (int i = 0; i < 3; ++i) {
    const auto text = [&] {
      return i == 0   ? array2string(*array, options, layout)
             : i == 1 ? array_str(*array, options)
                      : array_repr(*array, options);
    };
    const auto first = text(), second = text();
    if (first.has_value() != second.has_value()) std::abort();
    if (first ? *first != *second : first.error().message.empty()) std::abort();
  }
  return 0;
}

}  // namespace fairplay
