#include "auditor/behaviour/parent/seen_results.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/random.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/calls/random_call.h"
#include "auditor/behaviour/parent/child_words.h"

namespace fairplay::auditor::behaviour {
namespace {

using fairplay::blas::hunting::Random;

constexpr std::size_t calls_of_a_routine = 6;
constexpr std::size_t calls_of_a_child = 150;
constexpr std::size_t most_named = 5;

std::uint64_t number_that_nobody_knows() {
  std::uint64_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) return 0;
  return number;
}

/// The call that the parent holds, with what the child says it wrote.
std::optional<Mismatch> judge(const CallCase& call, std::span<const std::byte> wrote, bool wide) {
  auto prepared = prepare(call);
  if (!prepared) return std::nullopt;
  if (!(*prepared)->adopt(wrote, wide))
    return Mismatch{.what = "what the call wrote isn't as long as its operands", .got = "", .expected = ""};
  return (*prepared)->judge();
}

}  // namespace

std::string_view numbers_of_level(int level) {
  constexpr std::string_view probes[] = {"numbers/level1", "numbers/level2", "numbers/level3", "numbers/linear",
                                         "numbers/spectra"};
  static_assert(std::size(probes) == most_level);
  return probes[static_cast<std::size_t>(std::clamp(level, 1, most_level) - 1)];
}

std::vector<CallCase> calls_to_see(const std::set<std::string, std::less<>>& wanted, std::uint64_t seed) {
  std::vector<CallCase> calls;
  Random random(seed * 1000003);
  const std::uint64_t secret = number_that_nobody_knows();
  for (const Routine& routine : routines()) {
    if (!wanted.contains(routine.name)) continue;
    const CallScale scale{.products = 3e4, .longest = routine.level == 1 ? 300 : 24};
    const std::vector<std::string> flags = flags_of(routine);
    for (std::size_t i = 0; i < calls_of_a_routine; ++i) {
      const auto which = static_cast<std::size_t>(random.below(static_cast<blas::Index>(flags.size())));
      CallCase call = random_call(routine, flags[which], scale, random);
      call.seed = Random(secret + calls.size()).bits() >> 40;
      calls.push_back(std::move(call));
    }
  }
  return calls;
}

SeenResults see_results(const ChildJob& job, const CallingConvention& convention, const std::vector<CallCase>& calls,
                        const std::set<std::string, std::less<>>& must_answer) {
  SeenResults seen;
  std::set<std::string, std::less<>> unseen, reported, answered;
  // A child's messages have a limit, and the answers of all calls together are longer than that.
  for (std::size_t begin = 0; begin < calls.size(); begin += calls_of_a_child) {
    const std::span<const CallCase> asked =
        std::span(calls).subspan(begin, std::min(calls_of_a_child, calls.size() - begin));
    ChildJob part = job;
    for (const CallCase& call : asked) part.answered.push_back(text_of(call));
    const ChildEnd end = run(part);
    const ChildWords words = read_words(end.messages);
    if (auto death = divergence_of(end, words, job.threads); death && words.broken.empty()) {
      const Routine* routine = routine_named(death->routine);
      death->probe = numbers_of_level(routine != nullptr ? routine->level : 1);
      seen.divergences.push_back(*std::move(death));
      return seen;
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const CallCase& call = asked[i];
      const auto answer = words.answers.find(i);
      if (answer == words.answers.end()) {
        if (must_answer.contains(call.routine)) unseen.insert(call.routine);
        continue;
      }
      answered.insert(call.routine);
      const auto mismatch = judge(call, answer->second, convention.integer_bits == 64);
      if (!mismatch || !reported.insert(call.routine).second) continue;
      Divergence divergence = divergence_of(call, *mismatch);
      divergence.probe = numbers_of_level(routine_named(call.routine)->level);
      divergence.threads = job.threads;
      divergence.kernel = words.kernel;
      seen.divergences.push_back(std::move(divergence));
    }
  }
  // Of a routine that answers, what was answered has been judged.
  std::erase_if(unseen, [&](const std::string& routine) { return answered.contains(routine); });
  if (!unseen.empty()) {
    std::vector<std::string> named(unseen.begin(), unseen.end());
    const std::size_t more = named.size() > most_named ? named.size() - most_named : 0;
    named.resize(named.size() - more);
    seen.why = fmt::format("{}{}: no result of it was seen outside of its own process", fmt::join(named, ", "),
                           more != 0 ? fmt::format(" and {} more", more) : "");
  } else if (answered.empty()) {
    seen.why = "no result of it was seen outside of its own process";
  }
  return seen;
}

}  // namespace fairplay::auditor::behaviour
