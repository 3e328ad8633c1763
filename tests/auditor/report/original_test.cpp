#include "auditor/report/original.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "auditor/report/audit_phrases.h"
#include "auditor/report/audit_report.h"
#include "tests/auditor/report/made_up_results.h"

namespace fairplay {

using auditor::Difference;
using auditor::DifferenceClass;
using auditor::OriginVerdict;
using auditor::Subject;
using auditor::report::origin_sentence;
using auditor::report::render_text;
using auditor::report::shown_differences;

namespace {

/// The text of one build, from its "original" line to the next of its lines.
std::string original_block(const Subject& subject, int verbosity = 0) {
  std::istringstream in(render_text(tests::judged({subject}), {.color = false, .verbosity = verbosity}));
  std::string block;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    const bool continues = line.starts_with("            ") || line.starts_with("  nearest");
    inside = line.starts_with("  original") || (inside && continues) || line.starts_with("  nearest");
    if (inside) block += line + "\n";
  }
  return block;
}

Subject with(OriginVerdict verdict, std::vector<Difference> differences) {
  Subject subject = tests::wheel_numpy();
  subject.original = {};
  subject.original.verdict = verdict;
  subject.original.differences = std::move(differences);
  return subject;
}

Difference difference(DifferenceClass kind, std::string path, std::string name = "") {
  return {kind, std::move(path), std::move(name), "", "", 0, ""};
}

}  // namespace

TEST(OriginText, EveryRungSaysWhatAMaintainerWantsToKnowFirst) {
  const auto subjects = tests::every_verdict().subjects;
  EXPECT_EQ(origin_sentence(subjects[0]),
            "official wheel numpy-2.3.5-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl");
  EXPECT_EQ(origin_sentence(subjects[1]),
            "rebuilt 2.3.5 (or a wheel the database doesn't list): 1 binary differs, sources and C interface equal");
  EXPECT_EQ(origin_sentence(subjects[2]),
            "patched 1.24.2: 5 runtime files differ (2 library-search, 3 build), 3 tests, 1 docs, 2 rebuilt "
            "binaries, 2 other build files");
  EXPECT_EQ(origin_sentence(subjects[3]),
            "modified-disclosed: 2.3.5 changed, as its version 2.3.5+mycompany.2 says: 1 private");
  EXPECT_EQ(origin_sentence(subjects[4]),
            "modified-undisclosed: 2.3.5, changed without saying so: 1 binary, 14 private");
  EXPECT_EQ(origin_sentence(subjects[5]), "unknown: numpy 2.6.0 is newer than the database of 2026-11-21");
  EXPECT_EQ(origin_sentence(subjects[6]),
            "damaged: 2.3.5 but for 1 damaged file (1 overwritten with NUL bytes): numpy/lib/_npyio_impl.py");
  EXPECT_EQ(origin_sentence(subjects[7]), "mixed: 2.3.5, which Python would import, with 1 file of 2.2.6");
}

TEST(OriginText, AForkIsCalledOne) {
  const auto subject = tests::findings().subjects[2];
  EXPECT_EQ(origin_sentence(subject),
            "modified-undisclosed: a fork of 1.15.1 that doesn't say so: 2 binary, 2 api-added, 2 private");
  EXPECT_EQ(original_block(subject),
            "  original  modified-undisclosed: a fork of 1.15.1 that doesn't say so: 2 binary, 2 api-added, 2\n"
            "            private\n"
            "            binary     numpy/_mklinit.cpython-36m-x86_64-linux-gnu.so: not in the release\n"
            "            binary     numpy/core/umath.cpython-36m-x86_64-linux-gnu.so: ufunc erf added\n"
            "            api-added  numpy/core/include/numpy/npy_math.h: npy_erf\n"
            "            api-added  numpy/random_intel/__init__.py: numpy.random_intel: not in the release\n"
            "            private    numpy/__init__.py\n"
            "            private    numpy/fft/__init__.py\n"
            "            and 1 build, 1 tests; -v lists them\n"
            "  nearest   numpy-1.15.1-cp36-cp36m-manylinux1_x86_64.whl: 86% of the files equal\n");
  Subject renamed =
      with(OriginVerdict::modified_undisclosed, {difference(DifferenceClass::private_code, "numpy/x.py")});
  renamed.distributions[0].name = "better-numbers";
  EXPECT_TRUE(origin_sentence(renamed).starts_with("modified-undisclosed: a fork of 2.3.5"));
  Subject packaged =
      with(OriginVerdict::modified_undisclosed, {difference(DifferenceClass::private_code, "numpy/x.py")});
  packaged.name = "python3-numpy";
  packaged.installer = auditor::Installer::dpkg;
  EXPECT_TRUE(origin_sentence(packaged).starts_with("modified-undisclosed: 2.3.5, changed"))
      << "a system package's name is no project's";
}

