#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <type_traits>

#include <fmt/format.h>

#include "auditor/behaviour/calls/data.h"
#include "auditor/behaviour/calls/operand.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/subject/fortran_call.h"
#include "blas/bounds/bounds.h"

namespace auditor::behaviour {

using blas::Diag;
using blas::Index;
using blas::Side;
using blas::Trans;
using blas::Uplo;

/// Thrown while a call is prepared; prepare() turns it into its error.
struct Impossible {
  std::string why;
};

/// Which part of a matrix a routine refers to.
enum class Part : std::uint8_t { all, upper, lower, strictly_upper, strictly_lower };
constexpr bool lies_in(Part part, Index i, Index j) {
  switch (part) {
    case Part::all: return true;
    case Part::upper: return i <= j;
    case Part::lower: return i >= j;
    case Part::strictly_upper: return i < j;
    case Part::strictly_lower: return i > j;
  }
  return false;
}
constexpr Part part_of(Uplo uplo, Diag diag = Diag::non_unit) {
  if (diag == Diag::unit) return uplo == Uplo::upper ? Part::strictly_upper : Part::strictly_lower;
  return uplo == Uplo::upper ? Part::upper : Part::lower;
}

template <class T>
std::string hex_text(T value) {
  if constexpr (blas::is_complex<T>)
    return fmt::format("{:a}{}{:a}i", value.re, std::signbit(value.im) ? "-" : "+", std::abs(value.im));
  else
    return fmt::format("{:a}", value);
}

/// One call of a routine over element type T. A routine's description (level1.cpp ... level3.cpp) asks for its arguments in their order, which makes
/// operands for them, and says how the result is judged.
template <class T>
class Call final : public PreparedCall {
 public:
  using R = blas::Real<T>;
  enum class Returns : std::uint8_t { nothing, element, real, integer };

  explicit Call(const CallCase& given) : given_(given) {}

  // The arguments, each asked for in its turn.
  Trans trans(std::string_view legal = "NTC") { return static_cast<Trans>(option(legal)); }
  Uplo uplo() { return static_cast<Uplo>(option("UL")); }
  Side side() { return static_cast<Side>(option("LR")); }
  Diag diag() { return static_cast<Diag>(option("NU")); }
  Index m() { return size(given_.m, "m"); }
  Index n() { return size(given_.n, "n"); }
  Index k() { return size(given_.k, "k"); }
  T alpha() { return scalar(given_.alpha, given_.alpha_im); }
  T beta() { return scalar(given_.beta, given_.beta_im); }
  R real_alpha() { return real_scalar(given_.alpha); }
  R real_beta() { return real_scalar(given_.beta); }

  /// A rows x columns matrix and its leading dimension. What isn't referenced holds garbage.
  MatrixView<T> matrix(const char* operand, Index rows, Index columns, Part part = Part::all) { return add_matrix(operand, rows, columns, part, false); }
  MatrixView<T> result_matrix(const char* operand, Index rows, Index columns, Part part = Part::all) { return add_matrix(operand, rows, columns, part, true); }
  /// Symmetric or Hermitian: one triangle, and the imaginary parts of a Hermitian diagonal are garbage.
  MatrixView<T> symmetric(const char* operand, Index order, Uplo uplo, bool hermitian) {
    MatrixView<T> view = matrix(operand, order, order, part_of(uplo));
    if (hermitian) spoil_diagonal(view);
    return view;
  }
  MatrixView<T> result_symmetric(const char* operand, Index order, Uplo uplo, bool hermitian) {
    MatrixView<T> view = result_matrix(operand, order, order, part_of(uplo));
    if (hermitian) spoil_diagonal(view);
    return view;
  }
  /// Triangular and well-conditioned: elements off the diagonal are divided by 4 order, the real parts of those on it lie in [1, 3].
  MatrixView<T> triangle(const char* operand, Index order, Uplo uplo, Diag diag) {
    MatrixView<T> view = matrix(operand, order, order, part_of(uplo, diag));
    std::vector<T>& a = view.operand->before();
    const R divisor = static_cast<R>(4 * std::max<Index>(order, 1));
    const R step = given_.data == Data::integers ? 16 : 1;
    for (Index j = 0; j < order; ++j)
      for (Index i = 0; i < order; ++i)
        if (lies_in(part_of(uplo, diag), i, j)) {
          T& element = a[static_cast<std::size_t>(i + j * view.ld)];
          element = i == j ? blas::make<T>(2 + blas::real(element) / step, blas::imag(element) / step) : blas::make<T>(blas::real(element) / divisor, blas::imag(element) / divisor);
        }
    return view;
  }
  VectorView<T> x(Index n) { return add_vector("x", n, given_.incx, false); }
  VectorView<T> y(Index n) { return add_vector("y", n, given_.incy, false); }
  VectorView<T> result_x(Index n) { return add_vector("x", n, given_.incx, true); }
  VectorView<T> result_y(Index n) { return add_vector("y", n, given_.incy, true); }
  void returns(Returns kind) { returns_ = kind; }

