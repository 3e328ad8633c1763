#pragma once

#include <initializer_list>
#include <limits>
#include <span>

#include "auditor/behaviour/numpy/judgement/known_differences.h"

/// The table of what official builds are known to do otherwise than documents say, or differently from one another
/// where documents leave it open: a file per family. Each row was seen in the wheels of its releases
/// (docs/arraycore.md).
namespace fairplay::auditor::behaviour::numpy::known {

inline constexpr Release oldest{0, 0}, newest{99, 0};

struct KnownRow {
  KnownDifference known;
  std::initializer_list<Difference> differences;
  bool (*applies)(const Operation&);
  /// Of values: the error up to which it is this one, in units in the last place. A larger one nobody knows of.
  double most_units = std::numeric_limits<double>::infinity();
};

// The first row that fits counts, in this order of families.
std::span<const KnownRow> ufuncs();
std::span<const KnownRow> moves();
std::span<const KnownRow> sorting();
std::span<const KnownRow> statistics();
std::span<const KnownRow> products();
std::span<const KnownRow> texts();
std::span<const KnownRow> random();
std::span<const KnownRow> spaces();

}  // namespace fairplay::auditor::behaviour::numpy::known
