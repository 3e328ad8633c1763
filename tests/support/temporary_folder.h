#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fairplay::tests {

/// A folder that exists as long as this object, with its content.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  /// Writes a file, making its folders; returns its full path.
  std::string write(std::string_view name, std::string_view bytes) const;
  std::string link(std::string_view name, std::string_view target) const;  ///< a symlink

 private:
  std::string path_;
};

/// The whole file; fails the running test when it can't be read.
std::string read_file(const std::string& path);

}  // namespace fairplay::tests
