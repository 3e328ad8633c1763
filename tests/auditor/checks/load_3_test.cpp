#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {
namespace {

using auditor::ApiDemand;
using auditor::Dependent;
using tests::findings_of;
using tests::hits_of;

constexpr std::uint32_t abi_of_1 = 0x01000009;
constexpr std::uint32_t abi_of_2 = 0x02000000;

auditor::Subject numpy_of(std::string version, std::uint32_t abi, std::uint32_t api) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.version = std::move(version);
  subject.release = subject.version;
  subject.distributions.front().version = subject.version;
  for (auditor::CApiVersions::Pair* pair : {&subject.c_api.binary, &subject.c_api.headers, &subject.c_api.release})
    *pair = {abi, api};
  subject.dependents.python = "3.10";
  return subject;
}
auditor::Subject numpy_1_22() { return numpy_of("1.22.4", abi_of_1, 0xf); }
auditor::Subject numpy_2_0() { return numpy_of("2.0.2", abi_of_2, 0x12); }

Dependent package(std::string name, std::optional<std::uint32_t> abi, std::optional<std::uint32_t> api,
                  std::string oldest = "") {
  Dependent one;
  one.name = std::move(name);
  one.version = "1.3.7";
  one.demands.push_back({abi, api, std::move(oldest), {one.name + "/a.so", one.name + "/b.so"}});
  return one;
}

std::vector<auditor::Finding> found(auditor::Subject subject, std::vector<Dependent> packages) {
  subject.dependents.packages = std::move(packages);
  return findings_of({std::move(subject)});
}

TEST(Load3, AModuleThatWantsANewerApi) {
  const auto findings = found(numpy_1_22(), {package("Bottleneck", abi_of_1, 0x10)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "LOAD-3");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(
      findings[0].message,
      "Bottleneck 1.3.7 fails with this NumPy: compiled against API version 0x10 but this version of numpy is 0xf "
      "(1.22.4); it fits numpy>=1.23,<2");
  EXPECT_NE(findings[0].remedy.find("pip install \"numpy>=1.23,<2\""), std::string::npos) << findings[0].remedy;
  ASSERT_EQ(findings[0].evidence.size(), 3U);
  EXPECT_EQ(findings[0].evidence[0].detail, "was compiled for C ABI 0x01000009 and C API 0x10");
}

TEST(Load3, AModuleOfNumpyOneUnderNumpyTwo) {
  const auto findings = found(numpy_2_0(), {package("pandas", abi_of_1, 0x10)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "pandas 1.3.7 fails with this NumPy: it was compiled using NumPy 1.x and cannot be run in NumPy 2.0.2; it "
            "fits numpy>=1.23,<2");
  EXPECT_NE(findings[0].remedy.find("pip install --upgrade pandas"), std::string::npos) << findings[0].remedy;
}

TEST(Load3, ModulesOfNumpyTwoRunOnNumpyOne) {
  EXPECT_TRUE(found(numpy_1_22(), {package("pandas", abi_of_2, 0xe, "1.20")}).empty());
  EXPECT_TRUE(found(numpy_2_0(), {package("pandas", abi_of_2, 0x12, "2.0")}).empty());
  const auto findings = found(numpy_1_22(), {package("pandas", abi_of_2, 0x10, "1.23")});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].message.find("it fits numpy>=1.23"), std::string::npos);
  EXPECT_EQ(findings[0].message.find("<2"), std::string::npos) << findings[0].message;
}

TEST(Load3, OldModulesRunOnNewerNumpysOfTheirAbi) {
  EXPECT_TRUE(found(numpy_1_22(), {package("a", abi_of_1, 0xf), package("b", abi_of_1, 0x7)}).empty());
}

TEST(Load3, TheTextsReleaseServesWhereNoConstantWasRead) {
  EXPECT_EQ(found(numpy_1_22(), {package("a", std::nullopt, std::nullopt, "1.23")}).size(), 1U);
  EXPECT_TRUE(found(numpy_1_22(), {package("a", std::nullopt, std::nullopt, "1.20")}).empty());
}

