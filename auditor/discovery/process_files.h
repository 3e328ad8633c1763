#pragma once

#include <cstddef>
#include <expected>
#include <string>

namespace fairplay::auditor::discovery {

/// The text of a file below /proc, whose size isn't known before; where it is longer than `longest` bytes, a beginning
/// that is longer than that, too. Error: errno.
std::expected<std::string, int> read_process_file(const std::string& path, std::size_t longest);

/// Where a link below /proc leads, as the kernel names it; empty where it can't be read.
std::string process_link(const std::string& path);

}  // namespace fairplay::auditor::discovery
