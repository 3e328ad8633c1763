#include "auditor/behaviour/child/summation_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace fairplay::auditor::behaviour {
namespace {

/// Whether each of the first `count` terms that lie `stride` apart joins the sum of those before it, beginning with
/// term `first` and going `sign` * stride.
bool in_a_row(const SummationTree& tree, std::size_t first, std::size_t stride, int sign, std::size_t count) {
  for (std::size_t i = 1; i < count; ++i)
    if (const std::size_t term = sign > 0 ? first + i * stride : first - i * stride;
        tree.together(first, term) != i + 1)
      return false;
  return true;
}

/// Of `values`, which are all 1, and are left so.
std::optional<std::size_t> smallest_subtree_with(std::size_t i, std::size_t j, std::vector<double>& values,
                                                 const std::function<double(const std::vector<double>&)>& sum) {
  constexpr double huge = 0x1p+70;  // swallows any number of ones
  values[i] = huge;
  values[j] = -huge;
  const double left = sum(values);
  values[i] = values[j] = 1;
  if (!(left >= 0 && left <= static_cast<double>(values.size() - 2)) ||
      left != static_cast<double>(static_cast<std::size_t>(left)))
    return std::nullopt;
  return values.size() - static_cast<std::size_t>(left);
}

}  // namespace

std::optional<SummationTree> summation_tree(std::size_t terms,
                                            const std::function<double(const std::vector<double>&)>& sum) {
  SummationTree tree;
  tree.terms = terms;
  tree.met.assign(terms * terms, 1);
  std::vector<double> values(terms, 1.0);
  for (std::size_t i = 0; i < terms; ++i)
    for (std::size_t j = i + 1; j < terms; ++j) {
      const auto size = smallest_subtree_with(i, j, values, sum);
      if (!size) return std::nullopt;
      tree.met[i * terms + j] = tree.met[j * terms + i] = *size;
    }
  return tree;
}

std::size_t first_run(std::size_t terms, const std::function<double(const std::vector<double>&)>& sum) {
  std::vector<double> values(terms, 1.0);
  for (std::size_t j = 1; j < terms; ++j) {
    const auto size = smallest_subtree_with(0, j, values, sum);
    if (!size) return 0;
    if (*size != j + 1) return j;
  }
  return terms;
}

std::string SummationTree::describe() const {
  std::uint64_t digest = 0xcbf29ce484222325;  // FNV-1a
  for (const std::size_t size : met)
    for (int byte = 0; byte < 4; ++byte) digest = (digest ^ (size >> (8 * byte) & 0xff)) * 0x100000001b3;
  std::string how = "in an order of its own";
  if (terms < 2 || in_a_row(*this, 0, 1, 1, terms)) {
    how = "left to right";
  } else if (in_a_row(*this, terms - 1, 1, -1, terms)) {
    how = "right to left";
  } else {
    // The first term that is added to term 0 shows how many partial sums there are, if any; the last multiple of it
    // belongs to a remainder that may be added otherwise.
    std::size_t partner = 1;
    for (std::size_t j = 2; j < terms; ++j)
      if (together(0, j) < together(0, partner)) partner = j;
    if (partner > 1 && together(0, partner) == 2 && in_a_row(*this, 0, partner, 1, terms / partner)) {
      how = fmt::format("in {} partial sums", partner);
    } else if (partner > 1) {
      how = fmt::format("term 0 meets term {} first", partner);
    } else {
      std::size_t run = 2;
      while (run < terms && together(0, run) == run + 1) ++run;
      how = run > 2 ? fmt::format("in runs of {}", run) : std::string("pairwise");
    }
  }
  return fmt::format("{}, tree {:016x}", how, digest);
}

}  // namespace fairplay::auditor::behaviour
