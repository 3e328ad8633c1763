// A program that passes a wrong leading dimension is to learn of it, not to lose its memory. Netlib's xerbla stops the
// program, others print and return, and NumPy and SciPy put their own in its place: whichever it is, each call is made
// in a separate process, and what it prints is read.
#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/forked.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"
#include "auditor/behaviour/protocol/messages.h"
#include "auditor/behaviour/protocol/signal_name.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

using signatures::artifact::FileDescriptor;

constexpr double hang_seconds = 3;  // a look at an argument takes microseconds
constexpr int most_arguments = 32;

std::string content_of(const FileDescriptor& file) {
  std::vector<std::byte> bytes(4096);
  const auto size = signatures::artifact::read_at(file.get(), bytes, 0);
  return size > 0 ? std::string(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size))
                  : std::string();
}

/// "On entry to DGEMM parameter number 8 had an illegal value", "Parameter 8 was incorrect on entry to DGEMM": 8; 0
/// where no argument is named.
int argument_named_in(std::string_view printed) {
  const std::size_t word = printed.find("arameter ");
  if (word == std::string_view::npos) return 0;
  const std::size_t digit = printed.find_first_of("0123456789", word);
  int number = 0;
  if (digit != std::string_view::npos) std::from_chars(printed.data() + digit, printed.data() + printed.size(), number);
  return number;
}

/// What is wrong about the call; nullopt: nothing.
std::optional<Divergence> seen(Context& context, PreparedCall& prepared, const CallCase& call) {
  const FileDescriptor printed(memfd_create("printed", MFD_CLOEXEC)),
      wrong_result(memfd_create("wrong result", MFD_CLOEXEC));
  if (!printed || !wrong_result) return std::nullopt;
  const ForkEnd end = in_fork(
      [&] {
        dup2(printed.get(), STDOUT_FILENO);
        dup2(printed.get(), STDERR_FILENO);
        prepared.run(context.library());
        std::fflush(nullptr);
        if (const auto mismatch = prepared.judge())
          signatures::artifact::write_all(wrong_result.get(), message_of(divergence_of(call, *mismatch)).dump());
        return 0;
      },
      hang_seconds);
  context.count_call();
  Divergence divergence;
  set_call(divergence, call);
  divergence.expected = fmt::format("argument {} is told to be illegal", call.illegal);
  switch (end.how) {
    case ForkEnd::How::not_started: return std::nullopt;
    case ForkEnd::How::hung:
      divergence.message = fmt::format("with an illegal argument {} the call doesn't return", call.illegal);
      divergence.got = fmt::format("no answer in {} seconds", hang_seconds);
      return divergence;
    case ForkEnd::How::killed:
      if (end.code == SIGABRT) break;  // a way to stop a program, as good as Fortran's STOP
      divergence.message = fmt::format("an illegal argument {} kills the process", call.illegal);
      divergence.got = fmt::format("killed by {}", signal_name(end.code));
      return divergence;
    case ForkEnd::How::answered: break;
  }
  if (const std::string found = content_of(wrong_result); !found.empty())
    if (auto wrong = divergence_in(nlohmann::json::parse(found, nullptr, false))) return wrong;
  const int named = argument_named_in(content_of(printed));
  if (named == 0 || named == call.illegal) return std::nullopt;
  divergence.message = fmt::format("argument {} is illegal, and xerbla is given another one's number", call.illegal);
  divergence.got = fmt::format("parameter {}", named);
  return divergence;
}

void run_special_illegal_arguments(Context& context) {
  for (const Routine& routine : routines()) {
    if (routine.level < 2 || !context.wants(routine.name) || context.library().routine(routine.name) == nullptr)
      continue;
    if (!context.full() && (routine.letter == 's' || routine.letter == 'c')) continue;
    CallCase call = plain_call(routine, flags_of(routine).front(), 3, context.seed());
    bool reported = false;  // once for a routine
    for (call.illegal = 1; call.illegal <= most_arguments; ++call.illegal) {
      const auto prepared = prepare(call);
      if (!prepared || !context.step(text_of(call)) || reported) continue;
      if (auto wrong = seen(context, **prepared, call)) {
        context.report(std::move(*wrong));
        reported = true;
      }
    }
  }
}

}  // namespace

extern const Probe special_illegal_arguments;
const Probe special_illegal_arguments{
    .description =
        {
            .id = "special/illegal-arguments",
            .shows = "whether an illegal argument is reported by its own number, and nothing is written then",
            .source = "BLAS Technical Forum Standard (2001), section 1.8; LAPACK Users' Guide, 3rd ed. (1999), section "
                      "5.1.9 (xerbla, info)",
            .seconds = 15,
            .alone = false,
            .grade = Grade::illegal_arguments,
        },
    .run = run_special_illegal_arguments,
};

}  // namespace fairplay::auditor::behaviour::probes
