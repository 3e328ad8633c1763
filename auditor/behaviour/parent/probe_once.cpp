#include "auditor/behaviour/parent/probe_once.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/parent/death_shrinking.h"

namespace fairplay::auditor::behaviour {
namespace {

// What one probe spends on children that end, each at its own price: a crash takes milliseconds, a hang its watchdog's
// seconds.
constexpr int deaths_allowed = 60, price_of_a_hang = 5;
constexpr int shrinking_children = 60;  // in one probe, over all that died

/// A library has no business on standard output, which is the program's: its documents, its pipes.
Divergence output_of(const ChildEnd& end, const ChildWords& words, const ChildJob& job) {
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  divergence.message = "the library writes to standard output";
  divergence.got = end.output.substr(0, std::min<std::size_t>(end.output.find('\n'), 200));
  divergence.expected = "nothing";
  divergence.threads = job.threads;
  divergence.kernel = words.kernel;
  return divergence;
}

/// No BLAS has work for a process that goes on when the one that called it is gone.
Divergence survivor_of(const ChildWords& words, const ChildJob& job) {
  Divergence divergence;
  divergence.message = "the library starts a process that outlives the one that called it";
  divergence.got = "a process that went on, and was killed";
  divergence.expected = "none";
  divergence.threads = job.threads;
  divergence.kernel = words.kernel;
  return divergence;
}

bool is_expensive(const ChildEnd& end) {
  return end.how == ChildEnd::How::hung || end.how == ChildEnd::How::took_too_much;
}

}  // namespace

ProbedOnce probe_once(ChildJob job) {
  ProbedOnce result;
  ProbeOutcome& outcome = result.outcome;
  outcome.id = job.probe;
  int tries = shrinking_children;
  bool reported_of_output = false, reported_of_survivor = false;
  // What kills the child is left out by the next one, which goes on behind it; calls that differ but in sizes and data
  // aren't reported again.
  int deaths = 0, spent = 0;
  while (spent < deaths_allowed) {
    const ChildEnd end = run(job);
    ChildWords words = read_words(end.messages);
    outcome.seconds += end.seconds;
    outcome.calls += end.calls;
    std::ranges::move(words.notes, std::back_inserter(outcome.notes));
    outcome.routines.merge(words.called);
    if (words.cut_short) outcome.why = "time was up before every call was made";
    result.kernel = words.kernel;
    for (auto& [routine, calls] : words.bits) result.bits[routine].merge(calls);
    if (!words.refused.empty()) words.broken = words.refused;
    std::optional<Divergence> death = words.broken.empty() ? divergence_of(end, words, job.threads) : std::nullopt;
    result.illegal = end.how == ChildEnd::How::killed && end.code == SIGILL;
    // What an illegal argument makes xerbla print is as documented.
    if (!end.output.empty() && end.output.find("On entry to") == std::string::npos &&
        !std::exchange(reported_of_output, true))
      words.divergences.push_back(output_of(end, words, job));
    if (end.left_a_process && !death && !std::exchange(reported_of_survivor, true))
      words.divergences.push_back(survivor_of(words, job));
    if (death) {
      // What several threads or a fork did isn't one call.
      if (job.probe.starts_with("numbers/") || job.probe.starts_with("special/")) shrink_death(*death, job, end, tries);
      words.divergences.push_back(*death);
      // Every hang costs seconds: a routine that hangs with one option isn't tried with the others.
      if (is_expensive(end))
        if (auto call = parse_call(death->call)) job.leave_out.push_back(call->routine);
    }
    for (Divergence& divergence : words.divergences) {
      if (auto call = parse_call(divergence.call)) job.leave_out.push_back(routine_and_flags(*call));
      result.divergences.push_back(std::move(divergence));
      outcome.status = ProbeStatus::finding;
    }
    if (!words.skipped.empty() && outcome.status == ProbeStatus::pass) {
      outcome.status = ProbeStatus::skipped;
      outcome.why = words.skipped;
    }
    if (!words.broken.empty()) {
      outcome.status = ProbeStatus::failed;
      outcome.why = words.broken;
    }
    if (!death || end.step <= job.resume_after || result.illegal) break;
    job.resume_after = end.step;
    ++deaths;
    spent += is_expensive(end) ? price_of_a_hang : 1;
    if (spent >= deaths_allowed) outcome.why = fmt::format("given up after {} calls that ended the process", deaths);
  }
  return result;
}

}  // namespace fairplay::auditor::behaviour
