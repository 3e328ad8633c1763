#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "auditor/behaviour/calls/region.h"
#include "blas/scalar.h"

namespace fairplay::auditor::behaviour {

namespace blas = fairplay::blas;

template <class T>
std::string hex_text(T value) {
  if constexpr (blas::is_complex<T>)
    return fmt::format("{:a}{}{:a}i", value.re, std::signbit(value.im) ? "-" : "+", std::abs(value.im));
  else
    return fmt::format("{:a}", value);
}

template <class T>
inline constexpr char type_letter = blas::is_complex<T> ? (sizeof(T) == 8 ? 'c' : 'z')
                                    : sizeof(T) == 4    ? 's'
                                                        : 'd';

/// An array of real or complex elements: what it held before the call, and which of its elements the routine may look
/// at.
template <class T>
class Operand final : public Region {
 public:
  Operand(std::string name, unsigned place, bool written, std::size_t elements,
          const GuardedMemory::Placement& placement)
      : Region(std::move(name), place, written, placement) {
    resize(elements);
  }

  /// Other memory, of so many elements; what the operand held is lost.
  void resize(std::size_t elements) {
    allocate(elements * sizeof(T));
    referenced_.assign(elements, false);
    before_.assign(elements, T{});
  }

  /// What the call finds and the judge reads; the elements are set before the first run.
  std::vector<T>& before() { return before_; }
  const std::vector<T>& before() const { return before_; }
  void refer(std::size_t index) { referenced_[index] = true; }
  bool referenced(std::size_t index) const { return referenced_[index]; }

  std::vector<T> now() const {
    std::vector<T> copy(before_.size());
    if (!copy.empty()) std::memcpy(copy.data(), memory().data(), memory().bytes());
    return copy;
  }

  void poison() const override {
    memory().read_only(false);
    std::memset(memory().data(), 0xff, memory().bytes());
  }
  void describe(Argument& argument) const override {
    Region::describe(argument);
    argument.type = type_letter<T>;
    argument.element_bytes = sizeof(T);
    argument.referenced = referenced_;
  }
  std::optional<Mismatch> touched() const override {
    return first_change([this](std::size_t i) { return !written() || !referenced(i); },
                        written() ? "the routine doesn't refer to" : "the routine may only read");
  }
  std::optional<Mismatch> changed() const override {
    return first_change([](std::size_t) { return true; }, "may not change, for an argument is illegal");
  }

 protected:
  const void* contents() const override { return before_.data(); }

 private:
  template <class Which>
  std::optional<Mismatch> first_change(Which which, std::string_view why) const {
    const std::vector<T> after = now();
    for (std::size_t i = 0; i < after.size(); ++i)
      if (which(i) && std::memcmp(&after[i], &before_[i], sizeof(T)) != 0)
        return Mismatch{fmt::format("element {} of {} was written, which {}", i, name(), why),
                        hex_text(after[i]),
                        hex_text(before_[i]),
                        std::numeric_limits<double>::infinity(),
                        name(),
                        static_cast<std::int64_t>(i)};
    return std::nullopt;
  }

  std::vector<bool> referenced_;
  std::vector<T> before_;
};

/// How a matrix's elements are placed in its operand: the BLAS's three ways.
enum class Storage : std::uint8_t { dense, band, packed };
/// Which part of a matrix a routine refers to.
enum class Part : std::uint8_t { all, upper, lower, strictly_upper, strictly_lower };
constexpr bool lies_in(Part part, blas::Index i, blas::Index j) {
  switch (part) {
    case Part::all: return true;
    case Part::upper: return i <= j;
    case Part::lower: return i >= j;
    case Part::strictly_upper: return i < j;
    case Part::strictly_lower: return i > j;
  }
  return false;
}
constexpr Part part_of(blas::Uplo uplo, blas::Diag diag = blas::Diag::non_unit) {
  if (diag == blas::Diag::unit) return uplo == blas::Uplo::upper ? Part::strictly_upper : Part::strictly_lower;
  return uplo == blas::Uplo::upper ? Part::upper : Part::lower;
}

/// A matrix in an operand, as the BLAS describes it.
template <class T>
struct MatrixView {
  Operand<T>* operand = nullptr;
  blas::Index rows = 0, columns = 0, ld = 1;
  Part part = Part::all;
  Storage storage = Storage::dense;
  blas::Index below = 0, above = 0;  ///< of a band: diagonals beside the main one
  bool by_rows = false;              ///< each row without a step between its elements, CBLAS's other order

  const T* before() const { return operand->before().data(); }
  /// Whether the routine refers to element (i, j), and where it lies.
  bool has(blas::Index i, blas::Index j) const {
    return lies_in(part, i, j) && (storage != Storage::band || (i - j <= below && j - i <= above));
  }
  std::size_t at(blas::Index i, blas::Index j) const {
    // By rows a matrix lies as its transpose does by columns.
    blas::Index first_diagonal = above;
    bool upper = part == Part::upper || part == Part::strictly_upper;
    if (by_rows) {
      std::swap(i, j);
      first_diagonal = below;
      upper = !upper;
    }
    switch (storage) {
      case Storage::dense: break;
      case Storage::band: return static_cast<std::size_t>(first_diagonal + i - j + j * ld);
      case Storage::packed:
        return static_cast<std::size_t>(upper ? i + j * (j + 1) / 2 : i + j * (2 * columns - j - 1) / 2);
    }
    return static_cast<std::size_t>(i + j * ld);
  }
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (blas::Index j = 0; j < columns; ++j)
      for (blas::Index i = 0; i < rows; ++i)
        if (has(i, j)) visit(i, j, at(i, j));
  }
  /// The same matrix column by column without gaps, zero where there is nothing.
  std::vector<T> dense(const std::vector<T>& values) const {
    std::vector<T> all(static_cast<std::size_t>(rows * columns));
    for_each([&](blas::Index i, blas::Index j, std::size_t at) {
      all[static_cast<std::size_t>(i + j * rows)] = values[at];
    });
    return all;
  }
};
template <class T>
struct VectorView {
  Operand<T>* operand = nullptr;
  blas::Index n = 0, inc = 1;
  const T* before() const { return operand->before().data(); }
  /// Element i in the routine's own order: with a negative increment the first one lies last.
  std::size_t at(blas::Index i) const { return static_cast<std::size_t>((inc > 0 ? i : n - 1 - i) * std::abs(inc)); }
  std::vector<T> dense(const std::vector<T>& values) const {
    std::vector<T> all(static_cast<std::size_t>(n));
    for (blas::Index i = 0; i < n; ++i) all[static_cast<std::size_t>(i)] = values[at(i)];
    return all;
  }
};

}  // namespace fairplay::auditor::behaviour
