#include "cli/download.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace fairplay::cli {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

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

std::optional<Requirement> parse_requirement(const std::string& text) {
  const std::size_t equals = text.find("==");
  if (equals == std::string::npos) return std::nullopt;
  const Requirement requirement{text.substr(0, equals), text.substr(equals + 2)};
  const auto only = [](const std::string& word, std::string_view more) {
    return !word.empty() && is_letter_or_digit(word.front()) && std::ranges::all_of(word, [&](char c) {
      return is_letter_or_digit(c) || more.find(c) != std::string_view::npos;
    });
  };
  if (!only(requirement.name, "._-") || !only(requirement.version, ".+!_-")) return std::nullopt;
  return requirement;
}

std::optional<std::string> download_wheel(PrivateFolder& folder, const Requirement& requirement,
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
