#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::signatures::elf {

/// The symbols of one object that others can bind to, looked up by name. A library has ten thousand, of which a
/// process asks for a few hundred: they stand in one text behind a table of buckets, and nothing is sorted but what
/// shares a bucket.
class ExportedSymbols {
 public:
  /// `version`: empty without one. At most 2^32 - 1 symbols, as Image reads.
  void add(std::string_view name, std::string_view version);
  /// Call it once, after the last add().
  void build_table();

  bool contains(std::string_view name) const { return !of_name(name).empty(); }
  bool contains(std::string_view name, std::string_view version) const;
  std::size_t size() const { return symbols_.size(); }

 private:
  struct Symbol {
    std::size_t name = 0;  ///< where it begins in names_
    std::uint32_t length = 0;
    std::uint32_t version = 0;  ///< index of versions_
  };
  struct Run {
    std::size_t first = 0;
    std::size_t last = 0;  ///< one behind
    bool empty() const { return first == last; }
  };

  std::string_view name_of(const Symbol& symbol) const {
    return std::string_view(names_).substr(symbol.name, symbol.length);
  }
  std::size_t bucket_of(std::string_view name) const;
  Run of_name(std::string_view name) const;  ///< all versions of it

  std::string names_;
  std::vector<std::string> versions_;
  std::map<std::string, std::uint32_t> numbers_;  ///< index of each in versions_, while symbols are added
  std::vector<Symbol> symbols_;                   ///< by bucket, and by name within one
  std::vector<std::uint32_t> buckets_;  ///< where each begins in symbols_; one more than there are, a power of 2
};

}  // namespace fairplay::signatures::elf
