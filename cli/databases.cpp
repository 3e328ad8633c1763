#include "cli/databases.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ctime>

#include "cli/command.h"
#include "cli/complaint.h"
#include "signatures/database/built_in.h"

namespace fairplay::cli {
namespace {

/// Relative values count as unset, as the specification requires.
std::string base_folder(const char* variable, const char* below_home) {
  if (const char* value = std::getenv(variable); value != nullptr && *value == '/') return value;
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') return std::string(home) + below_home;
  return {};
}

std::string own(const char* variable, const char* below_home, const char* rest) {
  std::string folder = base_folder(variable, below_home);
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder.empty() ? folder : folder + rest;
}

bool exists(const std::string& path) {
  struct stat status {};
  return !path.empty() && ::stat(path.c_str(), &status) == 0;
}

/// Whoever may write these decides what is official.
void mention_if_anybody_may_write(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IWOTH) != 0)
    complain(fmt::format("anybody may write to {}, and so decide what counts as official: chmod o-w it", path));
}

}  // namespace

std::string own_database() { return own("XDG_DATA_HOME", "/.local/share", "/fairplay/signatures"); }
std::string own_keys_file() { return own("XDG_CONFIG_HOME", "/.config", "/fairplay/keys"); }
std::string own_key_file() { return own("XDG_CONFIG_HOME", "/.config", "/fairplay/key.pem"); }

std::string today_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

void add_database_options(CLI::App& command, DatabaseOptions& options) {
  command
      .add_option("--signatures", options.folders,
                  "Use this signature database too, besides the built-in one and your own (may be repeated)")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_option("--keys", options.keys, "Trust the keys of FILE, instead of those in your own keys file")
      ->type_name("FILE");
}

std::optional<signatures::database::Sources> database_sources(const DatabaseOptions& options) {
  signatures::database::Sources sources;
  sources.today = today_utc();
  sources.built_in_folder = signatures::database::built_in_folder();
  sources.built_in_digest = signatures::database::built_in_digest();
  const std::string own_folder = own_database();
  if (exists(own_folder + "/index")) sources.folders.push_back(own_folder);
  for (const std::string& folder : options.folders) {
    if (!exists(folder + "/index")) {
      complain(fmt::format("{} is no signature database: it has no index", folder));
      return std::nullopt;
    }
    sources.folders.push_back(folder);
  }
  for (const std::string& folder : sources.folders) {
    mention_if_anybody_may_write(folder);
    mention_if_anybody_may_write(folder + "/index");
  }
  const std::string keys = options.keys.empty() ? own_keys_file() : options.keys;
  if (options.keys.empty() && !exists(keys)) return sources;
  mention_if_anybody_may_write(keys);
  const auto text = read_configuration(keys);
  if (!text) return std::nullopt;
  auto parsed = signatures::database::parse_keys(*text, keys);
  if (!parsed) {
    complain(parsed.error());
    return std::nullopt;
  }
  sources.keys = std::move(*parsed);
  return sources;
}

}  // namespace fairplay::cli
