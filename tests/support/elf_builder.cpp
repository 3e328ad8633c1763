#include "tests/support/elf_builder.h"

#include <elf.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace fairplay::tests {

namespace {

/// Appends numbers in a byte order.
struct Writer {
  bool little;
  int bits;
  std::string bytes = {};

  void number(std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * (little ? i : width - 1 - i)));
  }
  void half(std::uint64_t value) { number(value, 2); }
  void word(std::uint64_t value) { number(value, 4); }
  void address(std::uint64_t value) { number(value, bits / 8); }
};

/// A string table that gives each string its offset.
struct Strings {
  std::string bytes = std::string(1, '\0');

  std::uint64_t add(std::string_view value) {
    if (value.empty()) return 0;
    const std::uint64_t offset = bytes.size();
    bytes += value;
    bytes += '\0';
    return offset;
  }
};

std::uint32_t gnu_hash(std::string_view name) {
  std::uint32_t hash = 5381;
  for (char c : name) hash = hash * 33 + static_cast<unsigned char>(c);
  return hash;
}

}  // namespace

struct ElfBuilder::Section {
  std::string name;
  std::uint32_t type;
  std::uint64_t flags;
  std::uint64_t address;  // 0: not loaded
  std::uint64_t entry;
  std::string bytes;
  std::string link = {};
  std::uint64_t info = 0;
  std::uint64_t offset = 0;
};

std::uint64_t ElfBuilder::string(std::string_view value) {
  const std::uint64_t address = rodata + rodata_bytes.size();
  rodata_bytes += value;
  rodata_bytes += '\0';
  return address;
}

std::uint64_t ElfBuilder::word(std::uint64_t value) {
  const std::uint64_t address = relro + relro_bytes.size();
  Writer writer{little_endian, bits};
  writer.address(value);
  relro_bytes += writer.bytes;
  return address;
}

std::uint64_t ElfBuilder::pointer(std::uint64_t target) {
  const std::uint64_t address = word(explicit_addends ? 0 : target);
  const std::uint32_t relative = machine == EM_AARCH64 ? R_AARCH64_RELATIVE
                                 : machine == EM_PPC64 ? R_PPC64_RELATIVE
                                 : machine == EM_S390  ? R_390_RELATIVE
                                                       : R_X86_64_RELATIVE;
  relocations.push_back({address, relative, "", static_cast<std::int64_t>(target)});
  return address;
}

std::uint64_t ElfBuilder::method(std::string_view name, std::uint64_t function, std::uint32_t flags,
                                 std::string_view doc) {
  if (name.empty()) {
    const std::uint64_t end = word();
    for (int i = 0; i < 3; ++i) word();
    return end;
  }
  const std::uint64_t start = pointer(string(name));
  pointer(function);
  Writer writer{little_endian, bits};
  writer.word(flags);
  writer.bytes.resize(static_cast<std::size_t>(bits / 8));
  relro_bytes += writer.bytes;
  if (doc.empty()) {
    word();
  } else {
    pointer(string(doc));
  }
  return start;
}

void ElfBuilder::patch(std::string& bytes, std::uint64_t offset, int width, std::uint64_t value) const {
  Writer writer{little_endian, bits};
  writer.number(value, width);
  bytes.replace(offset, static_cast<std::size_t>(width), writer.bytes);
}

