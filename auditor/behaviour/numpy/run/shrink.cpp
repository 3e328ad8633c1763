#include "auditor/behaviour/numpy/run/shrink.h"

#include <algorithm>

#include "auditor/behaviour/numpy/battery/maker.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::optional<Disagreement> again(const Operation& operation, NumpySession& session, Release release) {
  std::optional<Disagreement> found;
  session.ask({operation}, [&](std::size_t, const Answer& reference, const SubjectAnswer& subject) {
    found = judge(operation, release, reference, subject);
  });
  return found;
}

/// The operand's elements without gaps; of `only`, the one at this place, as a line of one.
OperandLayout compact(const Operation& operation, std::size_t place, std::int64_t only = -1) {
  const OperandLayout& old = operation.operands[place];
  const auto elements = elements_of(operation, place);
  if (only < 0) return Maker::plain(old.dtype, old.shape, elements);
  const std::size_t kept = elements.size() == 1 ? 0 : static_cast<std::size_t>(only);
  return Maker::plain(old.dtype, {1}, std::vector{elements.at(kept)});
}

bool is_elementwise(const Operation& operation) {
  return (operation.op() == "ufunc" && !operation.is_set("out") && !operation.is_set("lengths")) ||
         operation.op() == "astype";
}

bool same_shapes(const Operation& operation) {
  return std::ranges::all_of(operation.operands, [&](const OperandLayout& one) {
    return one.shape == operation.operands.front().shape && one.shares < 0;
  });
}

}  // namespace

bool shrink(Cause& cause, NumpySession& session, Release release) {
  if (cause.found.difference == Difference::dies) session.restart();
  const auto found = again(cause.smallest, session, release);
  if (!found || found->difference != cause.found.difference) return false;
  cause.found = *found;
  const auto accept = [&](Operation smaller) {
    const auto still = again(smaller, session, release);
    if (!still || still->difference != cause.found.difference || still->known != cause.found.known) return false;
    cause.smallest = std::move(smaller);
    cause.found = *still;
    return true;
  };
  // An ordinary call of the shortest length that shows it.
  if (cause.smallest.is_set("lengths") && !cause.found.outside) {
    const std::int64_t extent = cause.smallest.operands[0].shape[0];
    for (std::int64_t length = 1; length <= extent; ++length) {
      Operation one = cause.smallest;
      one.arguments.erase("lengths");
      for (OperandLayout& operand : one.operands) operand.shape[0] = length;
      if (accept(std::move(one))) break;
    }
  }
  if (is_elementwise(cause.smallest) && same_shapes(cause.smallest) && !cause.smallest.operands.empty()) {
    std::vector<std::int64_t> candidates;
    if (cause.found.element >= 0) candidates.push_back(cause.found.element);
    const auto count = static_cast<std::int64_t>(elements_of(cause.smallest, 0).size());
    if (cause.found.element < 0)
      for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 64); ++i) candidates.push_back(i);
    for (const std::int64_t element : candidates) {
      Operation smaller = cause.smallest;
      for (std::size_t i = 0; i < smaller.operands.size(); ++i)
        smaller.operands[i] = compact(cause.smallest, i, element);
      if (accept(std::move(smaller))) return true;
    }
  }
  // A line of as few elements as show it.
  const auto is_line = [&](const OperandLayout& one) {
    return one.shape.size() == 1 && one.shape == cause.smallest.operands[0].shape;
  };
  if (cause.smallest.op() == "ufunc" && std::ranges::all_of(cause.smallest.operands, is_line)) {
    const std::int64_t extent = cause.smallest.operands.empty() ? 0 : cause.smallest.operands[0].shape[0];
    // Every length where vector code has its ends, then in wider steps.
    for (std::int64_t fewer = 1; fewer < extent; fewer += std::max<std::int64_t>(1, fewer / 16)) {
      Operation smaller = cause.smallest;
      for (OperandLayout& operand : smaller.operands) operand.shape[0] = fewer;
      if (accept(std::move(smaller))) break;
    }
  }
  const bool shares = std::ranges::any_of(cause.smallest.operands, [](const auto& one) { return one.shares >= 0; });
  if (!shares) {
    Operation plain = cause.smallest;
    for (std::size_t i = 0; i < plain.operands.size(); ++i) plain.operands[i] = compact(cause.smallest, i);
    accept(std::move(plain));
  }
  return true;
}

}  // namespace fairplay::auditor::behaviour::numpy