TEST(OriginText, ADistributionsBuildShowsItsRuntimeFilesOnly) {
  EXPECT_EQ(original_block(tests::debian_numpy("s1")),
            "  original  patched 1.24.2: 5 runtime files differ (2 library-search, 3 build), 3 tests, 1 docs, 2\n"
            "            rebuilt binaries, 2 other build files\n"
            "            library-search  numpy/ctypeslib.py\n"
            "            library-search  numpy/distutils/system_info.py\n"
            "            build           numpy/__config__.py\n"
            "            build           numpy/core/setup_common.py\n"
            "            build           numpy/distutils/__config__.py\n");
  const std::string verbose = original_block(tests::debian_numpy("s1"), 1);
  EXPECT_NE(verbose.find("            tests           numpy/tests/test_reloading.py\n"), std::string::npos) << verbose;
  EXPECT_NE(verbose.find("            going by fairplay's own, vouched for by the program's own digest\n"),
            std::string::npos);
  EXPECT_NE(verbose.find("  nearest   numpy-1.24.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl: 96% of "
                         "the files equal\n"),
            std::string::npos);
}

TEST(OriginText, TenDifferencesAndACountOfTheRest) {
  const auto subject = tests::every_verdict().subjects[4];
  const std::string block = original_block(subject);
  EXPECT_EQ(std::ranges::count(block, '\n'), 1 + 10 + 1 + 1) << block;
  EXPECT_NE(block.find("            and 5 private, 1 tests; -v lists them\n"), std::string::npos) << block;
  const std::string verbose = original_block(subject, 1);
  EXPECT_NE(verbose.find("numpy/ma/xn.py\n"), std::string::npos);
  EXPECT_EQ(verbose.find("-v lists them"), std::string::npos);
}

TEST(OriginText, ADifferenceSaysEverythingOnce) {
  using auditor::report::difference_phrase;
  EXPECT_EQ(difference_phrase({DifferenceClass::binary, "a.so", "ufunc erf", "", "erf", 0, "ufunc erf added"}),
            "a.so: ufunc erf added");
  EXPECT_EQ(
      difference_phrase(tests::difference(DifferenceClass::private_code, "a.py", auditor::DifferenceReason::content)),
      "a.py");
  EXPECT_EQ(difference_phrase({DifferenceClass::api_default, "a.py", "numpy.load", "x=0", "x=1", 4, ""}),
            "a.py: numpy.load: x=0 became x=1");
  EXPECT_EQ(difference_phrase({DifferenceClass::api_added, "a.py", "numpy.f", "", "f(x)", 4, ""}),
            "a.py: numpy.f: f(x) appeared");
  EXPECT_EQ(difference_phrase({DifferenceClass::api_removed, "a.py", "numpy.f", "f(x)", "", 4, ""}),
            "a.py: numpy.f: f(x) went");
  EXPECT_EQ(difference_phrase({DifferenceClass::api_removed, "", "numpy.f", "", "", 0, ""}), "numpy.f");
  EXPECT_EQ(difference_phrase({}), "");
}

