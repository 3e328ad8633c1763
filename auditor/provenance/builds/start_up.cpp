// https://docs.python.org/3/library/site.html
#include "auditor/provenance/builds/start_up.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/loading/path_files.h"
#include "signatures/installers/record.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::artifact::RootedFiles;

constexpr std::uint64_t longest_path_file = 1U << 20U;

struct StartUp {
  std::string path;   ///< absolute inside the root
  std::string shown;  ///< from the import folder, where it is in it
  std::string does;
};

/// What site.py does with a .pth file; empty for one without a line that counts.
std::string what_path_file_does(const RootedFiles& files, const std::string& path) {
  const auto text = files.read(path, longest_path_file);
  if (!text) return "it could not be read";
  const loading::PathFile file = loading::read_path_file(*text);
  if (file.cut_short) return "it has more lines than are read";
  const auto runs = [](const loading::PathLine& line) { return line.kind != loading::PathLine::Kind::folder; };
  if (std::ranges::any_of(file.lines, runs)) return "Python runs its lines at every start";
  return file.lines.empty() ? "" : "it adds to where Python looks for modules";
}

bool is_customize(std::string_view name) {
  const std::string_view stem = name.substr(0, name.find('.'));
  if (stem != "sitecustomize" && stem != "usercustomize") return false;
  return name == stem || name.ends_with(".py") || name.ends_with(".pyc") || name.ends_with(".so");
}

std::vector<StartUp> start_ups(const RootedFiles& files, const discovery::ImportFolder& folder,
                               const std::vector<std::string>& names) {
  std::vector<StartUp> found;
  for (const std::string& name : names) {
    const std::string path = folder.path + "/" + name;
    if (name.ends_with(".pth") && !name.starts_with('.')) {
      if (std::string does = what_path_file_does(files, path); !does.empty())
        found.push_back({path, name, std::move(does)});
    } else if (is_customize(name) && (name.contains('.') || files.is_regular(path + "/__init__.py"))) {
      found.push_back({path, name, "Python imports it at every start"});
    }
  }
  // A distribution's own is beside the standard library: /usr/lib/python3.11.
  const std::string beside(folder_of(folder.path));
  if (!base_name(beside).starts_with("python")) return found;
  for (const std::string_view name : {"sitecustomize.py", "usercustomize.py"}) {
    const std::string path = fmt::format("{}/{}", beside, name);
    if (files.is_regular(path)) found.push_back({path, path, "Python imports it at every start"});
  }
  return found;
}

/// Takes out what a distribution of this import folder recorded.
void leave_out_recorded(const RootedFiles& files, const std::string& folder, const std::vector<std::string>& names,
                        std::vector<StartUp>& found) {
  for (const std::string& name : names) {
    if (found.empty()) return;
    std::vector<std::string> rows;
    if (name.ends_with(".dist-info")) {
      std::vector<signatures::Damage> ignored;
      const std::string path = fmt::format("{}/{}/RECORD", folder, name);
      const auto text = files.read(path);
      if (!text || std::ranges::none_of(found, [&](const StartUp& one) { return text->contains(one.shown); })) continue;
      for (const auto& row : signatures::installers::parse_record(*text, path, ignored)) rows.push_back(row.path);
    } else if (name.ends_with(".egg-info")) {
      const auto text = files.read(fmt::format("{}/{}/installed-files.txt", folder, name));
      if (!text) continue;
      for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        std::string_view line = std::string_view(*text).substr(at, end - at);
        if (line.starts_with("../")) rows.emplace_back(line.substr(3));
        at = end + 1;
      }
    }
    std::erase_if(found, [&](const StartUp& one) {
      return std::ranges::any_of(
          rows, [&](const std::string& row) { return row == one.shown || row == one.shown + "/__init__.py"; });
    });
  }
}

void leave_out_condas(const RootedFiles& files, const discovery::ImportFolder& folder, std::vector<StartUp>& found) {
  const std::string meta = folder.prefix + "/conda-meta";
  const auto names =
      folder.conda && !found.empty() ? files.list(meta) : signatures::Expected<std::vector<std::string>>();
  if (!names) return;
  for (const std::string& name : *names) {
    if (!name.ends_with(".json")) continue;
    const auto text = files.read(meta + "/" + name);
    if (!text) continue;
    std::erase_if(found, [&](const StartUp& one) {
      return one.path.starts_with(folder.prefix + "/") &&
             text->contains(fmt::format("\"{}\"", one.path.substr(folder.prefix.size() + 1)));
    });
  }
}

}  // namespace

std::vector<FileDeviation> unrecorded_start_ups(const discovery::System& system, ManagerDatabases& managers,
                                                const discovery::ImportFolder& folder) {
  const RootedFiles& files = system.files;
  std::vector<FileDeviation> deviations;
  const auto names = files.list(folder.path);
  if (!names) return deviations;
  std::vector<StartUp> found = start_ups(files, folder, *names);
  leave_out_recorded(files, folder.path, *names, found);
  leave_out_condas(files, folder, found);
  for (const StartUp& one : found) {
    std::vector<signatures::Damage> ignored;
    std::vector<std::string> paths{one.path};
    if (const auto resolved = files.resolve(one.path); resolved && *resolved != one.path) paths.push_back(*resolved);
    if (managers.dpkg(paths, {}, ignored)) continue;
    deviations.push_back({one.shown, FileDeviation::Why::extra, Territory::outside, false,
                          one.does + ", and no package's record lists it"});
  }
  std::ranges::sort(deviations, {}, &FileDeviation::path);
  return deviations;
}

}  // namespace fairplay::auditor::provenance
