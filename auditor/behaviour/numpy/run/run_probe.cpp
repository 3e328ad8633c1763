#include "auditor/behaviour/numpy/run/run_probe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>

#include "auditor/behaviour/numpy/judgement/tolerance.h"
#include "auditor/behaviour/numpy/reproducer/python_call.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"
#include "auditor/behaviour/numpy/run/pin_death.h"
#include "auditor/behaviour/numpy/run/plan.h"
#include "auditor/behaviour/numpy/run/probe_imports.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using Clock = std::chrono::steady_clock;

/// Whether this NumPy has code for the processor's own float16 arithmetic, and uses it.
bool has_native_float16(const Json& about) {
  const auto has = [&](const char* list) {
    return about.contains(list) && about[list].is_array() &&
           std::ranges::find(about[list], Json("AVX512_SPR")) != about[list].end();
  };
  return has("features") && has("dispatch");
}

class Run {
 public:
  Run(const ArrayProbe& probe, const ProbedSubject& subject, const SimdLevel& level)
      : probe_(probe), subject_(subject), level_(level), session_(start_at(subject, level), subject.release) {
    ran_.outcome.id = probe.description.id;
  }

  RanProbe go() {
    const auto begun = Clock::now();
    if (probe_.description.id == "array/imports") {
      import_packages();
    } else if (const auto error = session_.begin()) {
      fail(*error);
    } else if (!probe_.asks.empty()) {
      ask();
    } else {
      ran_.outcome.kernel = level_.name;
      compare();
    }
    ran_.outcome.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    return std::move(ran_);
  }

 private:
  void fail(std::string why) {
    ran_.outcome.status = ProbeStatus::failed;
    ran_.outcome.why = std::move(why);
  }

  /// What the process itself is asked.
  void ask() {
    ran_.outcome.calls = 1;
    const SubjectAnswer answer = session_.ask_child({{"op", probe_.asks}});
    if (answer.kind != SubjectAnswer::Kind::text) {
      fail(fmt::format("the child gave no answer: {}", answer.text));
      return;
    }
    Json said = Json::parse(answer.text, nullptr, false);
    if (probe_.complete != nullptr) said = probe_.complete(std::move(said), subject_.target.package);
    read(said);
  }

  void read(const Json& answer) {
    std::vector<Divergence> found;
    probe_.read(answer, found);
    for (Divergence& divergence : found) {
      divergence.probe = ran_.outcome.id;
      divergence.source = probe_.description.source;
      divergence.grade = probe_.description.grade;
      divergence.confirmed = true;
      ran_.divergences.push_back(std::move(divergence));
    }
    if (!found.empty()) ran_.outcome.status = ProbeStatus::finding;
  }

  /// The packages that the user names, each in a process of its own.
  void import_packages() {
    const NumpyProbeRequest& request = subject_.request;
    if (request.imports.empty()) {
      ran_.outcome.status = ProbeStatus::skipped;
      ran_.outcome.why = "--import names the packages";
      return;
    }
    for (const Json& answer : probe_imports(request.imports, subject_.start, subject_.release, request.progress,
                                            ran_.outcome, ran_.not_checked))
      read(answer);
  }

  /// Its operations, in the subject and in the reference.
  void compare() {
    operations_ = operations_of(probe_, subject_.request, subject_.release);
    if (has_native_float16(session_.about()))
      for (Operation& operation : operations_) mark_native_float16(operation);
    std::vector<Death> unexplained;
    const auto too_many = [&] { return session_.deaths() > most_deaths || session_.hangs() >= most_hangs; };
    const bool served = session_.ask(
        operations_,
        [&](std::size_t place, const Answer& reference, const SubjectAnswer& answer) {
          ++ran_.outcome.calls;
          const Operation& operation = operations_[place];
          // What a process says as it ends is a part of that.
          const bool goes_on = answer.kind != SubjectAnswer::Kind::dies && answer.kind != SubjectAnswer::Kind::hangs;
          if (goes_on && !answer.printed.empty()) printed(operation, answer.printed);
          const auto found = judge(operation, subject_.release, reference, answer);
          if (!found || (subject_.flushed && found->subnormal)) return;
          ran_.outcome.status = ProbeStatus::finding;
          if (found->difference == Difference::dies && found->known == nullptr)
            unexplained.push_back({session_.began(), place, *found});
          else
            ran_.findings.add(ran_.outcome.id, operation, *found, level_.name);
        },
        too_many);
    for (Death& death : unexplained) blame(std::move(death));
    for (const Operation& operation : operations_) ran_.outcome.routines.insert(public_name(operation));
    if (!served) fail("its interpreter can't be started any more");
    if (too_many()) ran_.outcome.why = "ended early: its process died or hung too often";
  }

  /// A process that ended by itself: at which operation it was seen, and the first one that it was asked.
  struct Death {
    std::size_t began, place;
    Disagreement found;
  };

  /// Finds the operation that ended it, which may be an earlier one that damaged the heap.
  void blame(Death death) {
    const auto asked = std::span<const Operation>(operations_).subspan(death.began, death.place - death.began + 1);
    if (const auto pinned = pin_death(asked, start_at(subject_, level_), subject_.release)) {
      death.place = death.began + pinned->place;
      death.found.got = pinned->how;
      death.found.outside = pinned->outside;
    }
    const Operation& operation = operations_[death.place];
    death.found.known = known_difference(operation, subject_.release, Difference::dies);
    ran_.findings.add(ran_.outcome.id, operation, death.found, level_.name);
  }

  /// What NumPy writes to standard output or error on its own.
  void printed(const Operation& operation, const std::string& text) {
    const auto same = [&](const Divergence& one) { return one.got == text; };
    if (ran_.printed.size() == most_printed || std::ranges::any_of(ran_.printed, same)) return;
    Divergence divergence;
    divergence.probe = ran_.outcome.id;
    divergence.routine = public_name(operation);
    divergence.message = "writes on the process's standard output or error";
    divergence.got = text;
    divergence.expected = "nothing";
    divergence.call = call_text(operation);
    Disagreement found;
    found.got = divergence.got;
    found.expected = divergence.expected;
    divergence.program = python_program(operation, found);
    divergence.cause = "output";
    ran_.printed.push_back(std::move(divergence));
  }

  const ArrayProbe& probe_;
  const ProbedSubject& subject_;
  const SimdLevel& level_;
  NumpySession session_;
  std::vector<Operation> operations_;
  RanProbe ran_;
};

}  // namespace

InterpreterStart start_at(const ProbedSubject& subject, const SimdLevel& level) {
  InterpreterStart start = subject.start;
  if (!level.disabled.empty())
    start.environment.emplace_back("NPY_DISABLE_CPU_FEATURES", fmt::format("{}", fmt::join(level.disabled, " ")));
  return start;
}

RanProbe run_probe(const ArrayProbe& probe, const ProbedSubject& subject, const SimdLevel& level) {
  return Run(probe, subject, level).go();
}

}  // namespace fairplay::auditor::behaviour::numpy