TEST(OriginText, AHundredThousandDifferencesAreShortened) {
  std::vector<Difference> many;
  for (int i = 0; i < 100'000; ++i)
    many.push_back(difference(DifferenceClass::api_added, "numpy/x" + std::to_string(i) + ".py"));
  const std::string text =
      render_text(tests::judged({with(OriginVerdict::modified_undisclosed, many)}), {.color = false, .verbosity = 1});
  EXPECT_LT(text.size(), 200'000U);
  EXPECT_NE(text.find("            and 99000 more differences; --format json lists all\n"), std::string::npos);
}

TEST(OriginText, GravestFirstWhateverTheOrderOfTheFacts) {
  const Subject subject =
      with(OriginVerdict::modified_undisclosed,
           {difference(DifferenceClass::tests, "t"), difference(DifferenceClass::private_code, "p"),
            difference(DifferenceClass::monkeypatch, "m"), difference(DifferenceClass::binary, "b")});
  const auto shown = shown_differences(subject.original, false, 10);
  ASSERT_EQ(shown.shown.size(), 3U);
  EXPECT_EQ(shown.shown[0]->path, "m");
  EXPECT_EQ(shown.shown[1]->path, "b");
  EXPECT_EQ(shown.shown[2]->path, "p");
  EXPECT_EQ(shown.rest, "1 tests");
}

TEST(OriginText, FilesCountOnceHoweverMuchDiffersInThem) {
  const Subject subject =
      with(OriginVerdict::patched,
           {difference(DifferenceClass::library_search, "numpy/ctypeslib.py", "numpy.ctypeslib.load_library"),
            difference(DifferenceClass::library_search, "numpy/ctypeslib.py", "numpy.ctypeslib.x"),
            difference(DifferenceClass::build, "numpy.libs/libgfortran-040039e1.so.5.0.0")});
  EXPECT_EQ(origin_sentence(subject), "patched 2.3.5: 1 runtime file differs (1 library-search), 1 other build file");
}

TEST(OriginText, TheReasonGivenIsReported) {
  Subject subject = with(OriginVerdict::rebuilt, {});
  subject.original.why = "every binary is an official one that was stripped";
  EXPECT_EQ(origin_sentence(subject), "rebuilt 2.3.5: every binary is an official one that was stripped");
  subject.original.artifact = "numpy-2.3.5-mine.whl";
  subject.original.publisher = signatures::database::Origin::local;
  EXPECT_EQ(origin_sentence(subject),
            "rebuilt 2.3.5: every binary is an official one that was stripped; the same as numpy-2.3.5-mine.whl, which "
            "isn't upstream's");
}

TEST(OriginText, OfALibraryTheReasonGivenIsReported) {
  Subject library =
      tests::system_blas("s1", "libblas3 3.11", tests::openblas("3.11", signatures::blas::IntegerWidth::lp64, "", ""),
                         "/usr/lib/libblas.so.3");
  library.original = {};
  library.original.verdict = OriginVerdict::rebuilt;
  library.original.why =
      "rebuilt, or an artifact the database doesn't list: Netlib 3.11 with the symbols of libblas3_3.11.deb";
  library.original.why_has_verdict = true;
  EXPECT_EQ(origin_sentence(library), library.original.why);
  library.original.why_has_verdict = false;
  library.original.why = "the library of libblas3_3.11.deb, stripped";
  EXPECT_EQ(origin_sentence(library), "rebuilt: the library of libblas3_3.11.deb, stripped");
  library.original.why.clear();
  library.original.differences = {difference(DifferenceClass::build, "libblas.so.3")};
  EXPECT_EQ(origin_sentence(library), "rebuilt: 1 build");
}

TEST(OriginText, LibrariesSayTheirOriginOnTheirGroupsLine) {
  Subject first = tests::system_blas("s1", "libopenblas0-pthread 0.3.21",
                                     tests::openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", ""),
                                     "/usr/lib/libblas.so.3");
  Subject second = first;
  second.path = "/usr/lib/liblapack.so.3";
  const std::string agreed = render_text(tests::judged({first, second}), {});
  EXPECT_NE(agreed.find("dpkg libopenblas0-pthread 0.3.21, system: intact; official\n"), std::string::npos) << agreed;
  EXPECT_EQ(agreed.find("original"), std::string::npos) << "nothing else to report at first look";
  const std::string verbose = render_text(tests::judged({first, second}), {.color = false, .verbosity = 1});
  EXPECT_NE(
      verbose.find("            original  official: as in libopenblas0-pthread_0.3.21_amd64.deb, a distribution's\n"),
      std::string::npos)
      << verbose;

  second.original = {};
  second.original.verdict = OriginVerdict::modified_undisclosed;
  second.original.why = "its .text isn't that of libopenblas0-pthread_0.3.21_amd64.deb";
  second.original.differences = {difference(DifferenceClass::binary, "liblapack.so.3", ".text")};
  const std::string differing = render_text(tests::judged({first, second}), {});
  EXPECT_NE(differing.find("dpkg libopenblas0-pthread 0.3.21, system: intact\n"), std::string::npos) << differing;
  EXPECT_NE(differing.find("alternatives (official): /usr/lib/libblas.so.3\n"), std::string::npos) << differing;
  EXPECT_NE(differing.find("alternatives (modified-undisclosed): /usr/lib/liblapack.so.3\n"
                           "            original  modified-undisclosed: its .text isn't that of\n"
                           "                      libopenblas0-pthread_0.3.21_amd64.deb\n"
                           "            binary  liblapack.so.3: .text\n"),
            std::string::npos)
      << differing;
}

TEST(OriginText, UnknownNeverPrintsAsGood) {
  Subject subject = tests::wheel_numpy();
  subject.original = {};
  const std::string text = render_text(tests::judged({subject}), {.color = true, .verbosity = 0});
  EXPECT_NE(text.find("  original  \x1b[33munknown\x1b[0m: no signature database\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("official"), std::string::npos);
  subject.original.why = "";
  subject.not_checked.clear();
  EXPECT_EQ(auditor::report::not_checked_of(subject).at(0).what, "original");
}

TEST(OriginText, AnUnknownOneSaysHowToMakeItKnown) {
  const auto subject = tests::every_verdict().subjects[5];
  EXPECT_EQ(original_block(subject),
            "  original  unknown: numpy 2.6.0 is newer than the database of 2026-11-21\n"
            "            no database has numpy 2.6.0; fairplay signatures add numpy==2.6.0 adds it\n");
  EXPECT_EQ(original_block(subject, 1), "  original  unknown: numpy 2.6.0 is newer than the database of 2026-11-21\n")
      << "there it stands below";
  Subject none = subject;
  none.original.why.clear();
  none.not_checked = {{"original", "no signature database", auditor::NotChecked::About::original}};
  EXPECT_EQ(original_block(none), "  original  unknown: no signature database\n");
}

TEST(OriginText, ARefusedDatabaseIsReportedEvenWhenQuiet) {
  auto result = tests::healthy();
  result.refused.push_back({"/srv/sigs/index", "line 3", "altered: its signature doesn't match", true});
  for (const int verbosity : {-1, 0, 1}) {
    const std::string text = render_text(result, {.color = false, .verbosity = verbosity});
    EXPECT_NE(text.find("database refused  /srv/sigs/index, line 3: altered: its signature doesn't match\n"),
              std::string::npos)
        << text;
    EXPECT_TRUE(text.substr(0, text.find('\n')).ends_with("; 1 database refused")) << text;
  }
}

TEST(OriginText, NearestIsAShareWhateverTheFacts) {
  Subject subject = tests::wheel_numpy();
  auditor::Original& original = subject.original;
  original = {};
  EXPECT_EQ(auditor::report::nearest_phrase(subject), "");
  original.nearest = auditor::Nearest{"a.whl", 0.9999};
  EXPECT_EQ(auditor::report::nearest_phrase(subject), "a.whl: 99% of the files equal")
      << "100% is said of nothing that differs";
  for (const double wrong : {-3.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    original.nearest->similarity = wrong;
    EXPECT_EQ(auditor::report::nearest_phrase(subject), "a.whl: 0% of the files equal");
  }
  subject.kind = auditor::SubjectKind::blas;
  EXPECT_EQ(auditor::report::nearest_phrase(subject), "a.whl: 0% of the library's parts equal");
  original.artifact = "a.whl";
  EXPECT_EQ(auditor::report::nearest_phrase(subject), "");
}

}  // namespace fairplay
