#pragma once

#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "auditor/behaviour/calls/guarded_memory.h"
#include "auditor/behaviour/calls/prepared_call.h"

namespace fairplay::auditor::behaviour {

/// An array argument in guarded memory, whatever its elements are.
class Region {
 public:
  Region(std::string name, unsigned place, bool written, const GuardedMemory::Placement& placement)
      : name_(std::move(name)), place_(place), written_(written), placement_(placement) {
    before_it_ = "before " + name_;
    inside_it_ = "inside " + name_ + ", which may only be read";
    behind_it_ = "behind " + name_;
  }
  virtual ~Region() = default;
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;

  const std::string& name() const { return name_; }
  unsigned place() const { return place_; }  ///< among the arguments, from 0: what its data follow from
  bool written() const { return written_; }
  const GuardedMemory& memory() const { return *memory_; }
  void* address() const { return memory_->data(); }

  /// Where an address that can't be accessed lies: "behind b", and at which byte from its begin; null if it is none of
  /// this operand's. Safe in a signal handler.
  const char* locate(const void* address, std::int64_t& byte) const {
    if (memory_ == nullptr || !memory_->holds(address)) return nullptr;
    byte = static_cast<const std::byte*>(address) - memory_->data();
    if (byte < 0) return before_it_.c_str();
    return (byte < static_cast<std::int64_t>(memory_->bytes()) ? inside_it_ : behind_it_).c_str();
  }

  /// Puts everything back; inputs are then closed to writing.
  void reset() const {
    memory_->read_only(false);
    if (memory_->bytes() != 0) std::memcpy(memory_->data(), contents(), memory_->bytes());
    if (!written_) memory_->read_only(true);
  }
  /// Fills it with NaN, until the next reset().
  virtual void poison() const = 0;
  /// What it is, for those who write the call down in another language.
  virtual void describe(Argument& argument) const {
    argument.kind = Argument::Kind::operand;
    argument.name = name_;
    argument.written = written_;
    argument.place = place_;
    const auto* first = static_cast<const std::byte*>(contents());
    argument.content.assign(first, first + memory_->bytes());
  }
  /// The first element that changed and may not have.
  virtual std::optional<Mismatch> touched() const = 0;
  /// The first element that changed at all.
  virtual std::optional<Mismatch> changed() const = 0;

 protected:
  void allocate(std::size_t bytes) { memory_ = std::make_unique<GuardedMemory>(bytes, placement_); }
  /// What the call finds.
  virtual const void* contents() const = 0;

 private:
  std::string name_;
  unsigned place_;
  bool written_;
  GuardedMemory::Placement placement_;
  std::unique_ptr<GuardedMemory> memory_;
  std::string before_it_, inside_it_, behind_it_;
};

}  // namespace fairplay::auditor::behaviour
