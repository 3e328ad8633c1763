#include <algorithm>
#include <cmath>

#include "auditor/behaviour/messages.h"
#include "auditor/behaviour/probes/probe.h"
#include "auditor/behaviour/shrink.h"

namespace auditor::behaviour::probes {
namespace {

// What the fault handler asks; a probe's calls that run at once each have operands of their own, and the last one prepared answers.
const PreparedCall* call_under_way = nullptr;
const char* locate(const void* address) { return call_under_way != nullptr ? call_under_way->locate(address) : nullptr; }

class UnderWay {
 public:
  explicit UnderWay(const PreparedCall& call) { call_under_way = &call; }
  ~UnderWay() { call_under_way = nullptr; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
};

}  // namespace

Context::Context(ChildSide& side, SubjectLibrary& library) : side_(side), library_(library) {
  const nlohmann::json& job = side.job();
  probe_ = job.value("probe", "");
  seed_ = job.value("seed", std::uint64_t{1});
  threads_ = job.value("threads", 1);
  full_ = job.value("full", false);
  routine_ = job.value("routine", "");
  deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(std::llround(job.value("seconds", 1.0) * 1000));
  resume_after_ = job.value("resume_after", std::uint64_t{0});
  told_ = job.value("leave_out", std::vector<std::string>());
  ChildSide::locate_with(locate);
}

bool Context::out_of_time() {
  if (std::chrono::steady_clock::now() <= deadline_) return false;
  if (!cut_short_) side_.tell({{"cut_short", true}});
  cut_short_ = true;
  return true;
}

bool Context::step(const std::string& text, const StepLimits& limits) {
  side_.watchdog().rest();
  if (++step_ <= resume_after_ || out_of_time()) return false;
  side_.doing(text, step_);
  side_.watchdog().watch(limits);
  return true;
}

bool Context::check(const CallCase& call) {
  side_.watchdog().rest();
  if (++step_ <= resume_after_) return true;
  const std::string shown = routine_and_flags(call);
  if (std::ranges::find(told_, shown) != told_.end()) return true;
  std::optional<Mismatch> mismatch;
  bool made = false;
  auto fails = [&](const CallCase& candidate) {
    auto prepared = prepare(candidate);
    if (!prepared) return false;
    side_.doing(text_of(candidate), step_);
    const UnderWay under_way(**prepared);
    ++calls_;
    side_.watchdog().watch({});
    const bool there = (*prepared)->run(library_);
    side_.watchdog().rest();
    if (!there) return false;
    made = true;
    auto found = (*prepared)->judge();
    if (!found) return false;
    mismatch = std::move(found);
    return true;
  };
  if (!fails(call)) return made;
  const CallCase smallest = shrink(call, fails);
  // The mismatch is that of the last call that failed, which is the smallest; a defect that comes and goes may leave an earlier one's.
  told_.push_back(shown);
  Divergence divergence;
  divergence.routine = smallest.routine;
  divergence.flags = smallest.flags;
  divergence.m = smallest.m;
  divergence.n = smallest.n;
  divergence.k = smallest.k;
  divergence.got = mismatch->got;
  divergence.expected = mismatch->expected;
  divergence.bound_ratio = mismatch->bound_ratio;
  divergence.operand = mismatch->operand;
  divergence.element = mismatch->element;
  divergence.message = mismatch->what;
  divergence.call = text_of(smallest);
  tell(std::move(divergence));
  return true;
}

void Context::tell(Divergence divergence) {
  divergence.threads = threads_;
  if (divergence.kernel.empty()) divergence.kernel = library_.kernel();
  side_.tell({{"divergence", message_of(divergence)}});
}

const Probe* probe_named(std::string_view id) {
  for (const Probe* probe : all_probes())
    if (probe->id == id) return probe;
  return nullptr;
}

}  // namespace auditor::behaviour::probes
