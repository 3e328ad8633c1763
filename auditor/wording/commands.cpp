#include "auditor/wording/commands.h"

#include <algorithm>

#include "signatures/name_parts.h"

namespace fairplay::auditor {
namespace {

bool all_harmless(std::string_view text, std::string_view marks) {
  const auto harmless = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.contains(c);
  };
  return !text.empty() && text.front() != '-' && std::ranges::all_of(text, harmless);
}

/// "/opt/x/lib/python3.11/site-packages/numpy" -> "/opt/x", "python3.11": the version that alone reads this folder.
std::pair<std::string, std::string> prefix_and_version(const std::string& path) {
  constexpr std::string_view lib = "/lib/";
  const std::size_t packages = path.find("-packages/");
  const std::size_t at = path.rfind("/lib/python", packages);
  if (packages == std::string::npos || at == std::string::npos) return {};
  const std::size_t version = at + lib.size();
  return {path.substr(0, at), path.substr(version, path.find('/', version) - version)};
}

}  // namespace

std::string pasteable(const std::string& text, std::string_view otherwise) {
  return text.size() <= 128 && all_harmless(text, "._+-=:!~") ? text : std::string(otherwise);
}

std::string requirement_of(const Subject& subject) {
  constexpr std::string_view unknown = "NAME==VERSION";
  if (subject.kind == SubjectKind::numpy && !subject.version.empty())
    return pasteable(subject.name + "==" + subject.version, unknown);
  if (subject.kind == SubjectKind::numpy && subject.release) return pasteable("numpy==" + *subject.release, unknown);
  // "numpy 2.3.5": a library goes by its file's name and its own version, which pip knows nothing of.
  const std::string package = subject.package.value_or("");
  const std::size_t space = package.find(' ');
  if (space == std::string::npos) return std::string(unknown);
  return pasteable(package.substr(0, space) + "==" + package.substr(space + 1), unknown);
}

std::string python_of(const Subject& subject) {
  constexpr std::string_view any = "python3";  // Debian has no other name
  using Kind = Environment::Kind;
  const auto [prefix, version] = prefix_and_version(subject.path);
  switch (subject.environment.kind) {
    case Kind::venv:
    case Kind::conda: return pasteable_path(subject.environment.name + "/bin/python", any);
    case Kind::pipx:
    case Kind::uv_tool: return pasteable_path(prefix + "/bin/python", any);
    case Kind::pyenv:
    case Kind::uv_python:
    case Kind::python: return pasteable_path(prefix + "/bin/" + version, any);
    default: return version.empty() ? std::string(any) : pasteable(version, any);
  }
}

std::string folder_of_imports(const Subject& subject) {
  return pasteable_path(std::string(signatures::folder_of(subject.path)), "FOLDER");
}

std::string pasteable_path(const std::string& path, std::string_view otherwise) {
  return path.size() <= 512 && all_harmless(path, "._+-=:~/@") && path.front() == '/' ? path : std::string(otherwise);
}

void add_command_values(const Subject& subject, std::vector<std::pair<std::string, std::string>>& values) {
  // The package may come with its version ("python3-numpy 1:1.24.2-1"); managers are asked for the name alone.
  const std::string package = subject.package.value_or(subject.name);
  values.emplace_back("requirement", requirement_of(subject));
  values.emplace_back("python", python_of(subject));
  values.emplace_back("environment", pasteable(subject.environment.name, "ENVIRONMENT"));
  values.emplace_back("folder", folder_of_imports(subject));
  values.emplace_back("package", pasteable(package.substr(0, package.find(' ')), "PACKAGE"));
}

}  // namespace fairplay::auditor
