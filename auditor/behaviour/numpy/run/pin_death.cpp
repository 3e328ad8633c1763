#include "auditor/behaviour/numpy/run/pin_death.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// The place of the first operation that ends a fresh process, and how.
std::optional<PinnedDeath> first_death(std::span<const Operation> operations, const InterpreterStart& start,
                                       Release release) {
  NumpySession session(start, release);
  if (session.begin()) return std::nullopt;
  std::optional<PinnedDeath> found;
  session.ask(
      {operations.begin(), operations.end()},
      [&](std::size_t place, const Answer&, const SubjectAnswer& subject) {
        if (!found && subject.kind == SubjectAnswer::Kind::dies) found = PinnedDeath{place, subject.text, false};
      },
      [&] { return found.has_value(); });
  return found;
}

}  // namespace

std::optional<PinnedDeath> pin_death(std::span<const Operation> operations, const InterpreterStart& start,
                                     Release release) {
  const std::size_t last = operations.size() - 1;
  if (auto alone = first_death(operations.subspan(last), start, release)) return PinnedDeath{last, alone->how, false};
  InterpreterStart checked = start;
  checked.checks_memory = true;
  const auto first = first_death(operations, checked, release);
  if (!first || !first_death(operations.subspan(first->place, 1), checked, release)) return std::nullopt;
  return PinnedDeath{first->place, "writes outside of its memory", true};
}

}  // namespace fairplay::auditor::behaviour::numpy
