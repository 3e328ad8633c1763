#include "signatures/installers/dpkg.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <set>

namespace fairplay::signatures::installers {
namespace {

constexpr std::string_view info_folder = "/var/lib/dpkg/info";
constexpr std::string_view status_file = "/var/lib/dpkg/status";

/// Calls `use(line, number)` for each line, without its end.
template <class Use>
void each_line(std::string_view text, Use use) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    use(line, number);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
}

std::string_view without_architecture(std::string_view package) { return package.substr(0, package.find(':')); }

/// The status file's paragraph of `package`; of its architecture where the name carries one.
std::string_view status_paragraph(std::string_view status, std::string_view package) {
  const std::string_view name = without_architecture(package);
  const std::string_view architecture =
      name.size() < package.size() ? package.substr(name.size() + 1) : std::string_view();
  const std::string header = fmt::format("Package: {}\n", name);
  for (std::size_t at = 0; (at = status.find(header, at)) != std::string_view::npos; at += header.size()) {
    if (at != 0 && status[at - 1] != '\n') continue;
    const std::size_t end = status.find("\n\n", at);
    const std::string_view paragraph = status.substr(at, end == std::string_view::npos ? end : end - at + 1);
    if (architecture.empty() || control_field(paragraph, "Architecture") == architecture) return paragraph;
  }
  return {};
}

}  // namespace

std::string control_field(std::string_view control, std::string_view field) {
  std::string value;
  bool done = false;
  each_line(control, [&](std::string_view line, std::size_t) {
    if (done || line.size() <= field.size() || !line.starts_with(field) || line[field.size()] != ':') return;
    line.remove_prefix(field.size() + 1);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    value = line;
    done = true;
  });
  return value;
}

std::vector<DpkgFile> parse_md5sums(std::string_view text, const std::string& file, std::vector<Damage>& damage) {
  std::vector<DpkgFile> files;
  each_line(text, [&](std::string_view line, std::size_t number) {
    if (line.empty()) return;
    constexpr std::size_t hex_length = 32;
    std::optional<Digest> digest;
    if (line.size() > hex_length + 2 && line[hex_length] == ' ')
      digest = digest_from_hex(Algorithm::md5, line.substr(0, hex_length));
    if (!digest) {
      damage.push_back({file, fmt::format("line {}", number), "not an MD5 digest, two spaces and a path", true});
      return;
    }
    std::string_view path = line.substr(hex_length + 2);
    if (path.starts_with("./")) path.remove_prefix(2);
    files.push_back({"/" + std::string(path.starts_with('/') ? path.substr(1) : path), std::move(*digest)});
  });
  return files;
}

std::optional<DpkgDatabase> DpkgDatabase::open(const artifact::RootedFiles& files, std::vector<Damage>& damage) {
  if (!files.is_directory(info_folder)) return std::nullopt;
  DpkgDatabase database(files);
  database.usr_merged_ = files.lstat("/lib").kind == artifact::NodeKind::symlink;

  if (files.is_regular("/var/lib/dpkg/diversions")) {
    // deb-diversions: three lines each: what is diverted, where to, and whose own copy stays.
    if (const auto text = files.read("/var/lib/dpkg/diversions")) {
      std::vector<std::string> lines;
      each_line(*text, [&](std::string_view line, std::size_t) { lines.emplace_back(line); });
      if (lines.size() % 3 != 0) {
        damage.push_back({files.display("/var/lib/dpkg/diversions"), fmt::format("line {}", lines.size()),
                          "the number of lines is not a multiple of three", true});
      }
      for (std::size_t i = 0; i + 2 < lines.size(); i += 3)
        database.diversions_.push_back({lines[i], lines[i + 1], lines[i + 2]});
    } else {
      damage.push_back(text.error());
    }
  }

  std::vector<std::string> configurations{"/etc/dpkg/dpkg.cfg"};
  if (const auto names = files.list("/etc/dpkg/dpkg.cfg.d")) {
    for (const std::string& name : *names) configurations.push_back("/etc/dpkg/dpkg.cfg.d/" + name);
  }
  for (const std::string& path : configurations) {
    const auto text = files.read(path, 1U << 20);
    if (!text) continue;  // optional files
    each_line(*text, [&](std::string_view line, std::size_t) {
      for (const bool exclude : {true, false}) {
        const std::string_view option = exclude ? "path-exclude" : "path-include";
        if (!line.starts_with(option) || line.size() == option.size()) continue;
        std::string_view pattern = line.substr(option.size());
        if (pattern.front() != '=' && pattern.front() != ' ') continue;
        while (!pattern.empty() && (pattern.front() == '=' || pattern.front() == ' ')) pattern.remove_prefix(1);
        while (!pattern.empty() && pattern.back() == ' ') pattern.remove_suffix(1);
        if (pattern.size() > 1 && pattern.front() == '"' && pattern.back() == '"')
          pattern = pattern.substr(1, pattern.size() - 2);
        database.filters_.push_back({exclude, std::string(pattern)});
      }
    });
  }
  return database;
}

