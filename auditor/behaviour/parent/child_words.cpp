#include "auditor/behaviour/parent/child_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/protocol/messages.h"

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t most_notes = 40, longest_note = 300;

/// {"dgemm": {"12": 4711}}: the calls' numbers are keys, and so text.
void read_bits(const nlohmann::json& said, Bits& bits) {
  if (!said.is_object()) return;
  for (const auto& [routine, calls] : said.items()) {
    if (!calls.is_object()) continue;
    for (const auto& [number, digest] : calls.items()) {
      std::uint64_t step = 0;
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), step);
      if (error == std::errc() && end == number.data() + number.size() && digest.is_number_unsigned())
        bits[routine.substr(0, 30)][step] = digest.get<std::uint64_t>();
    }
  }
}

}  // namespace

ChildWords read_words(const std::string& messages) {
  ChildWords words;
  std::istringstream lines(messages);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json message = nlohmann::json::parse(line, nullptr, false);
    if (!message.is_object()) continue;
    auto text = [&](const char* key) {
      return message.contains(key) && message[key].is_string() ? message[key].get<std::string>() : std::string();
    };
    if (message.contains("convention")) {
      words.convention = convention_in(message["convention"]);
      words.configuration = text("configuration");
      words.kernel = text("kernel");
    }
    if (message.contains("refused")) words.refused = text("refused");
    if (message.contains("broken")) words.broken = text("broken");
    if (message.contains("skipped")) words.skipped = text("skipped").substr(0, longest_note);
    if (const std::string note = text("note"); !note.empty() && words.notes.size() < most_notes)
      words.notes.push_back(note.substr(0, longest_note));
    if (const std::string routine = text("called"); routine_named(routine) != nullptr) words.called.insert(routine);
    if (message.contains("elsewhere")) words.elsewhere = defined_elsewhere_in(message["elsewhere"]);
    if (message.contains("beside")) words.beside = texts_in(message["beside"]);
    if (message.contains("cut_short")) words.cut_short = true;
    if (message.contains("done")) words.done = true;
    if (message.contains("bits")) read_bits(message["bits"], words.bits);
    if (message.contains("answered") && message["answered"].is_number_unsigned())
      if (auto bytes = bytes_in(text("wrote")))
        words.answers[message["answered"].get<std::size_t>()] = *std::move(bytes);
    if (message.contains("divergence"))
      if (auto divergence = divergence_in(message["divergence"])) words.divergences.push_back(std::move(*divergence));
  }
  return words;
}

std::string end_phrase(const ChildEnd& end) {
  // The first line of what it complained of.
  const std::string line = end.errors.substr(0, std::min<std::size_t>(end.errors.find('\n'), 200));
  return describe(end) + (line.empty() ? "" : fmt::format(" (it says: {})", line));
}

std::optional<Divergence> divergence_of(const ChildEnd& end, const ChildWords& words, int threads) {
  if (end.how == ChildEnd::How::exited && end.code == 0 && words.done) return std::nullopt;
  Divergence divergence;
  divergence.got = end_phrase(end);
  divergence.expected = "the call returns";
  divergence.threads = threads;
  divergence.kernel = words.kernel;
  // What ends in such a step needn't be the call itself: a library's handlers run in fork() and when it is unloaded.
  std::string what = "the call";
  if (auto call = parse_call(end.doing)) {
    set_call(divergence, *call);
    if (call->forks == "during") what = "fork() while another thread is in the call, or that call,";
    if (call->reloads) what = "the call, or unloading the library after it,";
  } else {
    divergence.routine = end.doing.substr(0, end.doing.find(' '));
  }
  divergence.call = end.doing;
  switch (end.how) {
    case ChildEnd::How::hung:
      divergence.symptom = Symptom::never_returns;
      divergence.message = what + " doesn't return";
      break;
    case ChildEnd::How::killed:
      divergence.symptom = Symptom::kills_the_process;
      divergence.message = what + " kills the process";
      break;
    case ChildEnd::How::took_too_much: divergence.message = what + " takes all memory"; break;
    default:
      divergence.symptom = Symptom::ends_the_process;
      divergence.message = "the library ends the process";
      break;
  }
  return divergence;
}

}  // namespace fairplay::auditor::behaviour
