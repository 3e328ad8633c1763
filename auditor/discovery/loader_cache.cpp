// The loader's cache, /etc/ld.so.cache: a sorted table of library names and where they lie, as ldconfig writes it.
// Layout: glibc, sysdeps/generic/dl-cache.h.
//
//   old:  "ld.so-1.7.0" pad nlibs:u32 { flags:i32 key:u32 value:u32 }*  strings      (offsets count from the strings)
//   new:  "glibc-ld.so.cache" "1.1" nlibs:u32 len_strings:u32 flags:u8 pad[3] extension_offset:u32 unused[3]
//         { flags:i32 key:u32 value:u32 osversion:u32 hwcap:u64 }*  strings  extensions   (offsets count from the
//         header)
//
// A file may hold the old table followed, at the next multiple of 8, by the new one.
#include "auditor/discovery/loader_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace fairplay::auditor::discovery {
namespace {

constexpr std::string_view old_magic = "ld.so-1.7.0";
constexpr std::string_view new_magic = "glibc-ld.so.cache";
constexpr std::string_view new_version = "1.1";
constexpr std::size_t old_header = 16;
constexpr std::size_t old_entry = 12;
constexpr std::size_t new_header = 48;
constexpr std::size_t new_entry = 24;
constexpr std::size_t most_entries = 200'000;
constexpr std::size_t longest_text = 4096;  // PATH_MAX: nothing longer can be opened
constexpr std::size_t most_damage = 16;

/// Set in an entry's hwcap where its low half is an index into the list of glibc-hwcaps names.
constexpr std::uint64_t hwcap_extension = std::uint64_t{1} << 62;
constexpr std::uint32_t extension_magic = 0xEAA42174;
constexpr std::uint32_t extension_glibc_hwcaps = 1;

/// A part of the file with numbers in one byte order; every access is checked.
class Table {
 public:
  Table(std::string_view bytes, bool swapped) : bytes_(bytes), swapped_(swapped) {}

  template <class T>
  std::optional<T> number(std::size_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof(T));
    return swapped_ ? std::byteswap(value) : value;
  }

