#include "signatures/elf/exported_symbols.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace fairplay::signatures::elf {

void ExportedSymbols::add(std::string_view name, std::string_view version) {
  // Neighbours mostly have the same version.
  std::uint32_t index = symbols_.empty() ? 0 : symbols_.back().version;
  if (index >= versions_.size() || versions_[index] != version) {
    const auto [known, is_new] = numbers_.try_emplace(std::string(version), versions_.size());
    if (is_new) versions_.emplace_back(version);
    index = known->second;
  }
  symbols_.push_back({names_.size(), static_cast<std::uint32_t>(name.size()), index});
  names_ += name;
}

void ExportedSymbols::build_table() {
  numbers_.clear();
  names_.shrink_to_fit();
  buckets_.assign(std::bit_ceil(symbols_.size() + 1) + 1, 0);
  std::vector<std::uint32_t> bucket_of_symbol;
  bucket_of_symbol.reserve(symbols_.size());
  for (const Symbol& symbol : symbols_) {
    bucket_of_symbol.push_back(static_cast<std::uint32_t>(bucket_of(name_of(symbol))));
    ++buckets_[bucket_of_symbol.back() + 1];
  }
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
  std::vector<Symbol> ordered(symbols_.size());
  std::vector<std::uint32_t> next(buckets_.begin(), buckets_.end() - 1);
  for (std::size_t i = 0; i < symbols_.size(); ++i) ordered[next[bucket_of_symbol[i]]++] = symbols_[i];
  symbols_ = std::move(ordered);
  // Names that were made up to share a bucket are still found by halves.
  for (std::size_t i = 0; i + 1 < buckets_.size(); ++i) {
    if (buckets_[i + 1] - buckets_[i] < 2) continue;
    std::ranges::sort(symbols_.begin() + buckets_[i], symbols_.begin() + buckets_[i + 1], {},
                      [this](const Symbol& symbol) { return name_of(symbol); });
  }
}

bool ExportedSymbols::contains(std::string_view name, std::string_view version) const {
  const Run run = of_name(name);
  for (std::size_t i = run.first; i < run.last; ++i) {
    if (versions_[symbols_[i].version] == version) return true;
  }
  return false;
}

std::size_t ExportedSymbols::bucket_of(std::string_view name) const {
  return std::hash<std::string_view>{}(name) & (buckets_.size() - 2);
}

ExportedSymbols::Run ExportedSymbols::of_name(std::string_view name) const {
  if (symbols_.empty() || buckets_.empty()) return {};
  const std::size_t bucket = bucket_of(name);
  const auto named =
      std::ranges::equal_range(symbols_.begin() + buckets_[bucket], symbols_.begin() + buckets_[bucket + 1], name, {},
                               [this](const Symbol& symbol) { return name_of(symbol); });
  return {static_cast<std::size_t>(named.begin() - symbols_.begin()),
          static_cast<std::size_t>(named.end() - symbols_.begin())};
}

}  // namespace fairplay::signatures::elf
