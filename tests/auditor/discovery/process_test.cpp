#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>

#include "auditor/discovery/process_maps.h"
#include "tests/auditor/discovery/made_up_machine.h"
#include "tests/support/as_nobody.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::string_literals;

/// A /proc with one process whose root is a made-up machine.
class Process : public testing::Test {
 protected:
  std::string line(const std::string& path, const std::string& shown, std::int64_t inode_off = 0,
                   std::uint64_t device_off = 0) {
    struct stat status {};
    EXPECT_EQ(::stat(machine.host(path).c_str(), &status), 0) << path;
    ++count;
    return fmt::format("7f{:08x}000-7f{:08x}000 r-xp 00000000 {:02x}:{:02x} {}                    {}\n", count,
                       count + 1, major(status.st_dev) + device_off, minor(status.st_dev),
                       static_cast<std::int64_t>(status.st_ino) + inode_off, shown);
  }
  signatures::Expected<Discovered> look(const std::string& maps) {
    proc.write("42/maps", maps);
    std::error_code ignored;
    std::filesystem::remove(proc / "42/root", ignored);
    proc.link("42/root", machine.root());
    return discover_process(proc.path(), 42);
  }

  tests::MadeUpMachine machine;
  tests::TemporaryFolder proc;
  unsigned count = 1;
  const std::string site = "/v/lib/python3.11/site-packages";
  const std::string module = site + "/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so";
};

TEST_F(Process, WhatItLoaded) {
  machine.numpy(site);
  machine.library(module);
  machine.library(site + "/numpy.libs/libscipy_openblas64_-1.so");
  machine.library("/usr/lib/libc.so.6");
  const auto found =
      look("55d0-55d1 rw-p 00000000 00:00 0                          [heap]\n" + line(module, module) +
           line(module, module) +
           line(site + "/numpy.libs/libscipy_openblas64_-1.so", site + "/numpy.libs/libscipy_openblas64_-1.so") +
           line("/usr/lib/libc.so.6", "/usr/lib/libc.so.6") +
           "7fff-8000 rw-s 00000000 00:05 77 /dev/shm/x\n7fff-8000 rw-p 00000000 00:00 0 \n");
  ASSERT_TRUE(found) << found.error().reason;
  ASSERT_THAT(tests::packages(*found), ElementsAre(site + "/numpy"));
  EXPECT_EQ(text_of(found->numpys[0].folder.environment), "process 42");
  EXPECT_EQ(found->numpys[0].folder.python, "3.11");
  EXPECT_EQ(found->numpys[0].folder.prefix, "/v");
  EXPECT_THAT(found->numpys[0].metadata, SizeIs(1));
  ASSERT_THAT(tests::library_paths(*found), ElementsAre(site + "/numpy.libs/libscipy_openblas64_-1.so"));
  EXPECT_EQ(found->libraries[0].bundled_by, "numpy.libs");
  EXPECT_FALSE(found->libraries[0].deleted);
  EXPECT_THAT(found->mapped, ElementsAre(module, site + "/numpy.libs/libscipy_openblas64_-1.so", "/usr/lib/libc.so.6"));
  EXPECT_THAT(tests::damages(*found), IsEmpty());
}

TEST_F(Process, DeletedAndReplaced) {
  machine.library("/usr/lib/libblas.so.3");
  machine.library("/usr/lib/liblapack.so.3");
  machine.library("/usr/lib/libopenblas.so.0");
  const std::string gone = line("/usr/lib/libopenblas.so.0", "/usr/lib/libopenblas.so.0 (deleted)");
  std::filesystem::remove(machine.host("/usr/lib/libopenblas.so.0"));
  const auto found = look(gone + line("/usr/lib/libblas.so.3", "/usr/lib/libblas.so.3 (deleted)", 1000) +
                          line("/usr/lib/liblapack.so.3", "/usr/lib/liblapack.so.3", 1000));
  ASSERT_TRUE(found);
  ASSERT_THAT(found->libraries, SizeIs(3));
  for (const FoundLibrary& library : found->libraries) EXPECT_TRUE(library.deleted) << library.path;
  EXPECT_THAT(
      tests::damages(*found),
      ElementsAre(
          HasSubstr(
              "/usr/lib/libblas.so.3: : replaced since process 42 loaded it: the process runs a file that is gone"),
          HasSubstr("/usr/lib/liblapack.so.3: : replaced since process 42 loaded it: it was inode"),
          HasSubstr("/usr/lib/libopenblas.so.0: : deleted since process 42 loaded it")));
}

