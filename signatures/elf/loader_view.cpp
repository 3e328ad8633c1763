#include "signatures/elf/loader_view.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace fairplay::signatures::elf {
namespace {

constexpr std::uint64_t page = 4096;  // the smallest of x86-64 and AArch64
constexpr std::size_t most_reported = 20;

struct Pages {
  std::uint64_t first = 0, end = 0;  // addresses
};
Pages pages_of(const Image::Segment& segment) {
  const std::uint64_t end = segment.address + segment.memory_size;
  return {segment.address / page * page, end > ~(page - 1) ? ~(page - 1) : (end + page - 1) / page * page};
}

/// The loader maps whole pages, one segment after the other: what a later one covers of an earlier one is never run.
void find_overlaps(const Image& image, std::vector<std::string>& found) {
  std::vector<Image::Segment> loaded;
  std::size_t dynamics = 0;
  for (const auto& segment : image.segments()) {
    if (segment.type == PT_LOAD && segment.memory_size != 0) loaded.push_back(segment);
    if (segment.type == PT_DYNAMIC) ++dynamics;
  }
  if (dynamics > 1) found.push_back(fmt::format("{} PT_DYNAMIC segments", dynamics));
  std::ranges::stable_sort(loaded, {}, &Image::Segment::address);
  const Image::Segment* farthest = nullptr;
  for (const auto& segment : loaded) {
    // Old linkers let segments share a page, and both map the same page of the file there.
    if (farthest != nullptr && pages_of(segment).first < pages_of(*farthest).end &&
        segment.offset - segment.address != farthest->offset - farthest->address)
      found.push_back(fmt::format("the segments at {:#x} and {:#x} have a page in common, and other content for it",
                                  farthest->address, segment.address));
    if (farthest == nullptr || pages_of(segment).end > pages_of(*farthest).end) farthest = &segment;
  }
}

/// Tags that may come more than once (gABI chapter 5; the rest name one thing each, and which entry counts is the
/// loader's choice).
bool may_repeat(std::int64_t tag) {
  return tag == DT_NEEDED || tag == DT_AUXILIARY || tag == DT_FILTER || tag == DT_POSFLAG_1 || tag == DT_NULL;
}

const Image::Section* loaded_section(const Image& image, std::string_view name) {
  const Image::Section* section = image.section(name);
  return section != nullptr && (section->flags & SHF_ALLOC) != 0 && section->size != 0 ? section : nullptr;
}

void compare_dynamic(const Image& image, std::vector<std::string>& found) {
  std::vector<Damage> damage;
  std::map<std::int64_t, std::uint64_t> last;
  std::set<std::int64_t> twice;
  for (const auto& entry : image.dynamic_entries(damage)) {
    if (!last.emplace(entry.tag, entry.value).second && !may_repeat(entry.tag)) twice.insert(entry.tag);
    last[entry.tag] = entry.value;
  }
  for (const std::int64_t tag : twice) found.push_back(fmt::format("the dynamic section has tag {:#x} twice", tag));
  struct Named {
    std::int64_t tag;
    std::string_view section;
  };
  constexpr auto tables = std::to_array<Named>({{DT_STRTAB, ".dynstr"},
                                                {DT_SYMTAB, ".dynsym"},
                                                {DT_RELA, ".rela.dyn"},
                                                {DT_JMPREL, ".rela.plt"},
                                                {DT_INIT_ARRAY, ".init_array"},
                                                {DT_FINI_ARRAY, ".fini_array"}});
  for (const auto& [tag, name] : tables) {
    const auto value = last.find(tag);
    const Image::Section* section = loaded_section(image, name);
    if (value != last.end() && section != nullptr && section->address != value->second)
      found.push_back(
          fmt::format("the loader finds {} at {:#x}, the section is at {:#x}", name, value->second, section->address));
  }
  const auto dynamic = std::ranges::find(image.segments(), std::uint32_t{PT_DYNAMIC}, &Image::Segment::type);  // if one
  const Image::Section* section = loaded_section(image, ".dynamic");
  if (dynamic != image.segments().end() && section != nullptr && section->address != dynamic->address)
    found.push_back(fmt::format("PT_DYNAMIC is at {:#x}, .dynamic at {:#x}", dynamic->address, section->address));
}

/// Whether the file has another byte than 0 in this range.
bool holds_content(const Image& image, std::uint64_t offset, std::uint64_t size) {
  std::array<std::byte, 65536> block;
  while (size != 0) {
    const auto part = std::span(block).first(static_cast<std::size_t>(std::min<std::uint64_t>(size, block.size())));
    if (!image.read(offset, part)) return false;
    if (std::ranges::any_of(part, [](std::byte one) { return one != std::byte{}; })) return true;
    offset += part.size();
    size -= part.size();
  }
  return false;
}

void compare_sections(const Image& image, std::vector<std::string>& found) {
  for (const auto& section : image.sections()) {
    if ((section.flags & SHF_ALLOC) == 0 || section.size == 0) continue;
    if (section.type != SHT_NOBITS) {
      const auto offset = image.offset_of(section.address);
      if (offset && *offset != section.offset)
        found.push_back(
            fmt::format("{} is at {:#x} of the file, the loader maps {:#x}", section.name, section.offset, *offset));
      continue;
    }
    // Thread-local variables that begin as 0 take no room: their addresses are other sections'.
    if ((section.flags & SHF_TLS) != 0) continue;
    for (const auto& segment : image.segments()) {
      if (segment.type != PT_LOAD) continue;
      const std::uint64_t from = std::max(section.address, segment.address);
      const std::uint64_t end = std::min(section.address + section.size, segment.address + segment.file_size);
      if (from < end && holds_content(image, segment.offset + (from - segment.address), end - from))
        found.push_back(fmt::format("{} begins with the file's bytes, and not with zeros", section.name));
    }
  }
}

std::vector<std::string> doors(const Image& image) {
  std::vector<std::string> open;
  for (const auto& segment : image.segments()) {
    if (segment.type == PT_LOAD && (segment.flags & PF_W) != 0 && (segment.flags & PF_X) != 0)
      open.push_back(fmt::format("the segment at {:#x} is writable and executable", segment.address));
    if (segment.type == PT_GNU_STACK && (segment.flags & PF_X) != 0)
      open.emplace_back("it asks for an executable stack");
  }
  return open;
}

}  // namespace

LoaderView loader_view(const Image& image) {
  LoaderView view;
  find_overlaps(image, view.disagreements);
  compare_dynamic(image, view.disagreements);
  compare_sections(image, view.disagreements);
  view.open_doors = doors(image);
  for (auto* list : {&view.disagreements, &view.open_doors})
    if (list->size() > most_reported) list->resize(most_reported);
  return view;
}

}  // namespace fairplay::signatures::elf
