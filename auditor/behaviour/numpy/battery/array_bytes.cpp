// All pairs of 8-bit integers, and all float16 numbers: every ufunc that takes them, exhaustively.
#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/ufunc_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void make_bytes(Maker& maker, std::size_t, std::vector<Operation>& operations) {
  std::vector<std::string> bytes, rows, columns, halves;
  for (int i = 0; i < 256; ++i) bytes.emplace_back(1, static_cast<char>(i));
  for (int i = 0; i < 65536; ++i) {
    rows.push_back(bytes[static_cast<std::size_t>(i / 256)]);
    columns.push_back(bytes[static_cast<std::size_t>(i % 256)]);
    // What a signalling NaN raises depends on which instructions copy it: the quiet one in its place.
    const bool signalling = (i & 0x7c00) == 0x7c00 && (i & 0x3ff) != 0 && (i & 0x200) == 0;
    halves.push_back(Maker::integer_bytes(signalling ? i | 0x200 : i, 2));
  }
  // Products and quotients of float16 below the smallest normal number, where rounding is seldom seen.
  std::vector<std::string> small, scale;
  for (int i = 0; i < 65536; ++i) {
    const std::int64_t exponent = maker.chance.between(1, 14);
    small.push_back(Maker::integer_bytes(exponent << 10 | maker.chance.below(1024), 2));
    scale.push_back(
        Maker::integer_bytes((maker.chance.between(2, 15 - exponent + 3)) << 10 | maker.chance.below(1024), 2));
  }
  operations.push_back(
      ufunc_call("multiply", {maker.plain("<f2", {65536}, small), maker.plain("<f2", {65536}, scale)}));
  for (const Ufunc& ufunc : ufuncs_of(maker.release)) {
    for (const std::string& loop : ufunc.loops) {
      for (int output = 0; output < ufunc.outputs; ++output) {
        if (loop == "e") operations.push_back(ufunc_call(ufunc.name, {maker.plain("<f2", {65536}, halves)}, output));
        if (loop == "bb" || loop == "BB") {
          const std::string dtype = dtype_of(loop[0]);
          operations.push_back(ufunc_call(
              ufunc.name, {maker.plain(dtype, {65536}, rows), maker.plain(dtype, {65536}, columns)}, output));
        }
      }
    }
  }
}

}  // namespace

extern const ArrayProbe array_bytes;
const ArrayProbe array_bytes{
    {.id = "array/bytes",
     .shows = "Every ufunc gives the right result for all pairs of 8-bit integers and for all 65,536 float16 numbers.",
     .source = "NumPy reference, Universal functions; IEEE 754-2019",
     .seconds = 6},
    0,
    make_bytes};

}  // namespace fairplay::auditor::behaviour::numpy