TEST_F(Process, OtherDeviceNumbersAloneMeanNothing) {
  machine.library("/usr/lib/libblas.so.3");
  machine.library("/usr/lib/liblapack.so.3");
  const auto found = look(line("/usr/lib/libblas.so.3", "/usr/lib/libblas.so.3", 0, 3) +
                          line("/usr/lib/liblapack.so.3", "/usr/lib/liblapack.so.3", 500, 3));
  ASSERT_TRUE(found);
  EXPECT_THAT(tests::damages(*found), IsEmpty());
  for (const FoundLibrary& library : found->libraries) EXPECT_FALSE(library.deleted);
}

TEST_F(Process, OddNames) {
  machine.library("/a b/libblas.so.3");
  machine.library("/line\nend/liblapack.so.3");
  machine.library("/x/libblis.so.4 (deleted)");
  const auto found = look(line("/a b/libblas.so.3", "/a b/libblas.so.3") +
                          line("/line\nend/liblapack.so.3", "/line\\012end/liblapack.so.3") +
                          line("/x/libblis.so.4 (deleted)", "/x/libblis.so.4 (deleted)"));
  ASSERT_TRUE(found);
  EXPECT_THAT(tests::library_paths(*found), ElementsAre("/a b/libblas.so.3", "/line\nend/liblapack.so.3"));
  EXPECT_THAT(found->mapped, Contains("/x/libblis.so.4 (deleted)"));
  EXPECT_THAT(tests::damages(*found), IsEmpty());
}

TEST_F(Process, ReplacedNumpy) {
  machine.numpy(site);
  machine.library(module);
  const auto found = look(line(module, module + " (deleted)", 1));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->numpys, SizeIs(1));
  EXPECT_THAT(tests::damages(*found), ElementsAre(HasSubstr("replaced since process 42 loaded it")));
}

TEST_F(Process, NumpyThatPipReplacedBelowIt) {
  machine.numpy(site, "2.1.3");
  const std::string renamed = site + "/~umpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so";
  machine.library(renamed);
  const std::string mapped = line(renamed, renamed + " (deleted)");
  std::filesystem::remove_all(machine.host(site + "/~umpy"));
  const auto found = look(mapped);
  ASSERT_TRUE(found);
  ASSERT_THAT(tests::packages(*found), ElementsAre(site + "/numpy"));
  EXPECT_EQ(found->numpys[0].gone, 1U);
}

TEST_F(Process, OneReplacedModuleIsEnough) {
  machine.numpy(site);
  machine.library(module);
  const std::string other = site + "/numpy/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so";
  machine.library(other);
  const auto found = look(line(module, module) + line(other, other + " (deleted)", 1));
  ASSERT_TRUE(found);
  ASSERT_THAT(found->numpys, SizeIs(1));
  EXPECT_EQ(found->numpys[0].gone, 1U);
}

TEST_F(Process, AModuleThatWasMovedAwayIsGone) {
  machine.numpy(site);
  machine.library(module);
  const std::string other = site + "/numpy/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so";
  machine.library(other);
  machine.library("/tmp/moved.so");
  auto found = look(line(module, module) + line(other, other));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->numpys.at(0).gone, 0U);
  found = look(line(module, module) + line("/tmp/moved.so", "/tmp/moved.so"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->numpys.at(0).gone, 1U);
}

