// arraycore_speed.py's partner: computes one named operation a line of standard input, and answers with its seconds.
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/fft/fourier.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linear/einsum.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/random/generator.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/ufunc/ufunc.h"

namespace {

using namespace fairplay::arraycore;

constexpr std::int64_t many = 10'000'000;
constexpr std::int64_t rows = 2500;
constexpr std::int64_t columns = 4000;
constexpr std::int64_t fewer = 1'000'000;

/// The golden section's multiples: spread over a range, the same in the script.
double spread(std::int64_t i, double low, double high) {
  const double turn = static_cast<double>(i + 1) * 0.6180339887498949;
  return low + (high - low) * (turn - std::floor(turn));
}

template <Element T>
Array numbers(std::int64_t count, double low, double high) {
  Array array = Array::zeros(dtype_of<T>, Extents{count}).value();
  for (std::int64_t i = 0; i < count; ++i) {
    store(array.view().data() + i * std::int64_t{sizeof(T)}, static_cast<T>(spread(i, low, high)));
  }
  return array;
}

/// As random as keys that people look up (splitmix64): what is spread regularly is searched faster by those that begin
/// where the last search ended.
Array scattered(std::int64_t count, double low, double high) {
  Array array = Array::zeros(Kind::float64, Extents{count}).value();
  for (std::int64_t i = 0; i < count; ++i) {
    std::uint64_t z = (static_cast<std::uint64_t>(i) + 1) * 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    const double part = static_cast<double>((z ^ z >> 31) >> 11) * 0x1p-53;
    store(array.view().data() + i * std::int64_t{sizeof(double)}, low + (high - low) * part);
  }
  return array;
}

DynamicView table(Array& array) { return array.view().with(Layout{{rows, columns}, {columns * 8, 8}, 0}); }

DynamicView every_second(Array& array) { return array.view().with(Layout{{array.count() / 2}, {16}, 0}); }

DynamicView backwards(Array& array) {
  return array.view().with(Layout{{array.count()}, {-8}, (array.count() - 1) * 8});
}

/// A million elements as a matrix.
DynamicView square(Array& array) { return array.view().with(Layout{{1000, 1000}, {8000, 8}, 0}); }

/// 500 rows and columns of it.
DynamicView smaller_square(Array& array) { return array.view().with(Layout{{500, 500}, {4000, 8}, 0}); }

/// The first n of a million.
DynamicView first(Array& array, std::int64_t n) { return array.view().with(Layout{{n}, {8}, 0}); }

void thousand_times(const std::function<void()>& operation) {
  for (int i = 0; i < 1000; ++i) operation();
}

/// 2^20 complex numbers.
Array complex_signal() {
  const std::int64_t n = std::int64_t{1} << 20;
  return astype(numbers<double>(n, -1, 1), Kind::complex128).value();
}

/// The operands of all operations.
struct Operands {
  Array a = numbers<double>(many, -1, 1);
  Array b = numbers<double>(many, 1, 2);
  Array signal = complex_signal();
  Array out = numbers<double>(many, 0, 1);
  Array singles = numbers<float>(many, -1, 1);
  Array integers = numbers<std::int64_t>(many, -1000, 1000);
  Array small = numbers<std::int32_t>(many, -1000, 1000);
  Array row = numbers<double>(columns, 0, 1);
  Array x = numbers<double>(fewer, -10, 10);
  Array positive = numbers<double>(fewer, 0.01, 10);
  Array exponents = numbers<double>(fewer, -3, 3);
  Array keys = scattered(fewer, -10, 10);
  Array ordered = sorted(keys, 0).value();
  Generator generator{std::make_shared<Pcg64>(SeedSequence::of({1}).value())};
};

void binary(const char* name, const ConstDynamicView& a, const ConstDynamicView& b) {
  const ConstDynamicView inputs[]{a, b};
  call_ufunc(name, inputs).value();
}

void binary_into(const char* name, const ConstDynamicView& a, const ConstDynamicView& b, const DynamicView& out) {
  const ConstDynamicView inputs[]{a, b};
  const DynamicView outputs[]{out};
  call_ufunc_into(name, inputs, outputs).value();
}

void unary(const std::string& name, const ConstDynamicView& a) {
  const ConstDynamicView inputs[]{a};
  call_ufunc(name, inputs).value();
}

void sum(const ConstDynamicView& a, std::optional<std::int64_t> axis) {
  std::vector<std::int64_t> axes;
  ReduceOptions options;
  if (axis) {
    axes.push_back(*axis);
    options.axes = axes;
  }
  reduce("add", a, options).value();
}

std::map<std::string, std::function<void()>> operations(Operands& o) {
  std::map<std::string, std::function<void()>> all{
      {"add", [&] { binary("add", o.a, o.b); }},
      {"add_out", [&] { binary_into("add", o.a, o.b, o.out); }},
      {"multiply", [&] { binary("multiply", o.a, o.b); }},
      {"multiply_out", [&] { binary_into("multiply", o.a, o.b, o.out); }},
      {"add_strided", [&] { binary("add", every_second(o.a), every_second(o.b)); }},
      {"add_reversed", [&] { binary("add", backwards(o.a), o.b); }},
      {"add_row", [&] { binary("add", table(o.a), o.row); }},
      {"add_column",
       [&] {
         binary("add", table(o.a), o.b.view().with(Layout{{rows, 1}, {8, 8}, 0}));
       }},
      {"add_transposed",
       [&] {
         binary("add", table(o.a), o.b.view().with(Layout{{rows, columns}, {8, rows * 8}, 0}));
       }},
      {"sum", [&] { sum(o.a, {}); }},
      {"sum_rows", [&] { sum(table(o.a), 0); }},
      {"sum_columns", [&] { sum(table(o.a), 1); }},
      {"sum_strided", [&] { sum(every_second(o.a), {}); }},
      {"f8_to_f4", [&] { astype(o.a, Kind::float32).value(); }},
      {"f4_to_f8", [&] { astype(o.singles, Kind::float64).value(); }},
      {"i8_to_f8", [&] { astype(o.integers, Kind::float64).value(); }},
      {"f8_to_i8", [&] { astype(o.a, Kind::int64).value(); }},
      {"f8_to_i4", [&] { astype(o.a, Kind::int32).value(); }},
      {"i4_to_i8", [&] { astype(o.small, Kind::int64).value(); }},
      {"sort", [&] { sorted(o.x, 0).value(); }},
      {"argsort", [&] { sorting_places(o.x, 0).value(); }},
      {"searchsorted", [&] { search_sorted(o.ordered, o.keys, Side::left).value(); }},
      {"copy_strided", [&] { Array::copy_of(every_second(o.a)).value(); }},
  };
  for (const char* name : {"exp", "sin", "cos", "tan", "tanh", "cbrt", "expm1"}) {
    all[name] = [&o, name] { unary(name, o.x); };
  }
  for (const char* name : {"log", "log1p", "sqrt"}) all[name] = [&o, name] { unary(name, o.positive); };
  all["fft"] = [&] { fft(o.signal).value(); };
  all["rfft"] = [&] { rfft(o.x.view().with(Layout{{fewer}, {8}, 0})).value(); };
  all["rfft_2_20"] = [&] { rfft(first(o.a, 1 << 20)).value(); };
  for (const std::int64_t n : {16, 64, 256, 1009, 1024, 4096}) {
    const std::string length = std::to_string(n);
    all["ffts_" + length] = [&o, n] {
      const ConstDynamicView signal = o.signal.view().with(Layout{{n}, {16}, 0});
      thousand_times([&] { fft(signal).value(); });
    };
    all["rffts_" + length] = [&o, n] { thousand_times([&] { rfft(first(o.x, n)).value(); }); };
  }
  all["svd"] = [&] { svd(smaller_square(o.x)).value(); };
  all["eigh"] = [&] { eigh(smaller_square(o.x)).value(); };
  all["lstsq"] = [&] { least_squares(smaller_square(o.x), first(o.positive, 500), std::nullopt).value(); };
  all["pinv"] = [&] { pseudo_inverse(smaller_square(o.x)).value(); };
  all["normal"] = [&] { o.generator.standard_normal({many}).value(); };
  all["matmul"] = [&] { matmul(square(o.x), square(o.positive)).value(); };
  all["einsum"] = [&] {
    const std::vector<ConstDynamicView> both{square(o.x), square(o.positive)};
    einsum("ij,jk->ik", both).value();
  };
  all["hypot"] = [&] { binary("hypot", o.x, o.positive); };
  all["power"] = [&] { binary("power", o.positive, o.exponents); };
  return all;
}

}  // namespace

int main() {
  Operands operands;
  const auto all = operations(operands);
  std::cout << "ready" << std::endl;
  for (std::string name; std::getline(std::cin, name);) {
    const auto found = all.find(name);
    if (found == all.end()) {
      std::cerr << "no operation " << name << '\n';
      return 2;
    }
    const auto start = std::chrono::steady_clock::now();
    found->second();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::cout << taken.count() << std::endl;
  }
  return 0;
}
