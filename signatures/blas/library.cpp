#include "signatures/blas/library.h"

#include <elf.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace fairplay::signatures::blas {

Library::Library(const elf::Image& image, std::vector<Damage>& damage)
    : image_(image), damage_(damage), dynamic_(image.dynamic(damage)), symbols_(image.dynamic_symbols(damage)) {
  places_.resize(std::bit_ceil(symbols_.size() * 2 + 1));
  for (std::size_t i = 0; i < symbols_.size(); ++i) {
    std::size_t at = std::hash<std::string_view>{}(symbols_[i].name) & (places_.size() - 1);
    while (places_[at] != 0) {
      const elf::Symbol& there = symbols_[places_[at] - 1];
      if (there.defined == symbols_[i].defined && there.name == symbols_[i].name)
        break;  // versions of one name: the first counts
      at = (at + 1) & (places_.size() - 1);
    }
    if (places_[at] == 0) places_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

const elf::Symbol* Library::find(std::string_view name, bool defined) const {
  std::size_t at = std::hash<std::string_view>{}(name) & (places_.size() - 1);
  for (; places_[at] != 0; at = (at + 1) & (places_.size() - 1)) {
    const elf::Symbol& symbol = symbols_[places_[at] - 1];
    if (symbol.defined == defined && symbol.name == name) return &symbol;
  }
  return nullptr;
}

const elf::Symbol* Library::defined(std::string_view name) const { return find(name, true); }
const elf::Symbol* Library::imported(std::string_view name) const { return find(name, false); }
bool Library::defines(std::string_view name) const { return defined(name) != nullptr; }
bool Library::imports(std::string_view name) const { return imported(name) != nullptr; }

bool Library::defines_any(const std::function<bool(std::string_view)>& accepts) const {
  return std::ranges::any_of(symbols_, [&](const elf::Symbol& s) { return s.defined && accepts(s.name); });
}

bool Library::imports_any(const std::function<bool(std::string_view)>& accepts) const {
  return std::ranges::any_of(symbols_, [&](const elf::Symbol& s) { return !s.defined && accepts(s.name); });
}

bool Library::imports_starting(std::string_view prefix) const {
  return imports_any([&](std::string_view name) { return name.starts_with(prefix); });
}

bool Library::needs(std::string_view prefix) const {
  return std::ranges::any_of(dynamic_.needed, [&](const std::string& name) { return name.starts_with(prefix); });
}

std::vector<std::byte> Library::at(std::uint64_t address, std::size_t size) const {
  std::vector<std::byte> bytes(size);
  const auto offset = size == 0 ? std::nullopt : image_.offset_of(address, size);
  if (!offset || !image_.read(*offset, bytes)) return {};
  return bytes;
}

std::vector<std::byte> Library::code(const elf::Symbol& symbol, std::size_t limit) const {
  // Hand-written assembly may have no size; what lies behind a shorter function does no harm to its readers,
  // who stop at a return.
  std::uint64_t size = symbol.size == 0 ? limit : std::min<std::uint64_t>(symbol.size, limit);
  for (; size >= 1; size /= 2) {  // close to the segment's end there may be less
    auto bytes = at(symbol.value, size);
    if (!bytes.empty()) return bytes;
  }
  return {};
}

std::span<const std::span<const std::byte>> Library::constants() {
  if (constants_) return *constants_;
  constexpr std::uint64_t limit = 64 << 20;
  constants_.emplace();
  std::uint64_t total = 0;
  const auto add = [&](Expected<std::span<const std::byte>> bytes) {
    if (bytes)
      constants_->push_back(*bytes);
    else
      damage_.push_back(bytes.error());
  };
  for (const auto& section : image_.sections()) {
    if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 ||
        (section.flags & (SHF_WRITE | SHF_EXECINSTR)) != 0)
      continue;
    if (!section.name.starts_with(".rodata") && !section.name.starts_with(".lrodata")) continue;
    if (section.size > limit - total) continue;
    total += section.size;
    add(image_.bytes(section));
  }
  if (!constants_->empty()) return *constants_;
  for (const auto& segment : image_.segments()) {
    if (segment.type != PT_LOAD || (segment.flags & PF_W) != 0 || segment.file_size > limit - total) continue;
    total += segment.file_size;
    add(image_.bytes_at_offset(segment.offset, segment.file_size));
  }
  return *constants_;
}

std::optional<std::string_view> Library::find_constant(std::string_view text, std::size_t limit) {
  for (const auto& part : constants()) {
    if (part.empty()) continue;
    const auto* found = static_cast<const char*>(memmem(part.data(), part.size(), text.data(), text.size()));
    if (found == nullptr) continue;
    const auto* end = reinterpret_cast<const char*>(part.data()) + part.size();
    return std::string_view(found, std::min(limit, static_cast<std::size_t>(end - found)));
  }
  return std::nullopt;
}

}  // namespace fairplay::signatures::blas
