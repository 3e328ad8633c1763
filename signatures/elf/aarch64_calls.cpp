// Constants in AArch64 code up to its calls (AAPCS64 6.4: x0 to x7, then the stack). Encodings: Arm ARM, chapter C4.
// Instructions are little-endian words whatever the data's byte order is.
#include "signatures/elf/call_arguments.h"

namespace fairplay::signatures::elf {

namespace {

class Follower {
 public:
  Follower(const OnCall& on_call, LookAt what, const OnCompare& on_compare)
      : on_call_(on_call), what_(what), on_compare_(on_compare) {}

  void run(std::span<const std::byte> code, std::uint64_t address) {
    for (std::size_t at = 0; at + 4 <= code.size(); at += 4) {
      std::uint32_t word = 0;
      for (std::size_t i = 0; i < 4; ++i) word |= std::to_integer<std::uint32_t>(code[at + i]) << (8 * i);
      step(word, address + at);
    }
  }

 private:
  using Value = std::optional<std::uint64_t>;
  static constexpr std::uint32_t sp = 31;  // or the zero register, by instruction

  Value get(std::uint32_t which) const { return which == 31 ? Value(0) : registers_[which]; }
  void set(std::uint32_t to, Value value, bool wide = true) {
    if (to == 31) return;
    if (value && !wide) *value &= 0xffffffffU;
    registers_[to] = value;
  }
  void forget() {
    registers_.fill(std::nullopt);
    stack_.clear();
  }
  void show_compared(const Value& one, const Value& other) const {
    if (on_compare_ && one.has_value() != other.has_value()) on_compare_(one ? *one : *other);
  }

  void show_arguments() const {
    CallArguments arguments;
    for (std::size_t i = 0; i < 8; ++i) arguments[i] = registers_[i];
    arguments[8] = stack_.load(0);
    on_call_(arguments);
  }
  void call() {
    show_arguments();
    for (std::uint32_t lost = 0; lost <= 18; ++lost) registers_[lost] = std::nullopt;
    registers_[30] = std::nullopt;
  }
  static std::int64_t signed_field(std::uint32_t word, unsigned shift, unsigned bits) {
    return static_cast<std::int64_t>(std::uint64_t{word} << (64 - shift - bits)) >> (64 - bits);
  }

  void step(std::uint32_t word, std::uint64_t address) {
    if ((word & 0x1c000000) == 0x14000000) return branch(word);
    if ((word & 0x1c000000) == 0x10000000) return immediate(word, address);
    if ((word & 0x0a000000) == 0x08000000) return memory(word);
    if ((word & 0x0e000000) == 0x0a000000) {
      if ((word & 0x7fe0ffe0) == 0x2a0003e0)
        return set(word & 31, get(word >> 16 & 31), word >> 31 != 0);  // MOV register
      if ((word & 0x7fe0fc1f) == 0x6b00001f) return show_compared(get(word >> 5 & 31), get(word >> 16 & 31));  // CMP
      return set(word & 31, std::nullopt);
    }
    if ((word & 0x0e000000) == 0x0e000000 && (word & 0xff20fc00) == 0x1e200000)
      return set(word & 31, std::nullopt);  // FMOV and conversions to a general register
  }

  void branch(std::uint32_t word) {
    if ((word & 0xfc000000) == 0x94000000 || (word & 0xfffffc1f) == 0xd63f0000) return call();
    const bool direct = (word & 0xfc000000) == 0x14000000;
    if (direct && what_ == LookAt::calls_and_jumps) show_arguments();
    if (direct || (word & 0xfffffc1f) == 0xd61f0000 || (word & 0xfffffc1f) == 0xd65f0000) forget();
  }

