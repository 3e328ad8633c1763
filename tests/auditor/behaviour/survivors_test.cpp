// Nothing outlives `fairplay probe`, however it ends: no child, no process that a child forked.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::behaviour {
namespace {

namespace fs = std::filesystem;

/// The processes that have this library mapped.
std::set<pid_t> users_of(const std::string& library) {
  std::set<pid_t> users;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) == 0) continue;
    std::ifstream maps(entry.path() / "maps");
    for (std::string line; std::getline(maps, line);)
      if (line.ends_with(library)) {
        users.insert(std::atoi(name.c_str()));
        break;
      }
  }
  return users;
}

/// Asks again until `enough` says so; how often says when a machine is given up.
template <class Enough>
bool comes_true(Enough enough) {
  for (int tries = 0; tries < 6000; ++tries) {
    if (enough()) return true;
    const timespec pause{.tv_sec = 0, .tv_nsec = 10'000'000};
    nanosleep(&pause, nullptr);
  }
  return false;
}

class Survivors : public testing::TestWithParam<int> {};

TEST_P(Survivors, ThereAreNone) {
  const tests::TemporaryFolder folder;
  // A call in a forked process never returns: the child waits, and its fork waits in the library.
  const std::string library = folder / "libmisbehaving_forkhang.so";
  fs::copy_file(tests::environment("MISBEHAVING"), library);
  const std::string program = tests::environment("FAIRPLAY");
  const char* arguments[] = {program.c_str(), "probe", "--quiet", "--probe", "threads/fork", library.c_str(), nullptr};
  const char* environment[] = {"PATH=/usr/bin:/bin", nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t parent = 0;
  ASSERT_EQ(posix_spawn(&parent, program.c_str(), &actions, nullptr, const_cast<char**>(arguments),
                        const_cast<char**>(environment)),
            0);
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_TRUE(comes_true([&] { return users_of(library).size() >= 2; })) << "a child and what it forked";
  kill(parent, GetParam());
  int status = 0;
  ASSERT_EQ(waitpid(parent, &status, 0), parent);
  EXPECT_TRUE(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) != 0));
  EXPECT_TRUE(comes_true([&] { return users_of(library).empty(); })) << "still there";
}

INSTANTIATE_TEST_SUITE_P(HoweverItEnds, Survivors, testing::Values(SIGINT, SIGTERM, SIGKILL));

}  // namespace
}  // namespace fairplay::auditor::behaviour
