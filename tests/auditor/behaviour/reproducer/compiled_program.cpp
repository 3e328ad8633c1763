#include "tests/auditor/behaviour/reproducer/compiled_program.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace fairplay {

namespace auditor::behaviour::reproducer {

ProgramEnd run_program(const std::vector<std::string>& command) {
  ProgramEnd end;
  int ends[2];
  if (pipe(ends) != 0) return end;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  const int failure = posix_spawnp(&child, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  char block[4096];
  for (ssize_t size = 0; failure == 0 && (size = read(ends[0], block, sizeof block)) > 0;)
    end.output.append(block, static_cast<std::size_t>(size));
  close(ends[0]);
  int status = 0;
  if (failure == 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)) end.status = WEXITSTATUS(status);
  return end;
}

std::string compiled(const std::string& file, const std::vector<std::string>& options) {
  const std::string program = file + (options.empty() ? ".program" : ".linked");
  std::vector<std::string> command{"cc", file, "-o", program};
  command.insert(command.end(), options.begin(), options.end());
  for (const char* library : {"-ldl", "-lpthread", "-lm"}) command.emplace_back(library);
  const ProgramEnd end = run_program(command);
  EXPECT_EQ(end.status, 0) << end.output;
  return program;
}

}  // namespace auditor::behaviour::reproducer

}  // namespace fairplay
