#pragma once

#include <map>
#include <optional>
#include <string>

#include "auditor/loading/import_path.h"

namespace fairplay::auditor::loading {

/// How a running Python was started, as far as /proc/PID says.
struct ProcessStart {
  std::map<std::string, std::string> environment;  ///< the variables that decide what it imports; PWD: its folder now
  std::optional<PythonStart> python;               ///< nothing where the program is no Python by its name
};

/// `proc`: "/proc". Paths are inside the process's root.
ProcessStart start_of_process(const std::string& proc, long pid);

/// What Python's command line says, its program's name first (https://docs.python.org/3/using/cmdline.html): options
/// and the script's folder. `folder`: where it was started.
void read_command_line(const std::vector<std::string>& arguments, const std::string& folder, PythonStart& start);

}  // namespace fairplay::auditor::loading
