#include "signatures/elf/loader_view.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "signatures/elf/image_state.h"
#include "signatures/elf/symbol_lookup.h"
#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {
namespace {

constexpr std::uint64_t page = 4096;  // the smallest of x86-64 and AArch64
constexpr std::size_t most_reported = 20;
constexpr std::size_t most_segments = 256;  // linkers make some five, and patchelf one more each time

struct Range {
  std::uint64_t first = 0, end = 0;  // addresses
};
bool meet(const Range& a, const Range& b) { return a.first < b.end && b.first < a.end; }
std::uint64_t page_end(std::uint64_t address) {
  return address > ~(page - 1) ? ~(page - 1) : (address + page - 1) / page * page;
}
Range bytes_of(const Image::Segment& segment) { return {segment.address, segment.address + segment.memory_size}; }
Range pages_of(const Image::Segment& segment) {
  return {segment.address / page * page, page_end(segment.address + segment.memory_size)};
}
/// What the loader fills with zeros: to the end of the last page.
Range zeros_of(const Image::Segment& segment) {
  if (segment.memory_size <= segment.file_size) return {};
  return {segment.address + segment.file_size, page_end(segment.address + segment.memory_size)};
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
  if (loaded.size() > most_segments) {
    found.push_back(fmt::format("{} segments are loaded: no linker makes so many", loaded.size()));
    return;
  }
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    for (std::size_t k = i + 1; k < loaded.size(); ++k) {
      const Image::Segment& earlier = loaded[i];
      const Image::Segment& later = loaded[k];
      // Old linkers let segments share a page, and both map the same page of the file there.
      if (meet(pages_of(earlier), pages_of(later)) &&
          earlier.offset - earlier.address != later.offset - later.address) {
        found.push_back(fmt::format("the segments at {:#x} and {:#x} have a page in common, and other content for it",
                                    earlier.address, later.address));
      } else if (meet(zeros_of(later), bytes_of(earlier)) || meet(zeros_of(earlier), pages_of(later))) {
        found.push_back(fmt::format("of the segments at {:#x} and {:#x}, one has zeros where the other has content",
                                    earlier.address, later.address));
      }
    }
  }
}

