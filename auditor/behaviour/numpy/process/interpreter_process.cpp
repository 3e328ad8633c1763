#include "auditor/behaviour/numpy/process/interpreter_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>

#include "auditor/behaviour/numpy/process/child_modules.h"
#include "auditor/behaviour/protocol/own_children.h"
#include "auditor/behaviour/protocol/signal_name.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using signatures::artifact::FileDescriptor;
using Clock = std::chrono::steady_clock;

constexpr int requests_number = 3, answers_number = 4;
constexpr std::size_t most_outstanding = std::size_t{256} << 10;  ///< bytes; the pipe holds more
constexpr std::size_t most_answer = std::size_t{256} << 20;
constexpr std::size_t most_printed = 400;
constexpr rlim_t most_file = rlim_t{64} << 20;
constexpr double start_seconds = 60;
constexpr int most_extensions = 5;  ///< of the time for an answer, where the machine is busy with others

/// Takes the driver from its request pipe: nothing of it is a file that the subject could replace.
constexpr const char* bootstrap = R"python(
import json, os, struct, sys, types
def _read(size):
    data = b""
    while len(data) < size:
        more = os.read(3, size - len(data))
        if not more: os._exit(0)
        data += more
    return data
_start = json.loads(_read(struct.unpack("<I", _read(4))[0]).decode())
sys.path.insert(0, _start["folder"])
for _name, _source in _start["modules"]:
    sys.modules[_name] = _module = types.ModuleType(_name)
    exec(compile(_source, "<fairplay " + _name + ">", "exec"), _module.__dict__)
sys.modules["numpy_side"].serve_descriptors(3, 4, _start["memory"])
)python";

/// That a process and its threads had on processors so far.
double processor_seconds(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

bool make_pipe(FileDescriptor& to_read, FileDescriptor& to_write) {
  int both[2];
  if (pipe2(both, O_CLOEXEC) != 0) return false;
  to_read = FileDescriptor(both[0]);
  to_write = FileDescriptor(both[1]);
  fcntl(both[1], F_SETPIPE_SZ, 1 << 20);
  return true;
}

std::string length_of(std::size_t size) {
  const auto number = static_cast<std::uint32_t>(size);
  std::string bytes(4, '\0');
  std::memcpy(bytes.data(), &number, 4);
  return bytes;
}

/// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, int requests,
                         int answers, int output) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  // First out of the way of the numbers that they shall have.
  const int high_requests = fcntl(requests, F_DUPFD_CLOEXEC, 20), high_answers = fcntl(answers, F_DUPFD_CLOEXEC, 20);
  const int high_output = fcntl(output, F_DUPFD_CLOEXEC, 20);
  dup2(nothing, 0);
  dup2(high_output, 1);
  dup2(high_output, 2);
  dup2(high_requests, requests_number);
  dup2(high_answers, answers_number);
  const rlimit no_core{0, 0}, small_files{most_file, most_file};
  setrlimit(RLIMIT_CORE, &no_core);
  setrlimit(RLIMIT_FSIZE, &small_files);
  signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (chdir("/") == 0) execve(program, arguments, environment);
  _exit(127);
}

}  // namespace

