// Dynamic symbols (gABI chapter 4, "Symbol Table") with the versions GNU linkers give them (Drepper, "ELF Symbol
// Versioning"; LSB Core, "Symbol Versioning").
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "signatures/elf/image_state.h"
#include "signatures/elf/symbol_versions.h"

namespace fairplay::signatures::elf {

namespace {

std::uint64_t symbols_in_sysv_table(Image::State& state, const DynamicTable& table, std::vector<Damage>& damage) {
  const auto address = table.value(DT_HASH);
  if (!address) return 0;
  if (auto offset = state.offset_of(*address, 8)) {
    if (auto bytes = state.raw(*offset, 8)) return state.words(*bytes).word(4).value_or(0);  // nchain
  }
  damage.push_back(
      state.damage("DT_HASH", fmt::format("the hash table's address {:#x} lies in no segment of the file", *address)));
  return 0;
}

std::uint64_t symbols_in_gnu_table(Image::State& state, const DynamicTable& table, std::vector<Damage>& damage) {
  const auto address = table.value(DT_GNU_HASH);
  if (!address) return 0;
  auto bytes = state.table_at(*address, SHT_GNU_HASH);
  if (!bytes) {
    damage.push_back(state.damage(
        "DT_GNU_HASH", fmt::format("the hash table's address {:#x} lies in no segment of the file", *address)));
    return 0;
  }
  // Header: bucket count, first hashed symbol, Bloom filter's words and shift; then filter, buckets, chains.
  const Words words = state.words(*bytes);
  const std::uint64_t bucket_count = words.word(0).value_or(0);
  const std::uint64_t first = words.word(4).value_or(0);
  const std::uint64_t buckets = 16 + words.word(8).value_or(0) * words.word_size();
  if (!words.holds(buckets, bucket_count * 4)) {
    damage.push_back(state.damage("DT_GNU_HASH", fmt::format("{} buckets reach beyond the segment", bucket_count)));
    return first;
  }
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < bucket_count; ++i)
    last = std::max<std::uint64_t>(last, words.word(buckets + 4 * i).value_or(0));
  if (last < first) return first;
  // The chain of the highest bucket ends with the last symbol: its hash has the lowest bit set.
  const std::uint64_t chains = buckets + 4 * bucket_count;
  for (std::uint64_t i = last;; ++i) {
    const auto hash = words.word(chains + 4 * (i - first));
    if (!hash) {
      damage.push_back(state.damage("DT_GNU_HASH", fmt::format("the chain of symbol {} has no end", last)));
      return i;
    }
    if ((*hash & 1) != 0) return i + 1;
  }
}

/// The number of symbols that the hash tables reach: the loader has no other count (gABI chapter 5, "Hash Table"). Of
/// two tables it uses one, and which is its choice.
std::uint64_t hashed_symbols(Image::State& state, const DynamicTable& table, std::vector<Damage>& damage) {
  return std::max(symbols_in_sysv_table(state, table, damage), symbols_in_gnu_table(state, table, damage));
}

/// Version names by the index that .gnu.version uses.
class Versions {
 public:
  Versions(Image::State& state, const DynamicTable& table, std::uint64_t symbols, std::vector<Damage>& damage) {
    for (NumberedDefinition& one : version_definitions_of(state, table, damage))
      defined_.emplace(one.index, *state.version_names.insert(std::move(one.version)).first);
    for (NumberedNeed& one : version_needs_of(state, table, damage))
      needed_.emplace(one.index, *state.version_names.insert(std::move(one.need.version)).first);
    const auto address = table.value(DT_VERSYM);
    if (!address || symbols == 0) return;
    const auto offset = state.offset_of(*address, 1);
    const std::uint64_t size = std::min(symbols * 2, state.room_at(*address));
    auto bytes = offset ? state.raw(*offset, size) : std::unexpected(Damage{});
    if (!bytes || size < symbols * 2) {
      damage.push_back(state.damage(
          "DT_VERSYM",
          fmt::format("versions of {} symbols at {:#x} reach beyond the segments of the file", symbols, *address)));
    }
    if (bytes) indices_ = *bytes;
    state_ = &state;
  }

  void apply(std::uint64_t index, Symbol& symbol) const {
    if (indices_.empty()) return;
    const auto raw = state_->words(indices_).half(index * 2);
    if (!raw) return;
    const std::uint16_t version = *raw & 0x7fff;
    if (version < 2) return;  // VER_NDX_LOCAL, VER_NDX_GLOBAL
    const auto& first = symbol.defined ? defined_ : needed_;
    const auto& second = symbol.defined ? needed_ : defined_;
    if (auto found = first.find(version); found != first.end()) {
      symbol.version = found->second;
      symbol.default_version = symbol.defined && (*raw & 0x8000) == 0;
    } else if (auto other = second.find(version); other != second.end()) {
      symbol.version = other->second;
    }
  }

