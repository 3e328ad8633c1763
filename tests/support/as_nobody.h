#pragma once

#include <sys/types.h>

#include <string>

namespace fairplay::tests {

/// Root reads everything, so that permissions mean nothing to it: for this object's life the process is nobody, where
/// it was root. `folder` (a temporary one, closed to others) is opened for passing through.
class AsNobody {
 public:
  explicit AsNobody(const std::string& folder);
  ~AsNobody();
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  uid_t before_;
};

}  // namespace fairplay::tests
