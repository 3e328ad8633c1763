#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <stdexcept>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/calls/shrink.h"
#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/child/context.h"
#include "auditor/behaviour/protocol/messages.h"
#include "signatures/hexadecimal.h"

namespace fairplay::auditor::behaviour {
namespace {

// What the fault handler asks; a probe's calls that run at once each have operands of their own, and the last one
// prepared answers.
const PreparedCall* call_under_way = nullptr;
const char* locate(const void* address, std::int64_t& byte) {
  return call_under_way != nullptr ? call_under_way->locate(address, byte) : nullptr;
}

class UnderWay {
 public:
  explicit UnderWay(const PreparedCall& call) { call_under_way = &call; }
  ~UnderWay() { call_under_way = nullptr; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
};

/// LAPACK's small matrices take less than a millisecond; it is there that iterations don't end.
StepLimits limits_of(const CallCase& call) {
  const Routine* routine = routine_named(call.routine);
  constexpr std::int64_t small = 64;
  StepLimits limits;
  if (routine != nullptr && routine->level > 3 && call.m <= small && call.n <= small && call.k <= small)
    limits.cpu_seconds = 1;
  return limits;
}

bool same_scalars(const CallCase& a, const CallCase& b) {
  return a.alpha == b.alpha && a.alpha_im == b.alpha_im && a.beta == b.beta && a.beta_im == b.beta_im;
}

/// Reports each routine that the probe calls to the parent once. A child has one probe.
void report_called(ChildSide& side, std::string_view routine) {
  static std::set<std::string, std::less<>> reported;
  if (reported.contains(routine) || routine_named(routine) == nullptr) return;
  reported.emplace(routine);
  side.send({{"called", routine}});
}

/// FNV-1a, 64 bits: equal results have equal digests, and it needn't be more.
std::uint64_t digest_of(const std::vector<std::byte>& bytes) {
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const std::byte one : bytes) digest = (digest ^ static_cast<std::uint64_t>(one)) * 0x100000001b3U;
  return digest;
}

/// How long this thread has been ready to run while others did (proc(5), /proc/pid/schedstat); 0 where the system
/// doesn't say.
std::chrono::nanoseconds time_in_line() {
  std::ifstream file("/proc/thread-self/schedstat");
  std::int64_t ran = 0, waited = 0;
  return file >> ran >> waited ? std::chrono::nanoseconds(waited) : std::chrono::nanoseconds(0);
}

}  // namespace

Context::Context(ChildSide& side, SubjectLibrary& library) : side_(side), library_(library) {
  const nlohmann::json& job = side.job();
  probe_ = job.value("probe", "");
  seed_ = job.value("seed", std::uint64_t{1});
  threads_ = job.value("threads", 1);
  full_ = job.value("full", false);
  routine_ = job.value("routine", "");
  began_ = std::chrono::steady_clock::now();
  deadline_ = began_ + std::chrono::milliseconds(std::llround(job.value("seconds", 1.0) * 1000));
  resume_after_ = job.value("resume_after", std::uint64_t{0});
  leave_out_ = job.value("leave_out", std::vector<std::string>());
  report_bits_ = job.value("report_bits", false);
  thresholds_ = job.value("thresholds", std::map<std::string, double>());
  ChildSide::locate_with(locate);
}

CallCase Context::call(std::string_view words) const {
  CallCase call = parse_call(words).value();
  call.seed = seed_;
  return call;
}

bool Context::out_of_time() {
  const auto now = std::chrono::steady_clock::now();
  if (now <= deadline_) return false;
  // On a busy machine the clock runs while nothing is done. What is found shouldn't depend on that: time that this
  // thread stood in line for a processor doesn't count.
  const auto share = deadline_ - began_;
  if (now - began_ - time_in_line() < share && now - began_ < 20 * share) return false;
  if (seconds(CLOCK_PROCESS_CPUTIME_ID) < 0.7 * std::chrono::duration<double>(share).count() &&
      now - began_ < 3 * share)
    return false;
  if (!cut_short_) side_.send({{"cut_short", true}});
  cut_short_ = true;
  return true;
}

bool Context::step(const std::string& text, const StepLimits& limits) {
  side_.watchdog().rest();
  if (++step_ <= resume_after_ || out_of_time()) return false;
  side_.doing(text, step_);
  report_called(side_, std::string_view(text).substr(0, text.find(' ')));
  side_.watchdog().watch(limits);
  return true;
}

bool Context::check(const CallCase& call, const Judgement& judgement) {
  side_.watchdog().rest();
  if (++step_ <= resume_after_) return true;
  const std::string shown = routine_and_flags(call),
                    asked = judgement.about.empty() ? shown : fmt::format("{}: {}", shown, judgement.about);
  const auto holds = [](const std::vector<std::string>& texts, const std::string& text) {
    return std::ranges::find(texts, text) != texts.end();
  };
  if (holds(leave_out_, call.routine) || holds(leave_out_, shown) || holds(reported_, asked)) return true;
  const Made first = make(call);
  if (report_bits_ && first.there) side_.send({{"bits", {{call.routine, {{std::to_string(step_), first.bits}}}}}});
  if (!first.mismatch) return first.there;
  Mismatch mismatch = *first.mismatch;
  const CallCase smallest = shrink(call, [&](const CallCase& candidate) {
    if (!judgement.about.empty() && !same_scalars(candidate, call)) return false;
    Made made = make(candidate);
    if (!made.mismatch) return false;
    mismatch = std::move(*made.mismatch);
    return true;
  });
  // The mismatch is that of the last call that failed, which is the smallest; a defect that comes and goes may leave an
  // earlier one's.
  reported_.push_back(asked);
  Divergence divergence = divergence_of(smallest, mismatch);
  if (!judgement.about.empty()) divergence.message = fmt::format("{}: {}", judgement.about, divergence.message);
  if (judgement.symptom != Symptom::other) divergence.symptom = judgement.symptom;
  divergence.kind = judgement.kind;
  divergence.source = judgement.source;
  report(std::move(divergence));
  return true;
}

void Context::check_once(const CallCase& call) {
  if (const Made made = make(call); made.mismatch) report(divergence_of(call, *made.mismatch));
}

void Context::answer(const CallCase& call, std::size_t number) {
  auto prepared = prepare(call);
  if (!prepared) return;
  side_.doing(text_of(call), ++step_);
  const UnderWay under_way(**prepared);
  side_.watchdog().watch(limits_of(call));
  const bool there = (*prepared)->run(library_);
  side_.watchdog().rest();
  if (there) side_.send({{"answered", number}, {"wrote", signatures::hex_of((*prepared)->written())}});
}

Context::Made Context::make(const CallCase& call) {
  Made made;
  auto prepared = prepare(call);
  if (!prepared) return made;
  side_.doing(text_of(call), step_);
  const UnderWay under_way(**prepared);
  count_call();
  side_.watchdog().watch(limits_of(call));
  made.there = (*prepared)->run(library_);
  side_.watchdog().rest();
  if (!made.there) return made;
  report_called(side_, call.routine);
  if (report_bits_) made.bits = digest_of((*prepared)->written());
  made.mismatch = (*prepared)->judge();
  return made;
}

double Context::threshold(const std::string& name) const {
  const auto found = thresholds_.find(name);
  if (found == thresholds_.end())
    throw std::runtime_error(fmt::format("rules.yaml sets no \"{}\" for {}", name, probe_));
  return found->second;
}

void Context::report(Divergence divergence) {
  divergence.threads = threads_;
  if (divergence.kernel.empty()) divergence.kernel = library_.kernel();
  side_.send({{"divergence", message_of(divergence)}});
}

}  // namespace fairplay::auditor::behaviour
