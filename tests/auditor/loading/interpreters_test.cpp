#include "auditor/loading/interpreters.h"

#include <elf.h>
#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"
#include "tests/support/elf_builder.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::python::extension_tag;
using signatures::python::Implementation;
using signatures::python::Libc;
using signatures::python::OperatingSystem;
using testing::ElementsAre;
using testing::IsEmpty;
using Environment = auditor::Environment;

class Interpreters : public testing::Test {
 protected:
  std::vector<std::string> of(const discovery::ImportFolder& folder) {
    const discovery::System system = machine.system();
    Linkages linkages(system);
    std::vector<std::string> texts;
    for (const Interpreter& interpreter : interpreters_of(linkages, folder)) texts.push_back(text_of(interpreter));
    return texts;
  }
  void program(const std::string& path) { machine.write(path, tests::ElfBuilder{}.build()); }

  tests::MadeUpMachine machine;
};

discovery::ImportFolder venv_folder(const std::string& python) {
  return {"/v/lib/python" + python + "/site-packages", {Environment::Kind::venv, "/v"}, "/v", python, false};
}

TEST_F(Interpreters, OfAVenv) {
  program("/usr/bin/python3.10");
  machine.link("/v/bin/python", "/usr/bin/python3.10");
  machine.link("/v/bin/python3", "python");
  EXPECT_THAT(of(venv_folder("3.10")), ElementsAre("CPython 3.10"));
  // Modules for another version lie where only that version looks.
  EXPECT_THAT(of(venv_folder("3.11")), ElementsAre("CPython 3.11"));
}

TEST_F(Interpreters, TheFoldersNameIsAPromise) {
  EXPECT_THAT(of(venv_folder("3.13t")), ElementsAre("CPython 3.13, free-threaded"));
  EXPECT_THAT(of({"/layer", {Environment::Kind::folder}, "/layer", "", false}), IsEmpty());
}

TEST_F(Interpreters, DebiansFolderIsReadByAll) {
  program("/usr/bin/python3.11");
  program("/usr/bin/python3.12");
  machine.link("/usr/bin/python3", "python3.11");
  EXPECT_THAT(of({"/usr/lib/python3/dist-packages", {Environment::Kind::system}, "/usr", "3.11", false}),
              ElementsAre("CPython 3.11", "CPython 3.12"));
}

TEST_F(Interpreters, ScriptsAndBrokenLinksAreNone) {
  machine.link("/v/bin/python", "/gone/python3.11");
  EXPECT_THAT(of(venv_folder("3.11")), ElementsAre("CPython 3.11")) << "by the folder's name alone";
}

Interpreter linux_311() {
  Interpreter python;
  python.path = "/usr/bin/python3.11";
  python.implementation = Implementation::cpython;
  python.version = "3.11";
  python.system = OperatingSystem::linux;
  python.libc = Libc::glibc;
  python.bits = 64;
  python.machine = EM_X86_64;
  return python;
}

ModuleTraits module(const std::string& name, OperatingSystem format = OperatingSystem::linux,
                    std::uint16_t machine = EM_X86_64, Libc libc = Libc::glibc) {
  return {*extension_tag(name), format, libc, 64, machine};
}

TEST(Refusals, EachReason) {
  const Interpreter python = linux_311();
  const auto of = [&](const ModuleTraits& traits) { return refusal(python, traits); };
  EXPECT_EQ(of(module("m.cpython-311-x86_64-linux-gnu.so")), Refusal::none);
  EXPECT_EQ(of(module("m.abi3.so")), Refusal::none);
  EXPECT_EQ(of(module("m.so")), Refusal::none);
  EXPECT_EQ(of(module("m.cpython-310-x86_64-linux-gnu.so")), Refusal::other_python);
  EXPECT_EQ(of(module("m.cpython-311t-x86_64-linux-gnu.so")), Refusal::other_python);
  EXPECT_EQ(of(module("m.cpython-311d-x86_64-linux-gnu.so")), Refusal::other_python);
  EXPECT_EQ(of(module("m.pypy311-pp73-x86_64-linux-gnu.so")), Refusal::other_python);
  EXPECT_EQ(of(module("m.cpython-311-aarch64-linux-gnu.so", OperatingSystem::linux, EM_AARCH64)),
            Refusal::other_machine);
  EXPECT_EQ(of(module("m.cpython-311-darwin.so", OperatingSystem::macos, 0, Libc::unknown)), Refusal::other_system);
  EXPECT_EQ(of(module("m.cp311-win_amd64.pyd", OperatingSystem::windows, 0, Libc::unknown)), Refusal::other_system);
  EXPECT_EQ(of(module("m.cpython-311-x86_64-linux-musl.so", OperatingSystem::linux, EM_X86_64, Libc::musl)),
            Refusal::other_libc);
}

TEST(Refusals, WhatIsNotKnownRefusesNothing) {
  Interpreter promised;
  promised.version = "3.11";
  EXPECT_EQ(refusal(promised, module("m.cpython-311-darwin.so", OperatingSystem::macos, 0)), Refusal::none);
  EXPECT_EQ(refusal(promised, module("m.cpython-310-darwin.so", OperatingSystem::macos, 0)), Refusal::other_python);
  EXPECT_EQ(refusal(Interpreter{}, module("m.cpython-310-x86_64-linux-gnu.so")), Refusal::none);
}

TEST(Refusals, FreeThreadedPythonsTakeNoStableAbi) {
  Interpreter python = linux_311();
  python.version = "3.13";
  python.free_threaded = true;
  EXPECT_EQ(refusal(python, module("m.abi3.so")), Refusal::other_python);
  EXPECT_EQ(refusal(python, module("m.cpython-313t-x86_64-linux-gnu.so")), Refusal::none);
}

}  // namespace
}  // namespace fairplay::auditor::loading
