#include "auditor/behaviour/child/probe_child.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "auditor/behaviour/child/context.h"
#include "auditor/behaviour/child/definers.h"
#include "auditor/behaviour/child/guarded_stack.h"
#include "auditor/behaviour/child/process_state.h"
#include "auditor/behaviour/protocol/messages.h"

#if defined(__SANITIZE_ADDRESS__)
#define FAIRPLAY_UNDER_ASAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FAIRPLAY_UNDER_ASAN
#endif
#endif
#ifdef FAIRPLAY_UNDER_ASAN
// The reference, when it is the library under test, has the variables that this program's own copy of it has: no
// mistake.
extern "C" const char* __asan_default_options() { return "detect_odr_violation=0"; }
#endif

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t stack_bytes = std::size_t{8} << 20;  // what a main thread usually has

void probe(ChildSide& side, std::span<const Probe* const> probes) {
  const nlohmann::json& job = side.job();
  remember_process_state();
  side.doing("loading the library");
  auto library =
      SubjectLibrary::load(job.at("library").get<std::string>(), job.at("first").get<std::vector<std::string>>());
  if (!library) {
    side.send({{"refused", library.error()}});
    return;
  }
  side.doing("asking the library what it is");
  side.send({{"convention", message_of(library->convention())},
             {"configuration", library->configuration()},
             {"kernel", library->kernel()}});
  if (const auto answered = job.value("answered", std::vector<std::string>()); !answered.empty()) {
    Context context(side, *library);
    GuardedStack(stack_bytes).run([&] {
      for (std::size_t i = 0; i < answered.size(); ++i)
        if (const auto call = parse_call(answered[i])) context.answer(*call, i);
    });
    side.watchdog().rest();
  } else if (const std::string text = job.value("call", ""); !text.empty()) {
    const auto call = parse_call(text);
    if (!call) throw std::runtime_error(call.error());
    Context context(side, *library);
    GuardedStack(stack_bytes).run([&] { context.check_once(*call); });
  } else if (const auto chosen = std::ranges::find(probes, job.value("probe", ""),
                                                   [](const Probe* one) { return one->description.id; });
             chosen != probes.end()) {
    Context context(side, *library);
    GuardedStack(stack_bytes).run([&] { (*chosen)->run(context); });
    side.watchdog().rest();
  } else {
    side.doing("asking the loader who defines its routines");
    const Definers definers = definers_of(*library, job.at("library").get<std::string>());
    side.send({{"elsewhere", message_of(definers.elsewhere)}});
    side.send({{"beside", definers.beside}});
  }
  side.doing("ending");
  side.send({{"done", true}});
}

}  // namespace

int run_probe_child(std::span<const Probe* const> probes) {
  try {
    ChildSide side;
    try {
      probe(side, probes);
    } catch (const std::exception& error) {
      side.send({{"broken", error.what()}});
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "fairplay: {}\n", error.what());
    return 2;
  }
  // Destructors of a library under test are its own affair; a probe of unloading asks for them.
  _exit(0);
}

}  // namespace fairplay::auditor::behaviour
