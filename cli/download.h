#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signatures/installers/requirement.h"

namespace fairplay::cli {

/// A folder nobody else can read, removed with all its content at the latest when this object goes, also where a signal
/// (SIGHUP, SIGINT, SIGTERM) ends the process before. One at a time; made before any thread is.
class PrivateFolder {
 public:
  /// Nullptr and a message on stderr where none can be made.
  static std::unique_ptr<PrivateFolder> make();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const std::string& path() const;
  /// Runs a program to its end, found on PATH, without a shell: nothing on its stdin, its stdout on our stderr
  /// (`silent`: nowhere). What a shell would call its exit code; 127 where it can't be started.
  int run(const std::vector<std::string>& command, bool silent = false);

 private:
  struct State;
  explicit PrivateFolder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Fetches the one wheel of `requirement` that fits into `folder` by the user's own pip, with its index, certificates
/// and proxies: its path. Only wheels: nothing of what is fetched is run. `options` go to pip as they are. Nullopt and
/// a message on stderr where pip fails.
std::optional<std::string> download_wheel(PrivateFolder& folder, const signatures::installers::Requirement& requirement,
                                          const std::vector<std::string>& options);

}  // namespace fairplay::cli
