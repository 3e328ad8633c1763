#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace fairplay::cli {

/// Shows a person at a terminal what is being read, once the work has taken more than a second. Silent where stderr is
/// no terminal. Its thread starts with the first at(): what must be made before any thread is can be made before that.
class Progress {
 public:
  /// `doing`: the verb in front of what at() names.
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
  const bool wanted_;
  std::string doing_;
  std::string what_;
  std::thread thread_;
};

}  // namespace fairplay::cli
