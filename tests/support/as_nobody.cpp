#include "tests/support/as_nobody.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace fairplay::tests {
namespace {

constexpr uid_t nobody = 65534;

}  // namespace

AsNobody::AsNobody(const std::string& folder) : before_(::geteuid()) {
  std::filesystem::permissions(folder, std::filesystem::perms::all);
  if (before_ == 0) {
    EXPECT_EQ(::seteuid(nobody), 0);
  }
}

AsNobody::~AsNobody() {
  if (before_ == 0) {
    EXPECT_EQ(::seteuid(before_), 0);
  }
}

}  // namespace fairplay::tests
