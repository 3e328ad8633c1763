// Operations that are Fourier transforms.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/fft/fourier.h"
#include "arraycore/fft/frequencies.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

FourierNorm norm_of(const Request& request) {
  const Json& norm = request.arguments.at("norm");
  if (norm.is_null() || norm == "backward") return FourierNorm::backward;
  return norm == "ortho" ? FourierNorm::ortho : FourierNorm::forward;
}

std::optional<std::vector<std::int64_t>> optional_list(const Request& request, const char* name) {
  if (request.arguments.at(name).is_null()) return std::nullopt;
  return request.list(name);
}

Answer transform_line(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(const ConstDynamicView&, const FourierOptions&)> functions{
      {"fft", fft}, {"ifft", ifft}, {"rfft", rfft}, {"irfft", irfft}, {"hfft", hfft}, {"ihfft", ihfft}};
  return answer(functions.at(request.name())(
      request.first(), {request.release, request.optional_number("n"), request.number("axis"), norm_of(request)}));
}

Answer transform_axes(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(const ConstDynamicView&, const FourierAxesOptions&)> functions{
      {"fftn", fftn}, {"ifftn", ifftn}, {"rfftn", rfftn}, {"irfftn", irfftn}};
  return answer(functions.at(request.name())(request.first(), {request.release, optional_list(request, "points"),
                                                               optional_list(request, "axes"), norm_of(request)}));
}

Answer frequencies_of(const Request& request) {
  const auto function = request.name() == "fftfreq" ? fft_frequencies : rfft_frequencies;
  return answer(function(request.number("n"), request.arguments.at("spacing").get<double>()));
}

Answer shift_any(const Request& request) {
  const auto function = request.name() == "fftshift" ? fft_shift : inverse_fft_shift;
  const auto axes = optional_list(request, "axes");
  return answer(function(request.first(), axes));
}

}  // namespace

const std::map<std::string, Evaluator>& fft_operations() {
  static const std::map<std::string, Evaluator> all{{"fft", transform_line},
                                                    {"fft_out", transform_line},
                                                    {"fftn", transform_axes},
                                                    {"fftfreq", frequencies_of},
                                                    {"fftshift", shift_any}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