std::string ElfBuilder::build() {
  const bool wide = bits == 64;
  const std::uint64_t word_size = wide ? 8 : 4;
  const auto writer = [&] { return Writer{little_endian, bits}; };
  places_.clear();
  std::ranges::stable_partition(symbols, [](const Symbol& s) { return s.value == 0; });
  Strings names;
  std::vector<Section> sections;
  std::vector<std::pair<std::int64_t, std::uint64_t>> tags;
  std::uint64_t at = wide ? 0x200 : 0x180;
  const auto table = [&](Section section, std::int64_t tag) {
    section.address = at;
    if (tag != 0) tags.emplace_back(tag, at);
    at = (at + section.bytes.size() + 15) & ~std::uint64_t{15};
    sections.push_back(std::move(section));
    return sections.back().bytes.size();
  };

  for (const auto& name : needed) tags.emplace_back(DT_NEEDED, names.add(name));
  if (!soname.empty()) tags.emplace_back(DT_SONAME, names.add(soname));
  if (!rpath.empty()) tags.emplace_back(DT_RPATH, names.add(rpath));
  if (!runpath.empty()) tags.emplace_back(DT_RUNPATH, names.add(runpath));

  // Versions: index 1 is the file's own, definitions follow, then needs.
  const auto version_index = [&](const Symbol& symbol) -> std::uint16_t {
    if (symbol.version.empty()) return 1;
    for (std::size_t i = 0; i < version_definitions.size(); ++i) {
      if (symbol.value != 0 && version_definitions[i] == symbol.version)
        return static_cast<std::uint16_t>((i + 2) | (symbol.default_version ? 0 : 0x8000));
    }
    for (std::size_t i = 0; i < version_needs.size(); ++i) {
      if (version_needs[i].second == symbol.version)
        return static_cast<std::uint16_t>(i + 2 + version_definitions.size());
    }
    throw std::logic_error("no such version: " + symbol.version);
  };

  if (!build_id.empty()) {
    Writer note = writer();
    note.word(4);
    note.word(build_id.size());
    note.word(NT_GNU_BUILD_ID);
    note.bytes += std::string("GNU\0", 4) + build_id;
    note.bytes.resize((note.bytes.size() + 3) & ~std::size_t{3});
    table({".note.gnu.build-id", SHT_NOTE, SHF_ALLOC, 0, 0, note.bytes}, 0);
  }

  Writer dynsym = writer();
  dynsym.bytes.resize(wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym));
  for (const Symbol& symbol : symbols) {
    const std::uint64_t name = names.add(symbol.name);
    const std::uint64_t info = static_cast<std::uint64_t>(symbol.binding << 4 | symbol.type);
    const std::uint64_t section = symbol.value == 0 ? SHN_UNDEF : 1;
    dynsym.word(name);
    if (wide) {
      dynsym.number(info, 1);
      dynsym.number(symbol.visibility, 1);
      dynsym.half(section);
      dynsym.address(symbol.value);
      dynsym.address(symbol.size);
    } else {
      dynsym.word(symbol.value);
      dynsym.word(symbol.size);
      dynsym.number(info, 1);
      dynsym.number(symbol.visibility, 1);
      dynsym.half(section);
    }
  }
  table({".dynsym", SHT_DYNSYM, SHF_ALLOC, 0, wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym), dynsym.bytes, ".dynstr", 1},
        DT_SYMTAB);

  const std::uint64_t first_defined = 1 + static_cast<std::uint64_t>(std::ranges::count(symbols, 0U, &Symbol::value));
  if (hash == Hash::sysv) {
    Writer content = writer();
    content.word(1);
    content.word(symbols.size() + 1);
    content.word(first_defined <= symbols.size() ? first_defined : 0);
    for (std::uint64_t i = 0; i <= symbols.size(); ++i)
      content.word(i >= first_defined && i < symbols.size() ? i + 1 : 0);
    table({".hash", SHT_HASH, SHF_ALLOC, 0, 4, content.bytes, ".dynsym"}, DT_HASH);
  } else if (hash == Hash::gnu) {
    Writer content = writer();
    content.word(1);
    content.word(first_defined);
    content.word(1);
    content.word(0);
    content.address(~std::uint64_t{0});
    content.word(first_defined <= symbols.size() ? first_defined : 0);
    for (std::uint64_t i = first_defined; i <= symbols.size(); ++i)
      content.word((gnu_hash(symbols[i - 1].name) & ~1U) | (i == symbols.size() ? 1U : 0U));
    table({".gnu.hash", SHT_GNU_HASH, SHF_ALLOC, 0, 0, content.bytes, ".dynsym"}, DT_GNU_HASH);
  }

  if (!version_definitions.empty() || !version_needs.empty()) {
    Writer indices = writer();
    indices.half(0);
    for (const Symbol& symbol : symbols) indices.half(version_index(symbol));
    table({".gnu.version", SHT_GNU_versym, SHF_ALLOC, 0, 2, indices.bytes, ".dynsym"}, DT_VERSYM);
  }
  if (!version_definitions.empty()) {
    std::vector<std::string> all{soname.empty() ? "base" : soname};
    all.insert(all.end(), version_definitions.begin(), version_definitions.end());
    Writer content = writer();
    for (std::size_t i = 0; i < all.size(); ++i) {
      content.half(1);
      content.half(i == 0 ? VER_FLG_BASE : 0);
      content.half(i + 1);
      content.half(1);
      content.word(0);
      content.word(20);                            // vd_aux
      content.word(i + 1 == all.size() ? 0 : 28);  // vd_next
      content.word(names.add(all[i]));
      content.word(0);
    }
    table({".gnu.version_d", SHT_GNU_verdef, SHF_ALLOC, 0, 0, content.bytes, ".dynstr", all.size()}, DT_VERDEF);
    tags.emplace_back(DT_VERDEFNUM, all.size());
  }
  if (!version_needs.empty()) {
    Writer content = writer();
    for (std::size_t i = 0; i < version_needs.size(); ++i) {
      content.half(1);
      content.half(1);
      content.word(names.add(version_needs[i].first));
      content.word(16);                                      // vn_aux
      content.word(i + 1 == version_needs.size() ? 0 : 32);  // vn_next
      content.word(0);
      content.half(0);
      content.half(i + 2 + version_definitions.size());
      content.word(names.add(version_needs[i].second));
      content.word(0);
    }
    table({".gnu.version_r", SHT_GNU_verneed, SHF_ALLOC, 0, 0, content.bytes, ".dynstr", version_needs.size()},
          DT_VERNEED);
    tags.emplace_back(DT_VERNEEDNUM, version_needs.size());
  }

  if (!relocations.empty()) {
    Writer content = writer();
    for (const Relocation& relocation : relocations) {
      std::uint64_t index = 0;
      if (!relocation.symbol.empty()) {
        auto found = std::ranges::find(symbols, relocation.symbol, &Symbol::name);
        index = static_cast<std::uint64_t>(found - symbols.begin()) + 1;
      }
      content.address(relocation.place);
      content.address(wide ? index << 32 | relocation.type : index << 8 | (relocation.type & 0xff));
      if (explicit_addends) content.address(static_cast<std::uint64_t>(relocation.addend));
    }
    const std::uint64_t entry = word_size * (explicit_addends ? 3 : 2);
    const std::uint64_t size = table(
        {explicit_addends ? ".rela.dyn" : ".rel.dyn", static_cast<std::uint32_t>(explicit_addends ? SHT_RELA : SHT_REL),
         SHF_ALLOC, 0, entry, content.bytes, ".dynsym"},
        explicit_addends ? DT_RELA : DT_REL);
    tags.emplace_back(explicit_addends ? DT_RELASZ : DT_RELSZ, size);
    tags.emplace_back(explicit_addends ? DT_RELAENT : DT_RELENT, entry);
  }
  if (!relr.empty()) {
    Writer content = writer();
    for (std::uint64_t value : relr) content.address(value);
    const std::uint64_t size = table({".relr.dyn", 19, SHF_ALLOC, 0, word_size, content.bytes}, 36);
    tags.emplace_back(35, size);
    tags.emplace_back(37, word_size);
  }
  const std::uint64_t strings_size = table({".dynstr", SHT_STRTAB, SHF_ALLOC, 0, 0, names.bytes}, DT_STRTAB);
  tags.emplace_back(DT_STRSZ, strings_size);
  tags.insert(tags.end(), more_dynamic.begin(), more_dynamic.end());

  Writer dynamic_bytes = writer();
  for (std::size_t i = 0; i < tags.size(); ++i) {
    places_["dynamic " + std::to_string(i)] = dynamic + dynamic_bytes.bytes.size();
    places_.try_emplace("dynamic tag " + std::to_string(tags[i].first), dynamic + dynamic_bytes.bytes.size());
    dynamic_bytes.address(static_cast<std::uint64_t>(tags[i].first));
    dynamic_bytes.address(tags[i].second);
  }
  dynamic_bytes.address(DT_NULL);
  dynamic_bytes.address(0);

  // LSB Core, "Exception Frame Header": pairs of 32-bit offsets from its own address; the second ones say where the
  // unwinding is described.
  std::string read_only = rodata_bytes;
  std::uint64_t functions_at = 0;
  if (!functions.empty()) {
    read_only.resize((read_only.size() + 7) & ~std::size_t{7});
    functions_at = rodata + read_only.size();
    Writer content = writer();
    content.word(0x3b031b01);
    content.word(0);
    content.word(functions.size());
    for (const std::uint64_t start : functions) {
      content.word((start - functions_at) & 0xffffffffU);
      content.word(0);
    }
    read_only += content.bytes;
  }

  const auto fixed = [&](const char* name, std::uint64_t flags, std::uint64_t address, std::uint64_t next,
                         const std::string& content) {
    if (at > rodata || content.size() > next - address)
      throw std::logic_error(std::string("the ELF builder has no room for ") + name);
    if (!content.empty()) sections.push_back({name, SHT_PROGBITS, SHF_ALLOC | flags, address, 0, content});
  };
  fixed(".rodata", 0, rodata, text, read_only);
  fixed(".text", SHF_EXECINSTR, text, relro, text_bytes.empty() ? std::string(16, '\x90') : text_bytes);
  fixed(".data.rel.ro", SHF_WRITE, relro, data, relro_bytes);
  fixed(".data", SHF_WRITE, data, dynamic, data_bytes);
  sections.push_back(
      {".dynamic", SHT_DYNAMIC, SHF_ALLOC | SHF_WRITE, dynamic, 2 * word_size, dynamic_bytes.bytes, ".dynstr"});
  if (!comment.empty()) sections.push_back({".comment", SHT_PROGBITS, 0, 0, 1, comment});
  Strings section_names;
  std::vector<std::uint64_t> name_offsets;
  for (const Section& section : sections) name_offsets.push_back(section_names.add(section.name));
  name_offsets.push_back(section_names.add(".shstrtab"));
  sections.push_back({".shstrtab", SHT_STRTAB, 0, 0, 0, section_names.bytes});

  std::string file(dynamic + dynamic_bytes.bytes.size(), '\0');
  for (Section& section : sections) {
    section.offset = section.address != 0 ? section.address : file.size();
    if (section.address == 0) file.resize(file.size() + section.bytes.size());
    file.replace(section.offset, section.bytes.size(), section.bytes);
    places_[section.name] = section.offset;
  }
  file.resize((file.size() + 7) & ~std::size_t{7});

  struct Segment {
    std::uint32_t type, flags;
    std::uint64_t start, end;
  };
  std::vector<Segment> segments{{PT_LOAD, PF_R, 0, text},
                                {PT_LOAD, PF_R | PF_X, text, relro},
                                {PT_LOAD, PF_R | PF_W, relro, dynamic + dynamic_bytes.bytes.size()},
                                {PT_DYNAMIC, PF_R | PF_W, dynamic, dynamic + dynamic_bytes.bytes.size()}};
  if (!build_id.empty())
    segments.push_back({PT_NOTE, PF_R, sections[0].address, sections[0].address + sections[0].bytes.size()});
  if (functions_at != 0) segments.push_back({PT_GNU_EH_FRAME, PF_R, functions_at, rodata + read_only.size()});
  if (!program_headers) segments.clear();

  Writer head = writer();
  const std::uint64_t head_size = wide ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
  head.bytes = std::string(
                   "\x7f"
                   "ELF") +
               static_cast<char>(wide ? ELFCLASS64 : ELFCLASS32) +
               static_cast<char>(little_endian ? ELFDATA2LSB : ELFDATA2MSB) + '\1';
  head.bytes.resize(EI_NIDENT);
  head.half(type);
  head.half(machine);
  head.word(1);
  head.address(0);
  head.address(segments.empty() ? 0 : head_size);
  head.address(section_headers ? file.size() : 0);
  head.word(0);
  head.half(head_size);
  head.half(wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr));
  head.half(segments.size());
  head.half(wide ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr));
  head.half(section_headers ? sections.size() + 1 : 0);
  head.half(section_headers ? sections.size() : 0);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    places_["program header " + std::to_string(i)] = head.bytes.size();
    const auto& [kind, flags, start, end] = segments[i];
    head.word(kind);
    if (wide) head.word(flags);
    for (std::uint64_t value : {start, start, start, end - start, end - start}) head.address(value);
    if (!wide) head.word(flags);
    head.address(word_size);
  }
  file.replace(0, head.bytes.size(), head.bytes);

  if (section_headers) {
    Writer headers = writer();
    headers.bytes.resize(wide ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr));
    for (std::size_t i = 0; i < sections.size(); ++i) {
      const Section& section = sections[i];
      places_["section header " + section.name] = file.size() + headers.bytes.size();
      const auto link = std::ranges::find(sections, section.link, &Section::name);
      headers.word(name_offsets[i]);
      headers.word(section.type);
      headers.address(section.flags);
      headers.address(section.address);
      headers.address(section.offset);
      headers.address(section.bytes.size());
      headers.word(link == sections.end() ? 0 : static_cast<std::uint64_t>(link - sections.begin()) + 1);
      headers.word(section.info);
      headers.address(word_size);
      headers.address(section.entry);
    }
    file += headers.bytes;
  }
  return file;
}

}  // namespace fairplay::tests
