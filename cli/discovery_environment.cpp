#include "cli/discovery_environment.h"

#include <cstdlib>

namespace fairplay::cli {

std::map<std::string, std::string> discovery_environment() {
  std::map<std::string, std::string> result;
  for (const char* name :
       {"PATH", "HOME", "VIRTUAL_ENV", "CONDA_PREFIX", "PYENV_ROOT", "PYTHONPATH", "LD_LIBRARY_PATH", "XDG_DATA_HOME",
        "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONUSERBASE", "PYTHONSAFEPATH", "PWD"}) {
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') result[name] = value;
  }
  return result;
}

}  // namespace fairplay::cli