/// Program headers name places that sections name, too: the unwinder's table, the first content of thread-local
/// variables, and the program headers themselves, as the unwinder gets to see them.
void compare_program_headers(const Image& image, std::vector<std::string>& found) {
  const Image::Section* unwinding = image.section(".eh_frame_hdr");
  std::optional<std::uint64_t> local_begin;
  std::uint64_t local_end = 0;
  for (const auto& section : image.sections()) {
    if ((section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_TLS) == 0) continue;
    local_begin = std::min(local_begin.value_or(section.address), section.address);
    if (section.type != SHT_NOBITS) local_end = std::max(local_end, section.address + section.size);
  }
  for (const auto& segment : image.segments()) {
    if (segment.type == PT_GNU_EH_FRAME && unwinding != nullptr && unwinding->address != segment.address)
      found.push_back(fmt::format("the unwinder's table is at {:#x}, the section .eh_frame_hdr at {:#x}",
                                  segment.address, unwinding->address));
    if (segment.type == PT_TLS && local_begin &&
        (segment.address != *local_begin ||
         segment.file_size > (local_end > segment.address ? local_end - segment.address : 0)))
      found.push_back(fmt::format("thread-local variables begin as the {} bytes at {:#x}, the sections say otherwise",
                                  segment.file_size, segment.address));
    if (segment.type != PT_PHDR) continue;
    std::array<std::byte, sizeof(Elf64_Ehdr)> header{};
    const auto part = std::span(header).first(image.header().bits == 64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr));
    const Words words(header, image.header().bits, image.header().little_endian);
    const auto place = image.header().bits == 64 ? offsetof(Elf64_Ehdr, e_phoff) : offsetof(Elf32_Ehdr, e_phoff);
    if (image.read(0, part) && image.offset_of(segment.address) != words.address(place))
      found.push_back(fmt::format("PT_PHDR is at {:#x}, where the program headers aren't", segment.address));
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
                                                {DT_PLTGOT, ".got.plt"},
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

/// The loader goes on while an entry begins before the end; and so many relocations are done as relative ones without a
/// look at their type (DT_RELACOUNT, DT_RELCOUNT).
void compare_relocations(const Image& image, std::vector<std::string>& found) {
  std::vector<Damage> damage;
  std::map<std::int64_t, std::uint64_t> last;
  for (const auto& entry : image.dynamic_entries(damage)) last[entry.tag] = entry.value;
  const std::uint64_t word = image.header().bits / 8;
  const std::uint64_t of_calls = last.contains(DT_PLTREL) && last[DT_PLTREL] == DT_REL ? 2 * word : 3 * word;
  for (const auto& [tag, entry_size] :
       {std::pair<std::int64_t, std::uint64_t>(DT_RELASZ, 3 * word), {DT_RELSZ, 2 * word}, {DT_PLTRELSZ, of_calls}}) {
    if (const auto size = last.find(tag); size != last.end() && size->second % entry_size != 0)
      found.push_back(fmt::format("a table of relocations of {} bytes ends inside of one", size->second));
  }
  const std::uint32_t relative = relative_type(image.header().machine);
  const std::uint64_t said = std::max(last[DT_RELACOUNT], last[DT_RELCOUNT]);
  if (relative == 0 || said == 0) return;
  // Those that the count is of come first.
  const auto list = image.relocations(damage);
  const auto other = std::ranges::find_if(list, [&](const auto& one) { return one.type != relative; });
  if (const auto are = static_cast<std::uint64_t>(other - list.begin()); said > are)
    found.push_back(fmt::format("{} relocations are done as relative ones, of which {} are", said, are));
}

void compare_symbols(const Image& image, std::vector<std::string>& found) {
  std::vector<Damage> damage;
  const auto symbols = image.dynamic_symbols(damage);
  if (const auto name = symbol_not_found(image, symbols, damage))
    found.push_back(fmt::format("the loader doesn't find the symbol {} by its hash table", *name));
  if (const auto name = absolute_symbol(image, symbols, damage))
    found.push_back(fmt::format("the symbol {} stays where it is wherever the file is loaded", *name));
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
    bool mapped = image.segments().empty();
    for (const auto& segment : image.segments()) {
      if (segment.type != PT_LOAD) continue;
      mapped = mapped || (section.address >= segment.address &&
                          section.address + section.size <= segment.address + segment.memory_size);
      // Without zeros of its own a segment has the file's bytes to the end of its last page.
      const std::uint64_t file_end = segment.address + segment.file_size;
      const std::uint64_t from = std::max(section.address, segment.address);
      const std::uint64_t end = std::min(section.address + section.size,
                                         segment.memory_size > segment.file_size ? file_end : page_end(file_end));
      if (from >= end) continue;
      const std::uint64_t offset = segment.offset + (from - segment.address);
      const std::uint64_t left = image.file_size() > offset ? image.file_size() - offset : 0;
      if (holds_content(image, offset, std::min(end - from, left)))
        found.push_back(fmt::format("{} begins with the file's bytes, and not with zeros", section.name));
    }
    if (!mapped) found.push_back(fmt::format("{} isn't in memory", section.name));
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
  compare_program_headers(image, view.disagreements);
  compare_dynamic(image, view.disagreements);
  compare_relocations(image, view.disagreements);
  compare_symbols(image, view.disagreements);
  compare_sections(image, view.disagreements);
  view.open_doors = doors(image);
  for (auto* list : {&view.disagreements, &view.open_doors})
    if (list->size() > most_reported) list->resize(most_reported);
  return view;
}

}  // namespace fairplay::signatures::elf
