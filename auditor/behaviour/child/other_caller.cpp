#include "auditor/behaviour/child/other_caller.h"

#include "auditor/behaviour/child/clocks.h"

namespace fairplay::auditor::behaviour {

OtherCaller::OtherCaller(const PlainCall& call) : shared_(new Shared{.call = PlainCall(call)}) {
  auto* own = new std::shared_ptr<Shared>(shared_);
  running_ = pthread_create(&thread_, nullptr, call_on, own) == 0;
  if (!running_) delete own;
}

OtherCaller::~OtherCaller() {
  shared_->over = true;
  if (running_) pthread_detach(thread_);
}

void* OtherCaller::call_on(void* given) {
  const std::unique_ptr<std::shared_ptr<Shared>> own(static_cast<std::shared_ptr<Shared>*>(given));
  Shared& shared = **own;
  while (!shared.over) shared.call.run();
  shared.ended = true;
  return nullptr;
}

bool OtherCaller::comes_back(double limit) {
  shared_->over = true;
  if (!running_) return true;
  clockid_t clock{};
  const bool has_clock = pthread_getcpuclockid(thread_, &clock) == 0;
  Patience patience(has_clock ? std::optional(clock) : std::nullopt, limit);
  while (!shared_->ended) {
    if (patience.spent()) return false;
    pause_for(1e-3);
  }
  pthread_join(thread_, nullptr);
  running_ = false;
  return true;
}

}  // namespace fairplay::auditor::behaviour
