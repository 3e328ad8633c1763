#include "cli/download.h"

#include <fmt/format.h>

#include <filesystem>

namespace fairplay::cli {
namespace {

/// The user's pip: that of the python3 on PATH, else the first called pip.
std::vector<std::string> pip(PrivateFolder& folder) {
  const std::vector<std::vector<std::string>> candidates{{"python3", "-m", "pip"}, {"pip"}};
  for (const auto& candidate : candidates) {
    std::vector<std::string> question = candidate;
    question.emplace_back("--version");
    if (folder.run(question, true) == 0) return candidate;
  }
  return {};
}

}  // namespace

std::optional<std::string> download_wheel(PrivateFolder& folder, const signatures::installers::Requirement& requirement,
                                          const std::vector<std::string>& options) {
  std::vector<std::string> command = pip(folder);
  if (command.empty()) {
    fmt::print(stderr, "fairplay: there is no pip to fetch {} with: neither `python3 -m pip` nor `pip` runs\n",
               requirement.text());
    return std::nullopt;
  }
  const std::string target = folder.path() + "/" + requirement.name + "-" + requirement.version;
  command.insert(command.end(), {"download", "--only-binary=:all:", "--no-deps", "-d", target});
  command.insert(command.end(), options.begin(), options.end());
  command.push_back(requirement.text());
  if (const int code = folder.run(command); code != 0) {
    fmt::print(stderr, "fairplay: pip could not fetch a wheel of {}: exit code {}\n", requirement.text(), code);
    return std::nullopt;
  }
  std::vector<std::string> wheels;
  std::error_code error;
  for (std::filesystem::directory_iterator file(target, error), end; !error && file != end; file.increment(error))
    wheels.push_back(file->path().string());
  if (error || wheels.size() != 1 || !wheels.front().ends_with(".whl")) {
    fmt::print(stderr, "fairplay: pip left {} files for {}, not one wheel\n", wheels.size(), requirement.text());
    return std::nullopt;
  }
  return wheels.front();
}

}  // namespace fairplay::cli