std::string DpkgDatabase::merged(std::string path) const {
  if (!usr_merged_) return path;
  for (const std::string_view top : {"/lib/", "/lib64/", "/lib32/", "/libx32/", "/bin/", "/sbin/"}) {
    if (path.starts_with(top)) return "/usr" + path;
  }
  return path;
}

std::map<std::string, std::vector<std::string>> DpkgDatabase::owners(const std::vector<std::string>& paths,
                                                                     std::vector<Damage>& damage) const {
  // Lists write either form of a merged path, so both sides are compared in the /usr form.
  std::map<std::string, std::vector<std::string>, std::less<>> asked;
  for (const std::string& path : paths) asked.try_emplace(merged(path));

  const auto names = files_.list(info_folder);
  if (!names) {
    damage.push_back(names.error());
    return {};
  }
  for (const std::string& name : *names) {
    if (!name.ends_with(".list")) continue;
    const std::string package = name.substr(0, name.size() - 5);
    const auto text = files_.read(fmt::format("{}/{}", info_folder, name));
    if (!text) {
      damage.push_back(text.error());
      continue;
    }
    each_line(*text, [&](std::string_view line, std::size_t) {
      auto found = asked.find(line);
      if (found == asked.end() && usr_merged_ && !line.starts_with("/usr/"))
        found = asked.find(merged(std::string(line)));
      if (found != asked.end() && (found->second.empty() || found->second.back() != package))
        found->second.push_back(package);
    });
  }
  std::map<std::string, std::vector<std::string>> result;
  for (const std::string& path : paths) {
    if (auto& packages = asked[merged(path)]; !packages.empty()) result[path] = packages;
  }
  return result;
}

DpkgPackage DpkgDatabase::package(const std::string& name, std::vector<Damage>& damage) const {
  DpkgPackage package{name, {}, {}};
  if (const auto status = files_.read(status_file)) {
    package.version = control_field(status_paragraph(*status, name), "Version");
  } else {
    damage.push_back(status.error());
  }

  const std::string sums = fmt::format("{}/{}.md5sums", info_folder, name);
  if (!files_.is_regular(sums))
    return package;  // optional (Debian Policy asks for it, dpkg doesn't): such a package records nothing
  const auto text = files_.read(sums);
  if (!text) {
    damage.push_back(text.error());
    return package;
  }
  package.files = parse_md5sums(*text, files_.display(sums), damage);
  const std::string_view plain = without_architecture(name);
  for (DpkgFile& file : package.files) {
    file.path = merged(std::move(file.path));
    for (const Diversion& diversion : diversions_) {
      if (diversion.package != plain && merged(diversion.from) == file.path) file.path = merged(diversion.to);
    }
  }
  return package;
}

bool DpkgDatabase::excluded(const std::string& path) const {
  bool result = false;
  for (const PathFilter& filter : filters_) {
    // dpkg matches with fnmatch and no flags: '*' runs over slashes (dpkg(1), --path-exclude).
    if (fnmatch(filter.pattern.c_str(), path.c_str(), 0) == 0) result = filter.exclude;
  }
  return result;
}

}  // namespace fairplay::signatures::installers