std::optional<std::string> InterpreterProcess::start(const InterpreterStart& start,
                                                     std::unique_ptr<InterpreterProcess>& process) {
  if (access(start.program.c_str(), X_OK) != 0)
    return fmt::format("{}: {}", start.program, signatures::artifact::error_text(errno));
  std::unique_ptr<InterpreterProcess> started(new InterpreterProcess);
  started->start_ = start;
  FileDescriptor child_requests, child_answers;
  started->output_ = FileDescriptor(memfd_create("output", MFD_CLOEXEC));
  if (!make_pipe(child_requests, started->requests_) || !make_pipe(started->answers_, child_answers) ||
      !started->output_)
    return fmt::format("no pipes: {}", signatures::artifact::error_text(errno));

  std::vector<std::string> arguments{start.program};
  if (!start.as_started) arguments.insert(arguments.end(), {"-I", "-S", "-X", "pycache_prefix=/nonexistent"});
  if (start.checks_memory) arguments.insert(arguments.end(), {"-X", "dev", "-W", "ignore"});
  arguments.insert(arguments.end(), {"-B", "-c", bootstrap});
  std::vector<std::string> variables;
  if (start.as_started) {
    for (char** one = environ; *one != nullptr; ++one) variables.emplace_back(*one);
  } else {
    variables = {"PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8"};
  }
  for (const char* one : {"OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "PYTHONHASHSEED=0"})
    variables.emplace_back(one);
  if (start.checks_memory)  // glibc's; other C libraries ignore them
    for (const char* one : {"LD_PRELOAD=libc_malloc_debug.so.0", "MALLOC_CHECK_=3"}) variables.emplace_back(one);
  for (const auto& [name, value] : start.environment) variables.push_back(fmt::format("{}={}", name, value));
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> found;
    for (std::string& text : texts) found.push_back(text.data());
    found.push_back(nullptr);
    return found;
  };
  const std::vector<char*> argument_pointers = pointers(arguments), variable_pointers = pointers(variables);
  started->child_ = start_own_child([&] {
    const pid_t forked = fork();
    if (forked == 0)
      become(start.program.c_str(), argument_pointers.data(), variable_pointers.data(), child_requests.get(),
             child_answers.get(), started->output_.get());
    return forked;
  });
  if (started->child_ < 0) return fmt::format("fork: {}", signatures::artifact::error_text(errno));
  setpgid(started->child_, started->child_);
  started->alive_ = true;
  child_requests = FileDescriptor();
  child_answers = FileDescriptor();

  Json modules = Json::array();
  for (const auto& [name, source] : child_modules()) modules.push_back({name, source});
  const std::string hello =
      Json{{"folder", start.folder}, {"modules", std::move(modules)}, {"memory", start.memory}}.dump();
  const auto why = [](const SubjectAnswer& end) {
    return end.printed.empty() ? end.text : fmt::format("{}; it says: {}", end.text, end.printed);
  };
  if (!started->write_all(length_of(hello.size()) + hello)) return why(started->ended(true, start_seconds));
  const auto begun = Clock::now();
  const auto size = started->read_exactly(4, start_seconds);
  std::uint32_t length = 0;
  if (size) std::memcpy(&length, size->data(), 4);
  const auto about = size && length < most_answer ? started->read_exactly(length, start_seconds) : std::nullopt;
  if (!about) {
    const bool in_time = std::chrono::duration<double>(Clock::now() - begun).count() < 0.95 * start_seconds;
    return why(started->ended(in_time, start_seconds));
  }
  started->about_ = Json::parse(*about, nullptr, false);
  if (!started->about_.is_object()) return "what it says of itself can't be read";
  if (started->about_.contains("error")) return started->about_.value("error", "");
  started->new_output();
  process = std::move(started);
  return std::nullopt;
}

InterpreterProcess::~InterpreterProcess() {
  // Once its status is taken, its number may be another's.
  if (child_ <= 0 || !alive_) return;
  kill(-child_, SIGKILL);
  kill(child_, SIGKILL);
  int status = 0;
  end_of_own_child(child_, status);
  end_orphans();
}

bool InterpreterProcess::write_all(const std::string& bytes) {
  // A child that is gone must not end this program.
  sigset_t pipe_only, before;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
  const auto deadline = Clock::now() + std::chrono::duration<double>(start_.seconds);
  fcntl(requests_.get(), F_SETFL, O_NONBLOCK);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = write(requests_.get(), bytes.data() + done, bytes.size() - done);
    if (written > 0) {
      done += static_cast<std::size_t>(written);
    } else if (errno == EAGAIN) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      pollfd wanted{.fd = requests_.get(), .events = POLLOUT, .revents = 0};
      if (left <= 0 || poll(&wanted, 1, static_cast<int>(left)) == 0) break;
    } else if (errno != EINTR) {
      break;
    }
  }
  const timespec no_time{};
  while (sigtimedwait(&pipe_only, nullptr, &no_time) > 0) {}
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return done == bytes.size();
}

bool InterpreterProcess::starves(double used_before, double seconds) const {
  std::ifstream file(fmt::format("/proc/{}/stat", child_));
  std::string stat;
  std::getline(file, stat);
  // "123 (name) R ...": the name may hold anything.
  const std::size_t behind_name = stat.rfind(')');
  const char state = behind_name != std::string::npos && behind_name + 2 < stat.size() ? stat[behind_name + 2] : '?';
  return (state == 'R' || state == 'D') && processor_seconds(child_) - used_before < seconds / 2;
}

std::optional<std::string> InterpreterProcess::read_exactly(std::size_t size, double seconds) {
  auto deadline = Clock::now() + std::chrono::duration<double>(seconds);
  int extensions = most_extensions;
  const double used = processor_seconds(child_);
  std::array<char, 65536> block;
  while (read_ahead_.size() < size) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd wanted{.fd = answers_.get(), .events = POLLIN, .revents = 0};
    const int ready = left <= 0 ? 0 : poll(&wanted, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0 && extensions > 0 && starves(used, seconds)) {
      --extensions;
      deadline = Clock::now() + std::chrono::duration<double>(seconds);
      continue;
    }
    if (ready <= 0) return std::nullopt;
    const ssize_t count = read(answers_.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    read_ahead_.append(block.data(), static_cast<std::size_t>(count));
  }
  std::string bytes = read_ahead_.substr(0, size);
  read_ahead_.erase(0, size);
  return bytes;
}