 private:
  std::span<const std::byte> indices_;
  const Image::State* state_ = nullptr;
  std::unordered_map<std::uint16_t, std::string_view> defined_;
  std::unordered_map<std::uint16_t, std::string_view> needed_;
};

/// Where the symbols are: the loader's DT_SYMTAB with the larger of the section's and the hash table's count, so that a
/// shrunk section header hides nothing; the section alone in files without a dynamic section.
Place find_symbols(Image::State& state, const DynamicTable& table, std::uint64_t entry, std::vector<Damage>& damage) {
  const auto address = table.value(DT_SYMTAB);
  if (!address) {
    for (const auto& section : state.sections) {
      if (section.type == SHT_DYNSYM) return {section.offset, section.size};
    }
    return {};
  }
  std::uint64_t offset = state.offset_of(*address, 1).value_or(0);
  std::uint64_t room = state.room_at(*address);
  const Image::Section* section = state.section_at(*address, {SHT_DYNSYM});
  if (offset == 0 && section != nullptr && section->offset <= state.file_size) {
    offset = section->offset;
    room = std::min(section->size, state.file_size - section->offset);
  }
  if (offset == 0) {
    damage.push_back(state.damage(
        "DT_SYMTAB", fmt::format("the symbol table's address {:#x} lies in no segment of the file", *address)));
    return {};
  }
  const std::uint64_t hashed = hashed_symbols(state, table, damage);
  std::uint64_t count = hashed;
  if (section != nullptr) {
    count = std::max(section->size / entry, hashed);
    if (hashed > section->size / entry) {
      damage.push_back(state.damage(
          "section " + section->name,
          fmt::format("its header counts {} symbols, the loader's hash table {}", section->size / entry, hashed)));
    }
  }
  if (count > room / entry) {
    damage.push_back(
        state.damage("DT_SYMTAB", fmt::format("{} symbols at {:#x} reach beyond their segment, which has room for {}",
                                              count, *address, room / entry)));
    count = room / entry;
  }
  return {offset, count * entry};
}

/// `expect` gets the largest number of symbols that can come.
void read_symbols(Image::State& state, const std::function<void(std::size_t)>& expect,
                  const std::function<void(const Symbol&)>& visit, std::vector<Damage>& damage) {
  const DynamicTable& table = state.dynamic_table(damage);
  const std::uint64_t entry = state.header.bits == 64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
  const Place place = find_symbols(state, table, entry, damage);
  std::uint64_t count = place.size / entry;
  if (count > most_symbols) {
    damage.push_back(state.damage(at_offset(place.offset),
                                  fmt::format("{} dynamic symbols; only the first {} are read", count, most_symbols)));
    count = most_symbols;
  }
  if (count < 2) return;
  auto data = state.chunk(place.offset, count * entry, ELF_T_SYM);
  if (!data) {
    damage.push_back(data.error());
    return;
  }
  const Versions versions(state, table, count, damage);
  const Words strings = state.words(table.strings);
  expect(static_cast<std::size_t>(count - 1));
  std::size_t text = 0;
  std::size_t unnamed = 0;
  std::uint64_t first_unnamed = 0;
  for (std::uint64_t i = 1; i < count; ++i) {
    GElf_Sym sym;
    if (gelf_getsym(*data, static_cast<int>(i), &sym) == nullptr) break;
    Symbol symbol;
    const auto name = strings.string(sym.st_name, most_name);
    if (name) {
      text += name->size();
      if (text > most_symbol_text) {
        damage.push_back(state.damage(
            "dynamic symbols",
            fmt::format("the names of the first {} are {} bytes together; the rest is not read", i, text)));
        break;
      }
      symbol.name = *name;
    } else if (unnamed++ == 0) {
      first_unnamed = i;
    }
    symbol.value = sym.st_value;
    symbol.size = sym.st_size;
    symbol.type = GELF_ST_TYPE(sym.st_info);
    symbol.binding = GELF_ST_BIND(sym.st_info);
    symbol.visibility = GELF_ST_VISIBILITY(sym.st_other);
    symbol.defined = sym.st_shndx != SHN_UNDEF;
    versions.apply(i, symbol);
    visit(symbol);
  }
  if (unnamed > 0) {
    damage.push_back(
        state.damage(fmt::format("dynamic symbol {}", first_unnamed),
                     fmt::format("its name lies outside the string table of {} bytes{}", strings.size(),
                                 unnamed == 1 ? std::string() : fmt::format(", as do {} more", unnamed - 1))));
  }
}

}  // namespace

std::vector<Symbol> Image::dynamic_symbols(std::vector<Damage>& damage) const {
  std::vector<Symbol> symbols;
  read_symbols(
      *state_, [&](std::size_t most) { symbols.reserve(most); },
      [&](const Symbol& symbol) { symbols.push_back(symbol); }, damage);
  return symbols;
}

void Image::each_dynamic_symbol(const std::function<void(const Symbol&)>& visit, std::vector<Damage>& damage) const {
  read_symbols(
      *state_, [](std::size_t) {}, visit, damage);
}

}  // namespace fairplay::signatures::elf
