#include "signatures/elf/cpu_baseline.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>

namespace fairplay::signatures::elf {
namespace {

constexpr std::string_view baseline_message = "NumPy was built with baseline optimizations: \n(";
constexpr std::size_t longest_baseline = 2048;
constexpr std::size_t most_features = 64;
constexpr std::uint64_t largest_constants = 256U << 20;
constexpr std::uint64_t largest_note = 1U << 20;
constexpr std::uint32_t isa_1_needed = 0xc0008002;  // GNU_PROPERTY_X86_ISA_1_NEEDED; not in every elf.h

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<std::string> features_in(std::string_view text) {
  std::vector<std::string> features;
  while (!text.empty() && features.size() < most_features) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!word.empty()) features.emplace_back(word);
  }
  return features;
}

std::uint32_t word_of(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  if (at <= bytes.size() && bytes.size() - at >= 4) std::memcpy(&value, bytes.data() + at, 4);
  return value;  // x86 alone has this note, and it is little-endian as this word
}

/// The value in a note's properties: {type, size, data} each, padded to 8 bytes.
std::uint32_t needed_in_properties(std::string_view properties) {
  std::size_t at = 0;
  while (at <= properties.size() && properties.size() - at >= 8) {
    const std::uint32_t type = word_of(properties, at);
    const std::uint64_t size = word_of(properties, at + 4);
    if (size > properties.size() - at - 8) return 0;
    if (type == isa_1_needed && size >= 4) return word_of(properties, at + 8);
    at += 8 + ((size + 7) & ~std::uint64_t{7});
  }
  return 0;
}

/// Notes: {name size, content size, type, name, content}, as notes.cpp reads them.
std::uint32_t needed_in_notes(std::string_view notes) {
  std::size_t at = 0;
  while (at <= notes.size() && notes.size() - at >= 12) {
    const std::uint64_t name_size = word_of(notes, at);
    const std::uint64_t size = word_of(notes, at + 4);
    const std::uint32_t type = word_of(notes, at + 8);
    const std::uint64_t content = at + 12 + ((name_size + 3) & ~std::uint64_t{3});
    if (content > notes.size() || size > notes.size() - content) return 0;
    if (type == NT_GNU_PROPERTY_TYPE_0 && notes.substr(at + 12, 4) == std::string_view("GNU\0", 4)) {
      if (const std::uint32_t needed = needed_in_properties(notes.substr(content, size)); needed != 0) return needed;
    }
    at = content + ((size + 7) & ~std::uint64_t{7});
  }
  return 0;
}

}  // namespace

std::vector<std::string> numpy_baseline(const Image& image) {
  const Image::Section* constants = image.section(".rodata");
  if (constants == nullptr || constants->size > largest_constants) return {};
  const auto bytes = image.bytes(*constants);
  if (!bytes) return {};
  const std::string_view text = text_of(*bytes);
  if (text.empty()) return {};  // a section that takes no room in the file
  const void* found = ::memmem(text.data(), text.size(), baseline_message.data(), baseline_message.size());
  if (found == nullptr) return {};
  const std::size_t at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
  const std::string_view rest = text.substr(at + baseline_message.size(), longest_baseline);
  const std::size_t end = rest.find(')');
  return end == std::string_view::npos ? std::vector<std::string>() : features_in(rest.substr(0, end));
}

std::uint32_t x86_isa_needed(const Image& image) {
  if (image.header().machine != EM_X86_64 && image.header().machine != EM_386) return 0;
  for (const Image::Segment& segment : image.segments()) {
    if ((segment.type != PT_NOTE && segment.type != PT_GNU_PROPERTY) || segment.file_size > largest_note) continue;
    const auto bytes = image.bytes_at_offset(segment.offset, segment.file_size);
    if (!bytes) continue;
    if (const std::uint32_t needed = needed_in_notes(text_of(*bytes)); needed != 0) return needed;
  }
  return 0;
}

}  // namespace fairplay::signatures::elf