std::string InterpreterProcess::new_output(std::optional<std::int64_t> up_to) {
  struct stat status {};
  if (fstat(output_.get(), &status) != 0) return "";
  const std::int64_t end = std::min<std::int64_t>(status.st_size, up_to.value_or(status.st_size));
  if (end <= output_seen_) return "";
  std::string text(std::min(most_printed, static_cast<std::size_t>(end - output_seen_)), '\0');
  const ssize_t count = pread(output_.get(), text.data(), text.size(), output_seen_);
  output_seen_ = end;
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

bool InterpreterProcess::send(const Json& request, const std::string& memory) {
  const std::string text = request.dump(-1, ' ', true, Json::error_handler_t::replace);
  const std::size_t size = 8 + text.size() + memory.size();
  if (!alive_ || (!outstanding_.empty() && outstanding_bytes_ + size > most_outstanding)) return false;
  // A child that is gone is noticed when the answer is asked for.
  write_all(length_of(text.size()) + length_of(memory.size()) + text + memory);
  outstanding_.push_back(size);
  outstanding_bytes_ += size;
  return true;
}

SubjectAnswer InterpreterProcess::ended(bool in_time, double seconds) {
  SubjectAnswer answer;
  int status = 0;
  const auto has_ended = [&] {
    siginfo_t end{};
    return waitid(P_PID, static_cast<id_t>(child_), &end, WEXITED | WNOHANG | WNOWAIT) != 0 || end.si_pid == child_;
  };
  // An end that has begun is given a moment, so that its signal is seen.
  bool gone = has_ended();
  for (int tries = 0; in_time && tries < 200 && !gone; ++tries) {
    usleep(5000);
    gone = has_ended();
  }
  kill(-child_, SIGKILL);  // what it started, too
  kill(child_, SIGKILL);
  end_of_own_child(child_, status);
  end_orphans();
  if (!gone) {
    answer.kind = SubjectAnswer::Kind::hangs;
    answer.text = fmt::format("no answer in {:.0f} seconds", seconds);
  } else {
    answer.kind = SubjectAnswer::Kind::dies;
    answer.text = WIFSIGNALED(status) ? fmt::format("killed by {}", signal_name(WTERMSIG(status)))
                                      : fmt::format("exited with code {}", WEXITSTATUS(status));
  }
  alive_ = false;
  answer.printed = new_output();
  return answer;
}

SubjectAnswer InterpreterProcess::receive(double seconds) {
  if (!alive_) return {};
  if (seconds == 0) seconds = start_.seconds;
  const auto begun = Clock::now();
  const auto head = read_exactly(8, seconds);
  std::array<std::uint32_t, 2> lengths{};
  if (head) std::memcpy(lengths.data(), head->data(), 8);
  std::optional<std::string> text, data;
  if (head && lengths[0] < most_answer && lengths[1] < most_answer) {
    text = read_exactly(lengths[0], seconds);
    if (text) data = read_exactly(lengths[1], seconds);
  }
  if (!data) return ended(std::chrono::duration<double>(Clock::now() - begun).count() < 0.95 * seconds, seconds);
  outstanding_bytes_ -= outstanding_.front();
  outstanding_.pop_front();
  SubjectAnswer answer;
  const Json described = Json::parse(*text, nullptr, false);
  // The child may be at the next operation already: it says how much was written until this one's end.
  if (described.is_object() && described.contains("printed") && described["printed"].is_number_integer())
    answer.printed = new_output(described["printed"].get<std::int64_t>());
  if (!described.is_object()) {
    answer.kind = SubjectAnswer::Kind::refuses;
    answer.error = "other";
    answer.text = "an answer that can't be read";
  } else if (described.contains("error")) {
    answer.kind = SubjectAnswer::Kind::refuses;
    answer.error = text_at(described, "error");
    answer.text = text_at(described, "message");
  } else if (described.contains("text")) {
    answer.kind = SubjectAnswer::Kind::text;
    answer.text = text_at(described, "text");
  } else {
    answer.kind = SubjectAnswer::Kind::array;
    answer.dtype = text_at(described, "d");
    if (described.contains("s") && described["s"].is_array())
      for (const Json& extent : described["s"])
        answer.shape.push_back(extent.is_number() ? extent.get<std::int64_t>() : -1);
    answer.elements = std::move(*data);
    if (described.contains("flags")) answer.flags = text_at(described, "flags");
  }
  return answer;
}

}  // namespace fairplay::auditor::behaviour::numpy
