#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace fairplay::cli {

/// Tells a person at a terminal what is being read, once the work has taken over a second. Silent where stderr is no
/// terminal.
class Progress {
 public:
  /// `doing`: what is done with what at() names.
  explicit Progress(bool wanted, std::string doing = "reading");
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `what` must already be safe for a terminal.
  void at(std::string what);

 private:
  void show();

  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  std::string doing_;
  std::string what_;
  std::thread thread_;
};

}  // namespace fairplay::cli
