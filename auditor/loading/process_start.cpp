#include "auditor/loading/process_start.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"
#include "auditor/discovery/process_files.h"

namespace fairplay::auditor::loading {
namespace {

namespace paths = discovery::paths;

constexpr std::size_t longest_process_file = 4 << 20;  // environ and cmdline: the kernel's limit is about 2 MiB

std::string text_of_process(const std::string& path) {
  return discovery::read_process_file(path, longest_process_file).value_or("");
}

std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> fields;
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    fields.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return fields;
}

}  // namespace

void read_command_line(const std::vector<std::string>& arguments, const std::string& folder, PythonStart& start) {
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "-" || !argument.starts_with('-')) {
      // A script's folder, with links of the script itself followed; a folder or archive with a __main__ is itself.
      start.script_folder =
          argument == "-" ? folder : absolute_path(folder, std::string(paths::parent(absolute_path(folder, argument))));
      return;
    }
    if (argument.starts_with("--")) {
      if (argument == "--check-hash-based-pycs") ++i;
      continue;
    }
    for (std::size_t at = 1; at < argument.size(); ++at) {
      switch (argument[at]) {
        case 'I': start.isolated = true; break;
        case 'E': start.no_environment = true; break;
        case 's': start.no_user_site = true; break;
        case 'P': start.safe_path = true; break;
        case 'c':
        case 'm': start.script_folder = folder; return;
        case 'W':
        case 'X':
          if (at + 1 == argument.size()) ++i;  // its value is the next argument
          at = argument.size();
          break;
        default: break;
      }
    }
  }
}

ProcessStart start_of_process(const std::string& proc, long pid) {
  const std::string base = fmt::format("{}/{}", proc, pid);
  ProcessStart result;
  constexpr std::array<std::string_view, 8> wanted = {
      "PATH",           "HOME",           "PYTHONPATH",     "PYTHONHOME", "PYTHONNOUSERSITE",
      "PYTHONUSERBASE", "PYTHONSAFEPATH", "LD_LIBRARY_PATH"};
  for (const std::string& entry : fields_of(text_of_process(base + "/environ"))) {
    for (const std::string_view name : wanted) {
      if (entry.size() > name.size() + 1 && entry.starts_with(name) && entry[name.size()] == '=')
        result.environment[std::string(name)] = entry.substr(name.size() + 1);
    }
  }
  // The kernel gives paths as the reader sees them; of a process in a root of its own they aren't translated.
  const std::string folder = discovery::process_link(base + "/cwd");
  if (folder.starts_with('/')) result.environment["PWD"] = folder;
  const std::string program = discovery::process_link(base + "/exe");
  if (!program.starts_with('/') || !discovery::is_interpreter_name(paths::last(program))) return result;

  const signatures::artifact::RootedFiles files(base + "/root");
  const std::vector<std::string> arguments = fields_of(text_of_process(base + "/cmdline"));
  PythonStart start;
  start.program = program;
  const auto leads_there = [&](const std::string& candidate) {
    const auto real = files.resolve(candidate);
    return real && *real == program;
  };
  if (!arguments.empty() && arguments[0].find('/') != std::string::npos) {
    const std::string named = absolute_path(folder.starts_with('/') ? folder : "/", arguments[0]);
    if (leads_there(named)) start.program = named;
  } else if (!arguments.empty()) {
    for (const std::string& place : paths::split(result.environment["PATH"], ":")) {
      const std::string named = paths::join(place, arguments[0]);
      if (!place.starts_with('/') || !files.is_regular(named)) continue;
      if (leads_there(named)) start.program = named;
      break;
    }
  }
  read_command_line(arguments, folder.starts_with('/') ? folder : "/", start);
  result.python = std::move(start);
  return result;
}

}  // namespace fairplay::auditor::loading
