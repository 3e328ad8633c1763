#include "signatures/elf/symbol_lookup.h"

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <functional>

#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {
namespace {

constexpr std::uint64_t most_table_bytes = 16U << 20;  // more than that many symbols are read never have

std::uint32_t gnu_hash_of(std::string_view name) {
  std::uint32_t hash = 5381;
  for (const char one : name) hash = hash * 33 + static_cast<unsigned char>(one);
  return hash;
}

std::uint32_t sysv_hash_of(std::string_view name) {
  std::uint32_t hash = 0;
  for (const char one : name) {
    hash = (hash << 4U) + static_cast<unsigned char>(one);
    const std::uint32_t high = hash & 0xf0000000U;
    hash = (hash ^ high >> 24U) & ~high;
  }
  return hash;
}

bool is_looked_up(const Symbol& symbol) {
  return symbol.defined && symbol.binding != STB_LOCAL && symbol.type != STT_SECTION && !symbol.name.empty();
}

std::optional<std::string> first_not_found(const std::vector<Symbol>& symbols,
                                           const std::function<bool(std::uint64_t index, std::string_view)>& finds) {
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (is_looked_up(symbols[i]) && !finds(i + 1, symbols[i].name)) return std::string(symbols[i].name);
  }
  return std::nullopt;
}

/// Header {buckets, first symbol, words of the Bloom filter, its shift}, filter, buckets, and a hash of each symbol,
/// whose lowest bit ends a chain.
std::optional<std::string> not_in_gnu_table(const Words& words, const std::vector<Symbol>& symbols) {
  const std::uint64_t bucket_count = words.word(0).value_or(0);
  const std::uint64_t first = words.word(4).value_or(0);
  const std::uint64_t filter_words = words.word(8).value_or(0);
  const std::uint32_t shift = words.word(12).value_or(0);
  const std::uint64_t word_bits = words.word_size() * 8;
  const std::uint64_t buckets = 16 + filter_words * words.word_size();
  const std::uint64_t chains = buckets + 4 * bucket_count;
  // Where the chain that a symbol is in begins: behind the last end before it.
  std::vector<std::uint64_t> begins(symbols.size() + 1, first);
  for (std::uint64_t i = first + 1; i < begins.size(); ++i) {
    const bool ends = (words.word(chains + 4 * (i - 1 - first)).value_or(1) & 1) != 0;
    begins[i] = ends ? i : begins[i - 1];
  }
  return first_not_found(symbols, [&](std::uint64_t index, std::string_view name) {
    if (bucket_count == 0 || filter_words == 0 || index < first) return false;
    const std::uint32_t hash = gnu_hash_of(name);
    const auto filter = words.address(16 + (hash / word_bits & (filter_words - 1)) * words.word_size());
    const auto start = words.word(buckets + 4 * (hash % bucket_count));
    const auto own = words.word(chains + 4 * (index - first));
    if (!filter || !start || !own) return false;
    const bool passes =
        (*filter >> hash % word_bits & *filter >> (shift < 32 ? hash >> shift : 0) % word_bits & 1) != 0;
    return passes && *start >= begins[index] && *start <= index && (*own | 1U) == (hash | 1U);
  });
}

/// Header {buckets, symbols}, the first symbol of each bucket, and the next one of each symbol.
std::optional<std::string> not_in_sysv_table(const Words& words, const std::vector<Symbol>& symbols) {
  const std::uint64_t bucket_count = words.word(0).value_or(0);
  constexpr std::uint64_t in_none = ~0ULL;
  std::vector<std::uint64_t> bucket_of(symbols.size() + 1, in_none);
  for (std::uint64_t bucket = 0; bucket < bucket_count; ++bucket) {
    const auto start = words.word(8 + 4 * bucket);
    if (!start) break;
    for (std::uint64_t at = *start; at != 0 && at < bucket_of.size() && bucket_of[at] == in_none;) {
      bucket_of[at] = bucket;
      at = words.word(8 + 4 * (bucket_count + at)).value_or(0);
    }
  }
  return first_not_found(symbols, [&](std::uint64_t index, std::string_view name) {
    return bucket_count != 0 && bucket_of[index] == sysv_hash_of(name) % bucket_count;
  });
}

/// The last entry of a tag, as the loader takes it.
std::optional<std::uint64_t> last_of(const std::vector<Image::DynamicEntry>& entries, std::int64_t tag) {
  std::optional<std::uint64_t> value;
  for (const auto& entry : entries)
    if (entry.tag == tag) value = entry.value;
  return value;
}

/// `size` bytes at `address`; nothing where that can't be read.
std::optional<Words> words_at(const Image& image, std::uint64_t address, std::uint64_t size) {
  const auto offset = size > most_table_bytes ? std::nullopt : image.offset_of(address, size);
  const auto bytes = offset ? image.bytes_at_offset(*offset, size) : std::unexpected(Damage{});
  if (!bytes) return std::nullopt;
  return Words(*bytes, image.header().bits, image.header().little_endian);
}

}  // namespace

std::optional<std::string> symbol_not_found(const Image& image, const std::vector<Symbol>& symbols,
                                            std::vector<Damage>& damage) {
  const auto never = [](std::uint64_t, std::string_view) { return false; };  // a table that can't be read
  const auto entries = image.dynamic_entries(damage);
  if (const auto gnu = last_of(entries, DT_GNU_HASH)) {
    const auto head = words_at(image, *gnu, 16);
    if (!head) return first_not_found(symbols, never);
    const std::uint64_t first = head->word(4).value_or(0);
    const std::uint64_t hashed = symbols.size() + 1 > first ? symbols.size() + 1 - first : 0;
    const auto words = words_at(
        image, *gnu, 16 + head->word(8).value_or(0) * head->word_size() + 4 * (head->word(0).value_or(0) + hashed));
    return words ? not_in_gnu_table(*words, symbols) : first_not_found(symbols, never);
  }
  const auto sysv = last_of(entries, DT_HASH);
  if (!sysv) return std::nullopt;
  const auto head = words_at(image, *sysv, 8);
  if (!head) return first_not_found(symbols, never);
  const auto words =
      words_at(image, *sysv, 8 + 4 * (std::uint64_t{head->word(0).value_or(0)} + head->word(4).value_or(0)));
  return words ? not_in_sysv_table(*words, symbols) : first_not_found(symbols, never);
}

std::optional<std::string> absolute_symbol(const Image& image, const std::vector<Symbol>& symbols,
                                           std::vector<Damage>& damage) {
  const bool wide = image.header().bits == 64;
  const std::uint64_t size = wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
  const auto table = last_of(image.dynamic_entries(damage), DT_SYMTAB);
  const auto words = table ? words_at(image, *table, (symbols.size() + 1) * size) : std::nullopt;
  if (!words) return std::nullopt;
  const std::uint64_t place = wide ? offsetof(Elf64_Sym, st_shndx) : offsetof(Elf32_Sym, st_shndx);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const Symbol& symbol = symbols[i];
    const bool has_place =
        symbol.type == STT_FUNC || symbol.type == STT_GNU_IFUNC || (symbol.type == STT_OBJECT && symbol.size != 0);
    if (has_place && words->half((i + 1) * size + place) == SHN_ABS) return std::string(symbol.name);
  }
  return std::nullopt;
}

}  // namespace fairplay::signatures::elf
