#pragma once

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "made_up_release.h"
#include "signatures/database/database.h"

namespace fairplay::auditor::provenance {

/// A database with one wheel of 2.3.5, and that wheel as installed.
class NumpyOriginTest : public testing::Test {
 protected:
  NumpyOriginTest() { numpy.files = tests::wheel_files(); }

  Subject judge() {
    return judge_against({tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files())});
  }
  Subject judge_against(const std::vector<signatures::database::DraftArtifact>& artifacts) {
    signatures::database::Database database(tests::write_pinned_database(folder.path(), artifacts));
    EXPECT_THAT(database.refused(), testing::IsEmpty());
    return numpy.judge(database);
  }
  signatures::database::DraftArtifact other_release(const std::string& release) {
    tests::Files files = tests::wheel_files(release);
    files["numpy/_globals.py"] = "private = 2";
    files[std::string(tests::core)] = "core of " + release;
    return tests::wheel("numpy-" + release + "-cp311-cp311-manylinux_2_28_x86_64.whl", release, files);
  }
  void expect(const Subject& subject, OriginVerdict verdict) {
    EXPECT_EQ(name(subject.original.verdict), name(verdict)) << subject.original.why;
  }

  tests::TemporaryFolder folder;
  tests::MadeUpNumpy numpy;
};

}  // namespace fairplay::auditor::provenance
