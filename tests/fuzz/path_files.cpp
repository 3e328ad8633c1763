// fuzz-libraries: auditor_loading
// The text files that say what Python imports from: NAME.pth, pyvenv.cfg, PYTHON._pth.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auditor/discovery/venv_configuration.h"
#include "auditor/loading/path_files.h"

namespace fairplay {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace auditor::loading;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const PathFile file = read_path_file(text);
  if (file.lines.size() > most_path_lines || (file.cut_short && file.lines.size() != most_path_lines)) std::abort();
  std::size_t last = 0;
  for (const PathLine& line : file.lines) {
    // In order, none of two lines, and a literal path is absolute.
    if (line.line <= last || line.text.find_first_of("\r\n") != std::string::npos || line.text.empty()) std::abort();
    last = line.line;
    const bool literal = line.kind == PathLine::Kind::site_folder || line.kind == PathLine::Kind::first ||
                         line.kind == PathLine::Kind::last;
    if (literal && !line.text.starts_with('/')) std::abort();
  }
  const IsolatedPath isolated = read_isolated_path(text);
  for (const auto& entry : isolated.entries) {
    if (entry.empty() || entry.find('#') != std::string::npos) std::abort();
  }
  auditor::discovery::read_venv_configuration(text);
  return 0;
}

}  // namespace fairplay
