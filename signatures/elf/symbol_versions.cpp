#include "signatures/elf/symbol_versions.h"

#include <fmt/format.h>

#include <algorithm>

namespace fairplay::signatures::elf {
namespace {

constexpr std::size_t longest_version = 1024;

void broken(const Image::State& state, std::vector<Damage>& damage, std::string tag, std::uint64_t entry,
            std::uint64_t count) {
  damage.push_back(
      state.damage(std::move(tag), fmt::format("entry {} of {} reaches beyond its segment", entry, count)));
}

}  // namespace

// Verdef {version, flags, ndx, cnt: half; hash, aux, next: word}, Verdaux {name, next: word}; same in both classes.
std::vector<NumberedDefinition> version_definitions_of(Image::State& state, const DynamicTable& table,
                                                       std::vector<Damage>& damage) {
  std::vector<NumberedDefinition> found;
  const auto address = table.value(DT_VERDEF);
  if (!address) return found;
  auto bytes = state.table_at(*address, SHT_GNU_verdef);
  if (!bytes) {
    damage.push_back(bytes.error());
    return found;
  }
  const Words words = state.words(*bytes);
  const Words strings = state.words(table.strings);
  std::uint64_t at = 0;
  const std::uint64_t count = std::min<std::uint64_t>(table.value(DT_VERDEFNUM).value_or(0), most_version_entries);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto index = words.half(at + 4);
    const auto aux = words.word(at + 12);
    const auto next = words.word(at + 16);
    if (!index || !aux || !next) {
      broken(state, damage, "DT_VERDEF", i, count);
      return found;
    }
    if (const auto offset = words.word(at + *aux)) {
      found.push_back({static_cast<std::uint16_t>(*index & 0x7fff),
                       std::string(strings.string(*offset, longest_version).value_or(""))});
    }
    if (*next == 0) break;
    at += *next;
  }
  return found;
}

// Verneed {version, cnt: half; file, aux, next: word}, Vernaux {hash: word; flags, other: half; name, next: word}.
std::vector<NumberedNeed> version_needs_of(Image::State& state, const DynamicTable& table,
                                           std::vector<Damage>& damage) {
  std::vector<NumberedNeed> found;
  const auto address = table.value(DT_VERNEED);
  if (!address) return found;
  auto bytes = state.table_at(*address, SHT_GNU_verneed);
  if (!bytes) {
    damage.push_back(bytes.error());
    return found;
  }
  const Words words = state.words(*bytes);
  const Words strings = state.words(table.strings);
  const auto text = [&](std::uint32_t offset) {
    return std::string(strings.string(offset, longest_version).value_or(""));
  };
  std::uint64_t at = 0;
  const std::uint64_t count = std::min<std::uint64_t>(table.value(DT_VERNEEDNUM).value_or(0), most_version_entries);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto versions = words.half(at + 2);
    const auto file = words.word(at + 4);
    const auto aux = words.word(at + 8);
    const auto next = words.word(at + 12);
    if (!versions || !file || !aux || !next) {
      broken(state, damage, "DT_VERNEED", i, count);
      return found;
    }
    std::uint64_t entry = at + *aux;
    for (std::uint16_t k = 0; k < *versions; ++k) {
      const auto flags = words.half(entry + 4);
      const auto other = words.half(entry + 6);
      const auto name = words.word(entry + 8);
      const auto following = words.word(entry + 12);
      if (!flags || !other || !name || !following || found.size() >= most_version_entries) {
        broken(state, damage, "DT_VERNEED", i, count);
        return found;
      }
      found.push_back(
          {static_cast<std::uint16_t>(*other & 0x7fff), {text(*file), text(*name), (*flags & VER_FLG_WEAK) != 0}});
      if (*following == 0) break;
      entry += *following;
    }
    if (*next == 0) break;
    at += *next;
  }
  return found;
}

std::vector<std::string> Image::version_definitions(std::vector<Damage>& damage) const {
  std::vector<std::string> versions;
  for (NumberedDefinition& one : version_definitions_of(*state_, state_->dynamic_table(damage), damage))
    versions.push_back(std::move(one.version));
  return versions;
}

std::vector<VersionNeed> Image::version_needs(std::vector<Damage>& damage) const {
  std::vector<VersionNeed> needs;
  for (NumberedNeed& one : version_needs_of(*state_, state_->dynamic_table(damage), damage))
    needs.push_back(std::move(one.need));
  return needs;
}

}  // namespace fairplay::signatures::elf