TEST_F(Process, BinariesThatMayHoldABlas) {
  const std::string faiss = site + "/faiss/_swigfaiss.cpython-311-x86_64-linux-gnu.so";
  machine.library(faiss);
  machine.library("/usr/lib/libc.so.6");
  const auto found = look(line(faiss, faiss) + line("/usr/lib/libc.so.6", "/usr/lib/libc.so.6"));
  ASSERT_TRUE(found);
  ASSERT_THAT(found->binaries, SizeIs(2));
  EXPECT_EQ(found->binaries[1].path, faiss);
  EXPECT_EQ(found->binaries[1].package, "faiss");
}

TEST_F(Process, WhatWasPreloaded) {
  machine.library("/usr/lib/libc.so.6");
  machine.write("/etc/ld.so.preload", "/opt/a.so\n");
  proc.write("42/environ", "HOME=/root\0LD_PRELOAD=/x/libmine.so libother.so\0A=b\0"s);
  const auto found = look(line("/usr/lib/libc.so.6", "/usr/lib/libc.so.6"));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->preloaded, ElementsAre("/x/libmine.so", "libother.so", "/opt/a.so"));
}

TEST_F(Process, BuildFolderOfAnEditableInstall) {
  machine.library("/src/build/numpy/_core/_multiarray_umath.cpython-312.so");
  const auto found = look(line("/src/build/numpy/_core/_multiarray_umath.cpython-312.so",
                               "/src/build/numpy/_core/_multiarray_umath.cpython-312.so"));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->numpys, IsEmpty());
  EXPECT_THAT(tests::unchecked(*found),
              ElementsAre(HasSubstr("/src/build/numpy: process 42 runs compiled modules of a NumPy from here")));
}

TEST_F(Process, PathsOfAChroot) {
  machine.library("/usr/lib/libblas.so.3");
  const auto found = look(line("/usr/lib/libblas.so.3", machine.root() + "/usr/lib/libblas.so.3"));
  ASSERT_TRUE(found);
  EXPECT_THAT(tests::library_paths(*found), ElementsAre("/usr/lib/libblas.so.3"));
}

TEST_F(Process, GarbageLines) {
  machine.library("/usr/lib/libblas.so.3");
  const auto found = look("rubbish\n1-2 r-xp 0 zz:01 5 /x\n\n1-2 r-xp 0 08:01 99999999999999999999999 /x\n" +
                          line("/usr/lib/libblas.so.3", "/usr/lib/libblas.so.3") + std::string("\0\0\0", 3));
  ASSERT_TRUE(found);
  EXPECT_THAT(tests::library_paths(*found), ElementsAre("/usr/lib/libblas.so.3"));
  EXPECT_THAT(tests::damages(*found), Contains(HasSubstr("line 2: is not of the shape")));
  EXPECT_THAT(found->damage, SizeIs(4));
}

TEST_F(Process, ThatCannotBeLookedAt) {
  const auto gone = discover_process(proc.path(), 4711);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().reason, "there is no process 4711, or it has ended");
  const auto kernel = look("");
  ASSERT_FALSE(kernel);
  EXPECT_THAT(kernel.error().reason, HasSubstr("process 42 has mapped nothing"));
  EXPECT_THAT(discover_process(proc.path(), -1).error().reason, HasSubstr("process ids begin at 1"));
  proc.write("43/maps", "");
  std::filesystem::permissions(proc / "43/maps", std::filesystem::perms::none);
  const tests::AsNobody nobody(proc.path());
  EXPECT_THAT(discover_process(proc.path(), 43).error().reason, HasSubstr("process 43 belongs to somebody else"));
}

TEST(ProcessReal, ThisTestItself) {
  const auto found = discover_process("/proc", ::getpid());
  ASSERT_TRUE(found) << found.error().reason;
  EXPECT_THAT(found->mapped, Contains(std::filesystem::read_symlink("/proc/self/exe").string()));
  EXPECT_THAT(tests::damages(*found), IsEmpty());
  EXPECT_THAT(found->numpys, IsEmpty());
}

}  // namespace
}  // namespace fairplay::auditor::discovery
