// multiprocessing, subprocess's preexec_fn and web servers fork programs whose BLAS has threads already; none of them
// survive in the child.
#include <fmt/format.h>
#include <string.h>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/at_once.h"
#include "auditor/behaviour/child/forked.h"
#include "auditor/behaviour/child/other_caller.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/protocol/signal_name.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

constexpr double hang_seconds = 4;  // a call takes some milliseconds, 0.1 s in a slow library

enum Answer { right, wrong };

class Forks {
 public:
  Forks(Context& context, const CallCase& call) : context_(context), call_(call) {}

  /// A step named after `pattern`; once one of them hangs, the others would too.
  template <class Work>
  void pattern(const char* name, Work work) {
    if (bad_ || !context_.step(fmt::format("{} fork={}", text_of(call_), name),
                               {.cpu_seconds = 12, .wall_seconds = 40, .idle_seconds = 10}))
      return;
    name_ = name;
    work();
  }
  void judge(const ForkEnd& end, const char* who) {
    context_.count_call();
    if (!bad_ && end.how != ForkEnd::How::not_started && (end.how != ForkEnd::How::answered || end.code != right))
      report(end, who);
  }
  void report(const ForkEnd& end, const char* who) {
    bad_ = true;
    Divergence divergence;
    set_call(divergence, call_);
    divergence.call += fmt::format(" fork={}", name_);
    divergence.expected = "the call returns what it returns where nobody forks";
    switch (end.how) {
      case ForkEnd::How::hung:
        divergence.got = fmt::format("no answer in {} seconds", hang_seconds);
        divergence.symptom = Symptom::never_returns;
        divergence.message = fmt::format("{} never returns", who);
        break;
      case ForkEnd::How::killed:
        divergence.got = fmt::format("killed by {}", signal_name(end.code));
        divergence.symptom = Symptom::kills_the_process;
        divergence.message = fmt::format("{} kills the process", who);
        break;
      default:
        divergence.got = "another result";
        divergence.message = fmt::format("{} gives a wrong result", who);
        break;
    }
    context_.report(std::move(divergence));
  }

  bool bad() const { return bad_; }

 private:
  Context& context_;
  CallCase call_;
  std::string name_;
  bool bad_ = false;
};

/// `briefly`: a fork after a call, and no more.
void forks_around(Context& context, const char* call_text, bool briefly) {
  const CallCase given = context.call(call_text);
  if (!context.wants(given.routine)) return;
  auto call = PlainCall::make(context.library(), given);
  if (!call) return;
  std::vector<std::byte> expected;
  auto calls_right = [&] {
    PlainCall own(*call);
    own.run();
    return own.difference(own.written(), expected) ? wrong : right;
  };
  // The first call of all, in a process that has no threads of the library's yet: what it gives is compared with the
  // parent's.
  Forks forks(context, given);
  if (!briefly)
    forks.pattern("before", [&] {
      const ForkEnd end = in_fork(
          [&] {
            call->run();
            return right;
          },
          hang_seconds);
      forks.judge(end, "the first call of all, in a forked process,");
    });
  forks.pattern("child", [&] {
    call->run();
    context.count_call();
    expected = call->written();
    forks.judge(in_fork(calls_right, hang_seconds), "a call in a process forked after one");
    if (forks.bad()) return;
    // And the parent goes on: by a fork, for it might hang too.
    forks.judge({ForkEnd::How::answered, calls_right()}, "a call in the parent after a fork");
    if (forks.bad()) return;
    forks.judge(
        in_fork([&] { return in_fork(calls_right, hang_seconds).how == ForkEnd::How::answered ? right : wrong; },
                3 * hang_seconds),
        "a call in a fork of a fork");
  });
  if (briefly) return;
  forks.pattern("during", [&] {
    call->run();
    expected = call->written();
    // A library that ends its threads ahead of a fork may end those that are at work for another caller.
    OtherCaller other(*call);
    for (int i = 0; i < (context.full() ? 20 : 4) && !forks.bad(); ++i)
      forks.judge(in_fork(calls_right, hang_seconds), "a call in a process forked while another thread was in a call");
    if (!other.comes_back(hang_seconds))
      forks.report({ForkEnd::How::hung, 0}, "a call that a thread of the parent was in while the process forked");
  });
  forks.pattern("two", [&] {
    call->run();
    expected = call->written();
    ForkEnd ends[2];
    at_once(2, [&](int i) { ends[i] = in_fork(calls_right, hang_seconds); });
    for (const ForkEnd& end : ends) forks.judge(end, "a call in one of two processes forked at once");
  });
}

void run_threads_fork(Context& context) {
  forks_around(context, "dgemm NN m=300 n=300 k=300", false);
  // Its threads are handed out in another way than those of products.
  forks_around(context, "dgetrf m=300 n=300", true);
}

}  // namespace

extern const Probe threads_fork;
const Probe threads_fork{
    .description =
        {
            .id = "threads/fork",
            .shows =
                "whether a program may fork before, after and during calls, and call in the child and in the parent",
            .source = "OpenMathLib/OpenBLAS#240, #294, #2270, #2993, #5520; POSIX.1-2017, fork()",
            .seconds = 10,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_fork,
};

}  // namespace fairplay::auditor::behaviour::probes
