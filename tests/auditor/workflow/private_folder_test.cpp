#include "auditor/workflow/private_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

/// Makes TMPDIR a folder of the test, so that it sees what is left there.
class PrivateFolderTest : public ::testing::Test {
 protected:
  void SetUp() override { setenv("TMPDIR", base_.path().c_str(), 1); }
  void TearDown() override { unsetenv("TMPDIR"); }
  bool empty() const { return std::filesystem::is_empty(base_.path()); }

  tests::TemporaryFolder base_;
};

}  // namespace

TEST_F(PrivateFolderTest, OnlyItsOwnerReadsItAndNothingIsLeft) {
  {
    const auto folder = auditor::PrivateFolder::make();
    ASSERT_TRUE(folder) << folder.error();
    const std::string& path = (*folder)->path();
    EXPECT_TRUE(path.starts_with(base_.path() + "/"));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    std::ofstream(path + "/file") << "content";
  }
  EXPECT_TRUE(empty());
}

TEST_F(PrivateFolderTest, RunsProgramsAndReturnsTheirExitCodes) {
  const auto folder = auditor::PrivateFolder::make();
  ASSERT_TRUE(folder) << folder.error();
  EXPECT_EQ((*folder)->run({"true"}), 0);
  EXPECT_EQ((*folder)->run({"sh", "-c", "exit 7"}), 7);
  EXPECT_EQ((*folder)->run({"sh", "-c", "kill -9 $$"}), 128 + SIGKILL);
  EXPECT_EQ((*folder)->run({"no-such-program-anywhere"}, true), 127);
  EXPECT_EQ((*folder)->run({"cat"}), 0) << "its stdin is empty";
}

TEST_F(PrivateFolderTest, CannotBeMadeWhereThereIsNoFolder) {
  setenv("TMPDIR", (base_ / "missing").c_str(), 1);
  const auto folder = auditor::PrivateFolder::make();
  ASSERT_FALSE(folder);
  EXPECT_TRUE(folder.error().starts_with("no temporary folder can be made: ")) << folder.error();
}

TEST_F(PrivateFolderTest, ASignalEndsTheChildAndRemovesTheFolder) {
  const pid_t process = ::fork();
  ASSERT_GE(process, 0);
  if (process == 0) {
    const auto folder = auditor::PrivateFolder::make();
    // The child of this process ends it, as a user's Ctrl-C would. It keeps no output open: ctest waits for the last writer.
    if (folder) (*folder)->run({"sh", "-c", "exec >/dev/null 2>&1; kill -TERM $PPID; sleep 60"});
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(process, &status, 0), process);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM) << status;
  EXPECT_TRUE(empty());
}

}  // namespace fairplay
