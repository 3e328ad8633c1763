#include "auditor/behaviour/numpy/reference/evaluate.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fairplay::auditor::behaviour::numpy {
namespace {

const Evaluator* operation_named(const std::string& name) {
  const auto tables = {
      &moving_operations(),   &compute_operations(),    &fft_operations(),       &linalg_operations(),
      &linear_operations(),   &file_operations(),       &names_operations(),     &printing_operations(),
      &sorting_operations(),  &statistics_operations(), &stream_operations(),    &spacing_operations(),
      &calendar_operations(), &string_operations(),     &text_file_operations(), &python_operations()};
  for (const auto* table : tables) {
    if (const auto found = table->find(name); found != table->end()) return &found->second;
  }
  return nullptr;
}

}  // namespace

Answer evaluate(Json arguments, std::span<std::byte> memory, const Evaluator* instead) {
  Request request{std::move(arguments), {}, newest_release};
  const auto release = request.arguments.at("release").get<std::vector<int>>();
  request.release = {release.at(0), release.at(1)};
  std::vector<std::span<std::byte>> memories;
  for (const Json& array : request.arguments.at("arrays")) {
    const bool shared = array.contains("m");
    const auto size = array.at("n").get<std::size_t>();
    const std::span<std::byte> own = shared ? memories.at(array.at("m").get<std::size_t>()) : memory.first(size);
    memories.push_back(own);
    if (!shared) memory = memory.subspan(size);
    const auto dtype = DType::parse(array.at("d").get<std::string>());
    if (!dtype) return std::unexpected(dtype.error());
    const auto view =
        DynamicView::of_memory(own.data(), static_cast<std::int64_t>(own.size()), *dtype,
                               {array.at("s").get<Extents>(), array.at("t").get<Strides>(), array.at("o")});
    if (!view) return std::unexpected(view.error());
    request.arrays.push_back(*view);
  }
  const auto name = request.arguments.at("op").get<std::string>();
  const Evaluator* operation = instead != nullptr ? instead : operation_named(name);
  if (operation == nullptr) return std::unexpected(Error{ErrorKind::value, "no operation " + name});
  return (*operation)(request);
}

}  // namespace fairplay::auditor::behaviour::numpy
