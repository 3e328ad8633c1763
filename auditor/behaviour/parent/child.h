#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auditor/behaviour/protocol/blackboard.h"
#include "auditor/behaviour/protocol/start.h"

namespace fairplay::auditor::behaviour {

/// A program to start afresh (never a fork that goes on: libraries that were loaded before would taint it).
struct ChildRequest {
  std::string program;
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  ///< all that it gets
  std::string input;                                             ///< what it reads on its standard input
  double seconds = 10;                                           ///< then it is killed, with everything it started
  std::uint64_t most_bytes = std::uint64_t{2} << 30;             ///< in memory, with what it started: likewise
};

/// How it ended. Everything it says is bounded: 16 MB of messages, 64 KB of each output.
struct ChildEnd {
  enum class How : std::uint8_t { exited, killed, hung, took_too_much, not_started };
  How how = How::not_started;
  int code = 0;  ///< exit code, or the signal that killed it, or errno of the start
  std::optional<Blackboard::Fault> fault;
  std::optional<Blackboard::Hang> hang;  ///< where its own watchdog ended it; `how` is then `hung`
  std::string doing;                     ///< its last word on the blackboard
  std::uint64_t step = 0;                ///< the step it was in; 0: in none
  std::uint64_t calls = 0;               ///< that it had made of the subject
  std::string messages;                  ///< what it wrote to messages_descriptor
  std::string output, errors;            ///< standard output and standard error
  double seconds = 0;
  std::uint64_t peak_bytes = 0;   ///< resident
  std::uint64_t limit_bytes = 0;  ///< that it took more than
  bool left_a_process = false;    ///< that it started and that ran on after its end; it is killed
};

/// Starts it and waits for its end. May be called from several threads at once.
ChildEnd run_child(const ChildRequest& request);

/// "killed by SIGSEGV at 0x10", "killed by SIGSEGV at byte 24, behind a" (from its begin), "exited with code 3", "no
/// answer in 10 seconds", "it took more than 2 GB of memory".
std::string describe(const ChildEnd& end);

}  // namespace fairplay::auditor::behaviour
