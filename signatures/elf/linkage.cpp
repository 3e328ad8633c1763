#include "signatures/elf/linkage.h"

#include <elf.h>

#include <algorithm>
#include <string>
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

}  // namespace

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
  const std::size_t reported = damage.size();
  const auto add = [&](const Symbol& symbol) {
    if (symbol.name.empty() || symbol.binding == STB_LOCAL) return;
    if (!symbol.defined) {
      if (symbol.binding != STB_WEAK) linkage.wanted.push_back({std::string(symbol.name), std::string(symbol.version)});
    } else if (symbol.visibility == STV_DEFAULT || symbol.visibility == STV_PROTECTED) {
      linkage.exported.add(symbol.name, symbol.version);
    }
  };
  image.each_dynamic_symbol(add, damage);
  linkage.all_symbols = damage.size() == reported;
  linkage.exported.build_table();
  linkage.version_definitions = image.version_definitions(damage);
  linkage.version_needs = image.version_needs(damage);
  return linkage;
}

}  // namespace fairplay::signatures::elf
