#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace fairplay::signatures::elf {

/// The first nine arguments of a call, by the C calling convention, where straight-line code makes them constants:
/// addresses relative to the program counter, immediates, copies of these. A value that code computes is nullopt.
using CallArguments = std::array<std::optional<std::uint64_t>, 9>;
using OnCall = std::function<void(const CallArguments&)>;

/// Where arguments are looked at. Compilers merge calls that end alike: several places set arguments of their own and
/// jump to one call instruction.
enum class LookAt : std::uint8_t { calls, calls_and_jumps };
/// A constant that code compares with something it doesn't know: what a function returned, say.
using OnCompare = std::function<void(std::uint64_t)>;

/// Reads machine code from its first byte to its last, following constants through registers and the stack, and calls
/// `on_call` at each call instruction, or also at each unconditional jump. Code after such a jump starts with nothing
/// known. `address` is the virtual address of the first byte. Any bytes are safe to pass; linear in their number.
void follow_x86_64(std::span<const std::byte> code, std::uint64_t address, const OnCall& on_call,
                   LookAt what = LookAt::calls, const OnCompare& on_compare = {});
void follow_aarch64(std::span<const std::byte> code, std::uint64_t address, const OnCall& on_call,
                    LookAt what = LookAt::calls, const OnCompare& on_compare = {});

/// The stack around the stack pointer, as far as constants are known in it. A fixed number of slots: newer ones push
/// out older ones.
class KnownStack {
 public:
  void clear() {
    ++age_;  // what is older isn't known any longer
    pointer_ = 0;
  }
  void move(std::int64_t by) { pointer_ += static_cast<std::uint64_t>(by); }
  void store(std::int64_t displacement, std::optional<std::uint64_t> value) {
    const std::uint64_t key = pointer_ + static_cast<std::uint64_t>(displacement);
    Slot& slot = slots_[key / 8 % slots_.size()];
    if (value) {
      slot = {age_, key, *value};
    } else if (slot.age == age_ && slot.key / 8 == key / 8) {
      slot.age = 0;
    }
  }
  std::optional<std::uint64_t> load(std::int64_t displacement) const {
    const std::uint64_t key = pointer_ + static_cast<std::uint64_t>(displacement);
    const Slot& slot = slots_[key / 8 % slots_.size()];
    return slot.age == age_ && slot.key == key ? std::optional(slot.value) : std::nullopt;
  }

 private:
  struct Slot {
    std::uint64_t age = 0;  ///< of the stack when it was stored; 0: empty
    std::uint64_t key = 0;
    std::uint64_t value = 0;
  };
  std::array<Slot, 64> slots_{};
  std::uint64_t age_ = 1;
  std::uint64_t pointer_ = 0;  // relative; wraps harmlessly
};

}  // namespace fairplay::signatures::elf
