#include "auditor/discovery/open_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace fairplay::auditor::discovery {

int open_folder(int parent, const std::string& path) {
  return ::openat(parent, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

unsigned char kind_of_entry(int folder, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type;
  struct stat status {};
  if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return DT_UNKNOWN;
  return S_ISDIR(status.st_mode)   ? DT_DIR
         : S_ISREG(status.st_mode) ? DT_REG
         : S_ISLNK(status.st_mode) ? DT_LNK
                                   : DT_UNKNOWN;
}

}  // namespace fairplay::auditor::discovery
