// An ELF file's skeleton: header, section headers and program headers (gABI chapters 4 and 5), read through libelf, and
// bounds-checked access to the file's bytes. libelf reads, it never maps: a file that is truncated while it is mapped
// kills the reader with SIGBUS.
#include "signatures/elf/image.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "signatures/elf/image_state.h"

namespace fairplay::signatures::elf {

std::string at_offset(std::uint64_t offset) { return fmt::format("offset {:#x}", offset); }

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case EM_X86_64: return "x86-64";
    case EM_386: return "x86";
    case EM_AARCH64: return "AArch64";
    case EM_ARM: return "ARM";
    case EM_PPC: return "PowerPC";
    case EM_PPC64: return "PowerPC64";
    case EM_S390: return "S/390";
    case EM_RISCV: return "RISC-V";
    case EM_MIPS: return "MIPS";
    case EM_SPARCV9: return "SPARC V9";
    case EM_IA_64: return "IA-64";
    case 258: return "LoongArch";  // EM_LOONGARCH is missing from older elf.h
    default: return fmt::format("machine {}", machine);
  }
}

Expected<Elf_Data*> Image::State::chunk(std::uint64_t offset, std::uint64_t size, Elf_Type type) {
  if (offset > file_size || size > file_size - offset) {
    return std::unexpected(
        damage(at_offset(offset),
               fmt::format("{} bytes are said to lie here, beyond the file's end at {:#x}", size, file_size)));
  }
  const std::tuple key{offset, size, static_cast<int>(type)};
  if (auto found = chunks.find(key); found != chunks.end()) return found->second;
  if (size > most_chunk_bytes) {
    return std::unexpected(
        damage(at_offset(offset),
               fmt::format("a table of {} bytes is larger than fairplay reads ({})", size, most_chunk_bytes)));
  }
  // Honest tables hardly overlap: a few times the file's size is enough for all of them.
  if (chunk_bytes + size > 3 * file_size + (1U << 16)) {
    return std::unexpected(damage(at_offset(offset), "the tables overlap: together they are larger than the file"));
  }
  Elf_Data* data = elf_getdata_rawchunk(elf, static_cast<std::int64_t>(offset), size, type);
  if (data == nullptr || data->d_size < size || (size != 0 && data->d_buf == nullptr)) {
    return std::unexpected(damage(at_offset(offset), fmt::format("{} bytes cannot be read: {}", size, elf_errmsg(-1))));
  }
  chunk_bytes += size;
  chunks.emplace(key, data);
  return data;
}

Expected<std::span<const std::byte>> Image::State::raw(std::uint64_t offset, std::uint64_t size) {
  if (size == 0 && offset <= file_size) return std::span<const std::byte>{};
  auto data = chunk(offset, size, ELF_T_BYTE);
  if (!data) return std::unexpected(std::move(data.error()));
  return std::span(static_cast<const std::byte*>((*data)->d_buf), static_cast<std::size_t>(size));
}

