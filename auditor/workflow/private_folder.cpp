#include "auditor/workflow/private_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

// Signals are blocked in every thread but one, which waits for them: it ends the child, removes the folder and then
// lets the signal take effect. A handler could do none of this safely (signal-safety(7)).
namespace fairplay::auditor {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) sigaddset(&set, signal);
  return set;
}

}  // namespace

struct PrivateFolder::State {
  std::string path;
  sigset_t old_mask{};
  int signals = -1;
  int done = -1;
  std::thread watcher;
  std::mutex mutex;  // guards what follows
  std::condition_variable child_ended;
  pid_t child = 0;
  bool interrupted = false;

  void remove() const {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }

  void watch() {
    std::array<pollfd, 2> watched{{{signals, POLLIN, 0}, {done, POLLIN, 0}}};
    while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {}
    if ((watched[0].revents & POLLIN) == 0) return;
    signalfd_siginfo info{};
    if (::read(signals, &info, sizeof info) != sizeof info) return;
    std::unique_lock lock(mutex);
    interrupted = true;
    if (child > 0) {
      ::kill(child, SIGTERM);
      if (!child_ended.wait_for(lock, std::chrono::seconds(5), [&] { return child == 0; })) ::kill(child, SIGKILL);
    }
    remove();
    const int signal = static_cast<int>(info.ssi_signo);
    std::signal(signal, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::raise(signal);
    std::_Exit(128 + signal);
  }
};

PrivateFolder::PrivateFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}

std::expected<std::unique_ptr<PrivateFolder>, std::string> PrivateFolder::make() {
  auto state = std::make_unique<State>();
  const char* base = std::getenv("TMPDIR");
  state->path = fmt::format("{}/fairplay-XXXXXX", base != nullptr && *base == '/' ? base : "/tmp");
  const sigset_t set = ending_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, &state->old_mask);
  state->signals = ::signalfd(-1, &set, SFD_CLOEXEC);
  state->done = ::eventfd(0, EFD_CLOEXEC);
  if (state->signals < 0 || state->done < 0 || ::mkdtemp(state->path.data()) == nullptr) {
    std::string why = fmt::format("no temporary folder can be made: {}", std::strerror(errno));
    if (state->signals >= 0) ::close(state->signals);
    if (state->done >= 0) ::close(state->done);
    ::pthread_sigmask(SIG_SETMASK, &state->old_mask, nullptr);
    return std::unexpected(std::move(why));
  }
  State& watched = *state;
  state->watcher = std::thread([&watched] { watched.watch(); });
  return std::unique_ptr<PrivateFolder>(new PrivateFolder(std::move(state)));
}

PrivateFolder::~PrivateFolder() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(state_->done, &one, sizeof one);
  state_->watcher.join();
  state_->remove();
  ::close(state_->signals);
  ::close(state_->done);
  ::pthread_sigmask(SIG_SETMASK, &state_->old_mask, nullptr);
}

const std::string& PrivateFolder::path() const { return state_->path; }

int PrivateFolder::run(const std::vector<std::string>& command, bool silent) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  std::unique_lock lock(state_->mutex);
  if (nowhere < 0 || state_->interrupted) return 127;
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    // The child ends when this process ends, however it ends.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);
    ::sigprocmask(SIG_SETMASK, &state_->old_mask, nullptr);
    ::dup2(nowhere, STDIN_FILENO);
    ::dup2(silent ? nowhere : STDERR_FILENO, STDOUT_FILENO);
    if (silent) ::dup2(nowhere, STDERR_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(nowhere);
  if (child < 0) return 127;
  state_->child = child;
  lock.unlock();
  int status = 0;
  // The watcher may send it signals until it is reaped: it stays a zombie till `child` is 0.
  siginfo_t ended{};
  while (::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) {}
  lock.lock();
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  state_->child = 0;
  const bool interrupted = state_->interrupted;
  lock.unlock();
  state_->child_ended.notify_all();
  while (interrupted) ::pause();  // the watcher is ending the process
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace fairplay::auditor
