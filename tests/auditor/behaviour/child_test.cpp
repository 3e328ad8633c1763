// Children that end in every way: an ordinary shell stands for the program.
#include "auditor/behaviour/parent/child.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace fairplay::auditor::behaviour {
namespace {

using testing::HasSubstr;

ChildEnd shell(const std::string& script, double seconds = 20, const std::string& input = "") {
  return run_child({.program = "/bin/sh",
                    .arguments = {"-c", script},
                    .environment = {{"GREETING", "hello"}},
                    .input = input,
                    .seconds = seconds});
}

TEST(Child, SaysAndEnds) {
  const ChildEnd end =
      shell("read word; echo \"$word $GREETING $HOME\"; echo complaint >&2; echo message >&3; exit 7", 20, "input\n");
  EXPECT_EQ(end.how, ChildEnd::How::exited);
  EXPECT_EQ(end.code, 7);
  EXPECT_EQ(end.output, "input hello \n") << "its environment is what it was given";
  EXPECT_EQ(end.errors, "complaint\n");
  EXPECT_EQ(end.messages, "message\n");
  EXPECT_EQ(describe(end), "exited with code 7");
  EXPECT_GT(end.peak_bytes, 0U);
}

TEST(Child, IsKilledBySignals) {
  const ChildEnd end = shell("echo before >&3; kill -SEGV $$");
  EXPECT_EQ(end.how, ChildEnd::How::killed);
  EXPECT_EQ(end.code, SIGSEGV);
  EXPECT_EQ(end.messages, "before\n") << "what it said before is there";
  EXPECT_EQ(describe(end), "killed by SIGSEGV");
}

TEST(Child, ThatHangsIsKilledWithWhatItStarted) {
  const ChildEnd end = shell("sleep 1000 & echo $! >&3; wait", 0.5);
  EXPECT_EQ(end.how, ChildEnd::How::hung);
  EXPECT_THAT(describe(end), HasSubstr("no answer"));
  const pid_t started = std::atoi(end.messages.c_str());
  ASSERT_GT(started, 0);
  const int process = static_cast<int>(syscall(SYS_pidfd_open, started, 0));
  if (process < 0) {  // killed, and its status was taken already
    EXPECT_EQ(errno, ESRCH);
    return;
  }
  pollfd ended{.fd = process, .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&ended, 1, 10'000), 1) << "it still runs";
  close(process);
}

/// Whether the process is gone, its status taken by whom it belonged to.
bool is_gone(const std::string& number) {
  const pid_t process = std::atoi(number.c_str());
  return process > 0 && kill(process, 0) != 0 && errno == ESRCH;
}

TEST(Child, WhoeverLeavesItsGroupIsEndedToo) {
  struct Way {
    const char* script;
    bool is_known;
  };
  // A session of its own; the same behind a process that ends at once; with another environment; in many generations.
  for (const Way& way :
       {Way{"setsid sh -c 'echo $$ >&3; exec sleep 1000' & sleep 0.3", true},
        Way{"(setsid sh -c 'echo $$ >&3; exec sleep 1000' &); sleep 0.3", true},
        Way{"(setsid env -i sh -c 'echo $$ >&3; exec sleep 1000' &); sleep 0.3", false},
        Way{"(setsid sh -c '(setsid sh -c \"echo \\$\\$ >&3; exec sleep 1000\" & sleep 1000)' &); sleep 0.3", true}}) {
    const ChildEnd end = shell(way.script);
    EXPECT_EQ(end.how, ChildEnd::How::exited) << way.script;
    EXPECT_EQ(end.left_a_process, way.is_known) << way.script;
    EXPECT_TRUE(is_gone(end.messages)) << way.script << ": " << end.messages;
  }
  EXPECT_FALSE(shell("sleep 0.01 & wait").left_a_process);
}

TEST(Child, OfAnotherRunIsNoOrphan) {
  std::thread other([] { EXPECT_EQ(shell("sleep 1; exit 5").code, 5); });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(shell("exit 3").code, 3);
  other.join();
}

TEST(Child, ThatTakesTooMuchMemoryIsEnded) {
  const auto limited = [](const std::string& script) {
    return run_child({.program = "/bin/sh",
                      .arguments = {"-c", script},
                      .environment = {{"PATH", "/usr/bin:/bin"}},
                      .input = "",
                      .seconds = 60,
                      .most_bytes = std::uint64_t{100} << 20});
  };
  // tail keeps all of a line that doesn't end: the child's own memory, then that of a process which it started.
  for (const char* script :
       {"exec tail -n 1 /dev/zero", "tail -n 1 /dev/zero; true", "head -c 9G /dev/zero | tail -n 1"}) {
    const ChildEnd end = limited(script);
    EXPECT_EQ(end.how, ChildEnd::How::took_too_much) << script;
    EXPECT_EQ(describe(end), "it took more than 0.098 GB of memory");
  }
  EXPECT_EQ(limited("head -c 20000000 /dev/zero | tail -n 1 >/dev/null; exit 4").code, 4);
}

TEST(Child, MaySayMoreThanAnybodyReads) {
  const ChildEnd end = shell("head -c 1000000 /dev/zero");
  EXPECT_EQ(end.how, ChildEnd::How::exited);
  EXPECT_EQ(end.output.size(), 65536U);
}

TEST(Child, ThatDoesNotExist) {
  const ChildEnd end =
      run_child({.program = "/nonexistent/program", .arguments = {}, .environment = {}, .input = "", .seconds = 1});
  EXPECT_EQ(end.how, ChildEnd::How::not_started);
  EXPECT_EQ(end.code, ENOENT);
  EXPECT_THAT(describe(end), HasSubstr("No such file"));
}

TEST(Child, ThatItsWatchdogEndedHung) {
  ChildEnd end;
  end.how = ChildEnd::How::hung;
  end.hang = Blackboard::Hang{.cpu = true, .seconds = 1};
  EXPECT_EQ(describe(end), "no answer in 1 seconds of CPU time");
  end.hang = Blackboard::Hang{.cpu = false, .seconds = 60.04};
  EXPECT_EQ(describe(end), "no answer in 60 seconds");
  end.hang = Blackboard::Hang{.cpu = false, .seconds = 5.03};
  EXPECT_EQ(describe(end), "no answer in 5 seconds");
  end.hang = Blackboard::Hang{.cpu = true, .seconds = 0.21};
  EXPECT_EQ(describe(end), "no answer in 0.2 seconds of CPU time");
}

TEST(Child, FaultsAreReportedWithoutAddressesThatChange) {
  ChildEnd end;
  end.how = ChildEnd::How::killed;
  end.code = SIGSEGV;
  end.fault = Blackboard::Fault{.signal = SIGSEGV, .address = 0x7f0012345018, .where = "behind a", .byte = 24};
  EXPECT_EQ(describe(end), "killed by SIGSEGV at byte 24, behind a");
  end.fault = Blackboard::Fault{.signal = SIGSEGV, .address = 0x7f0012345018, .where = stack_overflow};
  EXPECT_EQ(describe(end), "killed by SIGSEGV, stack overflow");
  end.fault = Blackboard::Fault{.signal = SIGSEGV, .address = 0x10, .where = ""};
  EXPECT_EQ(describe(end), "killed by SIGSEGV at 0x10");
}

TEST(Blackboard, KeepsItsSizeWhoeverHasIt) {
  auto board = Blackboard::make();
  ASSERT_NE(board, nullptr);
  board->doing("here");
  for (const off_t size : {0, 1, 1 << 20}) EXPECT_NE(ftruncate(board->descriptor(), size), 0) << size;
  EXPECT_NE(fcntl(board->descriptor(), F_ADD_SEALS, F_SEAL_WRITE), 0) << "nor takes the other's writing away";
  EXPECT_EQ(board->doing(), "here");
}

TEST(Blackboard, KeepsWhatFitsAndComesBackFromADescriptor) {
  auto board = Blackboard::make();
  ASSERT_NE(board, nullptr);
  EXPECT_EQ(board->doing(), "");
  EXPECT_FALSE(board->fault().has_value());
  auto same = Blackboard::of(dup(board->descriptor()));
  ASSERT_NE(same, nullptr);
  same->doing(std::string(5000, 'x'));
  EXPECT_EQ(board->doing(), std::string(999, 'x'));
  same->fault(SIGBUS, 0x1000, "behind a", 24);
  ASSERT_TRUE(board->fault().has_value());
  EXPECT_EQ(board->fault()->byte, 24);
  EXPECT_EQ(board->fault()->signal, SIGBUS);
  EXPECT_EQ(board->fault()->where, "behind a");
  EXPECT_EQ(board->step(), 0U);
  same->doing("a step", 3);
  EXPECT_EQ(board->step(), 3U);
  EXPECT_FALSE(board->hang().has_value());
  same->hang({.cpu = true, .seconds = 2});
  ASSERT_TRUE(board->hang().has_value());
  EXPECT_EQ(board->hang()->seconds, 2);
  EXPECT_EQ(Blackboard::of(-1), nullptr);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