bool Image::State::read(std::uint64_t offset, std::span<std::byte> into) const {
  if (offset > file_size || into.size() > file_size - offset) return false;
  if (fd < 0) {
    std::ranges::copy(memory.subspan(static_cast<std::size_t>(offset), into.size()), into.begin());
    return true;
  }
  while (!into.empty()) {
    const ssize_t got = pread(fd, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    offset += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

std::optional<std::uint64_t> Image::State::offset_of(std::uint64_t address, std::uint64_t size) const {
  // The loader maps segments in order, a later one over an earlier one.
  for (auto it = segments.rbegin(); it != segments.rend(); ++it) {
    if (it->type != PT_LOAD || address < it->address) continue;
    const std::uint64_t inside = address - it->address;
    if (inside >= it->file_size || size > it->file_size - inside) continue;
    if (it->offset > file_size || inside >= file_size - it->offset || size > file_size - it->offset - inside) continue;
    return it->offset + inside;
  }
  return std::nullopt;
}

std::uint64_t Image::State::room_at(std::uint64_t address) const {
  for (auto it = segments.rbegin(); it != segments.rend(); ++it) {
    if (it->type != PT_LOAD || address < it->address || address - it->address >= it->file_size) continue;
    const std::uint64_t inside = address - it->address;
    if (it->offset > file_size || inside >= file_size - it->offset) continue;
    return std::min(it->file_size - inside, file_size - it->offset - inside);
  }
  return 0;
}

Expected<std::span<const std::byte>> Image::State::table_at(std::uint64_t address, std::uint32_t section_type) {
  const auto offset = offset_of(address, 1);
  if (!offset) return std::unexpected(damage(fmt::format("address {:#x}", address), "lies in no segment of the file"));
  // The dynamic section gives these tables no size. A section's size keeps us from reading the rest of the segment.
  const Section* section = section_at(address, {section_type});
  const std::uint64_t room = std::min<std::uint64_t>(room_at(address), 4U << 20);
  return raw(*offset, section != nullptr ? std::min(section->size, room) : room);
}

const Image::Section* Image::State::section_at(std::uint64_t address,
                                               std::initializer_list<std::uint32_t> types) const {
  for (const Section& section : sections) {
    if (section.address != address || section.size == 0 || std::ranges::find(types, section.type) == types.end())
      continue;
    if (offset_of(address, 1) == section.offset || segments.empty()) return &section;
  }
  return nullptr;
}

namespace {

/// The header's bytes, before libelf sees them: libelf's own messages name neither value nor place.
Expected<Header> read_identity(const Image::State& state) {
  std::array<std::byte, sizeof(Elf64_Ehdr)> head{};
  const std::size_t have = std::min<std::uint64_t>(head.size(), state.file_size);
  if (!state.read(0, std::span(head).first(have)))
    return std::unexpected(state.damage("offset 0x0", fmt::format("cannot be read: {}", std::strerror(errno))));
  if (have < SELFMAG || std::memcmp(head.data(), ELFMAG, SELFMAG) != 0)
    return std::unexpected(state.damage("offset 0x0", "not an ELF file: it doesn't start with 7f 45 4c 46"));
  if (have < EI_NIDENT)
    return std::unexpected(
        state.damage("offset 0x0", fmt::format("an ELF file cut off after {} bytes, inside its header", have)));
  const auto elf_class = std::to_integer<int>(head[EI_CLASS]);
  const auto encoding = std::to_integer<int>(head[EI_DATA]);
  if (elf_class != ELFCLASS32 && elf_class != ELFCLASS64)
    return std::unexpected(
        state.damage("offset 0x4", fmt::format("ELF class {} is neither 32 nor 64 bits", elf_class)));
  if (encoding != ELFDATA2LSB && encoding != ELFDATA2MSB)
    return std::unexpected(
        state.damage("offset 0x5", fmt::format("ELF data encoding {} is neither little nor big endian", encoding)));
  Header header;
  header.bits = elf_class == ELFCLASS64 ? 64 : 32;
  header.little_endian = encoding == ELFDATA2LSB;
  const std::size_t needed = header.bits == 64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
  if (have < needed)
    return std::unexpected(state.damage(
        "offset 0x0", fmt::format("an ELF file cut off after {} bytes, inside its header of {}", have, needed)));
  const Words words(head, header.bits, header.little_endian);
  header.type = words.half(offsetof(Elf64_Ehdr, e_type)).value_or(0);
  header.machine = words.half(offsetof(Elf64_Ehdr, e_machine)).value_or(0);
  return header;
}

void read_segments(Image::State& state) {
  std::size_t count = 0;
  if (elf_getphdrnum(state.elf, &count) != 0) {
    state.header_damage.push_back(state.damage("program headers", fmt::format("cannot be read: {}", elf_errmsg(-1))));
    return;
  }
  GElf_Ehdr ehdr;
  if (gelf_getehdr(state.elf, &ehdr) != nullptr && ehdr.e_phnum != PN_XNUM && ehdr.e_phnum > count) {
    state.header_damage.push_back(state.damage(
        "program headers",
        fmt::format("{} are announced at {:#x}, the file has room for {}", ehdr.e_phnum, ehdr.e_phoff, count)));
  }
  for (std::size_t i = 0; i < count && i <= 0xffff; ++i) {
    GElf_Phdr phdr;
    if (gelf_getphdr(state.elf, static_cast<int>(i), &phdr) == nullptr) {
      state.header_damage.push_back(
          state.damage(fmt::format("program header {}", i), fmt::format("cannot be read: {}", elf_errmsg(-1))));
      break;
    }
    state.segments.push_back({phdr.p_type, phdr.p_flags, phdr.p_vaddr, phdr.p_offset, phdr.p_filesz, phdr.p_memsz});
    if (phdr.p_type == PT_LOAD &&
        (phdr.p_offset > state.file_size || phdr.p_filesz > state.file_size - phdr.p_offset)) {
      state.header_damage.push_back(state.damage(
          fmt::format("program header {}", i),
          fmt::format("the segment at {:#x} of {} bytes reaches beyond the file's end at {:#x}: the file is cut off",
                      phdr.p_offset, phdr.p_filesz, state.file_size)));
    }
  }
}

void read_sections(Image::State& state) {
  std::size_t count = 0;
  std::size_t names = 0;
  GElf_Ehdr ehdr;
  if (gelf_getehdr(state.elf, &ehdr) == nullptr) return;
  if (elf_getshdrnum(state.elf, &count) != 0) count = 0;
  const std::uint64_t entry = state.header.bits == 64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
  if (ehdr.e_shoff != 0 &&
      (ehdr.e_shoff > state.file_size || count > (state.file_size - ehdr.e_shoff) / entry || count == 0)) {
    const std::string announced =
        ehdr.e_shnum != 0 ? std::to_string(ehdr.e_shnum) : "as many as the first of them counts";
    state.header_damage.push_back(state.damage(
        "section headers", fmt::format("{} are announced at {:#x}, beyond the file's end at {:#x}: the file is cut off",
                                       announced, ehdr.e_shoff, state.file_size)));
  }
  if (count > 0 && elf_getshdrstrndx(state.elf, &names) != 0) names = 0;
  std::size_t unnamed = 0;
  for (std::size_t i = 1; i < count && i <= 0xffff; ++i) {
    Elf_Scn* scn = elf_getscn(state.elf, i);
    GElf_Shdr shdr;
    if (scn == nullptr || gelf_getshdr(scn, &shdr) == nullptr) break;  // reported above: the table is cut off
    Image::Section section{"", shdr.sh_type, shdr.sh_flags, shdr.sh_addr, shdr.sh_offset, shdr.sh_size, i};
    const char* name = names != 0 ? elf_strptr(state.elf, names, shdr.sh_name) : nullptr;
    if (name != nullptr) {
      section.name.assign(name, strnlen(name, 4096));  // overlapping names could add up to much
    } else if (shdr.sh_type != SHT_NULL) {
      ++unnamed;
    }
    if (shdr.sh_type != SHT_NOBITS && shdr.sh_type != SHT_NULL &&
        (shdr.sh_offset > state.file_size || shdr.sh_size > state.file_size - shdr.sh_offset)) {
      state.header_damage.push_back(state.damage(fmt::format("section {} {}", i, section.name),
                                                 fmt::format("{} bytes at {:#x} reach beyond the file's end at {:#x}",
                                                             shdr.sh_size, shdr.sh_offset, state.file_size)));
    } else if ((shdr.sh_flags & SHF_ALLOC) != 0 && shdr.sh_type != SHT_NOBITS && shdr.sh_size != 0 &&
               !state.segments.empty()) {
      // Tools show what sections say, the loader runs what segments say: a mismatch hides code.
      const auto mapped = state.offset_of(shdr.sh_addr, shdr.sh_size);
      if (mapped != shdr.sh_offset) {
        state.header_damage.push_back(state.damage(
            fmt::format("section {} {}", i, section.name),
            fmt::format("its header says file offset {:#x}, the loader maps {} at its address {:#x}", shdr.sh_offset,
                        mapped ? fmt::format("{:#x}", *mapped) : "nothing", shdr.sh_addr)));
      }
    }
    state.sections.push_back(std::move(section));
    if (state.header_damage.size() > 64) {
      state.header_damage.push_back(
          state.damage("section headers", fmt::format("too many are damaged; those after {} were not read", i)));
      break;
    }
  }
  if (unnamed > 0)
    state.header_damage.push_back(state.damage(
        "section names", fmt::format("{} sections have a name outside the string table {}", unnamed, names)));
}

}  // namespace

struct ImageOpener {
  static Expected<Image> open(std::unique_ptr<Image::State> state) {
    static std::once_flag once;
    std::call_once(once, [] { elf_version(EV_CURRENT); });
    auto header = read_identity(*state);
    if (!header) return std::unexpected(header.error());
    state->header = *header;
    state->elf =
        state->fd >= 0
            ? elf_begin(state->fd, ELF_C_READ, nullptr)
            // libelf takes char* because it can write; an image opened for reading it doesn't touch.
            : elf_memory(const_cast<char*>(reinterpret_cast<const char*>(state->memory.data())), state->memory.size());
    if (state->elf == nullptr || elf_kind(state->elf) != ELF_K_ELF) {
      return std::unexpected(
          state->damage("offset 0x0", fmt::format("the ELF header cannot be used: {}",
                                                  state->elf == nullptr ? elf_errmsg(-1) : "not an ELF object")));
    }
    read_segments(*state);
    read_sections(*state);
    return Image(std::move(state));
  }
};

Expected<Image> Image::open(int fd, std::string file) {
  auto state = std::make_unique<State>();
  state->file = std::move(file);
  struct stat status {};
  if (fd < 0 || fstat(fd, &status) != 0)
    return std::unexpected(state->damage("", fmt::format("cannot be read: {}", std::strerror(fd < 0 ? EBADF : errno))));
  if (!S_ISREG(status.st_mode)) return std::unexpected(state->damage("", "not a regular file"));
  state->fd = fd;
  state->file_size = static_cast<std::uint64_t>(status.st_size);
  return ImageOpener::open(std::move(state));
}

Expected<Image> Image::open(std::span<const std::byte> bytes, std::string file) {
  auto state = std::make_unique<State>();
  state->file = std::move(file);
  state->memory = bytes;
  state->file_size = bytes.size();
  return ImageOpener::open(std::move(state));
}

Image::Image(std::unique_ptr<State> state) : state_(std::move(state)) {}
Image::Image(Image&&) noexcept = default;
Image& Image::operator=(Image&&) noexcept = default;
Image::~Image() = default;

const std::string& Image::file() const { return state_->file; }
const Header& Image::header() const { return state_->header; }
const std::vector<Damage>& Image::header_damage() const { return state_->header_damage; }
const std::vector<Image::Section>& Image::sections() const { return state_->sections; }
const std::vector<Image::Segment>& Image::segments() const { return state_->segments; }
std::uint64_t Image::file_size() const { return state_->file_size; }
bool Image::read(std::uint64_t offset, std::span<std::byte> into) const { return state_->read(offset, into); }
Expected<std::span<const std::byte>> Image::bytes_at_offset(std::uint64_t offset, std::uint64_t size) const {
  return state_->raw(offset, size);
}
std::optional<std::uint64_t> Image::offset_of(std::uint64_t address, std::uint64_t size) const {
  return state_->offset_of(address, size);
}

const Image::Section* Image::section(std::string_view name) const {
  auto found = std::ranges::find(state_->sections, name, &Section::name);
  return found == state_->sections.end() ? nullptr : &*found;
}

Expected<std::span<const std::byte>> Image::bytes(const Section& section) const {
  if (section.type == SHT_NOBITS) return std::span<const std::byte>{};
  auto bytes = state_->raw(section.offset, section.size);
  if (!bytes) bytes.error().place = fmt::format("section {} {}, {}", section.index, section.name, bytes.error().place);
  return bytes;
}

std::vector<std::string> Image::comment(std::vector<Damage>& damage) const {
  std::vector<std::string> result;
  const Section* found = section(".comment");
  if (found == nullptr) return result;
  auto content = bytes(*found);
  if (!content) {
    damage.push_back(content.error());
    return result;
  }
  // One string per compiler that made an object file; linkers merge equal ones.
  const auto* text = reinterpret_cast<const char*>(content->data());
  std::string_view rest(text, std::min<std::size_t>(content->size(), 1U << 20));
  while (!rest.empty() && result.size() < 4096) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    if (end > 0 && std::ranges::find(result, rest.substr(0, end)) == result.end())
      result.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return result;
}

}  // namespace fairplay::signatures::elf
