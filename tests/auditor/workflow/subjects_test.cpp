// What the commands make of the same texts: `audit` and `probe` must agree about what a subject is.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "auditor/judgement/judge.h"
#include "auditor/rules/rules.h"
#include "auditor/workflow/audit.h"
#include "auditor/workflow/probe_subjects.h"
#include "tests/support/archive_builder.h"
#include "tests/support/elf_builder.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor {
namespace {

using discovery::classify_all;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Subjects : public testing::Test {
 protected:
  void SetUp() override {
    auto rules = rules::read_rules(rules::builtin_rules(), "rules.yaml", judgement::required_by_checks());
    ASSERT_TRUE(rules);
    rules_ = std::move(*rules);
  }

  std::string executable(const std::string& name, const std::string& bytes) const {
    const std::string path = folder_.write(name, bytes);
    EXPECT_EQ(::chmod(path.c_str(), 0755), 0);
    return path;
  }

  AuditResult audited(const std::string& text) const {
    AuditRequest request;
    request.subjects = {text};
    request.rules = &rules_;
    return audit(request);
  }

  ProbeSubjects probed(const std::string& text) const {
    ProbeSubjectsRequest request;
    request.rules = &rules_;
    request.unpack_to = folder_ / "unpacked";
    return find_probe_subjects(classify_all({text}), request);
  }

  const tests::TemporaryFolder folder_;
  rules::RuleBook rules_;
};

TEST_F(Subjects, DebiansDebugInterpreter) {
  executable("prefix/bin/python3.11-dbg", tests::ElfBuilder().build());
  folder_.link("prefix/bin/python3-dbg", "python3.11-dbg");
  folder_.write("prefix/lib/python3.11/site-packages/numpy/__init__.py", "");
  folder_.write("prefix/lib/python3.11/site-packages/numpy/version.py", "version = '2.3.5'\n");
  folder_.write("prefix/lib/python3.11/site-packages/numpy-2.3.5.dist-info/METADATA", "Name: numpy\nVersion: 2.3.5\n");
  const std::string text = folder_ / "prefix/bin/python3-dbg";
  const AuditResult result = audited(text);
  EXPECT_THAT(result.unreadable, IsEmpty());
  ASSERT_THAT(result.subjects, SizeIs(1));
  EXPECT_THAT(result.subjects[0].path, HasSubstr("prefix/lib/python3.11/site-packages/numpy"));
  // No library: it stands for the environment around it.
  const ProbeSubjects found = probed(text);
  EXPECT_THAT(found.targets, IsEmpty());
  EXPECT_THAT(found.unreadable, IsEmpty());
  ASSERT_THAT(found.not_checked, SizeIs(1));
  EXPECT_THAT(found.not_checked[0].what, HasSubstr("numpy 2.3.5"));
}

TEST_F(Subjects, AnInterpreterWithoutNumPy) {
  const std::string text = executable("prefix/bin/python3.11", tests::ElfBuilder().build());
  const AuditResult result = audited(text);
  ASSERT_THAT(result.unreadable, SizeIs(1));
  EXPECT_EQ(result.unreadable[0].file, text);
  EXPECT_EQ(result.unreadable[0].reason, "this interpreter finds no NumPy");
  EXPECT_FALSE(result.unreadable[0].grave);
  const ProbeSubjects found = probed(text);
  EXPECT_THAT(found.targets, IsEmpty());
  ASSERT_THAT(found.unreadable, SizeIs(1));
  EXPECT_EQ(found.unreadable[0].reason, "this interpreter finds no NumPy");
}

TEST_F(Subjects, AnElfFileThatIsNoBlas) {
  const std::string text = executable("python3.11.so", tests::ElfBuilder().build());
  const AuditResult result = audited(text);
  ASSERT_THAT(result.unreadable, SizeIs(1));
  EXPECT_EQ(result.unreadable[0].reason, "an ELF file, but not a BLAS or LAPACK library");
  EXPECT_FALSE(result.unreadable[0].grave);
  const ProbeSubjects found = probed(text);  // only loading it shows what it is
  ASSERT_THAT(found.targets, SizeIs(1));
  EXPECT_EQ(found.targets[0].path, std::filesystem::canonical(text).string());
}

TEST_F(Subjects, AnExtensionModuleStandsForItsNumPy) {
  executable("site/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", tests::ElfBuilder().build());
  folder_.write("site/numpy/__init__.py", "");
  folder_.write("site/numpy/version.py", "version = '2.3.5'\n");
  const ProbeSubjects found = probed(folder_ / "site/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so");
  EXPECT_THAT(found.targets, IsEmpty());
  ASSERT_THAT(found.not_checked, SizeIs(1));
  EXPECT_THAT(found.not_checked[0].what,
              HasSubstr("in " + std::filesystem::canonical(folder_ / "site/numpy").string()));
}

TEST_F(Subjects, ArchivesAreUnpackedForAProbe) {
  const std::string text = folder_.write("a.whl", tests::build_zip({{"numpy/__init__.py", ""}}));
  EXPECT_TRUE(unpacks(classify_all({"pid:1", text})));
  const ProbeSubjects found = probed(text);
  ASSERT_THAT(found.not_checked, SizeIs(1));
  EXPECT_EQ(found.not_checked[0].what, text);
  EXPECT_THAT(found.not_checked[0].why, HasSubstr("it holds no BLAS or LAPACK library"));
  EXPECT_FALSE(unpacks(classify_all({"pid:1", "pid:x", folder_.path(), folder_ / "absent", "numpy==2.3.5"})));
  EXPECT_FALSE(unpacks({}));
}

TEST_F(Subjects, WhatNamesNothing) {
  for (const std::string& text : {std::string("pid:"), std::string("pid:x")}) {
    EXPECT_EQ(audited(text).unreadable.at(0).reason, "pid: wants a process number");
    EXPECT_EQ(probed(text).unreadable.at(0).reason, "pid: wants a process number");
  }
  // What isn't there can't be loaded, and the probe says why.
  const std::string absent = folder_ / "absent.so";
  EXPECT_EQ(audited(absent).unreadable.at(0).reason, "no such file or folder, or it may not be read");
  EXPECT_EQ(probed(absent).targets.at(0).path, absent);
  const std::string script = executable("script", "#!/bin/sh\n");
  EXPECT_THAT(audited(script).unreadable.at(0).reason, HasSubstr("match none of these"));
  EXPECT_THAT(probed(script).unreadable.at(0).reason, HasSubstr("match none of these"));
}

TEST_F(Subjects, PackagesThatAreNotReadYet) {
  const std::string text = folder_.write("a.rpm", std::string("\xed\xab\xee\xdb\3\0", 6) + std::string(600, '\0'));
  const AuditResult result = audited(text);
  ASSERT_THAT(result.unreadable, SizeIs(1));
  EXPECT_THAT(result.unreadable[0].reason, HasSubstr("is an .rpm package"));
  const ProbeSubjects found = probed(text);
  EXPECT_THAT(found.targets, IsEmpty());
  ASSERT_THAT(found.not_checked, SizeIs(1));
  EXPECT_EQ(found.not_checked[0].why, result.unreadable[0].reason);
}

TEST_F(Subjects, AReleaseHasNoFiles) {
  EXPECT_THAT(audited("numpy==2.3.5").unreadable.at(0).reason, HasSubstr("is a release of the signature database"));
  EXPECT_THAT(probed("numpy==2.3.5").unreadable.at(0).reason, HasSubstr("is a release of the signature database"));
}

TEST_F(Subjects, AFolderIsReadOnceHoweverOftenItIsNamed) {
  folder_.write("site/numpy/__init__.py", "");
  folder_.write("site/numpy/version.py", "version = '2.3.5'\n");
  AuditRequest request;
  request.subjects = {folder_ / "site", folder_ / "site/numpy"};
  request.rules = &rules_;
  const AuditResult result = audit(request);
  ASSERT_THAT(result.subjects, SizeIs(1));
  EXPECT_EQ(result.subjects[0].id, "s1");
  // The second name leads to nothing new, which an audit reports as it did before.
  ASSERT_THAT(result.unreadable, SizeIs(1));
  EXPECT_FALSE(result.unreadable[0].grave);
}

}  // namespace
}  // namespace fairplay::auditor
