#include "auditor/behaviour/child/plain_call.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "auditor/behaviour/calls/data.h"
#include "auditor/behaviour/subject/fortran_call.h"

namespace auditor::behaviour {
namespace {

namespace blas = fairplay::blas;

double real_at(const std::vector<std::byte>& bytes, std::size_t element, std::size_t real_bytes) {
  if (real_bytes == 4) {
    float value = 0;
    std::memcpy(&value, &bytes[element * 4], 4);
    return static_cast<double>(value);
  }
  double value = 0;
  std::memcpy(&value, &bytes[element * 8], 8);
  return value;
}

}  // namespace

const std::vector<std::string>& PlainCall::stems() {
  static const std::vector<std::string> all{"gemm", "gemv", "ger", "syrk", "trsm", "dot", "axpy", "scal", "getrf", "potrf", "gesv", "geqrf", "syevd", "geev", "gesdd"};
  return all;
}

std::byte* PlainCall::array(std::vector<std::byte> content, bool written) {
  arrays_.push_back({std::move(content), {}, written});
  Array& added = arrays_.back();
  added.now = added.before;
  arguments_.push_back(added.now.data());
  return added.now.data();
}
void PlainCall::option(char letter) { array({static_cast<std::byte>(letter)}, false); }
void PlainCall::integer(std::int64_t value) {
  // Either width is read from the low half.
  std::vector<std::byte> bytes(sizeof value);
  std::memcpy(bytes.data(), &value, sizeof value);
  array(std::move(bytes), false);
}
void PlainCall::integers(std::int64_t count) { room(static_cast<std::size_t>(std::max<std::int64_t>(count, 1)) * 8); }
void PlainCall::room(std::size_t bytes) { array(std::vector<std::byte>(std::max<std::size_t>(bytes, 16)), false); }
template <class T>
void PlainCall::scalar(double value) {
  const T element = blas::make<T>(static_cast<blas::Real<T>>(value));
  std::vector<std::byte> bytes(sizeof element);
  std::memcpy(bytes.data(), &element, sizeof element);
  array(std::move(bytes), false);
}
template <class T>
void PlainCall::operand(std::int64_t elements, bool written) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(std::max<std::int64_t>(elements, 1)) * sizeof(T));
  const auto place = static_cast<unsigned>(arguments_.size());
  for (std::size_t i = 0; i < bytes.size() / sizeof(T); ++i) {
    const T element = element_of<T>(call_.data, call_.seed, place, i);
    std::memcpy(&bytes[i * sizeof(T)], &element, sizeof(T));
  }
  array(std::move(bytes), written);
}

template <class T>
bool PlainCall::describe(const std::string& stem) {
  const std::int64_t m = call_.m, n = call_.n, k = call_.k;
  auto flag = [&](std::size_t i) { return i < call_.flags.size() ? call_.flags[i] : 'N'; };
  auto matrix = [&](std::int64_t rows, std::int64_t columns, bool written) {
    const std::int64_t ld = std::max<std::int64_t>(rows, 1);
    operand<T>(ld * columns, written);
    integer(ld);
  };
  auto vector = [&](std::int64_t length, bool written) {
    operand<T>(length, written);
    integer(1);
  };
  auto info = [&] { integers(1); };
  // Makes a matrix well-conditioned and positive definite: uniform elements, and the order added to its diagonal.
  auto dominant = [&] {
    Array& a = arrays_[arrays_.size() - 2];
    for (std::int64_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(i + i * n) * sizeof(T);
      T element;
      std::memcpy(&element, &a.before[at], sizeof(T));
      element = blas::make<T>(blas::real(element) + static_cast<blas::Real<T>>(n));
      std::memcpy(&a.before[at], &element, sizeof(T));
    }
    a.now = a.before;
    arguments_[arguments_.size() - 2] = a.now.data();
  };
  auto work = [&](std::int64_t elements) {
    room(static_cast<std::size_t>(elements) * sizeof(T));
    integer(elements);
  };
  if (stem == "gemm") {
    option(flag(0)), option(flag(1)), integer(m), integer(n), integer(k), scalar<T>(call_.alpha);
    flag(0) == 'N' ? matrix(m, k, false) : matrix(k, m, false);
    flag(1) == 'N' ? matrix(k, n, false) : matrix(n, k, false);
    scalar<T>(call_.beta), matrix(m, n, true);
  } else if (stem == "gemv") {
    option(flag(0)), integer(m), integer(n), scalar<T>(call_.alpha), matrix(m, n, false), vector(flag(0) == 'N' ? n : m, false), scalar<T>(call_.beta), vector(flag(0) == 'N' ? m : n, true);
  } else if (stem == "ger") {
    integer(m), integer(n), scalar<T>(call_.alpha), vector(m, false), vector(n, false), matrix(m, n, true);
  } else if (stem == "syrk") {
    option(flag(0)), option(flag(1)), integer(n), integer(k), scalar<T>(call_.alpha);
    flag(1) == 'N' ? matrix(n, k, false) : matrix(k, n, false);
    scalar<T>(call_.beta), matrix(n, n, true);
  } else if (stem == "trsm") {
    option(flag(0)), option(flag(1)), option(flag(2)), option(flag(3)), integer(m), integer(n), scalar<T>(call_.alpha);
    if (flag(0) != 'L' || m != n) return false;
    matrix(m, m, false), dominant(), matrix(m, n, true);
  } else if (stem == "dot") {
    if constexpr (blas::is_complex<T>) return false;
    integer(n), vector(n, false), vector(n, false);
    returns_ = sizeof(T) == 4 ? 's' : 'd';
  } else if (stem == "axpy") {
    integer(n), scalar<T>(call_.alpha), vector(n, false), vector(n, true);
  } else if (stem == "scal") {
    integer(n), scalar<T>(call_.alpha), vector(n, true);
  } else if (stem == "getrf") {
    integer(m), integer(n), matrix(m, n, true), integers(std::min(m, n)), info();
  } else if (stem == "potrf") {
    option(flag(0)), integer(n), matrix(n, n, true), dominant(), info();
  } else if (stem == "gesv") {
    integer(n), integer(m), matrix(n, n, true), integers(n), matrix(n, m, true), info();
  } else if (stem == "geqrf") {
    integer(m), integer(n), matrix(m, n, true), room(static_cast<std::size_t>(std::min(m, n)) * sizeof(T)), work(64 * std::max<std::int64_t>(n, 1)), info();
  } else if (stem == "syevd") {
    if constexpr (blas::is_complex<T>) return false;
    option(flag(0)), option(flag(1)), integer(n), matrix(n, n, true), room(static_cast<std::size_t>(n) * sizeof(T)), work(1 + 6 * n + 2 * n * n + 64 * n), integers(3 + 5 * n), integer(3 + 5 * n), info();
  } else if (stem == "geev") {
    if constexpr (blas::is_complex<T>) return false;
    option(flag(0)), option(flag(1)), integer(n), matrix(n, n, true);
    const auto order = static_cast<std::size_t>(n) * sizeof(T);
    room(order), room(order), room(order * static_cast<std::size_t>(n)), integer(n), room(order * static_cast<std::size_t>(n)), integer(n), work(64 * std::max<std::int64_t>(n, 1)), info();
  } else if (stem == "gesdd") {
    if constexpr (blas::is_complex<T>) return false;
    if (m != n) return false;
    option(flag(0)), integer(m), integer(n), matrix(m, n, true);
    const auto order = static_cast<std::size_t>(n) * sizeof(T);
    room(order), room(order * static_cast<std::size_t>(n)), integer(n), room(order * static_cast<std::size_t>(n)), integer(n), work(8 * n * n + 128 * std::max<std::int64_t>(n, 1)), integers(8 * n), info();
  } else {
    return false;
  }
  return true;
}

