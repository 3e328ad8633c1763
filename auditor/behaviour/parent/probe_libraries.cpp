// Three rounds over all libraries: get acquainted with each; run what nothing disturbs, several children at once; run
// the rest alone. Then what was found is put together in a fixed order.
#include "auditor/behaviour/parent/probe_libraries.h"
#include "auditor/behaviour/parent/doors.h"
#include "auditor/behaviour/parent/grade_of_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <mutex>

#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/parent/kernels.h"
#include "auditor/behaviour/parent/plan.h"
#include "auditor/behaviour/parent/probe_once.h"
#include "auditor/behaviour/parent/seen_results.h"
#include "auditor/behaviour/parent/side_by_side.h"
#include "auditor/behaviour/subject/library_file.h"
#include "auditor/paths/portable_path.h"
#include "auditor/rules/rules.h"
#include "signatures/name_parts.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::behaviour {
namespace {

/// A library with one choice of kernel; the empty choice is its own.
struct Variant {
  KernelSwitch kernel;
  std::string runs;                   ///< the kernel that it says it runs
  std::string why_not;                ///< not empty: no use probing it
  std::atomic<bool> illegal = false;  ///< it died of an instruction that the CPU lacks
};

/// A library on its way through the run.
struct Candidate {
  ProbedLibrary result;
  LibraryFile file;
  std::string path;
  std::vector<std::unique_ptr<Variant>> variants;
  Bits bits;
  std::vector<NotChecked> not_checked;
};

struct Task {
  Candidate* candidate;
  Variant* variant;
  PlannedProbe planned;
  ProbedOnce done;
  bool left_out = false;
};

/// "Haswell, Zen": the kernels that share a finding.
void add_kernel(Divergence& divergence, const std::string& kernel) {
  if (std::ranges::find(divergence.kernels, kernel) == divergence.kernels.end()) divergence.kernels.push_back(kernel);
}

rules::Thresholds builtin_thresholds() {
  const auto book = rules::read_rules(rules::builtin_rules(), "rules.yaml", {});
  return book ? book->thresholds : rules::Thresholds{};
}

class Run {
 public:
  explicit Run(const ProbeRequest& request)
      : request_(request),
        plan_(plan(request)),
        thresholds_(request.thresholds.empty() ? builtin_thresholds() : request.thresholds) {
    result_.profile = request.profile;
    result_.seed = request.seed;
    // A sweep over kernels is about what they compute, unless the user says otherwise.
    if (request.kernels && request.probes.empty())
      std::erase_if(plan_, [](const PlannedProbe& planned) {
        return !planned.probe->id.starts_with("numbers/") && !planned.probe->id.starts_with("special/");
      });
  }

  ProbeRun go() {
    std::vector<ProbeTarget> targets = request_.targets;
    if (request_.against) targets.push_back(*request_.against);
    for (const ProbeTarget& target : targets) {
      auto candidate = std::make_unique<Candidate>();
      candidate->path = target.path;
      candidate->result.path = target.shown.empty() ? target.path : target.shown;
      candidate->result.found_as = target.found_as;
      candidates_.push_back(std::move(candidate));
    }
    side_by_side_wanted_ = request_.against.has_value();
    in_parallel(candidates_.size(), [&](std::size_t i) { meet(*candidates_[i]); });
    for (const auto& candidate : candidates_) plan_tasks(*candidate);
    run_tasks();
    for (Task& task : tasks_) gather(task);
    for (const auto& candidate : candidates_) fold_doors(candidate->result);
    for (const auto& candidate : candidates_) see(*candidate);
    if (request_.against)
      for (std::size_t i = 0; i + 1 < candidates_.size(); ++i)
        result_.side_by_side.push_back(side_by_side(candidates_[i]->result, candidates_.back()->result,
                                                    candidates_[i]->bits, candidates_.back()->bits));
    for (auto& candidate : candidates_) {
      result_.libraries.push_back(std::move(candidate->result));
      std::ranges::move(candidate->not_checked, std::back_inserter(result_.not_checked));
    }
    return std::move(result_);
  }

 private:
  ChildJob job_of(const Candidate& candidate, const Variant& variant) const {
    ChildJob job;
    job.program = request_.program;
    job.library = candidate.path;
    job.first_to_load = candidate.file.first_to_load;
    job.routine = request_.routine;
    job.seed = request_.seed;
    job.kernel = variant.kernel;
    job.report_bits = side_by_side_wanted_;
    return job;
  }

  void begin(const std::string& what) {
    const std::lock_guard lock(progress_);
    request_.progress(what);
  }

  void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) const {
    std::atomic<std::size_t> next = 0;
    signatures::run_on_threads(std::max(1U, std::min(request_.jobs, static_cast<unsigned>(count))), [&] {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    });
  }

