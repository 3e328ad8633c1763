// Constants in x86-64 code up to its calls (System V psABI 3.2.3: rdi, rsi, rdx, rcx, r8, r9, then the stack).
#include <algorithm>
#include <array>

#include "signatures/elf/call_arguments.h"
#include "signatures/elf/x86_64_instruction.h"

namespace fairplay::signatures::elf {

namespace {

enum Register : std::uint8_t { rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15 };

class Follower {
 public:
  Follower(const OnCall& on_call, LookAt what, const OnCompare& on_compare)
      : on_call_(on_call), what_(what), on_compare_(on_compare) {}

  void run(std::span<const std::byte> code, std::uint64_t address) {
    for (std::size_t at = 0; at < code.size();) {
      const X86Instruction instruction = decode_x86_64(code.subspan(at));
      if (instruction.length == 0) {
        forget();
        ++at;
        continue;
      }
      at += instruction.length;
      next_ = address + at;
      step(instruction);
    }
  }

 private:
  using Value = std::optional<std::uint64_t>;

  void forget() {
    registers_.fill(std::nullopt);
    stack_.clear();
  }
  void set(std::uint8_t to, Value value, bool wide) {
    if (to == rsp) return stack_.clear();
    if (value && !wide) *value &= 0xffffffffU;
    registers_[to] = value;
  }
  void kill(std::uint8_t which) { set(which, std::nullopt, true); }
  void kill_operand(const X86Instruction& i) {
    if (i.mod == 3) {
      kill(i.rm);
    } else {
      store(i, std::nullopt);
    }
  }
  static bool on_stack(const X86Instruction& i) { return i.has_base && i.base == rsp && !i.has_index && !i.segment; }
  void store(const X86Instruction& i, Value value) {
    if (on_stack(i)) stack_.store(i.displacement, value);
  }
  Value load(const X86Instruction& i) const {
    if (i.mod == 3) return registers_[i.rm];
    return on_stack(i) ? stack_.load(i.displacement) : std::nullopt;
  }
  void push(Value value) {
    stack_.move(-8);
    stack_.store(0, value);
  }

  void show_compared(const Value& one, const Value& other) const {
    if (on_compare_ && one.has_value() != other.has_value()) on_compare_(one ? *one : *other);
  }

  void show_arguments() const {
    on_call_({registers_[rdi], registers_[rsi], registers_[rdx], registers_[rcx], registers_[r8], registers_[r9],
              stack_.load(0), stack_.load(8), stack_.load(16)});
  }

  void call() {
    show_arguments();
    for (std::uint8_t lost : {rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11}) registers_[lost] = std::nullopt;
  }

  void step(const X86Instruction& i) {
    if (i.vector_prefix) return vector(i);
    if (i.map == 1) return two_byte(i);
    if (i.map != 0) {
      if (i.map == 2 && i.opcode >= 0xf0) kill(i.reg);                          // MOVBE, CRC32, ADCX
      if (i.map == 3 && i.opcode >= 0x14 && i.opcode <= 0x17) kill_operand(i);  // PEXTR
      return;
    }
    one_byte(i);
  }