  /// What judge() asks: given the call, after a run. Comparisons below report the first thing that is wrong.
  void judged_by(std::function<std::optional<Mismatch>()> judge) { judge_ = std::move(judge); }

  /// Holds a written matrix against what is expected (in the layout of the whole operand).
  std::optional<Mismatch> compare(const MatrixView<T>& view, const std::vector<T>& expected, const blas::bounds::Moduli& bounds) const {
    const std::vector<T> got = view.operand->now();
    return compare_values(view.operand->name(), view.rows, view.columns, got.data(), expected.data(), view.ld, bounds);
  }
  std::optional<Mismatch> compare(const VectorView<T>& view, const std::vector<T>& expected, const blas::bounds::Moduli& bounds) const {
    const std::vector<T> got = view.operand->now();
    std::vector<T> got_row(static_cast<std::size_t>(view.n)), expected_row(static_cast<std::size_t>(view.n));
    for (Index i = 0; i < view.n; ++i) {
      const auto at = static_cast<std::size_t>(i * std::abs(view.inc));
      got_row[static_cast<std::size_t>(i)] = got[at];
      expected_row[static_cast<std::size_t>(i)] = expected[at];
    }
    // Storage order; bounds are in the routine's own.
    if (view.inc < 0) {
      std::reverse(got_row.begin(), got_row.end());
      std::reverse(expected_row.begin(), expected_row.end());
    }
    auto mismatch = compare_values(view.operand->name(), view.n, 1, got_row.data(), expected_row.data(), std::max<Index>(view.n, 1), bounds);
    if (mismatch) mismatch->element = (view.inc < 0 ? view.n - 1 - mismatch->element : mismatch->element) * std::abs(view.inc);
    return mismatch;
  }
  template <class Value>
  std::optional<Mismatch> compare_result(Value got, Value expected, double bound) const {
    blas::bounds::Moduli bounds(1, 1);
    bounds(0, 0) = bound;
    const auto worst = blas::bounds::worst<Value>(1, 1, &got, 1, &expected, 1, bounds);
    if (worst.ratio <= 1) return std::nullopt;
    return Mismatch{"the result is wrong", hex_text(got), hex_text(expected), worst.ratio, "result", 0};
  }
  T returned() const { return returned_element_; }
  R returned_real() const { return returned_real_; }
  std::int64_t returned_integer() const { return returned_integer_; }

  bool run(const SubjectLibrary& library) override {
    void* routine = library.routine(given_.routine);
    if (routine == nullptr) return false;
    for (const auto& operand : operands_) operand->reset();
    if (returns_ == Returns::element && blas::is_complex<T> && library.complex_by_argument()) {
      std::vector<void*> with_result{&returned_element_};
      with_result.insert(with_result.end(), arguments_.begin(), arguments_.end());
      call_fortran<void>(routine, with_result);
      return true;
    }
    switch (returns_) {
      case Returns::nothing: call_fortran<void>(routine, arguments_); break;
      case Returns::element: returned_element_ = call_fortran<T>(routine, arguments_); break;
      case Returns::real: returned_real_ = call_fortran<R>(routine, arguments_); break;
      case Returns::integer: returned_integer_ = integer(call_fortran<std::int64_t>(routine, arguments_), library); break;
    }
    return true;
  }

  std::optional<Mismatch> judge() override {
    for (const auto& operand : operands_) {
      if (const auto offset = operand->memory().damaged())
        return Mismatch{fmt::format("memory {} {} was overwritten, {} bytes from its start", *offset < 0 ? "before" : "behind", operand->name(), *offset), "", "", std::numeric_limits<double>::infinity()};
      if (auto touched = first_touched(*operand)) return touched;
    }
    return judge_ ? judge_() : std::nullopt;
  }

