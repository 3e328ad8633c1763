#include "auditor/behaviour/numpy/run/probe_numpy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"
#include "auditor/behaviour/numpy/reproducer/python_call.h"
#include "auditor/behaviour/numpy/run/findings.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"
#include "auditor/behaviour/numpy/run/pin_death.h"
#include "auditor/behaviour/numpy/run/plan.h"
#include "auditor/behaviour/numpy/run/probe_imports.h"
#include "auditor/behaviour/numpy/run/shrink.h"
#include "auditor/behaviour/numpy/run/simd_levels.h"

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

class Battery {
 public:
  Battery(const NumpyTarget& target, const NumpyProbeRequest& request, std::vector<NotChecked>& not_checked)
      : target_(target), request_(request), not_checked_(not_checked) {}

  ProbedLibrary go() {
    result_.path = target_.package;
    result_.found_as = target_.found_as;
    result_.numpy = ProbedNumpy{};
    result_.numpy->version = target_.version;
    result_.numpy->interpreter = target_.interpreter;
    result_.numpy->release = target_.release;
    if (target_.interpreter.empty()) {
      result_.why = "no interpreter was found that imports it";
      return std::move(result_);
    }
    const std::string wanted = request_.as.empty() ? release_named_by(target_) : request_.as;
    const auto release = release_of(wanted);
    if (!release) {
      result_.why = fmt::format("\"{}\" names no release to hold it against", wanted);
      return std::move(result_);
    }
    start_.program = target_.interpreter;
    start_.folder = std::filesystem::path(target_.package).parent_path();
    start_.as_started = request_.as_started;
    NumpySession session(start_, *release);
    if (const auto error = session.begin()) {
      result_.why = *error;
      return std::move(result_);
    }
    describe(session.about(), wanted);
    result_.verdict = SoundVerdict::sound;
    release_ = *release;
    if (request_.kernels) levels_ = simd_levels(session.about());
    for (const SimdLevel& level : levels_) run_at(level);
    for (const SimdLevel& level : levels_) confirm_at(level);
    const auto own = release_of(release_named_by(target_));
    const bool its_own = !own || *own == *release;
    for (const Cause& cause : findings_.causes()) {
      Divergence divergence = divergence_of(cause, fmt::format("{}.{}", release->major, release->minor), its_own);
      const ProbeDescription& probe = *description_of(cause.probe);
      if (divergence.source.empty()) divergence.source = probe.source;
      if (probe.grade != Grade::ordinary) divergence.grade = probe.grade;
      result_.divergences.push_back(std::move(divergence));
    }
    if (std::ranges::any_of(result_.divergences,
                            [](const Divergence& one) { return one.kind == DivergenceClass::defect; }))
      result_.verdict = SoundVerdict::deviates;
    return std::move(result_);
  }

 private:
  void describe(const Json& about, const std::string& held_against) {
    result_.numpy->version = text_at(about, "numpy");
    result_.numpy->python = fmt::format("{} {}", text_at(about, "implementation"), text_at(about, "python"));
    result_.numpy->held_against = held_against;
    if (about.contains("features") && about["features"].is_array())
      for (const Json& feature : about["features"])
        if (feature.is_string()) result_.numpy->features.push_back(feature.get<std::string>());
  }

  /// What the process itself is asked.
  void ask(const ArrayProbe& probe, NumpySession& session, ProbeOutcome& outcome) {
    outcome.calls = 1;
    const SubjectAnswer answer = session.ask_child({{"op", probe.asks}});
    if (answer.kind != SubjectAnswer::Kind::text) {
      outcome.status = ProbeStatus::failed;
      outcome.why = fmt::format("the child gave no answer: {}", answer.text);
      return;
    }
    Json said = Json::parse(answer.text, nullptr, false);
    if (probe.complete != nullptr) said = probe.complete(std::move(said), target_.package);
    read(probe, said, outcome);
  }

  void read(const ArrayProbe& probe, const Json& answer, ProbeOutcome& outcome) {
    std::vector<Divergence> found;
    probe.read(answer, found);
    for (Divergence& divergence : found) {
      divergence.probe = outcome.id;
      divergence.source = probe.description.source;
      divergence.grade = probe.description.grade;
      divergence.confirmed = true;
      flushed_ |= divergence.cause == "flush-to-zero";
      result_.divergences.push_back(std::move(divergence));
    }
    if (!found.empty()) outcome.status = ProbeStatus::finding;
  }

  /// The packages that the user names, each in a process of its own.
  void import_packages(const ArrayProbe& probe, ProbeOutcome& outcome) {
    if (request_.imports.empty()) {
      outcome.status = ProbeStatus::skipped;
      outcome.why = "--import names the packages";
      return;
    }
    for (Json& answer : probe_imports(request_.imports, start_, release_, request_.progress, outcome, not_checked_))
      read(probe, answer, outcome);
  }

  InterpreterStart start_at(const SimdLevel& level) const {
    InterpreterStart start = start_;
    if (!level.disabled.empty())
      start.environment.emplace_back("NPY_DISABLE_CPU_FEATURES", fmt::format("{}", fmt::join(level.disabled, " ")));
    return start;
  }

  void run_at(const SimdLevel& level) {
    NumpySession session(start_at(level), release_);
    if (session.begin()) return;  // it was started before, so that this is seldom; its outcomes are missing
    // First, because it explains what others find.
    const auto is_environment = [](const ArrayProbe* probe) { return probe->description.id == "array/fpenv"; };
    for (const bool first : {true, false})
      for (const ArrayProbe* probe : all_array_probes())
        // What the process is asked about itself doesn't depend on the level.
        if (is_environment(probe) == first && (probe->asks.empty() || &level == &levels_.front()))
          run(*probe, session, level);
  }