TEST(Load3, NothingIsSaidOfWhatIsUnknown) {
  EXPECT_TRUE(found(numpy_1_22(), {package("a", std::nullopt, std::nullopt)}).empty());
  auditor::Subject unknown = numpy_2_0();
  unknown.c_api = {};
  EXPECT_TRUE(found(std::move(unknown), {package("a", abi_of_1, 0x10)}).empty());
}

TEST(Load3, OneFindingAPackageWhateverItsModulesWant) {
  Dependent mixed = package("scipy", abi_of_2, 0xd);
  mixed.demands.push_back({abi_of_1, 0x10, "", {"scipy/old.so"}});
  mixed.demands.push_back({abi_of_2, 0x16, "", {"scipy/new.so"}});
  const auto findings = found(numpy_2_0(), {mixed});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].message.find("compiled using NumPy 1.x"), std::string::npos) << findings[0].message;
}

TEST(Load3, TheRemedyFitsAllPackagesOrSaysThatNoneDoes) {
  auto findings = found(numpy_2_0(), {package("a", abi_of_1, 0xd), package("b", abi_of_2, 0x11)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].remedy.find("\"numpy>=1.25,<2\""), std::string::npos) << findings[0].remedy;
  findings = found(numpy_2_0(), {package("a", abi_of_1, 0xd), package("b", abi_of_2, 0x12)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].remedy.find("numpy>="), std::string::npos) << findings[0].remedy;
  EXPECT_NE(findings[0].remedy.find("pip install --upgrade a"), std::string::npos) << findings[0].remedy;
}

TEST(Load3, ThePythonMayHaveNoOldNumpy) {
  auditor::Subject subject = numpy_2_0();
  subject.dependents.python = "3.13";
  auto findings = found(std::move(subject), {package("opencv-python", abi_of_1, 0xd)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].remedy.find("numpy>="), std::string::npos) << findings[0].remedy;
  subject = numpy_2_0();
  subject.dependents.python = "3.12";
  findings = found(std::move(subject), {package("opencv-python", abi_of_1, 0xd)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].remedy.find("\"numpy>=1.26,<2\""), std::string::npos) << findings[0].remedy;
}

TEST(Load3, NamesOfPackagesDontBecomeCommands) {
  const auto findings = found(numpy_2_0(), {package("a; rm -rf ~", abi_of_1, 0xd)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].remedy.find("rm -rf"), std::string::npos) << findings[0].remedy;
}

TEST(Load3, ApiVersionsBeyondTheTable) {
  const auto findings = found(numpy_2_0(), {package("future", abi_of_2, 0x99)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message.find('{'), std::string::npos) << findings[0].message;
}

TEST(Load3, AModuleThatThePackageCanLeaveOut) {
  Dependent h5py = package("h5py", abi_of_2, 0xd);
  h5py.demands.push_back({abi_of_2, 0x12, "2.0", {"h5py/_npystrings.so"}});
  auto findings = found(numpy_1_22(), {h5py});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
  EXPECT_EQ(
      findings[0].message,
      "h5py/_npystrings.so of h5py 1.3.7 can't be imported with this NumPy: compiled against API version 0x12 but "
      "this version of numpy is 0xf (1.22.4); the other modules can");
  EXPECT_FALSE(findings[0].leads);
  findings = found(numpy_2_0(), {h5py, package("a", abi_of_1, 0xd)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].remedy.find("\"numpy>=1.21,<2\""), std::string::npos)
      << "what it can leave out asks for nothing: " << findings[0].remedy;
  EXPECT_TRUE(found(numpy_2_0(), {h5py}).empty());
}

TEST(Load3, AllModulesAskForMoreThanThereIs) {
  Dependent both = package("a", abi_of_2, 0x10);
  both.demands.push_back({abi_of_2, 0x12, "", {"a/new.so"}});
  const auto findings = found(numpy_1_22(), {both});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_NE(findings[0].message.find("it fits numpy>=1.23"), std::string::npos) << findings[0].message;
}

TEST(Load3, TheSystemsPackageFailsAsWell) {
  Dependent scipy = package("scipy", abi_of_1, 0x10);
  scipy.of_the_system = true;
  const auto findings = found(numpy_2_0(), {scipy});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_NE(findings[0].message.find("is the system's"), std::string::npos) << findings[0].message;
}

}  // namespace
}  // namespace fairplay
