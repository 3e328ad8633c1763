#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

namespace fairplay::cli {

Progress::Progress(bool wanted, std::string doing)
    : wanted_(wanted && isatty(STDERR_FILENO) != 0), doing_(std::move(doing)) {}

Progress::~Progress() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Progress::at(std::string what) {
  const std::lock_guard lock(mutex_);
  what_ = std::move(what);
  if (wanted_ && !thread_.joinable()) thread_ = std::thread([this] { show(); });
}

void Progress::show() {
  using namespace std::chrono_literals;
  std::unique_lock lock(mutex_);
  if (ended_.wait_for(lock, 1s, [this] { return done_; })) return;
  constexpr std::string_view clear_line = "\r\x1b[K";
  while (!done_) {
    fmt::print(stderr, "{}{} {}", clear_line, doing_, what_.substr(0, 100));
    std::fflush(stderr);
    ended_.wait_for(lock, 200ms, [this] { return done_; });
  }
  fmt::print(stderr, "{}", clear_line);
  std::fflush(stderr);
}

}  // namespace fairplay::cli