  void run(const ArrayProbe& probe, NumpySession& session, const SimdLevel& level) {
    const std::string id(probe.description.id);
    if (!is_wanted(probe, request_)) return;
    // Without a package to import it is left out, unless somebody asks for it.
    if (id == "array/imports" && request_.probes.empty() && request_.imports.empty()) return;
    request_.progress(fmt::format("{}: {}{}", target_.package, id, level.name.empty() ? "" : ", " + level.name));
    const auto begun = Clock::now();
    if (!probe.asks.empty()) {
      ProbeOutcome asked;
      asked.id = id;
      if (id == "array/imports")
        import_packages(probe, asked);
      else
        ask(probe, session, asked);
      asked.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
      result_.probes.push_back(std::move(asked));
      return;
    }
    std::vector<Operation> operations = operations_of(probe, request_, release_);
    if (has_native_float16(session.about()))
      for (Operation& operation : operations) mark_native_float16(operation);
    ProbeOutcome outcome;
    outcome.id = id;
    outcome.kernel = level.name;
    const int deaths = session.deaths(), hangs = session.hangs();
    // What an earlier probe's operations did to the heap isn't this one's.
    session.restart();
    std::vector<Death> unexplained;
    const auto too_many = [&] {
      return session.deaths() - deaths > most_deaths || session.hangs() - hangs >= most_hangs;
    };
    const bool served = session.ask(
        operations,
        [&](std::size_t place, const Answer& reference, const SubjectAnswer& subject) {
          ++outcome.calls;
          const Operation& operation = operations[place];
          // What a process says as it ends is a part of that.
          const bool goes_on = subject.kind != SubjectAnswer::Kind::dies && subject.kind != SubjectAnswer::Kind::hangs;
          if (goes_on && !subject.printed.empty()) printed(id, operation, subject.printed);
          if (const auto found = judge(operation, release_, reference, subject)) {
            if (flushed_ && found->subnormal) return;
            outcome.status = ProbeStatus::finding;
            if (found->difference == Difference::dies && found->known == nullptr)
              unexplained.push_back({session.began(), place, *found});
            else
              findings_.add(id, operation, *found, level.name);
          }
        },
        too_many);
    for (Death& death : unexplained) blame(id, operations, std::move(death), level);
    for (const Operation& operation : operations) outcome.routines.insert(public_name(operation));
    if (!served) {
      outcome.status = ProbeStatus::failed;
      outcome.why = "its interpreter can't be started any more";
    }
    if (too_many()) outcome.why = "ended early: its process died or hung too often";
    outcome.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    result_.probes.push_back(std::move(outcome));
  }

  /// A process that ended by itself: at which operation it was seen, and the first one that it was asked.
  struct Death {
    std::size_t began, place;
    Disagreement found;
  };

  /// Finds the operation that ended it, which may be an earlier one that damaged the heap.
  void blame(const std::string& probe, const std::vector<Operation>& operations, Death death, const SimdLevel& level) {
    const std::span<const Operation> asked = std::span(operations).subspan(death.began, death.place - death.began + 1);
    if (const auto pinned = pin_death(asked, start_at(level), release_)) {
      death.place = death.began + pinned->place;
      death.found.got = pinned->how;
      death.found.outside = pinned->outside;
    }
    death.found.known = known_difference(operations[death.place], release_, Difference::dies);
    findings_.add(probe, operations[death.place], death.found, level.name);
  }

  /// What NumPy writes to standard output or error on its own: once for each text.
  void printed(const std::string& probe, const Operation& operation, const std::string& text) {
    if (std::ranges::find(printed_, text) != printed_.end() || printed_.size() > 3) return;
    printed_.push_back(text);
    Divergence divergence;
    divergence.probe = probe;
    divergence.routine = public_name(operation);
    divergence.message = "writes on the process's standard output or error";
    divergence.got = text;
    divergence.expected = "nothing";
    divergence.call = call_text(operation);
    divergence.program = python_program(operation, {});
    divergence.cause = "output";
    result_.divergences.push_back(std::move(divergence));
  }

  /// Each cause again, in a fresh process, with an operation made smaller.
  void confirm_at(const SimdLevel& level) {
    NumpySession session(start_at(level), release_);
    if (session.begin()) return;
    for (Cause& cause : findings_.causes()) {
      if (!cause.levels.empty() && cause.levels.front() != level.name) continue;
      // What is known to hang would only take its time again.
      if (cause.found.known != nullptr && cause.found.difference == Difference::hangs) continue;
      cause.confirmed =
          (cause.found.outside && cause.found.difference == Difference::dies) || shrink(cause, session, release_);
      if (session.deaths() > most_deaths || session.hangs() > most_hangs) return;
    }
  }

  const NumpyTarget& target_;
  const NumpyProbeRequest& request_;
  std::vector<NotChecked>& not_checked_;
  ProbedLibrary result_;
  InterpreterStart start_;
  Release release_{};
  std::vector<SimdLevel> levels_{SimdLevel{}};  ///< without a sweep one without a name
  Findings findings_;
  std::vector<std::string> printed_;
  bool flushed_ = false;
};

}  // namespace

ProbedLibrary probe_numpy(const NumpyTarget& target, const NumpyProbeRequest& request,
                          std::vector<NotChecked>& not_checked) {
  return Battery(target, request, not_checked).go();
}

}  // namespace fairplay::auditor::behaviour::numpy
