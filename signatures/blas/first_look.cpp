#include "signatures/blas/first_look.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace fairplay::signatures::blas {
namespace {

/// Each is part of a name that some recogniser, or the search for interfaces, asks for.
constexpr std::array<std::string_view, 12> markers = {"dgemm",        "dgetrf",   "dasum",    "openblas_get_config",
                                                      "gotoblas",     "bli_in",   "mkl_blas", "mkl_lapack",
                                                      "MKL_Get_Vers", "mkl_serv", "ATL_",     "flexiblas_"};

std::optional<std::uint64_t> value_of(const std::vector<elf::Image::DynamicEntry>& entries, std::int64_t tag) {
  const auto found = std::ranges::find(entries, tag, &elf::Image::DynamicEntry::tag);
  return found == entries.end() ? std::nullopt : std::optional(found->value);
}

bool has_marker(std::string_view text) {
  return std::ranges::any_of(markers,
                             [&](std::string_view marker) { return text.find(marker) != std::string_view::npos; });
}

}  // namespace

FirstLook first_look(const elf::Image& image) {
  std::vector<Damage> damage;
  const auto entries = image.dynamic_entries(damage);
  const auto table = value_of(entries, DT_STRTAB);
  const auto size = value_of(entries, DT_STRSZ);
  if (!table || !size) return damage.empty() ? FirstLook::nothing : FirstLook::unreadable;
  if (*size == 0) return FirstLook::nothing;
  const auto offset = image.offset_of(*table, *size);
  if (!offset) return FirstLook::unreadable;
  const auto bytes = image.bytes_at_offset(*offset, *size);
  if (!bytes) return FirstLook::unreadable;
  const std::string_view names(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  if (!has_marker(names)) return FirstLook::nothing;
  // Most of these modules only call a BLAS.
  const auto symbols = image.dynamic_symbols(damage);
  const bool defines =
      std::ranges::any_of(symbols, [](const elf::Symbol& symbol) { return symbol.defined && has_marker(symbol.name); });
  if (defines) return FirstLook::defines;
  return symbols.empty() && !damage.empty() ? FirstLook::unreadable : FirstLook::nothing;
}

}  // namespace fairplay::signatures::blas