  void one_byte(const X86Instruction& i) {
    const std::uint8_t op = i.opcode;
    const bool memory = i.has_modrm && i.mod != 3;
    if (op < 0x40) return arithmetic(i);
    if (op >= 0x50 && op <= 0x57) return push(registers_[i.opcode_register]);
    if (op >= 0x58 && op <= 0x5f) {
      const Value value = stack_.load(0);
      stack_.move(8);
      return set(i.opcode_register, value, true);
    }
    if (op >= 0x91 && op <= 0x97) {  // XCHG with rax
      kill(rax);
      return kill(i.opcode_register);
    }
    if (op >= 0xb0 && op <= 0xb7) return kill(i.opcode_register & 3);  // an 8-bit register: al..bl or ah..bh
    if (op >= 0xb8 && op <= 0xbf) return set(i.opcode_register, static_cast<std::uint64_t>(i.immediate), i.wide);
    switch (op) {
      case 0x63:  // MOVSXD
      case 0x69:  // IMUL
      case 0x6b:
      case 0x8a: return kill(i.reg);
      case 0x68:
      case 0x6a: return push(static_cast<std::uint64_t>(i.immediate));
      case 0x80:
      case 0x81:
      case 0x83: return immediate_arithmetic(i);
      case 0x86:
      case 0x87: kill(i.reg); return kill_operand(i);
      case 0x88: return kill_operand(i);
      case 0x89:
        if (memory) return store(i, narrowed(registers_[i.reg], i.wide));
        return set(i.rm, registers_[i.reg], i.wide);
      case 0x8b: return set(i.reg, load(i), i.wide);
      case 0x8d: return load_address(i);
      case 0x8f: stack_.move(8); return kill_operand(i);
      case 0x90: return;
      case 0x98: return kill(rax);
      case 0x99: return kill(rdx);
      case 0xa4:  // string instructions
      case 0xa5:
      case 0xaa:
      case 0xab:
        kill(rdi);
        kill(rsi);
        return kill(rcx);
      case 0xc0:
      case 0xc1:
      case 0xc6:
      case 0xd0:
      case 0xd1:
      case 0xd2:
      case 0xd3:
      case 0xfe: return kill_operand(i);
      case 0xc7:
        if (memory) return store(i, narrowed(static_cast<std::uint64_t>(i.immediate), i.wide));
        return set(i.rm, static_cast<std::uint64_t>(i.immediate), i.wide);
      case 0xc2:
      case 0xc3:
      case 0xc9: return forget();  // what follows is reached from elsewhere
      case 0xe9:
      case 0xeb:
        if (what_ == LookAt::calls_and_jumps) show_arguments();
        return forget();
      case 0xe8: return call();
      case 0xf6:
      case 0xf7:
        if ((i.reg & 7) == 2 || (i.reg & 7) == 3) return kill_operand(i);
        if ((i.reg & 7) >= 4) {
          kill(rax);
          kill(rdx);
        }
        return;
      case 0xff: return group_five(i);
      default: return;
    }
  }

  /// ADD, OR, ADC, SBB, AND, SUB, XOR, CMP in their six forms.
  void arithmetic(const X86Instruction& i) {
    if ((i.opcode & 0x38) == 0x38) return compare(i);
    const bool zeroes = (i.opcode & 0x38) == 0x30 || (i.opcode & 0x38) == 0x28;
    switch (i.opcode & 7) {
      case 0:
      case 1:
        if (i.mod == 3 && i.reg == i.rm && zeroes && (i.opcode & 7) == 1) return set(i.rm, 0, true);
        return kill_operand(i);
      case 2:
      case 3:
        if (i.mod == 3 && i.reg == i.rm && zeroes && (i.opcode & 7) == 3) return set(i.reg, 0, true);
        return kill(i.reg);
      default: return kill(rax);
    }
  }

  /// CMP writes nothing.
  void compare(const X86Instruction& i) {
    if (!on_compare_) return;
    const auto immediate = static_cast<std::uint64_t>(i.immediate);
    if (i.opcode == 0x3d) return show_compared(registers_[rax], immediate);
    if (i.opcode == 0x81) return show_compared(load(i), immediate);
    if (i.opcode == 0x39 || i.opcode == 0x3b) show_compared(registers_[i.reg], load(i));
  }

  void immediate_arithmetic(const X86Instruction& i) {
    const int what = i.reg & 7;
    if (what == 7) return compare(i);
    if (i.mod != 3 || i.opcode == 0x80) return kill_operand(i);
    if (i.rm == rsp && (what == 0 || what == 5)) return stack_.move(what == 0 ? i.immediate : -i.immediate);
    const Value before = registers_[i.rm];
    const auto immediate = static_cast<std::uint64_t>(i.immediate);
    if (what == 1 && i.immediate == -1)
      return set(i.rm, immediate, i.wide);  // OR with -1: how -1 is loaded in few bytes
    if (what == 4 && i.immediate == 0) return set(i.rm, 0, true);
    if (before && what == 0) return set(i.rm, *before + immediate, i.wide);
    if (before && what == 5) return set(i.rm, *before - immediate, i.wide);
    kill(i.rm);
  }

  void load_address(const X86Instruction& i) {
    const auto displacement = static_cast<std::uint64_t>(i.displacement);
    if (i.rip_relative) return set(i.reg, next_ + displacement, i.wide);
    if (i.reg == rsp && on_stack(i)) return stack_.move(i.displacement);
    if (i.has_base && !i.has_index && i.base != rsp && registers_[i.base])
      return set(i.reg, *registers_[i.base] + displacement, i.wide);
    kill(i.reg);
  }

