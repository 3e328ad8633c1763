#pragma once

#include <string>
#include <variant>

#include "auditor/behaviour/numpy/process/interpreter_process.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"

namespace fairplay::auditor::behaviour::numpy {

/// What a subject answers that agrees with the reference in every bit.
inline SubjectAnswer same_as(const Answer& reference) {
  SubjectAnswer answer;
  if (!reference) {
    answer.kind = SubjectAnswer::Kind::refuses;
    return answer;
  }
  if (const auto* words = std::get_if<std::string>(&*reference)) {
    answer.kind = SubjectAnswer::Kind::text;
    answer.text = *words;
    return answer;
  }
  if (std::holds_alternative<Unspecified>(*reference)) {
    answer.kind = SubjectAnswer::Kind::text;
    return answer;
  }
  const auto* computed = std::get_if<Computed>(&*reference);
  const ConstDynamicView view = computed != nullptr ? computed->array : std::get<Array>(*reference);
  answer.kind = SubjectAnswer::Kind::array;
  answer.dtype = view.dtype().name();
  answer.shape.assign(view.shape().begin(), view.shape().end());
  answer.elements.assign(reinterpret_cast<const char*>(view.data()),
                         static_cast<std::size_t>(view.count() * view.dtype().size()));
  if (computed != nullptr) answer.flags = computed->flags;
  return answer;
}

}  // namespace fairplay::auditor::behaviour::numpy
