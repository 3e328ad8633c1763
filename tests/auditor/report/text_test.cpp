#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "auditor/report/audit_phrases.h"
#include "auditor/report/audit_report.h"
#include "auditor/report/wrap.h"
#include "tests/auditor/report/made_up_results.h"

namespace fairplay {

using auditor::report::render_text;

namespace {

std::vector<std::string> lines_of(const std::string& document) {
  std::vector<std::string> lines;
  std::istringstream in(document);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool safe_for_terminals(const std::string& document) {
  return std::ranges::all_of(document,
                             [](char c) { return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

}  // namespace

TEST(Text, AMachineFitsOneScreen) {
  const auto lines = lines_of(render_text(tests::healthy(), {}));
  EXPECT_EQ(lines[0], "3 NumPys, 6 BLAS libraries: all intact; 8 official, 1 patched; nothing to report");
  EXPECT_LE(lines.size(), 40U);
  for (const std::string& line : lines) {
    EXPECT_LE(line.size(), 130U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

namespace {

auditor::Subject archived(const std::string& archive, auditor::Verdict verdict) {
  auditor::Subject subject;
  subject.kind = auditor::SubjectKind::blas;
  subject.package = "numpy 2.3.5";
  subject.environment = auditor::Environment{auditor::Environment::Kind::file};
  subject.path = archive + "/numpy.libs/libx.so";
  subject.intact.verdict = verdict;
  subject.blas.push_back({subject.path,
                          tests::openblas("0.3.30", signatures::blas::IntegerWidth::ilp64, "", ""),
                          auditor::BlasHow::bundled,
                          "",
                          {"numpy.libs/libx.so"}});
  return subject;
}

}  // namespace

TEST(Text, AMachineWithoutNumpyShowsWhatToTry) {
  const std::string what_to_try =
      "\nno NumPy was found on this machine; to audit one elsewhere, name it:\n"
      "  fairplay audit PATH               a folder: a venv, site-packages, conda prefix or "
      "unpacked root\n"
      "  fairplay audit numpy-2.3.5-*.whl  a wheel, for example from `pip download "
      "--no-deps numpy==2.3.5`\n";
  const auto ends_so = [&](const auditor::AuditResult& result, int verbosity) {
    return render_text(result, {.color = false, .verbosity = verbosity}).ends_with(what_to_try);
  };
  auditor::AuditResult only_blas = tests::judged({archived("a.whl", auditor::Verdict::yes)});
  EXPECT_FALSE(ends_so(only_blas, 0)) << "the user named what to audit";
  only_blas.whole_machine = true;
  EXPECT_TRUE(ends_so(only_blas, 0));
  EXPECT_TRUE(ends_so(only_blas, 1));
  EXPECT_EQ(render_text(only_blas, {.color = false, .verbosity = -1}).find("fairplay audit"), std::string::npos);
  auditor::AuditResult nothing = tests::judged({});
  nothing.whole_machine = true;
  EXPECT_TRUE(ends_so(nothing, 0));
  auditor::AuditResult with_numpy = tests::healthy();
  with_numpy.whole_machine = true;
  EXPECT_EQ(render_text(with_numpy, {}).find("fairplay audit"), std::string::npos);
}

TEST(Text, WhatHoldsNothingIsNamedAndNoDamage) {
  auditor::AuditResult result = tests::judged({});
  result.unreadable.push_back({"/home/u/docs", "", "no NumPy and no BLAS found in this folder", false});
  for (const int verbosity : {-1, 0, 1}) {
    const std::string text = render_text(result, {.color = false, .verbosity = verbosity});
    EXPECT_NE(text.find("nothing audited  /home/u/docs: no NumPy and no BLAS found in this folder\n"),
              std::string::npos)
        << text;
  }
  EXPECT_NE(auditor::report::render_markdown(result, {}).find("- nothing audited in `/home/u/docs`: no NumPy"),
            std::string::npos);
}

TEST(Text, LibrariesStandBelowTheirArchive) {
  const auto text = render_text(
      tests::judged({archived("a.whl", auditor::Verdict::yes), archived("b.whl", auditor::Verdict::yes)}), {});
  EXPECT_NE(text.find("numpy 2.3.5, file: intact; original unknown  a.whl\n  OpenBLAS 0.3.30, ilp64, pthreads: "
                      "numpy.libs/libx.so\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("original unknown  b.whl\n"), std::string::npos) << text;
}

TEST(Text, LibrariesOfOnePackageThatDifferSayHowEachStands) {
  const auto text = render_text(
      tests::judged({archived("a.whl", auditor::Verdict::yes), archived("a.whl", auditor::Verdict::no)}), {});
  EXPECT_NE(text.find("numpy 2.3.5, file: original unknown  a.whl\n"), std::string::npos) << text;
  EXPECT_NE(text.find("pthreads (intact): numpy.libs/libx.so\n"), std::string::npos) << text;
  EXPECT_NE(text.find("pthreads (not intact): numpy.libs/libx.so\n"), std::string::npos) << text;
}

TEST(Text, HostileTextsStayText) {
  for (const int verbosity : {-1, 0, 1}) {
    const std::string document = render_text(tests::hostile_result(), {.color = false, .verbosity = verbosity});
    EXPECT_TRUE(safe_for_terminals(document));
    EXPECT_EQ(document.find("##vso["), std::string::npos);
    EXPECT_EQ(document.find("\u202e"), std::string::npos);
    for (const std::string& line : lines_of(document)) {
      const auto start = line.find_first_not_of(' ');
      EXPECT_FALSE(start != std::string::npos && line.substr(start).starts_with("::")) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(Text, ColourOnlyWhereAsked) {
  EXPECT_EQ(render_text(tests::findings(), {}).find('\x1b'), std::string::npos);
  const std::string colored = render_text(tests::findings(), {.color = true, .verbosity = 1});
  EXPECT_NE(colored.find("\x1b[31merror INTACT-1\x1b[0m: "), std::string::npos);
  // Without its paint it is the same document.
  std::string plain;
  for (std::size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b') {
      i = colored.find('m', i);
    } else {
      plain += colored[i];
    }
  }
  EXPECT_EQ(plain, render_text(tests::findings(), {.color = false, .verbosity = 1}));
}

TEST(Text, QuietSaysTheAnswerAndTheErrors) {
  const auto lines = lines_of(render_text(tests::findings(), {.color = false, .verbosity = -1}));
  ASSERT_GT(lines.size(), 1U);
  for (std::size_t i = 1; i < lines.size(); ++i)
    EXPECT_TRUE(lines[i].starts_with("error ") || lines[i].starts_with("database refused ")) << lines[i];
  EXPECT_EQ(lines_of(render_text(tests::healthy(), {.color = false, .verbosity = -1})).size(), 1U);
}

TEST(Text, WhatWasWaivedIsStillPrinted) {
  const std::string document = render_text(tests::findings(), {});
  EXPECT_NE(document.find("  waived BLAS-1: configured with openblas"), std::string::npos);
  EXPECT_NE(document.find("    reason: the cluster's admin chose Netlib"), std::string::npos);
}

TEST(Text, LongEvidenceIsShortened) {
  auto subject = tests::wheel_numpy();
  subject.intact.verdict = auditor::Verdict::no;
  for (int i = 0; i < 500; ++i) {
    subject.intact.failed.push_back({"numpy/f" + std::to_string(i) + ".py", auditor::FileDeviation::Why::changed,
                                     auditor::Territory::package, true, ""});
  }
  const auto result = tests::judged({subject});
  EXPECT_NE(render_text(result, {.color = false, .verbosity = 1}).find("and 450 more; --format json lists all"),
            std::string::npos);
  EXPECT_NE(auditor::report::render_json(result).find("numpy/f499.py"), std::string::npos);
  EXPECT_NE(auditor::report::render_markdown(result, {}).find("and 480 more"), std::string::npos);
}

TEST(Phrases, Headline) {
  using auditor::report::headline;
  EXPECT_EQ(headline({}), "no NumPy and no BLAS found: nothing to report");
  EXPECT_EQ(headline(tests::judged({tests::wheel_numpy()})),
            "1 NumPy: official wheel of 2.3.5, intact; nothing to report");
  EXPECT_EQ(headline(tests::findings()),
            "3 NumPys, 2 BLAS libraries: 2.3.5 mixed with 2.3.4; 2 intact, 1 not intact, 2 intact unknown; 1 patched, "
            "3 modified-undisclosed, "
            "1 original unknown; "
            "11 errors, 3 warnings, 2 notes, 1 waived, 1 database refused");
  EXPECT_EQ(headline(tests::judged({tests::debian_numpy("s1")})), "1 NumPy: patched 1.24.2, intact; nothing to report");
  EXPECT_EQ(headline(tests::judged({tests::wheel_numpy("s1"), tests::wheel_numpy("s2")})),
            "2 NumPys: all intact; all official; nothing to report");
  auto unknown = tests::wheel_numpy();
  unknown.original = {};
  EXPECT_EQ(headline(tests::judged({unknown})), "1 NumPy: intact, original unknown");
  EXPECT_EQ(headline(tests::judged({unknown, unknown})), "2 NumPys: all intact; original unknown");
  EXPECT_EQ(auditor::report::grouped(0), "0");
  EXPECT_EQ(auditor::report::grouped(999), "999");
  EXPECT_EQ(auditor::report::grouped(1000), "1,000");
  EXPECT_EQ(auditor::report::grouped(1234567), "1,234,567");
}

namespace {

std::string headline_of(auditor::Subject subject) {
  return auditor::report::headline(tests::judged({std::move(subject)}));
}

}  // namespace

TEST(Phrases, TheHeadlineSaysWhatIsMixed) {
  auditor::Subject mixed = tests::wheel_numpy();
  mixed.original.strays = {{"numpy/a.py", "2.3.4", false}, {"numpy/b.py", "2.2.6", true}};
  EXPECT_NE(headline_of(mixed).find("2.3.5 mixed with 2.3.4;"), std::string::npos) << headline_of(mixed);
  auditor::Subject stale = tests::wheel_numpy();
  stale.distributions.push_back({"numpy-2.3.4.dist-info", "numpy", "2.3.4", "pip", true, false, true});
  stale.distributions.back().stale = true;
  EXPECT_NE(headline_of(stale).find("2.3.5 with metadata of 2.3.4;"), std::string::npos) << headline_of(stale);
  auditor::Subject wheels = tests::wheel_numpy();
  wheels.original.other_wheels = {{"Windows x86-64", {"numpy/_core/a.cp311-win_amd64.pyd"}, true, true}};
  EXPECT_NE(headline_of(wheels).find("2.3.5 mixed with its wheel for Windows x86-64;"), std::string::npos)
      << headline_of(wheels);
  EXPECT_EQ(headline_of(tests::wheel_numpy()).find("mixed"), std::string::npos);
}

TEST(Phrases, TheHeadlineSaysWhatCanNotBeImported) {
  auditor::Subject sources = tests::wheel_numpy();
  sources.compiled = false;
  sources.loads = {};
  EXPECT_NE(headline_of(sources).find("never compiled, so that no Python can import it"), std::string::npos);
  sources.environment = {auditor::Environment::Kind::file};
  EXPECT_EQ(headline_of(sources).find("compiled"), std::string::npos) << "nobody expects it of a source release";
  sources.environment = {auditor::Environment::Kind::venv, "/v"};
  sources.loads.verdict = auditor::Verdict::no;
  EXPECT_NE(headline_of(sources).find("can't be loaded here: it was never compiled"), std::string::npos);
  auditor::Subject folder = tests::wheel_numpy();
  folder.environment = {auditor::Environment::Kind::folder};
  folder.loads = {};
  folder.loads.fits = {"CPython 3.11, Linux AArch64, glibc 2.17 or newer"};
  EXPECT_NE(headline_of(folder).find("for CPython 3.11, Linux AArch64, glibc 2.17 or newer;"), std::string::npos);
  folder.loads.interpreter = "/usr/bin/python3";
  EXPECT_EQ(headline_of(folder).find("AArch64"), std::string::npos);
}

TEST(Wrap, BreaksAtSpacesAndKeepsLongWords) {
  using auditor::report::wrapped;
  EXPECT_EQ(wrapped("a b c", "", "", 3), "a b\nc");
  EXPECT_EQ(wrapped("aaaaaaaa b", "- ", "  ", 4), "- aaaaaaaa\n  b");
  EXPECT_EQ(wrapped("", "x", "y", 3), "x");
  EXPECT_EQ(wrapped("a  b ", "", "", 30), "a b");
}

}  // namespace fairplay