  std::vector<std::byte> written() const override {
    std::vector<std::byte> bytes;
    auto append = [&](const void* from, std::size_t size) {
      const auto* first = static_cast<const std::byte*>(from);
      bytes.insert(bytes.end(), first, first + size);
    };
    for (const auto& operand : operands_)
      if (operand->written()) append(operand->data(), operand->memory().bytes());
    if (returns_ == Returns::element) append(&returned_element_, sizeof returned_element_);
    if (returns_ == Returns::real) append(&returned_real_, sizeof returned_real_);
    if (returns_ == Returns::integer) append(&returned_integer_, sizeof returned_integer_);
    return bytes;
  }

  CallDescription describe() const override {
    CallDescription description;
    description.type = type_letter;
    constexpr char real_letter = blas::is_complex<T> ? (sizeof(R) == 4 ? 's' : 'd') : type_letter;
    description.returns = returns_ == Returns::element ? type_letter : returns_ == Returns::real ? real_letter : returns_ == Returns::integer ? 'i' : ' ';
    for (const void* address : arguments_) description.arguments.push_back(argument_at(address));
    return description;
  }

  const char* locate(const void* address) const override {
    for (const auto& operand : operands_)
      if (const char* place = operand->locate(address); place != nullptr) return place;
    return nullptr;
  }

  /// All options given were taken.
  bool complete() const { return next_flag_ == given_.flags.size(); }

 private:
  static constexpr char type_letter = sizeof(R) == 4 ? (blas::is_complex<T> ? 'c' : 's') : (blas::is_complex<T> ? 'z' : 'd');

  Argument argument_at(const void* address) const {
    Argument argument;
    auto holds = [&](const void* from, std::size_t bytes) {
      const auto* first = static_cast<const std::byte*>(from);
      argument.content.assign(first, first + bytes);
      argument.element_bytes = sizeof(T);
    };
    for (const auto& operand : operands_)
      if (operand->data() == address) {
        argument.kind = Argument::Kind::operand;
        argument.name = operand->name();
        argument.written = operand->written();
        argument.place = operand->place();
        holds(operand->before().data(), operand->memory().bytes());
        for (std::size_t i = 0; i < operand->before().size(); ++i) argument.referenced.push_back(operand->referenced(i));
        return argument;
      }
    for (const auto& integer : integers_)
      if (integer.get() == address) {
        argument.kind = Argument::Kind::integer;
        argument.integer = *integer;
        return argument;
      }
    for (const auto& scalar : scalars_)
      if (scalar.get() == address) {
        argument.kind = Argument::Kind::scalar;
        holds(address, sizeof(T));
        return argument;
      }
    argument.option = *static_cast<const char*>(address);
    return argument;
  }

  char option(std::string_view legal) {
    if (next_flag_ >= given_.flags.size()) throw Impossible{fmt::format("\"{}\": an option is missing", given_.flags)};
    const char flag = given_.flags[next_flag_];
    if (legal.find(flag) == std::string_view::npos) throw Impossible{fmt::format("option '{}' isn't one of {}", flag, legal)};
    arguments_.push_back(const_cast<char*>(&given_.flags[next_flag_++]));
    return flag;
  }
  Index size(std::int64_t value, const char* word) {
    constexpr std::int64_t most = std::int64_t{1} << 40;
    if (value < 0 || value > most) throw Impossible{fmt::format("{}={} can't be", word, value)};
    push_integer(value);
    return value;
  }
  // Integers of either width are read from the low half of these, x86-64 and AArch64 being little-endian.
  void push_integer(std::int64_t value) {
    integers_.push_back(std::make_unique<std::int64_t>(value));
    arguments_.push_back(integers_.back().get());
  }
  static std::int64_t integer(std::int64_t returned, const SubjectLibrary& library) { return library.wide_integers() ? returned : static_cast<std::int32_t>(returned); }
  T scalar(double re, double im) {
    scalars_.push_back(std::make_unique<T>(blas::make<T>(static_cast<R>(re), static_cast<R>(im))));
    arguments_.push_back(scalars_.back().get());
    return *scalars_.back();
  }
  R real_scalar(double value) { return blas::real(scalar(value, 0)); }

  // Garbage for what no routine may look at: NaN would poison a result, and the odd seeds' number is changed by any store.
  T garbage() const {
    const R value = given_.seed % 2 == 0 ? std::numeric_limits<R>::quiet_NaN() : static_cast<R>(1.2345e30);
    return blas::make<T>(value, value);
  }