std::optional<PlainCall> PlainCall::make(const SubjectLibrary& library, const CallCase& call) {
  PlainCall made;
  made.call_ = call;
  made.routine_ = library.routine(call.routine);
  if (made.routine_ == nullptr || call.routine.size() < 2) return std::nullopt;
  const std::string stem = call.routine.substr(1);
  made.real_bytes_ = call.routine[0] == 's' || call.routine[0] == 'c' ? 4 : 8;
  bool known = false;
  switch (call.routine[0]) {
    case 's': known = made.describe<float>(stem); break;
    case 'd': known = made.describe<double>(stem); break;
    case 'c': known = made.describe<blas::Complex<float>>(stem); break;
    case 'z': known = made.describe<blas::Complex<double>>(stem); break;
    default: break;
  }
  if (!known) return std::nullopt;
  return made;
}

void PlainCall::run() {
  for (Array& array : arrays_)
    if (array.written) std::memcpy(array.now.data(), array.before.data(), array.before.size());
  switch (returns_) {
    case 's': returned_ = static_cast<double>(call_fortran<float>(routine_, arguments_)); break;
    case 'd': returned_ = call_fortran<double>(routine_, arguments_); break;
    default: call_fortran<void>(routine_, arguments_); break;
  }
}

std::vector<std::byte> PlainCall::written() const {
  std::vector<std::byte> bytes;
  for (const Array& array : arrays_)
    if (array.written) bytes.insert(bytes.end(), array.now.begin(), array.now.end());
  if (returns_ == ' ') return bytes;
  const auto single = static_cast<float>(returned_);
  const auto* from = real_bytes_ == 4 ? reinterpret_cast<const std::byte*>(&single) : reinterpret_cast<const std::byte*>(&returned_);
  bytes.insert(bytes.end(), from, from + real_bytes_);
  return bytes;
}

std::optional<PlainCall::Difference> PlainCall::difference(const std::vector<std::byte>& got, const std::vector<std::byte>& expected) const {
  if (got == expected) return std::nullopt;
  const std::size_t count = std::min(got.size(), expected.size()) / real_bytes_;
  double largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::abs(real_at(expected, i, real_bytes_)));
  // Rounding of another order is far below this for the sizes that probes use, what a race leaves behind far above.
  const double tolerance = largest * (real_bytes_ == 4 ? 1e-3 : 1e-9);
  for (std::size_t i = 0; i < count; ++i) {
    const double is = real_at(got, i, real_bytes_), should = real_at(expected, i, real_bytes_);
    const double error = std::abs(is - should);
    if (!(error <= tolerance)) return Difference{i, is, should, std::isfinite(error) && tolerance > 0 ? error / tolerance : INFINITY};
  }
  return std::nullopt;
}

}  // namespace auditor::behaviour
