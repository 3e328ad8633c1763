#include "auditor/discovery/root_around.h"

#include <gtest/gtest.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

TEST(RootAround, OnlyWhatSaysThatItIsASystem) {
  tests::MadeUpMachine machine;
  machine.folder("/images/debian/usr/lib");
  machine.folder("/images/debian/srv/v");
  machine.link("/images/debian/etc/os-release", "/usr/lib/os-release");
  machine.write("/images/conda/etc/profile", "");
  machine.folder("/images/conda/lib/python3.11");
  machine.write("/etc/os-release", "");
  machine.folder("/usr/lib");
  const System system = machine.system();
  EXPECT_EQ(root_around(system, "/images/debian/srv/v"), "/images/debian");
  EXPECT_EQ(root_around(system, "/images/debian/srv/v/bin/python"), "/images/debian");
  EXPECT_EQ(root_around(system, "/images/conda/lib/python3.11"), "");
  EXPECT_EQ(root_around(system, "/usr/lib/python3"), "") << "this machine's own";
  EXPECT_EQ(root_around(system, "/"), "");
  machine.write("/images/debian/srv/v/pyvenv.cfg", "");
  machine.write("/images/debian/srv/v/etc/passwd", "");
  machine.folder("/images/debian/srv/v/lib/python3.11");
  EXPECT_EQ(root_around(machine.system(), "/images/debian/srv/v/lib/python3.11"), "/images/debian");
}

}  // namespace
}  // namespace fairplay::auditor::discovery
