#include "auditor/discovery/named_subject.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/archive_builder.h"
#include "tests/support/as_nobody.h"
#include "tests/support/elf_builder.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::discovery {
namespace {

namespace fs = std::filesystem;
using signatures::artifact::Kind;
using testing::EndsWith;
using testing::HasSubstr;
using Why = NoSubject::Why;

class NamedSubjectTest : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& bytes, int mode = 0644) const {
    const std::string path = folder_.write(name, bytes);
    EXPECT_EQ(::chmod(path.c_str(), static_cast<mode_t>(mode)), 0);
    return path;
  }
  std::string elf(const std::string& name, int mode = 0755) const {
    return write(name, tests::ElfBuilder().build(), mode);
  }
  std::string real(const std::string& name) const { return fs::canonical(folder_ / name).string(); }

  const tests::TemporaryFolder folder_;
};

/// What `text` names, where it is a T; fails the running test and returns an empty one where not.
template <class T>
T named(const std::string& text) {
  auto subject = classify(text);
  if (!subject) {
    ADD_FAILURE() << text << ": " << subject.error().damage.reason;
    return T{};
  }
  if (T* wanted = std::get_if<T>(&*subject)) return std::move(*wanted);
  ADD_FAILURE() << text << " is " << kind_name(*subject);
  return T{};
}

NoSubject refused(const std::string& text) {
  auto subject = classify(text);
  if (!subject) return subject.error();
  ADD_FAILURE() << text << " is " << kind_name(*subject);
  return {};
}

TEST_F(NamedSubjectTest, Folders) {
  fs::create_directories(folder_ / "site-packages/numpy");
  folder_.link("link", "site-packages");
  for (const char* name : {"site-packages", "site-packages/", "link", "link/.", "site-packages/numpy/.."})
    EXPECT_EQ(named<NamedFolder>(folder_ / name).path, real("site-packages")) << name;
  // The name of an interpreter makes no interpreter of a folder.
  fs::create_directories(folder_ / "python3");
  EXPECT_EQ(named<NamedFolder>(folder_ / "python3").path, real("python3"));
}

TEST_F(NamedSubjectTest, RootsAndThisMachine) {
  fs::create_directories(folder_ / "image/usr/lib");
  folder_.link("link", "image");
  folder_.link("slash", "/");
  EXPECT_EQ(named<NamedRoot>(folder_ / "image").path, real("image"));
  EXPECT_EQ(named<NamedRoot>(folder_ / "link").path, real("image"));
  for (const std::string& text : {std::string("/"), std::string("/usr/.."), folder_ / "slash"})
    named<ThisMachine>(text);
}

TEST_F(NamedSubjectTest, Interpreters) {
  for (const char* name : {"python", "python3.11", "python3.11.7", "python3-dbg", "python3.11-dbg", "pypy3"})
    EXPECT_EQ(named<NamedInterpreter>(elf(name)).path, folder_ / name);
  // The path as given: a venv's bin/python is a link to a file that doesn't know the venv.
  folder_.link("venv/bin/python3", "../../python3.11");
  EXPECT_EQ(named<NamedInterpreter>(folder_ / "venv/bin/python3").path, folder_ / "venv/bin/python3");
  // Any file will do: a shim is a script, and discovery says what to name instead.
  named<NamedInterpreter>(write("shims/python3", "#!/bin/sh\n", 0755));
}

TEST_F(NamedSubjectTest, AnInterpreterByARelativePath) {
  elf("bin/python3");
  const fs::path before = fs::current_path();
  fs::current_path(folder_.path());
  const std::string path = named<NamedInterpreter>("bin/python3").path;
  fs::current_path(before);
  EXPECT_THAT(path, EndsWith("/bin/python3"));
  EXPECT_TRUE(path.starts_with('/'));
}

