// Children that end in every way: an ordinary shell stands for the program.
#include "auditor/behaviour/parent/child.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

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
