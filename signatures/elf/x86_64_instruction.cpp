#include "signatures/elf/x86_64_instruction.h"

#include <array>

namespace fairplay::signatures::elf {

namespace {

/// What follows an opcode: a ModRM byte, an immediate.
struct Shape {
  bool valid = true;
  bool modrm = false;
  int immediate = 0;  // bytes; operand_sized: 4, or 2 after 66
};
constexpr int operand_sized = -1;

constexpr Shape none{};
constexpr Shape invalid{false, false, 0};
constexpr Shape modrm{true, true, 0};
constexpr Shape modrm_byte{true, true, 1};
constexpr Shape byte{true, false, 1};
constexpr Shape sized{true, false, operand_sized};
constexpr Shape modrm_sized{true, true, operand_sized};

constexpr bool in(std::uint8_t op, int first, int last) { return op >= first && op <= last; }

constexpr Shape one_byte(std::uint8_t op) {
  if (op < 0x40) {
    switch (op & 7) {
      case 4: return byte;
      case 5: return sized;
      case 6:
      case 7: return invalid;
      default: return modrm;
    }
  }
  if (in(op, 0x50, 0x5f)) return none;
  if (in(op, 0x70, 0x7f)) return byte;
  if (in(op, 0x84, 0x8f)) return modrm;
  if (in(op, 0xb0, 0xb7)) return byte;
  if (in(op, 0xb8, 0xbf)) return sized;  // eight bytes with REX.W, handled by the caller
  if (in(op, 0xd0, 0xd3) || in(op, 0xd8, 0xdf)) return modrm;
  if (in(op, 0xe0, 0xe7)) return byte;
  switch (op) {
    case 0x63: return modrm;
    case 0x68: return sized;
    case 0x69: return modrm_sized;
    case 0x6a: return byte;
    case 0x6b: return modrm_byte;
    case 0x80: return modrm_byte;
    case 0x81: return modrm_sized;
    case 0x83: return modrm_byte;
    case 0xa8: return byte;
    case 0xa9: return sized;
    case 0xc0:
    case 0xc1: return modrm_byte;
    case 0xc2:
    case 0xca: return {true, false, 2};
    case 0xc6: return modrm_byte;
    case 0xc7: return modrm_sized;
    case 0xc8: return {true, false, 3};
    case 0xcd: return byte;
    case 0xe8:
    case 0xe9: return {true, false, 4};
    case 0xeb: return byte;
    case 0xf6:
    case 0xf7:
    case 0xfe:
    case 0xff: return modrm;
    case 0x60:
    case 0x61:
    case 0x82:
    case 0x9a:
    case 0xce:
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xea: return invalid;
    default: return none;
  }
}

constexpr Shape two_byte(std::uint8_t op) {
  if (in(op, 0x80, 0x8f)) return {true, false, 4};
  if (in(op, 0x30, 0x37) || in(op, 0xc8, 0xcf)) return none;
  if (in(op, 0x70, 0x73)) return modrm_byte;
  switch (op) {
    case 0x04:
    case 0x0a:
    case 0x0c: return invalid;
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x08:
    case 0x09:
    case 0x0b:
    case 0x0e:
    case 0x77:
    case 0xa0:
    case 0xa1:
    case 0xa2:
    case 0xa8:
    case 0xa9:
    case 0xaa: return none;
    case 0x0f:
    case 0xa4:
    case 0xac:
    case 0xba:
    case 0xc2:
    case 0xc4:
    case 0xc5:
    case 0xc6: return modrm_byte;
    default: return modrm;
  }
}

using Shapes = std::array<Shape, 256>;

constexpr Shapes shapes_of(Shape (*shape)(std::uint8_t)) {
  Shapes shapes;
  for (std::size_t op = 0; op < shapes.size(); ++op) shapes[op] = shape(static_cast<std::uint8_t>(op));
  return shapes;
}

constexpr Shapes one_byte_shapes = shapes_of(one_byte);
constexpr Shapes two_byte_shapes = shapes_of(two_byte);

class Decoder {
 public:
  explicit Decoder(std::span<const std::byte> code)
      : code_(code.first(code.size() < 15 ? code.size() : 15)) {}  // no instruction is longer

  X86Instruction run() {
    Shape shape;
    if (!opcode(shape) || !shape.valid) return {};
    if (shape.modrm && !operand()) return {};
    if (instruction_.map == 0 && (instruction_.opcode == 0xf6 || instruction_.opcode == 0xf7) &&
        (instruction_.reg & 7) < 2) {
      shape.immediate = instruction_.opcode == 0xf6 ? 1 : operand_sized;  // TEST alone of its group has one
    }
    int size = shape.immediate;
    if (size == operand_sized) size = instruction_.half && !instruction_.wide ? 2 : 4;
    if (instruction_.map == 0 && in(instruction_.opcode, 0xb8, 0xbf) && instruction_.wide) size = 8;
    if (instruction_.map == 0 && in(instruction_.opcode, 0xa0, 0xa3)) size = short_address_ ? 4 : 8;
    if (size > 0 && !number(static_cast<std::size_t>(size), instruction_.immediate)) return {};
    instruction_.length = at_;
    return instruction_;
  }

