// The program itself: audit, probe, compare and footprint agree about what a text names, and say so when they can't
// read that kind.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "tests/support/elf_builder.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {
namespace {

using testing::HasSubstr;

constexpr int exit_incomplete = 3;

class SubjectsOnTheCommandLine : public testing::Test {
 protected:
  /// What one command prints, on both streams; its exit code must be that of an incomplete run.
  std::string printed(const std::string& command) const {
    const std::string out = folder_ / "out";
    const std::string line = "HOME='" + folder_.path() + "' XDG_DATA_HOME= XDG_CONFIG_HOME= '" +
                             std::string(FAIRPLAY_PROGRAM) + "' " + command + " >'" + out + "' 2>&1";
    const int status = std::system(line.c_str());
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == exit_incomplete) << command;
    return tests::read_file(out);
  }

  const tests::TemporaryFolder folder_;
};

TEST_F(SubjectsOnTheCommandLine, AllRefuseWhatNamesNothing) {
  const std::string absent = "'" + (folder_ / "absent") + "'";
  const std::string reason = "no such file or folder, or it may not be read";
  for (const std::string command : {"audit --format json ", "footprint ", "compare /usr ", "compare numpy==2.3.5 "})
    EXPECT_THAT(printed(command + absent), HasSubstr(reason)) << command;
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  for (const std::string command : {"audit --format json '", "footprint '", "compare numpy==2.3.5 '"})
    EXPECT_THAT(printed(command + (folder_ / "pipe'")), HasSubstr("neither a file nor a folder")) << command;
  for (const std::string command : {"audit --format json ", "footprint ", "compare numpy==2.3.5 "})
    EXPECT_THAT(printed(command + "pid:x"), HasSubstr("pid: wants a process number")) << command;
}

TEST_F(SubjectsOnTheCommandLine, KindsThatOnlySomeCommandsRead) {
  const std::string interpreter = folder_.write("bin/python3.11-dbg", tests::ElfBuilder().build());
  ASSERT_EQ(::chmod(interpreter.c_str(), 0755), 0);
  EXPECT_THAT(printed("audit --format json '" + interpreter + "'"), HasSubstr("this interpreter finds no NumPy"));
  EXPECT_THAT(printed("probe --format json '" + interpreter + "'"), HasSubstr("this interpreter finds no NumPy"));
  EXPECT_THAT(printed("footprint '" + interpreter + "'"), HasSubstr("is an interpreter: "));
  EXPECT_THAT(printed("compare numpy==2.3.5 '" + interpreter + "'"), HasSubstr("is an interpreter: "));
  EXPECT_THAT(printed("footprint pid:1"), HasSubstr("is a running process: "));
  EXPECT_THAT(printed("compare numpy==2.3.5 pid:1"), HasSubstr("is a running process: "));
  const std::string library = folder_.write("libblas.so.3", tests::ElfBuilder().build());
  EXPECT_THAT(printed("footprint '" + library + "'"), HasSubstr("is an ELF file: "));
  EXPECT_THAT(printed("audit --format json numpy==2.3.5"), HasSubstr("is a release of the signature database: "));
  EXPECT_THAT(printed("compare numpy==2.3.5 scipy==1.0"), HasSubstr("only NumPy's are compared"));
}

}  // namespace
}  // namespace fairplay
