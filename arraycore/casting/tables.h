#pragma once

#include <optional>
#include <string_view>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {

/// One table of casting/tables, as measured: rows and columns are named by single characters.
class CastingTable {
 public:
  /// The table called `name` of the regime that serves `release`.
  static CastingTable of(std::string_view name, Release release);

  /// The entry in a row and a column; nullopt where there is none.
  std::optional<char> at(char row, char column) const;
  /// What stands behind a row's name.
  std::optional<std::string_view> row(char name) const;
  /// The first and the last release that were measured to follow it.
  Release first() const { return first_; }
  Release last() const { return last_; }

 private:
  explicit CastingTable(std::string_view text);

  std::string_view columns_;
  std::string_view rows_;
  Release first_{0, 0};
  Release last_{0, 0};
};

}  // namespace fairplay::arraycore
