#include "auditor/behaviour/numpy/run/findings.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/behaviour/numpy/judgement/grading.h"
#include "auditor/behaviour/numpy/reproducer/python_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::size_t size_of(const Operation& operation) {
  std::size_t bytes = 0;
  for (const OperandLayout& operand : operation.operands) bytes += operand.memory.size() + 64;
  return bytes;
}

/// "float64": the operands' dtypes without units and lengths, each once.
std::string dtypes_of(const Operation& operation) {
  std::vector<std::string> names;
  for (const OperandLayout& operand : operation.operands) {
    std::string name = operand.dtype.substr(1, operand.dtype.find('[') - 1);
    if (name[0] == 'S' || name[0] == 'U') name.resize(1);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string key_of(const std::string& probe, const Operation& operation, const Disagreement& found) {
  if (found.known != nullptr) return fmt::format("known {}", found.known->sentence);
  return fmt::format("{} {} {} {}", probe, public_name(operation), name(found.difference),
                     operation.operands.empty() ? "" : operation.operands.front().dtype.substr(1, 1));
}

std::string what_happens(const Cause& cause) {
  const Disagreement& found = cause.found;
  if (found.outside) return "writes outside of its memory";
  switch (found.difference) {
    case Difference::dies: return "ends the process";
    case Difference::hangs: return "never returns";
    case Difference::flags: return "raises other floating-point flags";
    case Difference::dtype: return "gives another dtype";
    case Difference::shape: return "gives another shape";
    case Difference::text: return "gives another text";
    case Difference::subject_refuses: return "refuses what the release takes";
    case Difference::reference_refuses: return "takes what the release refuses";
    case Difference::overflow: return "gives what isn't finite where the result is";
    case Difference::invariant: return "gives impossible values";
    case Difference::values: break;
  }
  if (found.bound_ratio > 0 && found.units > 0)
    return fmt::format("is off by {:.3g} units in the last place", found.units);
  return "gives other values";
}

}  // namespace

void Findings::add(const std::string& probe, const Operation& operation, const Disagreement& found,
                   const std::string& level) {
  Cause cause{probe, operation, found, 1, std::nullopt, {}};
  if (!level.empty()) cause.levels.push_back(level);
  add(key_of(probe, operation, found), std::move(cause));
}

void Findings::take(Findings other) {
  std::map<std::size_t, std::string> keys;
  for (auto& [key, place] : other.places_) keys.emplace(place, key);
  for (auto& [place, key] : keys) add(std::move(key), std::move(other.causes_[place]));
}

void Findings::add(std::string key, Cause cause) {
  const auto [found, is_new] = places_.try_emplace(std::move(key), causes_.size());
  if (is_new) {
    causes_.push_back(std::move(cause));
    return;
  }
  Cause& known = causes_[found->second];
  known.count += cause.count;
  // The first level that shows it is the one in which it is confirmed.
  const bool at_its_level = known.levels.empty() || known.levels.front() == cause.levels.front();
  for (std::string& level : cause.levels)
    if (std::ranges::find(known.levels, level) == known.levels.end()) known.levels.push_back(std::move(level));
  if (at_its_level && size_of(cause.smallest) < size_of(known.smallest)) {
    known.smallest = std::move(cause.smallest);
    known.found = std::move(cause.found);
  }
}

Divergence divergence_of(const Cause& cause, const std::string& release, bool its_own) {
  const Disagreement& found = cause.found;
  Divergence divergence;
  divergence.probe = cause.probe;
  // What ends the process among many operations and not alone isn't this operation's fault.
  const bool elsewhere = found.known == nullptr && found.difference == Difference::dies && cause.confirmed == false;
  divergence.kind = found.known != nullptr  ? found.known->kind
                    : elsewhere || !its_own ? DivergenceClass::property
                                            : DivergenceClass::defect;
  divergence.of_release = found.known != nullptr;
  divergence.routine = public_name(cause.smallest);
  divergence.flags = dtypes_of(cause.smallest);
  divergence.got = found.got;
  divergence.expected = found.expected;
  divergence.bound_ratio = found.bound_ratio;
  divergence.element = std::max<std::int64_t>(found.element, 0);
  divergence.operand = found.element >= 0 ? "result" : "";
  divergence.message = found.known != nullptr
                           ? fmt::format("{} (as in every build of this release)", found.known->sentence)
                       : elsewhere ? "ended the process after many other operations, and doesn't alone"
                                   : fmt::format("{}; NumPy {} doesn't", what_happens(cause), release);
  divergence.symptom = found.difference == Difference::dies    ? Symptom::kills_the_process
                       : found.difference == Difference::hangs ? Symptom::never_returns
                                                               : Symptom::other;
  divergence.grade = grade_of(cause.smallest, found.difference);
  divergence.call = call_text(cause.smallest);
  if (found.known != nullptr && !found.known->reference.empty()) divergence.source = found.known->reference;
  divergence.program = python_program(cause.smallest, found);
  divergence.cause = found.known != nullptr ? std::string(found.known->sentence)
                                            : fmt::format("{} {}", divergence.routine, name(found.difference));
  divergence.confirmed = cause.confirmed;
  divergence.times = cause.count;
  divergence.kernels = cause.levels;
  if (!cause.levels.empty()) divergence.kernel_switch = "NPY_DISABLE_CPU_FEATURES";
  return divergence;
}

}  // namespace fairplay::auditor::behaviour::numpy
