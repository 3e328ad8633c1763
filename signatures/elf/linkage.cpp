#include "signatures/elf/linkage.h"

#include <elf.h>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "signatures/elf/cpu_baseline.h"

namespace fairplay::signatures::elf {
namespace {

constexpr std::size_t longest_interpreter = 4096;

std::string interpreter_of(const Image& image) {
  for (const Image::Segment& segment : image.segments()) {
    if (segment.type != PT_INTERP || segment.file_size == 0 || segment.file_size > longest_interpreter) continue;
    const auto bytes = image.bytes_at_offset(segment.offset, segment.file_size);
    if (!bytes) return {};
    const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    return text.substr(0, text.find('\0'));
  }
  return {};
}

bool reaches_beyond_file(const Image& image) {
  return std::ranges::any_of(image.segments(), [&](const Image::Segment& segment) {
    return segment.type == PT_LOAD &&
           (segment.offset > image.file_size() || segment.file_size > image.file_size() - segment.offset);
  });
}

std::size_t hash_of(std::string_view name) { return std::hash<std::string_view>{}(name); }

/// All versions of a name. Names with one hash are ordered among themselves, so that made-up ones cost no more.
std::span<const ExportedSymbol> of_name(const std::vector<ExportedSymbol>& exported, std::string_view name) {
  const auto key = [](const ExportedSymbol& symbol) { return std::pair(symbol.hash, std::string_view(symbol.name)); };
  const auto found = std::ranges::equal_range(exported, std::pair(hash_of(name), name), {}, key);
  return {found.begin(), found.end()};
}

}  // namespace

bool Linkage::exports(std::string_view name) const { return !of_name(exported, name).empty(); }

bool Linkage::exports(std::string_view name, std::string_view version) const {
  return std::ranges::any_of(of_name(exported, name),
                             [&](const ExportedSymbol& symbol) { return symbol.version == version; });
}

Linkage linkage_of(const Image& image, std::vector<Damage>& damage) {
  Linkage linkage;
  linkage.header = image.header();
  linkage.dynamic = image.dynamic(damage);
  for (const Image::DynamicEntry& entry : image.dynamic_entries(damage)) {
    if (entry.tag == DT_FLAGS_1 && (entry.value & DF_1_NODEFLIB) != 0) linkage.nodeflib = true;
  }
  linkage.interpreter = interpreter_of(image);
  linkage.isa_needed = x86_isa_needed(image);
  linkage.cut_off = reaches_beyond_file(image);
  for (Symbol& symbol : image.dynamic_symbols(damage)) {
    if (symbol.name.empty() || symbol.binding == STB_LOCAL) continue;
    if (!symbol.defined) {
      if (symbol.binding != STB_WEAK) linkage.wanted.push_back({std::move(symbol.name), std::move(symbol.version)});
    } else if (symbol.visibility == STV_DEFAULT || symbol.visibility == STV_PROTECTED) {
      const std::size_t hash = hash_of(symbol.name);
      linkage.exported.push_back({hash, std::move(symbol.name), std::move(symbol.version)});
    }
  }
  std::ranges::sort(linkage.exported);
  linkage.version_definitions = image.version_definitions(damage);
  linkage.version_needs = image.version_needs(damage);
  return linkage;
}

}  // namespace fairplay::signatures::elf
