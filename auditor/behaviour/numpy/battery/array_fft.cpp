// Fourier transforms of every sort of length: powers of two, products of small primes, primes.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::int64_t largest_prime_of(std::int64_t number) {
  std::int64_t largest = 1;
  for (std::int64_t factor = 2; number > 1; ++factor)
    for (; number % factor == 0; number /= factor) largest = factor;
  return largest;
}

void make_fft(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = maker.chance.of({"fft", "ifft", "rfft", "irfft", "hfft", "ihfft"});
    const bool real = name == "rfft" || name == "ihfft", to_real = name == "irfft" || name == "hfft";
    const std::string dtype =
        dtype_of(maker.chance.of(real ? std::string_view("fdddil") : std::string_view("fdddFDDDil")));
    const std::int64_t extent = maker.chance.in(0.5)
                                    ? maker.chance.between(1, 70)
                                    : maker.chance.of({64, 67, 100, 127, 128, 143, 210, 256, 257, 300, 419, 512});
    Shape shape{extent};
    if (maker.chance.in(0.3)) shape.insert(shape.begin() + maker.chance.below(2), maker.chance.between(1, 3));
    const auto axis = static_cast<std::int64_t>(shape.size()) == 1 ? -1 : shape[0] == extent ? 0 : -1;
    const std::int64_t along = axis == 0 ? shape[0] : shape.back();
    const std::int64_t points = to_real ? 2 * (along - 1) : along;
    if (points < 1) continue;
    Json norm = nullptr;
    if (maker.chance.in(0.3)) norm = "ortho";
    Operation call;
    call.operands.push_back(maker.operand(dtype, shape, dtype[1] == 'i' ? Values::small : Values::calm));
    call.arguments = {{"op", "fft"},
                      {"name", name},
                      {"n", nullptr},
                      {"axis", axis},
                      {"norm", norm},
                      {"transformed", static_cast<double>(points)},
                      {"largest_prime", static_cast<double>(largest_prime_of(points))}};
    if (maker.release >= Release{2, 0} && maker.chance.in(0.2)) call.arguments["op"] = "fft_out";
    operations.push_back(std::move(call));
  }
}

}  // namespace

extern const ArrayProbe array_fft;
const ArrayProbe array_fft{
    {.id = "array/fft",
     .shows = "Fourier transforms of any length are within twice the error that NumPy's algorithm can have.",
     .source = "docs/arraycore.md, Fourier transforms",
     .seconds = 4},
    3000,
    make_fft};

}  // namespace fairplay::auditor::behaviour::numpy
