#include "auditor/behaviour/numpy/run/probe_numpy.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <set>

#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/numpy/run/plan.h"
#include "auditor/behaviour/numpy/run/run_probe.h"
#include "auditor/behaviour/numpy/run/shrink.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

class Battery {
 public:
  Battery(const NumpyTarget& target, const NumpyProbeRequest& request, std::vector<NotChecked>& not_checked)
      : request_(request), not_checked_(not_checked), subject_{target, request_, {}, {}} {
    // Probes run at once, and whoever is told of them needn't know.
    request_.progress = [this, tell = request.progress](std::string_view what) {
      const std::lock_guard lock(telling_);
      tell(what);
    };
  }

  ProbedLibrary go() {
    const NumpyTarget& target = subject_.target;
    result_.path = target.package;
    result_.found_as = target.found_as;
    result_.numpy = ProbedNumpy{};
    result_.numpy->version = target.version;
    result_.numpy->interpreter = target.interpreter;
    result_.numpy->release = target.release;
    if (target.interpreter.empty()) {
      result_.why = "no interpreter was found that imports it";
      return std::move(result_);
    }
    const std::string wanted = request_.as.empty() ? release_named_by(target) : request_.as;
    const auto release = release_of(wanted);
    if (!release) {
      result_.why = fmt::format("\"{}\" names no release to hold it against", wanted);
      return std::move(result_);
    }
    subject_.start.program = target.interpreter;
    subject_.start.folder = std::filesystem::path(target.package).parent_path();
    subject_.start.as_started = request_.as_started;
    subject_.release = *release;
    {
      NumpySession session(subject_.start, *release);
      if (const auto error = session.begin()) {
        result_.why = *error;
        return std::move(result_);
      }
      describe(session.about(), wanted);
      if (request_.kernels) levels_ = simd_levels(session.about());
    }
    result_.verdict = SoundVerdict::sound;
    run_all();
    confirm_all();
    const auto own = release_of(release_named_by(target));
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

  /// A probe at a level, and what came of it.
  struct Task {
    const ArrayProbe* probe;
    const SimdLevel* level;
    RanProbe ran{};
  };

  bool takes_part(const ArrayProbe& probe, const SimdLevel& level) const {
    if (!is_wanted(probe, request_)) return false;
    // Without a package to import it is left out, unless somebody asks for it.
    if (probe.description.id == "array/imports" && request_.probes.empty() && request_.imports.empty()) return false;
    // What the process is asked about itself doesn't depend on the level.
    return probe.asks.empty() || &level == &levels_.front();
  }

  void run_all() {
    std::vector<Task> first, others;
    for (const SimdLevel& level : levels_)
      for (const ArrayProbe* probe : all_array_probes())
        if (takes_part(*probe, level))
          // It explains what others find.
          (probe->description.id == "array/fpenv" ? first : others).push_back({probe, &level});
    run(first);
    run(others);
  }

  void run(std::vector<Task>& tasks) {
    // What takes longest begins first, so that nobody waits for it alone in the end.
    std::vector<Task*> queue;
    for (Task& task : tasks) queue.push_back(&task);
    std::ranges::stable_sort(queue, std::ranges::greater(), [](const Task* task) { return task->probe->operations; });
    std::atomic<std::size_t> next = 0;
    signatures::run_on_threads(jobs_for(queue.size()), [&] {
      for (std::size_t place; (place = next++) < queue.size();) {
        Task& task = *queue[place];
        request_.progress(fmt::format("{}: {}{}", subject_.target.package, task.probe->description.id,
                                      task.level->name.empty() ? "" : ", " + task.level->name));
        task.ran = run_probe(*task.probe, subject_, *task.level);
      }
    });
    for (Task& task : tasks) take(std::move(task.ran));
  }

  void take(RanProbe ran) {
    result_.probes.push_back(std::move(ran.outcome));
    findings_.take(std::move(ran.findings));
    for (Divergence& divergence : ran.divergences) {
      subject_.flushed |= divergence.cause == "flush-to-zero";
      result_.divergences.push_back(std::move(divergence));
    }
    for (Divergence& divergence : ran.printed) {
      if (printed_.size() < most_printed && printed_.insert(divergence.got).second)
        result_.divergences.push_back(std::move(divergence));
    }
    std::ranges::move(ran.not_checked, std::back_inserter(not_checked_));
  }

  /// Each cause again, in a fresh process, with an operation made smaller.
  void confirm_all() {
    for (const SimdLevel& level : levels_) {
      std::vector<Cause*> causes;
      for (Cause& cause : findings_.causes()) {
        if (!cause.levels.empty() && cause.levels.front() != level.name) continue;
        // What is known to hang would only take its time again.
        if (cause.found.known != nullptr && cause.found.difference == Difference::hangs) continue;
        causes.push_back(&cause);
      }
      std::atomic<int> deaths = 0, hangs = 0;
      std::atomic<std::size_t> next = 0;
      signatures::run_on_threads(jobs_for(causes.size()), [&] {
        NumpySession session(start_at(subject_, level), subject_.release);
        if (session.begin()) return;
        for (std::size_t place; (place = next++) < causes.size();) {
          if (deaths > most_deaths || hangs > most_hangs) return;
          Cause& cause = *causes[place];
          const int died = session.deaths(), hung = session.hangs();
          cause.confirmed = (cause.found.outside && cause.found.difference == Difference::dies) ||
                            shrink(cause, session, subject_.release);
          deaths += session.deaths() - died;
          hangs += session.hangs() - hung;
        }
      });
    }
  }

  unsigned jobs_for(std::size_t count) const {
    return static_cast<unsigned>(std::clamp<std::size_t>(count, 1, std::max(1U, request_.jobs)));
  }

  std::mutex telling_;
  NumpyProbeRequest request_;
  std::vector<NotChecked>& not_checked_;
  ProbedSubject subject_;
  ProbedLibrary result_;
  std::vector<SimdLevel> levels_{SimdLevel{}};  ///< without a sweep one without a name
  Findings findings_;
  std::set<std::string> printed_;
};

}  // namespace

ProbedLibrary probe_numpy(const NumpyTarget& target, const NumpyProbeRequest& request,
                          std::vector<NotChecked>& not_checked) {
  return Battery(target, request, not_checked).go();
}

}  // namespace fairplay::auditor::behaviour::numpy
