// .npy files, byte for byte, and arrays out of them.
#include <fmt/format.h>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Operation written(Maker& maker) {
  const std::string dtype = maker.chance.in(0.8) ? dtype_of(maker.chance.of(number_codes))
                                                 : maker.chance.of({"|S4", "<U3", "<M8[s]", "<m8[D]"});
  Operation call;
  OperandLayout array = maker.operand(dtype, maker.shape(maker.chance.between(0, 3)));
  call.arguments = {{"op", "npy"}, {"descr", fmt::format("'{}'", dtype)}, {"version", nullptr}};
  // The driver sees any dtype's elements as bytes.
  array.dtype = fmt::format("|S{}", item_size(dtype));
  call.operands.push_back(std::move(array));
  return call;
}

Operation read(Maker& maker) {
  const std::string dtype = dtype_of(maker.chance.of(number_codes));
  const Shape shape = maker.shape(maker.chance.between(0, 3));
  std::string extents;
  for (const std::int64_t extent : shape) extents += fmt::format("{}, ", extent);
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': ({}), }}", dtype,
                                   maker.chance.in(0.3) ? "True" : "False", extents);
  header += std::string(static_cast<std::size_t>(maker.chance.below(20)), ' ') + "\n";
  std::string file =
      std::string("\x93NUMPY\x01\x00", 8) + Maker::integer_bytes(static_cast<std::int64_t>(header.size()), 2) + header;
  for (std::int64_t i = 0; i < count_of(shape); ++i) file += maker.element(dtype);
  Operation call;
  call.arguments = {{"op", maker.chance.in(0.3) ? "load" : "npy_read"},
                    {"descr", fmt::format("'{}'", dtype)},
                    {"version", {1, 0}},
                    {"damaged", false}};
  const auto size = static_cast<std::int64_t>(file.size());
  call.operands.push_back({"|u1", {size}, {1}, 0, std::move(file), -1});
  return call;
}

/// A list in a pickle, which nobody must load without asking for it.
Operation pickled() {
  std::string header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
  header.resize(118, ' ');
  header.back() = '\n';
  std::string file = std::string("\x93NUMPY\x01\x00", 8) + Maker::integer_bytes(118, 2) + header + "(lp0\nI1\na.";
  const auto size = static_cast<std::int64_t>(file.size());
  return {{{"op", "load"}}, {{"|u1", {size}, {1}, 0, std::move(file), -1}}};
}

void make_files(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  operations.push_back(pickled());
  for (std::size_t i = 0; i < count; ++i) operations.push_back(maker.chance.in(0.6) ? written(maker) : read(maker));
}

}  // namespace

extern const ArrayProbe array_files;
const ArrayProbe array_files{
    {.id = "array/files",
     .shows = "`.npy` files are written byte for byte as the release writes them, and read back as they are.",
     .source = "NEP 1; numpy.lib.format",
     .seconds = 2},
    1500,
    make_files};

}  // namespace fairplay::auditor::behaviour::numpy
