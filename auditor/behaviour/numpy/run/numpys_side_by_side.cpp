#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <map>

#include "arraycore/array/array.h"
#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/numpy/reproducer/python_call.h"
#include "auditor/behaviour/numpy/run/findings.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"
#include "auditor/behaviour/numpy/run/plan.h"
#include "auditor/behaviour/numpy/run/probe_numpy.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// A subject's answer in the place of the reference's. What ended or never came is no exception: see `ends`.
Answer as_reference(const SubjectAnswer& subject) {
  using enum SubjectAnswer::Kind;
  if (subject.kind == text) return subject.text;
  if (subject.kind != array) return std::unexpected(arraycore::Error{arraycore::ErrorKind::value, subject.text});
  const auto dtype = arraycore::DType::parse(subject.dtype);
  if (!dtype) return std::unexpected(dtype.error());
  // The shape is whatever the subject says it is.
  unsigned __int128 bytes = static_cast<unsigned __int128>(dtype->size());
  for (const std::int64_t extent : subject.shape)
    bytes = extent < 0 || bytes > subject.elements.size() ? subject.elements.size() + 1
                                                          : bytes * static_cast<std::uint64_t>(extent);
  if (bytes != subject.elements.size())
    return std::unexpected(arraycore::Error{arraycore::ErrorKind::value, "elements that don't fit their shape"});
  std::string memory = subject.elements;
  const auto view = arraycore::DynamicView::of_memory(
      reinterpret_cast<std::byte*>(memory.data()), static_cast<std::int64_t>(memory.size()), *dtype,
      {{subject.shape.begin(), subject.shape.end()}, arraycore::contiguous_strides(subject.shape, dtype->size()), 0});
  if (!view) return std::unexpected(view.error());
  auto copy = arraycore::Array::copy_of(*view);
  if (!copy) return std::unexpected(copy.error());
  return Computed{std::move(*copy), subject.flags};
}

bool ends(const SubjectAnswer& answer) {
  return answer.kind == SubjectAnswer::Kind::dies || answer.kind == SubjectAnswer::Kind::hangs;
}

/// Where the first one's answer parts from the other's.
std::optional<Disagreement> parts(const Operation& operation, Release release, const Answer& other,
                                  const SubjectAnswer& of_other, const SubjectAnswer& subject) {
  if (!ends(of_other)) return disagreement(operation, release, other, subject);
  if (subject.kind == of_other.kind) return std::nullopt;
  Disagreement found;
  found.difference = of_other.kind == SubjectAnswer::Kind::dies ? Difference::dies : Difference::hangs;
  found.got = ends(subject) || subject.kind == SubjectAnswer::Kind::refuses ? subject.text : "an answer";
  found.expected = of_other.text;
  return found;
}

/// One of the two, started.
struct Started {
  Release release;
  InterpreterStart start;
};

std::expected<Started, std::string> started(const NumpyTarget& target, bool as_started) {
  if (target.interpreter.empty())
    return std::unexpected(fmt::format("no interpreter was found that imports {}", target.package));
  const auto release = release_of(release_named_by(target));
  if (!release)
    return std::unexpected(fmt::format("\"{}\" of {} names no release", release_named_by(target), target.package));
  Started found{*release, {}};
  found.start.program = target.interpreter;
  found.start.folder = std::filesystem::path(target.package).parent_path();
  found.start.as_started = as_started;
  return found;
}

}  // namespace

SideBySide numpys_side_by_side(const NumpyTarget& one, const NumpyTarget& other, const NumpyProbeRequest& request) {
  SideBySide both{one.package, other.package, true};
  const auto mine = started(one, request.as_started), theirs = started(other, request.as_started);
  if (!mine || !theirs) {
    both.why = !mine ? mine.error() : theirs.error();
    return both;
  }
  const Release release = std::min(mine->release, theirs->release);
  NumpySession subject(mine->start, release), against(theirs->start, release);
  for (NumpySession* const session : {&subject, &against})
    if (const auto error = session->begin()) {
      both.why = *error;
      return both;
    }
  Findings findings;
  std::map<std::string, SideBySide::Routine> routines;
  for (const ArrayProbe* const probe : all_array_probes()) {
    if (!probe->asks.empty() || !is_wanted(*probe, request)) continue;
    request.progress(fmt::format("{} and {}: {}", one.package, other.package, probe->description.id));
    std::vector<Operation> operations = operations_of(*probe, request, release);
    std::vector<SubjectAnswer> answers;
    const auto hangs_often = [](const NumpySession& session) {
      return [&session, before = session.hangs()] { return session.hangs() - before >= most_hangs; };
    };
    bool served = against.ask(
        operations, [&](std::size_t, const Answer&, const SubjectAnswer& answer) { answers.push_back(answer); },
        hangs_often(against), [](std::size_t) -> Answer { return Unspecified{}; });
    operations.resize(answers.size());
    const auto compare = [&](std::size_t place, const Answer& expected, const SubjectAnswer& answer) {
      const std::string name = public_name(operations[place]);
      SideBySide::Routine& routine = routines.try_emplace(name, SideBySide::Routine{name}).first->second;
      ++routine.calls;
      if (const auto found = parts(operations[place], release, expected, answers[place], answer))
        findings.add(std::string(probe->description.id), operations[place], *found, "");
      else
        ++routine.same;
    };
    served = served && subject.ask(operations, compare, hangs_often(subject),
                                   [&](std::size_t place) { return as_reference(answers[place]); });
    if (!served) {
      both.why = "an interpreter can't be started any more";
      return both;
    }
  }
  for (auto& [name, routine] : routines) both.routines.push_back(std::move(routine));
  for (const Cause& cause : findings.causes())
    both.differences.push_back({cause.probe, public_name(cause.smallest), std::string(name(cause.found.difference)),
                                cause.count, call_text(cause.smallest), cause.found.got, cause.found.expected});
  return both;
}

}  // namespace fairplay::auditor::behaviour::numpy