  void group_five(const X86Instruction& i) {
    switch (i.reg & 7) {
      case 0:
      case 1: return kill_operand(i);
      case 2:
      case 3: return call();
      case 4:
      case 5: return forget();
      case 6: {
        const Value value = load(i);
        return push(value);
      }
      default: return;
    }
  }

  /// 0F opcodes that write a general register or the stack; the others are vector and system instructions.
  void two_byte(const X86Instruction& i) {
    const std::uint8_t op = i.opcode;
    if ((op >= 0x40 && op <= 0x4f) || (op >= 0xb6 && op <= 0xb8) || (op >= 0xbc && op <= 0xbf)) return kill(i.reg);
    if (op >= 0x90 && op <= 0x9f) return kill_operand(i);
    if (op >= 0xc8 && op <= 0xcf) return kill(i.opcode_register);
    if (is_vector_store(op)) return vector_store(i);
    switch (op) {
      case 0x0b: return forget();  // UD2
      case 0x02:
      case 0x03:
      case 0x2c:
      case 0x2d:
      case 0x50:
      case 0xaf:
      case 0xc5:
      case 0xd7: return kill(i.reg);
      case 0xb0:
      case 0xb1:
      case 0xc0:
      case 0xc1:
        kill(rax);
        kill(i.reg);
        return kill_operand(i);
      case 0x00:
      case 0x01:
      case 0x7e:  // MOVD from a vector register
      case 0xa4:
      case 0xa5:
      case 0xab:
      case 0xac:
      case 0xad:
      case 0xae:
      case 0xb3:
      case 0xba:
      case 0xbb: return kill_operand(i);
      case 0x31:
      case 0xa2:
      case 0xc7:
        for (std::uint8_t lost : {rax, rbx, rcx, rdx}) kill(lost);
        return;
      default: return;
    }
  }

  /// 0F opcodes that store a vector register, with or without a VEX prefix.
  static bool is_vector_store(std::uint8_t opcode) {
    constexpr std::array<std::uint8_t, 8> stores = {0x11, 0x13, 0x17, 0x29, 0x2b, 0x7f, 0xd6, 0xe7};
    return std::ranges::find(stores, opcode) != stores.end();
  }

  /// Up to 64 bytes.
  void vector_store(const X86Instruction& i) {
    if (i.mod == 3 || !on_stack(i)) return;
    for (std::int64_t part = 0; part < (i.vector_prefix ? 64 : 16); part += 8)
      stack_.store(i.displacement + part, std::nullopt);
  }

  void vector(const X86Instruction& i) {
    if (i.map == 1 && (i.opcode == 0x2c || i.opcode == 0x2d || i.opcode == 0x50 || i.opcode == 0xd7 ||
                       i.opcode == 0xc5 || i.opcode == 0x93))
      return kill(i.reg);
    if (i.map == 1 && i.opcode == 0x7e) return kill_operand(i);
    if (i.map == 1) {
      if (is_vector_store(i.opcode)) vector_store(i);
      return;
    }
    if (i.map == 2 && i.opcode >= 0xf2 && i.opcode <= 0xf7) {  // BMI
      kill(i.reg);
      return kill(i.vvvv);
    }
    if (i.map == 3 && i.opcode == 0xf0) return kill(i.reg);
    if (i.map == 3 && i.opcode >= 0x14 && i.opcode <= 0x17) return kill_operand(i);
    if (i.mod != 3) vector_store(i);  // VEXTRACT and the like: not worth distinguishing from loads
  }

  static Value narrowed(Value value, bool wide) {
    if (value && !wide) *value &= 0xffffffffU;
    return value;
  }

  const OnCall& on_call_;
  LookAt what_;
  const OnCompare& on_compare_;
  std::array<Value, 16> registers_{};
  KnownStack stack_;
  std::uint64_t next_ = 0;
};

}  // namespace

void follow_x86_64(std::span<const std::byte> code, std::uint64_t address, const OnCall& on_call, LookAt what,
                   const OnCompare& on_compare) {
  Follower(on_call, what, on_compare).run(code, address);
}

}  // namespace fairplay::signatures::elf