  /// Reads its file and loads it once: can it be probed, how is it called, what does it say of itself?
  void meet(Candidate& candidate) {
    ProbedLibrary& result = candidate.result;
    begin(result.path);
    candidate.file = read_library_file(candidate.path);
    result.identity = candidate.file.identity;
    for (const std::string& path : candidate.file.first_to_load)
      result.first_to_load.emplace_back(signatures::base_name(path));
    result.why = candidate.file.why;
    if (!result.why.empty()) return;
    auto own = std::make_unique<Variant>();
    const ChildEnd end = behaviour::run(job_of(candidate, *own));
    const ChildWords words = read_words(end.messages);
    result.convention = words.convention;
    result.says = words.configuration;
    result.elsewhere = words.elsewhere;
    result.beside = words.beside;
    for (std::string& other : result.beside) other = real_path(other);
    for (DefinedElsewhere& other : result.elsewhere) {
      other.path = real_path(other.path);
      other.identity = read_library_file(other.path).identity;
    }
    result.kernel = own->runs = words.kernel;
    if (!words.refused.empty() || !words.broken.empty() || !words.convention) {
      result.why = !words.refused.empty() ? words.refused
                   : !words.broken.empty()
                       ? words.broken
                       : fmt::format("while {}: {}", end.doing.empty() ? "starting" : end.doing, end_phrase(end));
      return;
    }
    result.verdict = SoundVerdict::sound;
    if (request_.kernels) choose_kernels(candidate);
    if (candidate.variants.empty()) candidate.variants.push_back(std::move(own));
  }

  void choose_kernels(Candidate& candidate) {
    for (const KernelSwitch& kernel : kernels_of(candidate.file.identity, candidate.result.says)) {
      auto variant = std::make_unique<Variant>();
      variant->kernel = kernel;
      const ChildEnd end = behaviour::run(job_of(candidate, *variant));
      const ChildWords words = read_words(end.messages);
      variant->runs = words.kernel;
      if (end.how == ChildEnd::How::killed && end.code == SIGILL)
        variant->illegal = true;
      else if (!words.convention)
        variant->why_not = end_phrase(end);
      else if (!words.kernel.empty() && !signatures::blas::same_core(words.kernel, kernel.kernel))
        variant->why_not = fmt::format("it runs {} in its place", words.kernel);
      candidate.variants.push_back(std::move(variant));
    }
    if (candidate.variants.empty())
      candidate.not_checked.push_back(
          {fmt::format("kernels of {}", candidate.result.path),
           "no switch is known that makes it choose one: it was probed with its own choice"});
    for (const auto& variant : candidate.variants)
      if (!variant->why_not.empty())
        candidate.not_checked.push_back(
            {fmt::format("kernel {} of {}", variant->kernel.kernel, candidate.result.path), variant->why_not});
  }

  void plan_tasks(Candidate& candidate) {
    if (!candidate.result.why.empty()) return;
    for (const PlannedProbe& planned : plan_)
      for (const auto& variant : candidate.variants)
        if (variant->why_not.empty()) tasks_.push_back({&candidate, variant.get(), planned, {}});
  }

  void run_tasks() {
    std::vector<Task*> together, alone;
    for (Task& task : tasks_) (task.planned.probe->alone ? alone : together).push_back(&task);
    // The longest first, so that no core waits for it at the end.
    std::ranges::stable_sort(together,
                             [](const Task* a, const Task* b) { return a->planned.seconds > b->planned.seconds; });
    in_parallel(together.size(), [&](std::size_t i) { run(*together[i]); });
    for (Task* task : alone) run(*task);
  }

  void run(Task& task) {
    if (task.variant->illegal) {
      task.left_out = true;
      return;
    }
    const std::string kernel = task.variant->kernel.kernel;
    begin(fmt::format("{}: {}{}{}", task.candidate->result.path, task.planned.probe->id,
                      task.planned.threads == 1 ? "" : fmt::format(", {} threads", task.planned.threads),
                      kernel.empty() ? "" : ", " + kernel));
    ChildJob job = job_of(*task.candidate, *task.variant);
    job.probe = task.planned.probe->id;
    job.threads = task.planned.threads;
    job.seconds = task.planned.seconds;
    job.full = task.planned.full;
    if (const auto found = thresholds_.find(job.probe); found != thresholds_.end()) job.thresholds = found->second;
    task.done = probe_once(std::move(job));
    if (!kernel.empty() && task.done.illegal) task.variant->illegal = true;
  }

