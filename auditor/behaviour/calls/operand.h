#pragma once

#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "auditor/behaviour/calls/guarded_memory.h"
#include "blas/scalar.h"

namespace auditor::behaviour {

namespace blas = fairplay::blas;

/// An array argument: its memory, what it held before the call, and which of its elements the routine may look at.
template <class T>
class Operand {
 public:
  Operand(std::string name, unsigned place, bool written, std::size_t elements, const GuardedMemory::Placement& placement)
      : name_(std::move(name)), place_(place), written_(written), memory_(elements * sizeof(T), placement), referenced_(elements, false), before_(elements) {
    before_it_ = "before " + name_;
    inside_it_ = "inside " + name_ + ", which may only be read";
    behind_it_ = "behind " + name_;
  }

  const std::string& name() const { return name_; }
  unsigned place() const { return place_; }  ///< among the arguments, from 0: what its data follow from
  bool written() const { return written_; }
  const GuardedMemory& memory() const { return memory_; }

  /// What the call finds and the judge reads; the elements are set before the first run.
  std::vector<T>& before() { return before_; }
  const std::vector<T>& before() const { return before_; }
  void refer(std::size_t index) { referenced_[index] = true; }
  bool referenced(std::size_t index) const { return referenced_[index]; }

  /// Where an address that can't be accessed lies: "behind b"; null if it is none of this operand's. Safe in a signal handler.
  const char* locate(const void* address) const {
    if (!memory_.holds(address)) return nullptr;
    const auto* byte = static_cast<const std::byte*>(address);
    if (byte < memory_.data()) return before_it_.c_str();
    return (byte < memory_.data() + memory_.bytes() ? inside_it_ : behind_it_).c_str();
  }

  T* data() const { return reinterpret_cast<T*>(memory_.data()); }
  std::vector<T> now() const {
    std::vector<T> copy(before_.size());
    if (!copy.empty()) std::memcpy(copy.data(), memory_.data(), memory_.bytes());
    return copy;
  }
  /// Puts everything back; inputs are then closed to writing.
  void reset() const {
    memory_.read_only(false);
    if (!before_.empty()) std::memcpy(memory_.data(), before_.data(), memory_.bytes());
    if (!written_) memory_.read_only(true);
  }

 private:
  std::string name_;
  unsigned place_;
  bool written_;
  GuardedMemory memory_;
  std::vector<bool> referenced_;
  std::vector<T> before_;
  std::string before_it_, inside_it_, behind_it_;
};

/// A matrix or vector in an operand, as the BLAS describes it.
template <class T>
struct MatrixView {
  Operand<T>* operand = nullptr;
  blas::Index rows = 0, columns = 0, ld = 1;
  const T* before() const { return operand->before().data(); }
};
template <class T>
struct VectorView {
  Operand<T>* operand = nullptr;
  blas::Index n = 0, inc = 1;
  const T* before() const { return operand->before().data(); }
};

}  // namespace auditor::behaviour
