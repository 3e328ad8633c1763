#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace fairplay::auditor {

/// A folder that nobody else can read. It is removed with all its content when this object is destroyed, and also when
/// a signal (SIGHUP, SIGINT, SIGTERM) ends the process before. One at a time; made before any thread is.
class PrivateFolder {
 public:
  /// The error says why none can be made.
  static std::expected<std::unique_ptr<PrivateFolder>, std::string> make();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const std::string& path() const;
  /// Runs a program, found on PATH and without a shell, until it ends. Its stdin is empty; its stdout goes to our
  /// stderr (`silent`: both go nowhere). Returns the exit code as a shell has it; 127 where it can't be started.
  int run(const std::vector<std::string>& command, bool silent = false);

 private:
  struct State;
  explicit PrivateFolder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairplay::auditor
