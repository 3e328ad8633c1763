#include "auditor/paths/portable_path.h"

#include <filesystem>

#include "signatures/name_parts.h"

namespace fairplay::auditor {
namespace {

/// The folder that holds the subject, with its slash: "/v/lib/python3.11/site-packages/"; empty without one.
std::string_view holder(const Subject& subject) {
  std::string_view path = subject.path;
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? std::string_view() : path.substr(0, slash + 1);
}

}  // namespace

std::string path_beside(const Subject& subject, std::string_view path) {
  const std::string_view folder = holder(subject);
  if (!folder.empty() && path.size() > folder.size() && path.starts_with(folder)) path.remove_prefix(folder.size());
  return std::string(path);
}

std::string portable_path(const Subject& subject, std::string_view path) {
  const std::string shown = path_beside(subject, path);
  if (!shown.starts_with('/')) return shown;
  return std::string(signatures::base_name(shown));
}

std::string real_path(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

}  // namespace fairplay::auditor