 private:
  bool next(std::uint8_t& value) {
    if (at_ >= code_.size()) return false;
    value = std::to_integer<std::uint8_t>(code_[at_++]);
    return true;
  }

  bool number(std::size_t size, std::int64_t& value) {
    if (size > code_.size() - at_) return false;
    std::uint64_t raw = 0;
    for (std::size_t i = 0; i < size; ++i) raw |= std::to_integer<std::uint64_t>(code_[at_ + i]) << (8 * i);
    at_ += size;
    const std::size_t unused = 64 - 8 * size;
    value = static_cast<std::int64_t>(raw << unused) >> unused;
    return true;
  }

  bool opcode(Shape& shape) {
    std::uint8_t op = 0;
    for (;;) {
      if (!next(op)) return false;
      if (op == 0x66) {
        instruction_.half = true;
      } else if (op == 0x64 || op == 0x65) {
        instruction_.segment = true;
      } else if (op == 0x67) {
        short_address_ = true;
      } else if (op != 0xf0 && op != 0xf2 && op != 0xf3 && op != 0x26 && op != 0x2e && op != 0x36 && op != 0x3e) {
        break;
      }
    }
    if ((op & 0xf0) == 0x40) {
      rex_ = op;
      if (!next(op)) return false;
    }
    instruction_.wide = (rex_ & 8) != 0;
    if (op == 0xc4 || op == 0xc5 || op == 0x62) return vector_opcode(op, shape);
    if (op == 0x0f) {
      if (!next(op)) return false;
      instruction_.map = op == 0x38 ? 2 : op == 0x3a ? 3 : 1;
      if (instruction_.map != 1 && !next(op)) return false;
      shape = instruction_.map == 1 ? two_byte_shapes[op] : instruction_.map == 2 ? modrm : modrm_byte;
    } else {
      shape = one_byte_shapes[op];
    }
    instruction_.opcode = op;
    instruction_.opcode_register = static_cast<std::uint8_t>((op & 7) | (rex_ & 1) << 3);
    return true;
  }

  bool vector_opcode(std::uint8_t prefix, Shape& shape) {
    std::uint8_t first = 0;
    std::uint8_t second = 0;
    std::uint8_t third = 0;
    if (!next(first)) return false;
    std::uint8_t low = first;  // the byte that holds vvvv
    instruction_.map = 1;
    if (prefix != 0xc5) {
      if (!next(second)) return false;
      low = second;
      instruction_.map = first & (prefix == 0x62 ? 7 : 0x1f);
      rex_ = static_cast<std::uint8_t>((~first >> 5) & 7);  // R, X and B are stored inverted
      if ((second & 0x80) != 0) rex_ |= 8;
    } else {
      rex_ = static_cast<std::uint8_t>((~first >> 5) & 4);
    }
    if (prefix == 0x62 && !next(third)) return false;
    instruction_.vvvv = static_cast<std::uint8_t>((~low >> 3) & 15);
    instruction_.wide = (rex_ & 8) != 0;
    instruction_.vector_prefix = true;
    if (!next(instruction_.opcode)) return false;
    switch (instruction_.map) {
      case 1: shape = two_byte_shapes[instruction_.opcode]; break;
      case 2: shape = modrm; break;
      case 3: shape = modrm_byte; break;
      default: return false;
    }
    if (instruction_.map == 1 && shape.immediate == 4) return false;
    return true;
  }

  bool operand() {
    std::uint8_t value = 0;
    if (!next(value)) return false;
    instruction_.has_modrm = true;
    instruction_.mod = value >> 6;
    instruction_.reg = static_cast<std::uint8_t>((value >> 3 & 7) | (rex_ & 4) << 1);
    const std::uint8_t low = value & 7;
    instruction_.rm = static_cast<std::uint8_t>(low | (rex_ & 1) << 3);
    if (instruction_.mod == 3) return true;
    instruction_.has_base = true;
    instruction_.base = instruction_.rm;
    if (low == 4) {
      std::uint8_t sib = 0;
      if (!next(sib)) return false;
      instruction_.base = static_cast<std::uint8_t>((sib & 7) | (rex_ & 1) << 3);
      instruction_.has_index = ((sib >> 3 & 7) | (rex_ & 2) << 2) != 4;
      if ((sib & 7) == 5 && instruction_.mod == 0) {
        instruction_.has_base = false;
        return number(4, instruction_.displacement);
      }
    } else if (low == 5 && instruction_.mod == 0) {
      instruction_.has_base = false;
      instruction_.rip_relative = true;
      return number(4, instruction_.displacement);
    }
    if (instruction_.mod == 1) return number(1, instruction_.displacement);
    if (instruction_.mod == 2) return number(4, instruction_.displacement);
    return true;
  }

  std::span<const std::byte> code_;
  std::size_t at_ = 0;
  std::uint8_t rex_ = 0;
  bool short_address_ = false;
  X86Instruction instruction_;
};

}  // namespace

X86Instruction decode_x86_64(std::span<const std::byte> code) { return Decoder(code).run(); }

}  // namespace fairplay::signatures::elf