TEST_F(NamedSubjectTest, NamesLikeAnInterpreters) {
  for (const char* name : {"python3.11.so", "libpython3.11.so.1.0", "python3-config", "mypython3"}) {
    elf(name);
    EXPECT_EQ(named<NamedLibrary>(folder_ / name).path, real(name));
  }
  // Without an x bit it can't be started.
  elf("python3", 0644);
  EXPECT_EQ(named<NamedLibrary>(folder_ / "python3").path, real("python3"));
  // Some file systems give every file an x bit.
  const std::string deb =
      write("python3-numpy_1.24.2_amd64.deb", tests::build_deb({{"./control", "Package: python3-numpy\n"}}, {}), 0755);
  EXPECT_EQ(named<NamedArchive>(deb).kind, Kind::deb);
}

TEST_F(NamedSubjectTest, ArchivesByTheirBytes) {
  const std::string zip = tests::build_zip({{"numpy/__init__.py", ""}, {"numpy-1.dist-info/METADATA", ""}});
  const NamedArchive wheel = named<NamedArchive>(write("numpy.txt", zip));
  EXPECT_EQ(wheel.path, real("numpy.txt"));
  EXPECT_EQ(wheel.kind, Kind::wheel);
  ASSERT_NE(wheel.stream, nullptr);
  EXPECT_EQ(wheel.stream->kind(), Kind::wheel);
  EXPECT_EQ(named<NamedArchive>(write("a.whl", tests::build_tar({{"numpy-1/PKG-INFO", ""}}))).kind, Kind::sdist);
  folder_.link("link.whl", "numpy.txt");
  EXPECT_EQ(named<NamedArchive>(folder_ / "link.whl").path, real("numpy.txt"));
}

TEST_F(NamedSubjectTest, Libraries) {
  const std::string library = elf("libblas.so.3.11.0", 0644);
  folder_.link("libblas.so.3", "libblas.so.3.11.0");
  EXPECT_EQ(named<NamedLibrary>(library).path, real("libblas.so.3.11.0"));
  EXPECT_EQ(named<NamedLibrary>(folder_ / "libblas.so.3").path, real("libblas.so.3.11.0"));
}

TEST_F(NamedSubjectTest, Processes) {
  EXPECT_EQ(named<NamedProcess>("pid:42").pid, 42);
  for (const char* text :
       {"pid:", "pid:x", "pid:1x", "pid: 1", "pid:0", "pid:-1", "pid:+1", "pid:1.0", "pid:99999999999999999999"}) {
    const NoSubject none = refused(text);
    EXPECT_EQ(none.why, Why::bad_process_number) << text;
    EXPECT_EQ(none.damage.file, text);
    EXPECT_EQ(none.damage.reason, "pid: wants a process number");
    EXPECT_FALSE(none.damage.grave) << "nothing was read";
  }
  EXPECT_EQ(refused("PID:42").why, Why::absent);
}

TEST_F(NamedSubjectTest, Releases) {
  const NamedRelease release = named<NamedRelease>("numpy==2.3.5");
  EXPECT_EQ(release.requirement.name, "numpy");
  EXPECT_EQ(release.requirement.version, "2.3.5");
  EXPECT_EQ(named<NamedRelease>("Intel_NumPy==1.15.1").requirement.name, "Intel_NumPy");
  for (const char* text : {"numpy==", "==2.3.5", "numpy=2.3.5", "numpy>=2", "numpy==2 3", "./numpy==2.3.5"})
    EXPECT_EQ(refused(text).why, Why::absent) << text;
}

TEST_F(NamedSubjectTest, AFolderThatIsCalledLikeARelease) {
  fs::create_directories(folder_ / "numpy==2.3.5");
  const fs::path before = fs::current_path();
  fs::current_path(folder_.path());
  EXPECT_EQ(named<NamedFolder>("numpy==2.3.5").path, real("numpy==2.3.5"));
  named<NamedRelease>("numpy==2.3.4");
  fs::current_path(before);
}