  /// A NUL-terminated text of at most `longest_text` bytes.
  std::optional<std::string_view> text(std::size_t offset) const {
    if (offset >= bytes_.size()) return std::nullopt;
    const std::string_view rest = bytes_.substr(offset, longest_text);
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    return rest.substr(0, end);
  }

  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool swapped_;
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& file) : bytes_(bytes), file_(file) {}

  LoaderCache read() {
    if (bytes_.starts_with(new_magic)) {
      read_new(0);
    } else if (bytes_.starts_with(old_magic)) {
      read_old();
    } else {
      report("offset 0", fmt::format("not a loader cache: begins with neither \"{}\" nor \"{}\"; run ldconfig",
                                     new_magic, old_magic));
    }
    if (untold_ > 0) result_.damage.push_back({file_, "", fmt::format("{} more damaged entries", untold_), true});
    return std::move(result_);
  }

 private:
  void report(std::string place, std::string reason) {
    if (result_.damage.size() >= most_damage) {
      ++untold_;
      return;
    }
    result_.damage.push_back({file_, std::move(place), std::move(reason), true});
  }

  /// How many entries to read where the header speaks of `claimed` and `room` bytes follow it.
  std::size_t entries_to_read(std::uint64_t claimed, std::size_t room, std::size_t entry_size, std::size_t header_at) {
    const std::size_t held = room / entry_size;
    if (claimed > held) {
      report(fmt::format("offset {:#x}", header_at),
             fmt::format("the header speaks of {} entries, the file has room for {}", claimed, held));
    } else if (claimed > most_entries) {
      report(fmt::format("offset {:#x}", header_at),
             fmt::format("{} entries; only the first {} are read", claimed, most_entries));
    }
    return std::min({static_cast<std::size_t>(std::min<std::uint64_t>(claimed, held)), held, most_entries});
  }

  void read_old() {
    bool swapped = false;
    auto count = Table(bytes_, false).number<std::uint32_t>(old_magic.size() + 1);
    if (!count) {
      report(fmt::format("offset {:#x}", bytes_.size()), "the file ends inside its header");
      return;
    }
    // This table has no byte order mark: a count that the file can't hold is the other order.
    if (*count > (bytes_.size() - old_header) / old_entry &&
        std::byteswap(*count) <= (bytes_.size() - old_header) / old_entry) {
      swapped = true;
      count = std::byteswap(*count);
    }
    const std::uint64_t strings = old_header + std::uint64_t{*count} * old_entry;
    const std::uint64_t behind = (strings + 7) / 8 * 8;
    if (behind < bytes_.size() && bytes_.substr(behind).starts_with(new_magic)) {
      read_new(static_cast<std::size_t>(behind));
      return;
    }
    const std::size_t entries = entries_to_read(*count, bytes_.size() - old_header, old_entry, old_magic.size() + 1);
    if (entries < *count) return;  // without the true count nobody knows where the strings begin
    const Table table(bytes_, swapped);
    for (std::size_t i = 0; i < entries; ++i) {
      const std::size_t at = old_header + i * old_entry;
      const auto flags = table.number<std::uint32_t>(at), key = table.number<std::uint32_t>(at + 4),
                 value = table.number<std::uint32_t>(at + 8);
      if (!flags || !key || !value) break;
      add(table, i, at, *flags, static_cast<std::size_t>(strings) + *key, static_cast<std::size_t>(strings) + *value,
          0);
    }
  }

  void read_new(std::size_t base) {
    const std::string_view bytes = bytes_.substr(base);
    if (bytes.size() < new_header) {
      report(fmt::format("offset {:#x}", bytes_.size()),
             fmt::format("the file ends inside its header of {} bytes", new_header));
      return;
    }
    const std::string_view version = bytes.substr(new_magic.size(), new_version.size());
    if (version != new_version) {
      report(fmt::format("offset {:#x}", base + new_magic.size()),
             fmt::format("cache format \"{}\" is not known, only \"{}\"", version, new_version));
      return;
    }
    // cache_file_new_flags_endian: 2 little, 3 big, 0 where an older ldconfig wrote it.
    const unsigned order = static_cast<unsigned char>(bytes[28]) & 3U;
    bool swapped = order == 3;
    if (order < 2) {
      const auto native = Table(bytes, false).number<std::uint32_t>(20);
      swapped = native && *native > (bytes.size() - new_header) / new_entry &&
                std::byteswap(*native) <= (bytes.size() - new_header) / new_entry;
    }
    if constexpr (std::endian::native == std::endian::big) {
      if (order >= 2) swapped = !swapped;
    }
    const Table table(bytes, swapped);
    const std::size_t entries =
        entries_to_read(table.number<std::uint32_t>(20).value_or(0), bytes.size() - new_header, new_entry, base + 20);
    read_hwcap_names(table, base);
    result_.entries.reserve(entries);
    for (std::size_t i = 0; i < entries; ++i) {
      const std::size_t at = new_header + i * new_entry;
      const auto flags = table.number<std::uint32_t>(at), key = table.number<std::uint32_t>(at + 4),
                 value = table.number<std::uint32_t>(at + 8);
      const auto hwcap = table.number<std::uint64_t>(at + 16);
      if (!flags || !key || !value || !hwcap) break;
      add(table, i, base + at, *flags, *key, *value, *hwcap);
    }
  }

  /// cache_extension: magic, count, then sections {tag, flags, offset, size}; the one of glibc-hwcaps lists offsets of
  /// names.
  void read_hwcap_names(const Table& table, std::size_t base) {
    const std::size_t at = table.number<std::uint32_t>(32).value_or(0);
    if (at == 0) return;
    const auto magic = table.number<std::uint32_t>(at), count = table.number<std::uint32_t>(at + 4);
    if (!magic || !count || *magic != extension_magic) {
      report(fmt::format("offset {:#x}", base + 32),
             fmt::format("the extension directory at {:#x} is not there", base + at));
      return;
    }
    for (std::uint32_t i = 0; i < *count && i < 64; ++i) {
      const std::size_t section = at + 8 + std::size_t{i} * 16;
      const auto tag = table.number<std::uint32_t>(section), offset = table.number<std::uint32_t>(section + 8),
                 size = table.number<std::uint32_t>(section + 12);
      if (!tag || !offset || !size) return;
      if (*tag != extension_glibc_hwcaps) continue;
      for (std::uint32_t j = 0; j < *size / 4 && j < 256; ++j) {
        const auto name_at = table.number<std::uint32_t>(std::size_t{*offset} + std::size_t{j} * 4);
        if (!name_at) return;
        hwcap_names_.push_back(table.text(*name_at).value_or(std::string_view{}));
      }
    }
  }

  void add(const Table& table, std::size_t index, std::size_t at, std::uint32_t flags, std::size_t key,
           std::size_t value, std::uint64_t hwcap) {
    const auto name = table.text(key);
    const auto path = table.text(value);
    if (!name || !path) {
      const std::size_t bad = name ? value : key;
      report(fmt::format("entry {} at offset {:#x}", index, at),
             bad < table.size() ? fmt::format("its {} at {:#x} does not end within {} bytes", name ? "path" : "name",
                                              bad, longest_text)
                                : fmt::format("its {} lies at {:#x}, behind the end at {:#x}", name ? "path" : "name",
                                              bad, table.size()));
      return;
    }
    if (name->empty() || !path->starts_with('/')) {
      report(fmt::format("entry {} at offset {:#x}", index, at),
             fmt::format("\"{}\" => \"{}\" is no library name with an absolute path", name->substr(0, 80),
                         path->substr(0, 80)));
      return;
    }
    CacheEntry entry{*name, *path, static_cast<std::int32_t>(flags), hwcap, {}};
    if ((hwcap & hwcap_extension) != 0) {
      const std::size_t which = hwcap & 0xffffffffU;
      if (which < hwcap_names_.size()) entry.hwcap_name = hwcap_names_[which];
    }
    result_.entries.push_back(entry);
  }

  std::string_view bytes_;
  const std::string& file_;
  LoaderCache result_;
  std::vector<std::string_view> hwcap_names_;
  std::size_t untold_ = 0;
};

}  // namespace

LoaderCache read_loader_cache(std::string_view bytes, const std::string& file) { return Reader(bytes, file).read(); }

}  // namespace fairplay::auditor::discovery
