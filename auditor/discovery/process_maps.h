#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::discovery {

/// One file that a process has mapped, from proc_pid_maps(5).
struct MappedFile {
  std::string path;  ///< as written, "\012" turned back into a line end, " (deleted)" cut off
  std::uint32_t major = 0, minor = 0;
  std::uint64_t inode = 0;
  bool deleted = false;  ///< the line ended in " (deleted)"
};

struct ProcessMaps {
  std::vector<MappedFile>
      files;  ///< each path, inode and device once, in address order; no anonymous memory, no devices
  std::vector<std::size_t> bad_lines;  ///< numbers, from 1, of lines that are not of that shape; at most 16
};

/// Reads /proc/PID/maps; at most 65,536 files.
ProcessMaps read_maps(std::string_view text);

}  // namespace fairplay::auditor::discovery
