#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/child/child_side.h"
#include "auditor/behaviour/subject/subject_library.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// How to read a call that goes wrong.
struct Judgement {
  DivergenceClass kind = DivergenceClass::defect;
  std::string_view source = "";  ///< the document or thread; empty: the probe's own
  /// What is asked, where a probe asks a routine several things of which each is a finding: it begins the finding's
  /// sentence, and the scalars that make it stay when the call shrinks. Empty: one finding for a routine with its
  /// options.
  std::string_view about = "";
  /// What that is, where other parts of the program must know it.
  Symptom symptom = Symptom::other;
};

/// What a probe has: the library, its instructions, and a way to report.
class Context {
 public:
  Context(ChildSide& side, SubjectLibrary& library);

  SubjectLibrary& library() { return library_; }
  std::uint64_t seed() const { return seed_; }
  /// A call that the probe has in words of CallCase ("dgemm NN m=64 n=64 k=64"), with this run's seed. Throws
  /// std::bad_expected_access where the words are wrong.
  CallCase call(std::string_view words) const;
  int threads() const { return threads_; }
  bool full() const { return full_; }
  /// Whether the user wants this routine probed ("dgemm").
  bool wants(std::string_view routine) const { return routine_.empty() || routine_ == routine; }
  /// Its share of the time is spent. The parent gets to know, because what a probe finds shouldn't depend on the
  /// machine's speed.
  bool out_of_time();

  /// Begins a piece of work that a probe does by itself; `text` says how to see it again ("dgemm NN m=64 callers=16"),
  /// in words of CallCase where they fit. False where it is to be left out: an earlier child did it, or died or hung in
  /// it. Work that takes longer than `limits` ends the child. Steps stand by themselves, for a child that takes over
  /// begins behind the fatal one, and come in an order that seed and settings alone decide.
  bool step(const std::string& text, const StepLimits& limits = {});

  /// Makes a call and judges it. A wrong result is shrunk to the smallest call that still shows it, and reported once
  /// for a routine with its options. Calls that killed an earlier child aren't made again. False if the call can't be
  /// made.
  bool check(const CallCase& call, const Judgement& judgement = {});
  /// Says more of what is under way in a step, should it crash.
  void doing(std::string_view what) { side_.doing(what, step_); }
  void count_call() { count_calls(1); }
  void count_calls(int number) { side_.count_calls(static_cast<std::uint64_t>(number)); }
  void report(Divergence divergence);
  /// Nothing can be probed here, because ...; the probe returns then.
  void skip(const std::string& why) { side_.send({{"skipped", why}}); }
  /// Something worth knowing that is no divergence; goes with the probe's outcome.
  void note(const std::string& text) { side_.send({{"note", text}}); }
  /// Makes just this call, and reports what is wrong: for the parent, which shrinks calls that end the process.
  void check_once(const CallCase& call);

  /// Makes this call and tells the parent what it wrote, for the parent to judge; `number` says which call it is.
  void answer(const CallCase& call, std::size_t number);

  /// A number that rules.yaml sets for this probe ("error-bytes"). Throws std::runtime_error where it doesn't.
  double threshold(const std::string& name) const;

 private:
  struct Made {
    bool there = false;  // the library has the routine, and the call can be
    std::optional<Mismatch> mismatch;
    std::uint64_t bits = 0;
  };
  Made make(const CallCase& call);

  ChildSide& side_;
  SubjectLibrary& library_;
  std::string probe_;
  std::uint64_t seed_ = 1;
  int threads_ = 1;
  bool full_ = false;
  std::string routine_;
  std::chrono::steady_clock::time_point began_, deadline_;
  std::uint64_t step_ = 0;              // of probes' steps and checks, from 1
  std::uint64_t resume_after_ = 0;      // the last one that earlier children made
  std::vector<std::string> leave_out_;  // routines, and routines with flags, that earlier children reported or died in
  std::vector<std::string> reported_;   // routines with flags, and what was asked of them: one divergence each
  bool cut_short_ = false;
  bool report_bits_ = false;  // a digest of what every checked call wrote
  std::map<std::string, double> thresholds_;
};

}  // namespace fairplay::auditor::behaviour
