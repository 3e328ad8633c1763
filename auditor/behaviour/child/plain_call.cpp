#include "auditor/behaviour/child/plain_call.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "auditor/behaviour/subject/fortran_call.h"
#include "blas/scalar.h"

namespace fairplay::auditor::behaviour {
namespace {

namespace blas = fairplay::blas;

template <class T>
T value_at(const std::vector<std::byte>& bytes, std::size_t element) {
  T value{};
  std::memcpy(&value, &bytes[element * sizeof(T)], sizeof(T));
  return value;
}
double real_at(const std::vector<std::byte>& bytes, std::size_t element, std::size_t real_bytes) {
  return real_bytes == 4 ? static_cast<double>(value_at<float>(bytes, element)) : value_at<double>(bytes, element);
}
template <class T>
std::vector<std::byte> bytes_of(T value) {
  std::vector<std::byte> bytes(sizeof value);
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

/// An operand as the routine finds it. Integers get the library's width.
std::vector<std::byte> content_of(const Argument& argument, std::size_t integer_bytes) {
  std::vector<std::byte> content = argument.content;
  for (std::size_t i = 0; i < argument.referenced.size(); ++i)
    if (!argument.referenced[i]) std::memset(&content[i * argument.element_bytes], 0, argument.element_bytes);
  if (argument.type != 'i') return content;
  std::vector<std::byte> wide(argument.referenced.size() * integer_bytes);
  for (std::size_t i = 0; i < argument.referenced.size(); ++i) {
    const std::int64_t value =
        argument.element_bytes == 8 ? value_at<std::int64_t>(content, i) : value_at<std::int32_t>(content, i);
    std::memcpy(&wide[i * integer_bytes], &value, integer_bytes);  // the low half
  }
  return wide;
}

}  // namespace

std::optional<PlainCall> PlainCall::make(const SubjectLibrary& library, const CallCase& call) {
  PlainCall made;
  made.call_ = call;
  made.routine_ = library.routine(call.routine);
  const auto prepared = prepare(call);
  if (made.routine_ == nullptr || !prepared || door_of(call.routine) != Door::fortran) return std::nullopt;
  const CallDescription description = (*prepared)->describe();
  const std::size_t integer_bytes = library.wide_integers() ? 8 : 4;
  made.returns_ = description.returns;
  made.complex_by_argument_ = library.complex_by_argument();
  made.real_bytes_ = description.type == 's' || description.type == 'c' ? 4 : 8;
  for (const Argument& argument : description.arguments) {
    Held held;
    switch (argument.kind) {
      case Argument::Kind::option: held.before = bytes_of(argument.option); break;
      case Argument::Kind::integer:
        held.before = bytes_of(argument.integer);
        break;  // of which a library of 32-bit integers reads the low half
      case Argument::Kind::scalar: held.before = argument.content; break;
      case Argument::Kind::operand:
        held.before = content_of(argument, integer_bytes);
        held.written = argument.written && !argument.workspace;
        held.compared = held.written && argument.type != 'i';
        break;
    }
    held.now = held.before;
    made.held_.push_back(std::move(held));
  }
  made.point_at_held();
  made.ask_for_workspaces(description, integer_bytes);
  return made;
}

PlainCall::PlainCall(const PlainCall& other)
    : call_(other.call_),
      routine_(other.routine_),
      returns_(other.returns_),
      complex_by_argument_(other.complex_by_argument_),
      real_bytes_(other.real_bytes_),
      held_(other.held_),
      returned_(other.returned_) {
  point_at_held();
}

void PlainCall::point_at_held() {
  arguments_.clear();
  for (Held& held : held_) arguments_.push_back(held.now.data());
}

/// A workspace's length is the integer behind it where it has one; asked with -1, the routine leaves in each
/// workspace's first element how long it must be.
void PlainCall::ask_for_workspaces(const CallDescription& description, std::size_t integer_bytes) {
  const std::vector<Argument>& arguments = description.arguments;
  const auto has_length = [&](std::size_t i) {
    return i + 1 < arguments.size() && arguments[i + 1].kind == Argument::Kind::integer;
  };
  const auto set = [&](std::size_t i, std::int64_t length) { held_[i].now = held_[i].before = bytes_of(length); };
  bool any = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].workspace) continue;
    any = true;
    held_[i].now.assign(16, std::byte{});
    if (has_length(i)) set(i + 1, -1);
  }
  if (!any) return;
  point_at_held();
  make_call();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].workspace) continue;
    const bool integers = arguments[i].type == 'i';
    const std::vector<std::byte>& first = held_[i].now;
    const double asked = !integers            ? real_at(first, 0, real_bytes_)
                         : integer_bytes == 8 ? static_cast<double>(value_at<std::int64_t>(first, 0))
                                              : static_cast<double>(value_at<std::int32_t>(first, 0));
    constexpr double most = 1 << 27;  // elements
    const auto count = static_cast<std::int64_t>(std::clamp(asked, 1.0, most));
    held_[i].now.assign(static_cast<std::size_t>(count) * (integers ? integer_bytes : arguments[i].element_bytes),
                        std::byte{});
    if (has_length(i)) set(i + 1, count);
  }
  point_at_held();
}

void PlainCall::run() {
  for (Held& held : held_)
    if (held.written) std::ranges::copy(held.before, held.now.begin());
  make_call();
}

void PlainCall::make_call() {
  if (complex_by_argument_ && (returns_ == 'c' || returns_ == 'z')) {
    returned_.assign(16, std::byte{});
    std::vector<void*> words = arguments_;
    words.insert(words.begin(), returned_.data());
    return call_fortran<void>(routine_, words);
  }
  switch (returns_) {
    case 's': returned_ = bytes_of(call_fortran<float>(routine_, arguments_)); break;
    case 'd': returned_ = bytes_of(call_fortran<double>(routine_, arguments_)); break;
    case 'c': returned_ = bytes_of(call_fortran<blas::Complex<float>>(routine_, arguments_)); break;
    case 'z': returned_ = bytes_of(call_fortran<blas::Complex<double>>(routine_, arguments_)); break;
    default: call_fortran<void>(routine_, arguments_); break;
  }
}

std::vector<std::byte> PlainCall::written() const {
  std::vector<std::byte> bytes;
  for (const Held& held : held_)
    if (held.compared) bytes.insert(bytes.end(), held.now.begin(), held.now.end());
  bytes.insert(bytes.end(), returned_.begin(), returned_.end());
  return bytes;
}

std::optional<PlainCall::Difference> PlainCall::difference(const std::vector<std::byte>& got,
                                                           const std::vector<std::byte>& expected) const {
  if (got == expected) return std::nullopt;
  const std::size_t count = std::min(got.size(), expected.size()) / real_bytes_;
  double largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::abs(real_at(expected, i, real_bytes_)));
  // Rounding of another order is far below this for the sizes that probes use, what a race leaves behind far above.
  const double tolerance = largest * (real_bytes_ == 4 ? 1e-3 : 1e-9);
  for (std::size_t i = 0; i < count; ++i) {
    const double is = real_at(got, i, real_bytes_), should = real_at(expected, i, real_bytes_);
    const double error = std::abs(is - should);
    if (!(error <= tolerance))
      return Difference{i, is, should, std::isfinite(error) && tolerance > 0 ? error / tolerance : INFINITY};
  }
  return std::nullopt;
}

}  // namespace fairplay::auditor::behaviour