  /// A library is sound by what this process has seen of it.
  void see(Candidate& candidate) {
    ProbedLibrary& library = candidate.result;
    if (library.verdict != SoundVerdict::sound || !library.convention) return;
    // What probes of numbers are about. Other probes don't judge results: they get a few routines that every library
    // has and that no version is known to compute wrongly.
    std::set<std::string, std::less<>> wanted, must_answer;
    for (const PlannedProbe& planned : plan_)
      for (const Routine& routine : routines())
        if (planned.probe->id == numbers_of_level(routine.level) &&
            (request_.routine.empty() || request_.routine == routine.name))
          wanted.insert(routine.name);
    if (wanted.empty()) wanted = {"sdot", "ddot", "dscal", "isamax", "dgemv", "sgemm", "dgemm", "zgemm"};
    const std::vector<CallCase> calls = calls_to_see(wanted, request_.seed);
    const auto functions = functions_of(candidate.path);
    const Affixes affixes{library.convention->prefix.c_str(), library.convention->suffix.c_str()};
    for (const CallCase& call : calls)
      if (functions.contains(affixes.name_of(call.routine))) must_answer.insert(call.routine);
    for (const auto& variant : candidate.variants) {
      if (!variant->why_not.empty() || variant->illegal) continue;
      SeenResults seen = see_results(job_of(candidate, *variant), *library.convention, calls, must_answer);
      for (Divergence& divergence : seen.divergences) {
        library.verdict = SoundVerdict::deviates;
        if (!variant->kernel.kernel.empty()) {
          divergence.kernels = {variant->kernel.kernel};
          divergence.kernel_switch = variant->kernel.variable;
        }
        library.divergences.push_back(std::move(divergence));
      }
      if (!seen.why.empty() && library.verdict == SoundVerdict::sound) {
        library.verdict = SoundVerdict::failed;
        library.why = seen.why;
      }
      if (library.verdict != SoundVerdict::sound) return;
    }
  }

  void gather(Task& task) {
    ProbedLibrary& library = task.candidate->result;
    const std::string& kernel = task.variant->kernel.kernel;
    if (!kernel.empty() && task.variant->illegal) {
      add_illegal(library, task);
      return;
    }
    task.done.outcome.id = task.planned.probe->id;
    task.done.outcome.threads = task.planned.threads;
    task.done.outcome.kernel = kernel;
    for (Divergence& divergence : task.done.divergences) add(library, std::move(divergence), task);
    library.probes.push_back(std::move(task.done.outcome));
    for (auto& [routine, calls] : task.done.bits)
      for (const auto& [number, digest] : calls)
        task.candidate->bits[routine][number ^ (static_cast<std::uint64_t>(task.planned.threads) << 40)] = digest;
  }

  /// A kernel that was forced on a CPU which lacks its instructions: as expected, and reported once for all
  /// such kernels.
  static void add_illegal(ProbedLibrary& library, const Task& task) {
    auto known = std::ranges::find(library.divergences, Symptom::lacks_instructions, &Divergence::symptom);
    if (known == library.divergences.end()) {
      Divergence divergence;
      divergence.kind = DivergenceClass::expected;
      divergence.probe = task.planned.probe->id;
      divergence.got = "killed by SIGILL";
      divergence.expected = "killed by SIGILL, or the library refuses";
      divergence.symptom = Symptom::lacks_instructions;
      divergence.message = "a kernel that was forced on this CPU, which lacks its instructions";
      divergence.source = fmt::format("the library's own switch, {}", task.variant->kernel.variable);
      library.divergences.push_back(std::move(divergence));
      known = std::prev(library.divergences.end());
    }
    add_kernel(*known, task.variant->kernel.kernel);
  }

  void add(ProbedLibrary& library, Divergence divergence, const Task& task) const {
    divergence.probe = task.planned.probe->id;
    divergence.grade = grade_of_call(divergence.call, task.planned.probe->grade);
    for (const DefinedElsewhere& other : library.elsewhere)
      if (std::ranges::find(other.routines, divergence.routine) != other.routines.end())
        divergence.defined_in = other.path;
    if (divergence.source.empty()) divergence.source = task.planned.probe->source;
    if (divergence.kind == DivergenceClass::defect) library.verdict = SoundVerdict::deviates;
    if (const std::string& kernel = task.variant->kernel.kernel; !kernel.empty()) {
      // One fault of several kernels is one finding.
      const auto same = std::ranges::find_if(library.divergences, [&](const Divergence& known) {
        return known.probe == divergence.probe && known.kind == divergence.kind &&
               known.routine == divergence.routine && known.flags == divergence.flags &&
               known.threads == divergence.threads && !known.kernels.empty();
      });
      if (same != library.divergences.end()) {
        add_kernel(*same, kernel);
        return;
      }
      divergence.kernels = {kernel};
      divergence.kernel_switch = task.variant->kernel.variable;
    }
    library.divergences.push_back(std::move(divergence));
  }

  const ProbeRequest& request_;
  std::vector<PlannedProbe> plan_;
  rules::Thresholds thresholds_;
  bool side_by_side_wanted_ = false;
  std::vector<std::unique_ptr<Candidate>> candidates_;
  std::vector<Task> tasks_;
  std::mutex progress_;
  ProbeRun result_;
};

}  // namespace

ProbeRun probe(const ProbeRequest& request) { return Run(request).go(); }

}  // namespace fairplay::auditor::behaviour