TEST_F(NamedSubjectTest, WhatIsNotThere) {
  folder_.link("dangling", "absent");
  folder_.link("loop", "loop");
  const std::string file = write("file", "text");
  for (const std::string& text : {std::string(), folder_ / "absent", folder_ / "absent/numpy", folder_ / "dangling",
                                  folder_ / "loop", file + "/numpy"}) {
    const NoSubject none = refused(text);
    EXPECT_EQ(none.why, Why::absent) << text;
    EXPECT_EQ(none.damage.file, text);
    EXPECT_EQ(none.damage.reason, "no such file or folder, or it may not be read");
  }
}

TEST_F(NamedSubjectTest, SpecialFiles) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe.whl").c_str(), 0600), 0);
  for (const std::string& text : {folder_ / "pipe.whl", std::string("/dev/null")}) {
    const NoSubject none = refused(text);
    EXPECT_EQ(none.why, Why::special_file);
    EXPECT_EQ(none.damage.reason, "neither a file nor a folder");
  }
}

TEST_F(NamedSubjectTest, PackagesThatAreNotReadYet) {
  const NoSubject rpm = refused(write("a.whl", std::string("\xed\xab\xee\xdb\3\0", 6) + std::string(600, '\0')));
  EXPECT_EQ(rpm.why, Why::unread_package);
  EXPECT_EQ(rpm.damage.file, folder_ / "a.whl");
  EXPECT_THAT(rpm.damage.reason, HasSubstr("is an .rpm package"));
  const NoSubject conda = refused(write("numpy.conda", tests::build_zip({{"metadata.json", "{}"}})));
  EXPECT_EQ(conda.why, Why::unread_package);
  EXPECT_THAT(conda.damage.reason, HasSubstr("is a .conda package"));
}

TEST_F(NamedSubjectTest, FilesThatHoldNothingKnown) {
  const NoSubject text = refused(write("notes.whl", "some text"));
  EXPECT_EQ(text.why, Why::unreadable);
  EXPECT_EQ(text.damage.file, folder_ / "notes.whl");
  EXPECT_THAT(text.damage.reason, HasSubstr("its first bytes match none of these"));
  EXPECT_EQ(refused(write("empty.so", "")).damage.reason, "is empty");
  EXPECT_THAT(refused(write("libblas.a", tests::build_ar({{"blas.o", ""}}))).damage.reason,
              HasSubstr("not a Debian package"));
}

TEST_F(NamedSubjectTest, FilesThatMayNotBeRead) {
  const std::string library = elf("libblas.so", 0000);
  const std::string inside = elf("closed/libblas.so");
  ASSERT_EQ(::chmod((folder_ / "closed").c_str(), 0000), 0);
  {
    const tests::AsNobody nobody(folder_.path());
    const NoSubject none = refused(library);
    EXPECT_EQ(none.why, Why::unreadable);
    EXPECT_THAT(none.damage.reason, HasSubstr("Permission denied"));
    EXPECT_EQ(refused(inside).why, Why::absent);
  }
  ASSERT_EQ(::chmod((folder_ / "closed").c_str(), 0700), 0);
}

TEST_F(NamedSubjectTest, AllKeepTheirOrder) {
  const auto all = classify_all({"pid:1", "pid:", "numpy==1.26.4"});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].text, "pid:1");
  EXPECT_EQ(kind_name(*all[0].named), "a running process");
  EXPECT_FALSE(all[1].named);
  EXPECT_EQ(kind_name(*all[2].named), "a release of the signature database");
  EXPECT_TRUE(classify_all({}).empty());
}

TEST_F(NamedSubjectTest, NotAccepted) {
  const signatures::Damage damage = not_accepted("pid:1", NamedProcess{1}, "name a folder");
  EXPECT_EQ(damage.file, "pid:1");
  EXPECT_EQ(damage.reason, "is a running process: name a folder");
  EXPECT_FALSE(damage.grave);
}

}  // namespace
}  // namespace fairplay::auditor::discovery