  void immediate(std::uint32_t word, std::uint64_t address) {
    const std::uint32_t to = word & 31;
    const std::uint32_t from = word >> 5 & 31;
    const bool wide = word >> 31 != 0;
    if ((word & 0x1f000000) == 0x10000000) {  // ADR, ADRP
      const std::int64_t offset = signed_field(word, 5, 19) * 4 + (word >> 29 & 3);
      return set(to, wide ? (address & ~std::uint64_t{0xfff}) + static_cast<std::uint64_t>(offset) * 4096
                          : address + static_cast<std::uint64_t>(offset));
    }
    if ((word & 0x1f800000) == 0x11000000) {  // ADD, SUB
      std::uint64_t amount = word >> 10 & 0xfff;
      if ((word & 0x00400000) != 0) amount <<= 12;
      if ((word & 0x40000000) != 0) amount = ~amount + 1;
      if (from == sp && to == sp) return stack_.move(static_cast<std::int64_t>(amount));
      if (from == sp) return set(to, std::nullopt);
      if (to == sp) return (word & 0x20000000) != 0 ? void() : stack_.clear();  // CMP, or a frame taken down
      const Value before = registers_[from];
      return set(to, before ? Value(*before + amount) : before, wide);
    }
    if ((word & 0x1f800000) == 0x12800000) {  // MOVN, MOVZ, MOVK
      const unsigned shift = (word >> 21 & 3) * 16;
      const std::uint64_t field = std::uint64_t{word >> 5 & 0xffff} << shift;
      switch (word >> 29 & 3) {
        case 0: return set(to, ~field, wide);
        case 2: return set(to, field, wide);
        case 3: {
          const Value before = get(to);
          return set(to, before ? Value((*before & ~(std::uint64_t{0xffff} << shift)) | field) : before, wide);
        }
        default: return set(to, std::nullopt);
      }
    }
    set(to, std::nullopt);
  }

  void memory(std::uint32_t word) {
    const std::uint32_t first = word & 31;
    const std::uint32_t base = word >> 5 & 31;
    const bool vector = (word & 0x04000000) != 0;
    if ((word & 0x3a000000) == 0x28000000) {  // pairs
      const bool load = (word & 0x00400000) != 0;
      const std::uint32_t second = word >> 10 & 31;
      const bool writes_back = (word & 0x00800000) != 0;
      if (base == sp && writes_back) stack_.clear();
      if (vector) return base == sp && !load ? stack_.clear() : void();
      if (load) {
        set(first, std::nullopt);
        return set(second, std::nullopt);
      }
      if (base != sp || writes_back) return;
      const std::int64_t size = (word >> 31) != 0 ? 8 : 4;
      const std::int64_t offset = signed_field(word, 15, 7) * size;
      stack_.store(offset, get(first));
      if (size == 8) stack_.store(offset + size, get(second));
      return;
    }
    if ((word & 0x3b000000) == 0x39000000) {  // one register, unsigned offset
      const unsigned scale = word >> 30;
      const auto offset = static_cast<std::int64_t>(std::uint64_t{word >> 10 & 0xfff} << scale);
      const unsigned what = word >> 22 & 3;
      if (vector) return base == sp && (what & 1) == 0 ? stack_.clear() : void();
      if (what == 0) return base == sp ? stack_.store(offset, scale >= 2 ? get(first) : std::nullopt) : void();
      return set(first, base == sp && what == 1 && scale == 3 ? stack_.load(offset) : std::nullopt);
    }
    if ((word & 0x3b000000) == 0x38000000) {  // one register: other offsets, atomics
      const bool writes_back = (word & 0x00200400) == 0x00000400;
      if (writes_back && base != sp) set(base, std::nullopt);
      if (base == sp) stack_.clear();
      if (!vector) set(first, std::nullopt);  // a store needn't, but gains nothing here
      return;
    }
    if (!vector) set(first, std::nullopt);  // literals, exclusives
  }

  const OnCall& on_call_;
  LookAt what_;
  const OnCompare& on_compare_;
  std::array<Value, 31> registers_{};
  KnownStack stack_;
};

}  // namespace

void follow_aarch64(std::span<const std::byte> code, std::uint64_t address, const OnCall& on_call, LookAt what,
                    const OnCompare& on_compare) {
  Follower(on_call, what, on_compare).run(code, address);
}

}  // namespace fairplay::signatures::elf
