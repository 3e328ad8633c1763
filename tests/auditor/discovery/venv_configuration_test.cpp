#include "auditor/discovery/venv_configuration.h"

#include <gtest/gtest.h>

namespace fairplay::auditor::discovery {
namespace {

TEST(VenvConfiguration, AsVenvWritesIt) {
  const VenvConfiguration plain = read_venv_configuration(
      "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\nexecutable = /usr/bin/python3.11\n");
  EXPECT_EQ(plain.home, "/usr/bin");
  EXPECT_FALSE(plain.system_site);
  EXPECT_EQ(plain.version, "3.11");
}

TEST(VenvConfiguration, AsVirtualenvAndUvWriteIt) {
  EXPECT_EQ(read_venv_configuration("version_info = 3.10.13.final.0\r\n").version, "3.10");
  EXPECT_EQ(read_venv_configuration("home = /a\nuv = 0.4.1\nversion_info = 3.12").version, "3.12");
}

TEST(VenvConfiguration, KeysInAnyCaseAndTheFirstHome) {
  const VenvConfiguration odd = read_venv_configuration("HOME=/a\rhome=/b\nInclude-System-Site-Packages=True\n=\nx");
  EXPECT_EQ(odd.home, "/a");
  EXPECT_TRUE(odd.system_site);
}

TEST(VenvConfiguration, SystemPackages) {
  EXPECT_TRUE(read_venv_configuration("").system_site) << "without the key, as site.venv() has it";
  EXPECT_FALSE(read_venv_configuration("include-system-site-packages = yes").system_site);
}

TEST(VenvConfiguration, Malformed) {
  for (const char* version : {"3", "3.", ".3", "x.1", "3.x", "3333333333.33333", "-1.2"})
    EXPECT_EQ(read_venv_configuration(std::string("version = ") + version).version, "") << version;
  EXPECT_FALSE(read_venv_configuration(std::string("home\0= /x\n", 11)).home);
  EXPECT_EQ(read_venv_configuration("home =").home, "");
}

}  // namespace
}  // namespace fairplay::auditor::discovery
