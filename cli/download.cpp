#include "cli/download.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/complaint.h"

namespace fairplay::cli {
namespace {

/// The user's pip: that of the python3 on PATH, else the first called pip.
std::vector<std::string> pip(auditor::PrivateFolder& folder) {
  const std::vector<std::vector<std::string>> candidates{{"python3", "-m", "pip"}, {"pip"}};
  for (const auto& candidate : candidates) {
    std::vector<std::string> question = candidate;
    question.emplace_back("--version");
    if (folder.run(question, true) == 0) return candidate;
  }
  return {};
}

}  // namespace

std::optional<std::string> download_wheel(auditor::PrivateFolder& folder,
                                          const signatures::installers::Requirement& requirement,
                                          const std::vector<std::string>& options) {
  std::vector<std::string> command = pip(folder);
  if (command.empty()) {
    complain(
        fmt::format("there is no pip to fetch {} with: neither `python3 -m pip` nor `pip` runs", requirement.text()));
    return std::nullopt;
  }
  const std::string target = folder.path() + "/" + requirement.name + "-" + requirement.version;
  command.insert(command.end(), {"download", "--only-binary=:all:", "--no-deps", "-d", target});
  command.insert(command.end(), options.begin(), options.end());
  command.push_back(requirement.text());
  if (const int code = folder.run(command); code != 0) {
    complain(fmt::format("pip could not fetch a wheel of {}: exit code {}", requirement.text(), code));
    return std::nullopt;
  }
  std::vector<std::string> wheels;
  std::error_code error;
  for (std::filesystem::directory_iterator file(target, error), end; !error && file != end; file.increment(error))
    wheels.push_back(file->path().string());
  if (error || wheels.size() != 1 || !wheels.front().ends_with(".whl")) {
    complain(fmt::format("pip left {} files for {}, not one wheel", wheels.size(), requirement.text()));
    return std::nullopt;
  }
  return wheels.front();
}

}  // namespace fairplay::cli