  Operand<T>& add_operand(const char* operand, std::size_t elements, bool written) {
    constexpr std::size_t most = std::size_t{1} << 31;  // bytes
    if (elements > most / sizeof(T)) throw Impossible{fmt::format("{} would take {} elements", operand, elements)};
    const GuardedMemory::Placement placement{given_.first ? GuardedMemory::End::first : GuardedMemory::End::last, static_cast<std::size_t>(given_.shift), static_cast<int>(given_.seed & 1)};
    operands_.push_back(std::make_unique<Operand<T>>(operand, static_cast<unsigned>(arguments_.size()), written, elements, placement));
    Operand<T>& added = *operands_.back();
    std::fill(added.before().begin(), added.before().end(), garbage());
    arguments_.push_back(added.data());
    return added;
  }
  void fill(Operand<T>& operand, std::size_t index) {
    operand.refer(index);
    operand.before()[index] = element_of<T>(given_.data, given_.seed, operand.place(), index);
  }
  MatrixView<T> add_matrix(const char* operand, Index rows, Index columns, Part part, bool written) {
    if (given_.ld < 0 || given_.ld > 1 << 20) throw Impossible{fmt::format("ld={} can't be", given_.ld)};
    const Index ld = std::max<Index>(rows, 1) + given_.ld;
    // The BLAS declares A(lda, n): the last column's gap may be read, if to no effect.
    Operand<T>& added = add_operand(operand, static_cast<std::size_t>(ld * columns), written);
    push_integer(ld);
    for (Index j = 0; j < columns; ++j)
      for (Index i = 0; i < rows; ++i)
        if (lies_in(part, i, j)) fill(added, static_cast<std::size_t>(i + j * ld));
    return {&added, rows, columns, ld};
  }
  VectorView<T> add_vector(const char* operand, Index n, Index inc, bool written) {
    if (inc == 0 || std::abs(inc) > 1 << 20) throw Impossible{fmt::format("an increment of {} can't be", inc)};
    Operand<T>& added = add_operand(operand, n == 0 ? 0 : static_cast<std::size_t>(1 + (n - 1) * std::abs(inc)), written);
    push_integer(inc);
    for (Index i = 0; i < n; ++i) fill(added, static_cast<std::size_t>(i * std::abs(inc)));
    return {&added, n, inc};
  }
  void spoil_diagonal(const MatrixView<T>& view) {
    if constexpr (blas::is_complex<T>)
      for (Index j = 0; j < view.rows; ++j) view.operand->before()[static_cast<std::size_t>(j + j * view.ld)].im = garbage().im;
  }

  std::optional<Mismatch> first_touched(const Operand<T>& operand) const {
    const std::vector<T> now = operand.now();
    for (std::size_t i = 0; i < now.size(); ++i)
      if ((!operand.written() || !operand.referenced(i)) && std::memcmp(&now[i], &operand.before()[i], sizeof(T)) != 0)
        return Mismatch{fmt::format("element {} of {} was written, which the routine {}", i, operand.name(), operand.written() ? "doesn't refer to" : "may only read"), hex_text(now[i]),
                        hex_text(operand.before()[i]), std::numeric_limits<double>::infinity(), operand.name(), static_cast<std::int64_t>(i)};
    return std::nullopt;
  }
  static std::optional<Mismatch> compare_values(const std::string& operand, Index rows, Index columns, const T* got, const T* expected, Index ld, const blas::bounds::Moduli& bounds) {
    const auto worst = blas::bounds::worst<T>(rows, columns, got, ld, expected, ld, bounds);
    if (worst.ratio <= 1) return std::nullopt;
    const Index at = worst.i + worst.j * ld;
    const std::string where = columns == 1 ? fmt::format("{}[{}]", operand, worst.i) : fmt::format("{}({}, {})", operand, worst.i, worst.j);
    return Mismatch{where + " is wrong", hex_text(got[at]), hex_text(expected[at]), worst.ratio, operand, at};
  }

  CallCase given_;
  std::size_t next_flag_ = 0;
  std::vector<void*> arguments_;
  std::vector<std::unique_ptr<std::int64_t>> integers_;
  std::vector<std::unique_ptr<T>> scalars_;
  std::vector<std::unique_ptr<Operand<T>>> operands_;
  Returns returns_ = Returns::nothing;
  T returned_element_{};
  R returned_real_{};
  std::int64_t returned_integer_ = 0;
  std::function<std::optional<Mismatch>()> judge_;
};

}  // namespace auditor::behaviour
