#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fairplay::auditor::behaviour {

/// In which order a routine adds its terms, found from results alone: with a huge term at i, its opposite at j and ones
/// elsewhere, only the ones that are added after these two have met are left. P. Xie, Y. Gao, J. Xue: FPRev: Revealing
/// the Order of Floating-Point Summation, arXiv 2411.00442.
struct SummationTree {
  std::size_t terms = 0;
  std::vector<std::size_t> met;  ///< [i * terms + j]: how many leaves the smallest subtree with i and j has

  std::size_t together(std::size_t i, std::size_t j) const { return met[i * terms + j]; }

  /// "left to right, tree 0123456789abcdef", "in 8 partial sums, tree ...", "pairwise, tree ...": equal trees have
  /// equal words, and other trees another number.
  std::string describe() const;
};

/// `sum` gives the sum of its terms. Nullopt where the results fit no tree: it isn't a sum in one fixed order, or terms
/// are scaled.
std::optional<SummationTree> summation_tree(std::size_t terms,
                                            const std::function<double(const std::vector<double>&)>& sum);

/// How many terms from the first on are added one after another, before something else joins: a kernel's block of k.
/// `terms` where all are; 0 where the results fit no order.
std::size_t first_run(std::size_t terms, const std::function<double(const std::vector<double>&)>& sum);

}  // namespace fairplay::auditor::behaviour
