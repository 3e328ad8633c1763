#include "auditor/behaviour/child/process_state.h"

#include <fenv.h>
#include <fmt/format.h>
#include <locale.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "auditor/behaviour/protocol/signal_name.h"

namespace fairplay::auditor::behaviour {
namespace {

ProcessState& remembered() {
  static ProcessState state;
  return state;
}

std::string yes(bool value) { return value ? "on" : "off"; }

void floating_point(std::map<std::string, std::string>& settings) {
  switch (fegetround()) {
    case FE_TONEAREST: settings["rounding"] = "to nearest"; break;
    case FE_UPWARD: settings["rounding"] = "upward"; break;
    case FE_DOWNWARD: settings["rounding"] = "downward"; break;
    default: settings["rounding"] = "toward zero"; break;
  }
#if defined(__x86_64__)
  // Intel SDM volume 1, sections 8.1.5 and 10.2.3: the low six bits are flags, the rest settings.
  const unsigned mxcsr = _mm_getcsr();
  settings["flush to zero (MXCSR.FTZ)"] = yes((mxcsr & 0x8000) != 0);
  settings["subnormals as zero (MXCSR.DAZ)"] = yes((mxcsr & 0x0040) != 0);
  settings["masked exceptions (MXCSR)"] = fmt::format("{:#x}", mxcsr >> 7 & 0x3f);
  unsigned short x87 = 0;
  asm volatile("fnstcw %0" : "=m"(x87));
  settings["x87 control word"] = fmt::format("{:#x}", x87);
#elif defined(__aarch64__)
  std::uint64_t fpcr = 0;
  asm volatile("mrs %0, fpcr" : "=r"(fpcr));
  settings["flush to zero (FPCR.FZ)"] = yes((fpcr >> 24 & 1) != 0);
  settings["default NaN (FPCR.DN)"] = yes((fpcr >> 25 & 1) != 0);
#endif
}

void signals(std::map<std::string, std::string>& settings) {
  sigset_t blocked;
  sigemptyset(&blocked);
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  for (int number = 1; number < 32; ++number) {
    const std::string signal = signal_name(number);
    struct sigaction action {};
    if (sigaction(number, nullptr, &action) != 0) continue;
    settings["action on " + signal] =
        (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL ? "default"
        : (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN
            ? "ignored"
            : fmt::format("a handler at {:#x}", reinterpret_cast<std::uintptr_t>(action.sa_handler));
    settings["blocking of " + signal] = yes(sigismember(&blocked, number) == 1);
  }
}

void limits(std::map<std::string, std::string>& settings) {
  constexpr std::pair<const char*, __rlimit_resource> all[] = {
      {"stack", RLIMIT_STACK},     {"address space", RLIMIT_AS},  {"data", RLIMIT_DATA},
      {"processes", RLIMIT_NPROC}, {"open files", RLIMIT_NOFILE}, {"locked memory", RLIMIT_MEMLOCK},
      {"core files", RLIMIT_CORE}, {"CPU time", RLIMIT_CPU}};
  for (const auto& [word, resource] : all) {
    rlimit limit{};
    if (getrlimit(resource, &limit) == 0)
      settings[fmt::format("limit of {}", word)] =
          limit.rlim_cur == RLIM_INFINITY ? "none" : std::to_string(limit.rlim_cur);
  }
  cpu_set_t processors;
  CPU_ZERO(&processors);
  if (sched_getaffinity(0, sizeof processors, &processors) == 0)
    settings["processors it may run on"] = std::to_string(CPU_COUNT(&processors));
  const char* locale = setlocale(LC_ALL, nullptr);
  settings["locale"] = locale != nullptr ? locale : "";
  const mode_t mask = umask(0);
  umask(mask);
  settings["file mode mask"] = fmt::format("{:o}", static_cast<unsigned>(mask));
}

}  // namespace

ProcessState ProcessState::now() {
  ProcessState state;
  floating_point(state.settings);
  signals(state.settings);
  limits(state.settings);
  return state;
}

std::vector<std::string> ProcessState::changes_since(const ProcessState& before) const {
  std::vector<std::string> changes;
  for (const auto& [setting, value] : settings) {
    const auto was = before.settings.find(setting);
    if (was != before.settings.end() && was->second != value)
      changes.push_back(fmt::format("{}: {}, now {}", setting, was->second, value));
  }
  return changes;
}

void remember_process_state() { remembered() = ProcessState::now(); }
const ProcessState& process_state_before_load() { return remembered(); }

}  // namespace fairplay::auditor::behaviour
