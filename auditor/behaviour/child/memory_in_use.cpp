#include "auditor/behaviour/child/memory_in_use.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace fairplay::auditor::behaviour {

MemoryInUse MemoryInUse::now() {
  MemoryInUse now;
  const struct mallinfo2 info = mallinfo2();
  now.allocated = static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
  unsigned long size = 0, resident = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%lu %lu", &size, &resident) == 2)
      now.resident = static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
    std::fclose(file);
  }
  return now;
}

double MemoryInUse::grown_since(const MemoryInUse& before) const {
  return std::max(allocated - before.allocated, resident - before.resident);
}

}  // namespace fairplay::auditor::behaviour
