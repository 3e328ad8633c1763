#pragma once

#include <dirent.h>

#include <string>

/// Folders by descriptor, for walks that would be slow if every name were resolved from the root.
namespace fairplay::auditor::discovery {

/// A descriptor of the folder `path` (as openat's), or -1 with errno set. A link in the last place is refused, and
/// nothing blocks.
int open_folder(int parent, const std::string& path);

/// DT_DIR, DT_REG, DT_LNK, or DT_UNKNOWN for others. Asks for it where the file system doesn't give kinds with names.
unsigned char kind_of_entry(int folder, const dirent& entry);

}  // namespace fairplay::auditor::discovery
