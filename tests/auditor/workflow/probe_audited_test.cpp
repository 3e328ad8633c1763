#include "auditor/workflow/probe_audited.h"

#include <gtest/gtest.h>

namespace fairplay {

using auditor::AuditResult;
using auditor::behaviour::Divergence;
using auditor::behaviour::DivergenceClass;
using auditor::behaviour::Grade;
using auditor::behaviour::ProbedLibrary;
using auditor::behaviour::SoundVerdict;

namespace {

/// A NumPy that computes with a library of its own, and another one; the second was probed and deviates.
AuditResult audited_and_probed() {
  AuditResult result;
  for (const char* folder : {"/a/numpy", "/b/numpy"}) {
    auditor::Subject subject;
    subject.path = folder;
    auditor::BlasUse use;
    use.path = std::string(folder) + ".libs/libopenblas.so";
    subject.blas.push_back(use);
    result.subjects.push_back(std::move(subject));
  }
  result.probed.emplace();
  for (const auto& [path, verdict] :
       {std::pair{"/b/numpy", SoundVerdict::sound}, {"/b/numpy.libs/libopenblas.so", SoundVerdict::deviates}}) {
    ProbedLibrary library;
    library.path = path;
    library.verdict = verdict;
    result.probed->libraries.push_back(std::move(library));
  }
  return result;
}

}  // namespace

TEST(ProbeAudited, ANumpyIsAsSoundAsWhatItComputesWith) {
  AuditResult result = audited_and_probed();
  EXPECT_FALSE(result.soundness_of(result.subjects[0]));
  EXPECT_EQ(result.soundness_of(result.subjects[1]), SoundVerdict::deviates);
  EXPECT_EQ(result.probed_of(result.subjects[1]).size(), 2U);
  result.probed->libraries[1].verdict = SoundVerdict::failed;
  EXPECT_EQ(result.soundness_of(result.subjects[1]), SoundVerdict::failed);
  result.probed.reset();
  EXPECT_FALSE(result.soundness_of(result.subjects[1]));
}

TEST(ProbeAudited, OnlyWhatTheReleaseDoesNotHaveIsNew) {
  AuditResult result = audited_and_probed();
  const auditor::ProbeWorkRequest request;
  Divergence known;
  known.kind = DivergenceClass::defect;
  known.of_release = true;
  ProbedLibrary& numpy = result.probed->libraries[0];
  numpy.numpy.emplace();
  numpy.divergences = {known};
  EXPECT_FALSE(auditor::has_new_defects(result, request));
  numpy.divergences[0].of_release = false;
  EXPECT_TRUE(auditor::has_new_defects(result, request));
  numpy.divergences[0].grade = Grade::extreme;
  EXPECT_FALSE(auditor::has_new_defects(result, request));
}

}  // namespace fairplay
