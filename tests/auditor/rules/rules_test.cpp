#include "auditor/rules/rules.h"

#include <gtest/gtest.h>

#include <set>

#include "auditor/checks/check.h"
#include "auditor/judgement/judge.h"

namespace fairplay {

using auditor::rules::parse_rules;
using auditor::rules::read_rules;

namespace {

const char* const minimal = R"(rules:
  TEST-1:
    title: a title
    what: what it does
    why: why it is bad
    remedy: do this
    references: [NEP 36]
    cases:
      some-case:
        severity: warning
        message: "it is {this}"
)";

const char* const places =
    "places: {tests: [t/*], docs: [d], build: [b], generated: [g], edit-points: [e], library-search: [l]}\n";

std::string whole(const std::string& text) { return text + places; }

/// The minimal file with one place exchanged.
std::string with(const std::string& from, const std::string& to) {
  std::string text = minimal;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// "line N, column M: what is wrong", or "" where the text is accepted.
std::string refusal(const std::string& text, const std::vector<auditor::rules::Required>& required = {}) {
  const auto book = parse_rules(text, "my.yaml", required);
  if (book) return "";
  EXPECT_EQ(book.error().file, "my.yaml");
  EXPECT_TRUE(book.error().grave);
  return book.error().place + ": " + book.error().reason;
}

}  // namespace

TEST(Rules, AMinimalFileIsRead) {
  const auto book = parse_rules(whole(minimal), "my.yaml", {});
  ASSERT_TRUE(book) << book.error().reason;
  const auto& rule = book->rules.at("TEST-1");
  EXPECT_EQ(rule.title, "a title");
  EXPECT_EQ(rule.references, std::vector<std::string>{"NEP 36"});
  EXPECT_EQ(rule.cases.at("some-case").severity, auditor::Severity::warning);
  EXPECT_EQ(rule.cases.at("some-case").message, "it is {this}");
  EXPECT_TRUE(book->topics.empty());
}

TEST(Rules, RemediesListsAndTopics) {
  const auto book = parse_rules(std::string(minimal) + R"(    remedies: {pip: reinstall}
    lists: {allowed: [a, 'b'], none: []}
topics:
  rebuilt: {title: t, what: w}
  api-added: {title: t, what: w, severity: warning, answer: names were added}
)" + places,
                                "my.yaml", {});
  ASSERT_TRUE(book) << book.error().place << book.error().reason;
  EXPECT_EQ(book->rules.at("TEST-1").remedies.at("pip"), "reinstall");
  EXPECT_EQ(book->rules.at("TEST-1").lists.at("allowed"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(book->topics.at("rebuilt").what, "w");
  EXPECT_EQ(book->topics.at("rebuilt").severity, std::nullopt);
  EXPECT_EQ(book->topics.at("api-added").severity, auditor::Severity::warning);
  EXPECT_EQ(book->topics.at("api-added").answer, "names were added");
}

TEST(Rules, ThresholdsOfProbes) {
  const auto with_probes = [](const std::string& probes) {
    return std::string(minimal) + probes + std::string(places);
  };
  const auto book =
      parse_rules(with_probes("probes:\n  resources/stack: {note-bytes: 131072, error-bytes: 1.5e6}\n"), "my.yaml", {});
  ASSERT_TRUE(book) << book.error().place << book.error().reason;
  EXPECT_EQ(book->thresholds.at("resources/stack").at("note-bytes"), 131072);
  EXPECT_EQ(book->thresholds.at("resources/stack").at("error-bytes"), 1.5e6);
  for (const std::string bad : {"0", "-1", "many", "1e999", "nan", "''", "12 bytes"})
    EXPECT_NE(refusal(with_probes("probes:\n  resources/stack: {note-bytes: " + bad + "}\n")).find("note-bytes"),
              std::string::npos)
        << bad;
  EXPECT_NE(refusal(with_probes("probes:\n  resources/stack: 3\n")), "");
  EXPECT_NE(refusal(with_probes("probes: [a]\n")), "");
}

TEST(Rules, CarriageReturnsAndAByteOrderMarkAreFine) {
  std::string windows = "\xef\xbb\xbf";
  for (const char c : whole(minimal)) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(refusal(windows), "");
}

TEST(Rules, WhatIsWrongIsReportedWithItsPlace) {
  const struct {
    std::string text;
    const char* refusal;
  } table[] = {
      {"", "line 1, column 1: the file is empty"},
      {"# only a comment\n", "line 1, column 1: the file is empty"},
      {"---\n...\n", "line 2, column 1: the file is empty"},
      {"- a\n", "line 1, column 1: the rules file must be a mapping, not a list"},
      {"text", "line 1, column 1: the rules file must be a mapping, not text"},
      {"topics: {}\n", "line 1, column 1: the rules file has no \"rules\""},
      {"rules: {}\n", "line 1, column 1: the rules file has no \"places\""},
      {"rules: 3\n", "line 1, column 8: \"rules\" of the rules file must be a mapping, not text"},
      {"rules: {}\nmore: 1\n" + std::string(places),
       "line 2, column 1: unknown key \"more\" in the rules file; known here: places, probes, rules, topics"},
      {whole(with("TEST-1:", "test-1:")),
       "line 2, column 3: \"test-1\" is no rule id: capital letters and digits, \"-\", a number"},
      {whole(with("    title: a title\n", "")), "line 3, column 5: rule TEST-1 has no \"title\""},
      {whole(with("a title", "''")), "line 3, column 12: \"title\" of rule TEST-1 is empty"},
      {whole(with("a title", "")), "line 3, column 5: \"title\" of rule TEST-1 must be text, not nothing"},
      {whole(with("a title", "[a]")), "line 3, column 12: \"title\" of rule TEST-1 must be text, not a list"},
      {whole(with("what: what", "waht: what")), "line 3, column 5: rule TEST-1 has no \"what\""},
      {whole(with("    why:", "    extra: x\n    why:")),
       "line 5, column 5: unknown key \"extra\" in rule TEST-1; known here: cases, lists, references, remedies, "
       "remedy, title, what, why"},
      {whole(with("    why:", "    title: again\n    why:")),
       "line 5, column 5: the key \"title\" stands here a second time; the first is in line 3"},
      {whole(with("[NEP 36]", "NEP 36")), "line 7, column 17: \"references\" of rule TEST-1 must be a list, not text"},
      {whole(with("[NEP 36]", "[]")), "line 7, column 17: \"references\" of rule TEST-1 is empty"},
      {whole(with("[NEP 36]", "[[x]]")), "line 7, column 18: \"references\" of rule TEST-1 must list text, not a list"},
      {whole(with("severity: warning", "severity: fatal")),
       "line 10, column 19: unknown severity \"fatal\": error, warning or note"},
      {whole(with("severity: warning", "severity: Error")),
       "line 10, column 19: unknown severity \"Error\": error, warning or note"},
      {whole(with("        severity: warning\n", "")),
       "line 10, column 9: case \"some-case\" of rule TEST-1 has no \"severity\""},
      {whole(with("some-case", "Some Case")),
       "line 9, column 7: \"Some Case\" is no name for a case: small letters, digits and \"-\""},
      {whole(with("a title", "&anchor x")),
       "line 3, column 12: an anchor (&name): write the value out where it is needed"},
      {whole(with("a title", "*alias")), "line 3, column 12: not YAML: the referenced anchor is not defined"},
      {whole(with("a title", "!!binary x")),
       "line 3, column 12: a tag (tag:yaml.org,2002:binary): leave it out, every value here is text"},
      {whole(with("a title", "a\ttab")), "line 3, column 13: a tab: YAML allows none in indentation, use spaces"},
      {whole(with("a title", "a \xff byte")), "line 3, column 14: the byte 0xff is not UTF-8"},
      {whole(with("a title", std::string("a \0 byte", 8))), "line 3, column 14: the control character 0x00"},
      {whole(with("a title", "a \x1b[0m")), "line 3, column 14: the control character 0x1b"},
      {whole(with("a title", "[unclosed")), "line 4, column 9: not YAML: end of sequence flow not found"},
      {std::string(minimal) + "---\nrules: {}\n", "line 13, column 1: a second document: one file holds one"},
      {"? [a]\n: b\n", "line 1, column 3: a key must be text, not a list"},
      {"~: b\n", "line 1, column 1: a key must be text, not nothing"},
  };
  for (const auto& row : table) EXPECT_EQ(refusal(row.text), row.refusal) << row.text;
}

TEST(Rules, PlacesAreRead) {
  const auto book = parse_rules(whole(minimal), "my.yaml", {});
  ASSERT_TRUE(book) << book.error().reason;
  EXPECT_TRUE(book->places.contains("tests", "t/a/b"));
  EXPECT_FALSE(book->places.contains("tests", "d"));
  EXPECT_TRUE(book->places.contains("library-search", "l"));
  EXPECT_FALSE(book->places.contains("no such place", "l"));
}

TEST(Rules, AWrongPlaceIsReportedWithItsPlace) {
  const auto places_with = [](const std::string& from, const std::string& to) {
    std::string text = places;
    return std::string("rules: {}\n") + text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(refusal("rules: {}\nplaces: []\n"),
            "line 2, column 9: \"places\" of the rules file must be a mapping, not a list");
  EXPECT_EQ(refusal("rules: {}\nplaces: {}\n"), "line 2, column 9: places has no \"tests\"");
  EXPECT_EQ(refusal(places_with("docs: [d], ", "")), "line 2, column 9: places has no \"docs\"");
  EXPECT_EQ(refusal(places_with("[t/*]", "[]")), "line 2, column 17: \"tests\" of places is empty");
  EXPECT_EQ(refusal(places_with("[t/*]", "t/*")), "line 2, column 17: \"tests\" of places must be a list, not text");
  EXPECT_EQ(refusal(places_with("[t/*]", "['']")),
            "line 2, column 18: \"tests\" of places must list text, not an empty one");
  EXPECT_EQ(refusal(places_with("[t/*]", "[[t]]")),
            "line 2, column 18: \"tests\" of places must list text, not a list");
  EXPECT_EQ(refusal(places_with("tests:", "test:")), "line 2, column 9: places has no \"tests\"");
  EXPECT_EQ(refusal(places_with("[l]}", "[l], more: [m]}")),
            "line 2, column 102: unknown key \"more\" in places; known here: build, docs, edit-points, generated, "
            "library-search, tests");
  EXPECT_EQ(refusal(places_with("docs: [d]", "tests: [d]")),
            "line 2, column 24: the key \"tests\" stands here a second time; the first is in line 2");
}

TEST(Rules, LimitsOnSizeDepthAndCount) {
  EXPECT_EQ(refusal(std::string(2 << 20, '#')), "line 1, column 1: 2097152 bytes; at most 1048576 are read");
  EXPECT_EQ(refusal(std::string(9000, 'x')), "line 1, column 1: a line of 9000 bytes; at most 8000 are read");
  EXPECT_NE(refusal(std::string(100, '[') + std::string(100, ']')).find("nested deeper than 32 levels"),
            std::string::npos);
  std::string many = "rules:\n";
  for (int i = 0; i < 30'000; ++i) many += "- a\n";
  EXPECT_NE(refusal(many).find("more than 20000 values"), std::string::npos);
  // "Billion laughs": refused at the first anchor.
  EXPECT_EQ(refusal("a: &a [x, x]\nb: &b [*a, *a]\n"),
            "line 1, column 4: an anchor (&name): write the value out where it is needed");
}

TEST(Rules, WhatChecksNeedMustBeThere) {
  EXPECT_EQ(refusal(whole(minimal), {{"TEST-1", {"some-case"}, {}}}), "");
  EXPECT_EQ(refusal(whole(minimal), {{"TEST-2", {}, {}}}),
            "line 2, column 3: the rule TEST-2 is missing: a check in this program needs it");
  EXPECT_EQ(refusal(whole(minimal), {{"TEST-1", {"other"}, {}}}),
            "line 2, column 3: rule TEST-1 has no case \"other\": its check needs it");
  EXPECT_EQ(refusal(whole(minimal), {{"TEST-1", {}, {"allowed"}}}),
            "line 2, column 3: rule TEST-1 has no list \"allowed\": its check needs it");
}

TEST(ShippedRules, AreWholeAndHoldNothingElse) {
  const auto book = read_rules(auditor::rules::builtin_rules(), "rules.yaml", auditor::judgement::required_by_checks());
  ASSERT_TRUE(book) << book.error().place << ": " << book.error().reason;
  std::set<std::string> ids;
  for (const auto& [id, rule] : book->rules) ids.insert(id);
  EXPECT_EQ(ids, (std::set<std::string>{"BLAS-1", "BLAS-2", "BLAS-3", "INTACT-1", "INTACT-2", "INTACT-3", "LOAD-1",
                                        "LOAD-2", "LOAD-3", "LOAD-4", "NEP36-1", "NEP36-2", "NEP36-3", "NEP36-4",
                                        "NUMPY-1", "READ-1"}));
  // Every case has a check that can name it.
  for (const auto& need : auditor::judgement::required_by_checks()) {
    EXPECT_EQ(need.cases.size(), book->rules.at(std::string(need.id)).cases.size()) << need.id;
  }
  for (const char* topic : {"intact",
                            "official",
                            "rebuilt",
                            "patched",
                            "damaged",
                            "mixed",
                            "modified-disclosed",
                            "modified-undisclosed",
                            "unknown",
                            "cosmetic",
                            "tests",
                            "docs",
                            "build",
                            "library-search",
                            "private",
                            "api-behaviour",
                            "api-default",
                            "api-signature",
                            "api-removed",
                            "api-added",
                            "binary",
                            "monkeypatch"}) {
    EXPECT_TRUE(book->topics.contains(topic)) << topic;
  }
}

TEST(ShippedRules, PlacesOfRealFiles) {
  const auto book = read_rules(auditor::rules::builtin_rules(), "rules.yaml", {});
  ASSERT_TRUE(book) << book.error().place << ": " << book.error().reason;
  // What wheels of 1.15 ... 2.5 and Debian's 1.24.2 hold, by the first place that has it in the ladder's order.
  const struct {
    const char* path;
    const char* place;
  } table[] = {
      {"numpy/tests/test_ctypeslib.py", "tests"},
      {"numpy/distutils/tests/test_system_info.py", "tests"},
      {"numpy/core/tests/data/astype_copy.pkl", "tests"},
      {"numpy/conftest.py", "tests"},
      {"numpy/f2py/f2py_testing.py", "tests"},
      {"numpy/LICENSE.txt", "docs"},
      {"numpy/ma/API_CHANGES.txt", "docs"},
      {"numpy/core/include/numpy/multiarray_api.txt", "docs"},
      {"numpy/doc/ufuncs.py", "docs"},
      {"numpy-2.3.5.dist-info/METADATA", "docs"},
      {"numpy-2.4.0.dist-info/licenses/numpy/ma/LICENSE", "docs"},
      {"numpy-1.24.2.egg-info/PKG-INFO", "docs"},
      {"numpy-1.16.2.egg-info", "docs"},
      {"numpy/core/setup_common.py", "build"},
      {"numpy/linalg/setup.py", "build"},
      {"numpy/setup.py", "build"},
      {"numpy/distutils/ccompiler.py", "build"},
      {"numpy/distutils/site.cfg", "build"},
      {"numpy/core/lib/libnpymath.a", "build"},
      {"numpy/core/lib/npy-pkg-config/mlib.ini", "build"},
      {"numpy/_core/lib/pkgconfig/numpy.pc", "build"},
      {"numpy/_core/_multiarray_umath.cp313-win_amd64.lib", "build"},
      {"numpy/core/include/numpy/numpy.i", "build"},
      {"numpy-2.3.5.dist-info/WHEEL", "build"},
      {"numpy-2.5.5.dist-info/sboms/auditwheel.cdx.json", "build"},
      {"numpy-1.24.2.egg-info/entry_points.txt", "build"},
      {"numpy/version.py", "generated"},
      {"numpy/__config__.py", "generated"},
      {"numpy/core/include/numpy/_numpyconfig.h", "generated"},
      {"numpy/_distributor_init.py", "edit-points"},
      {"numpy/_distributor_init_local.py", "edit-points"},
      {"numpy/distutils/system_info.py", "library-search"},
      {"numpy/ctypeslib.py", "library-search"},
      {"numpy/ctypeslib/_ctypeslib.py", "library-search"},
      {"numpy/__init__.py", ""},
      {"numpy/_pytesttester.py", ""},
      {"numpy/testing/_private/utils.py", ""},
      {"numpy/random_intel/__init__.py", ""},
      {"numpy/lib/_version.py", ""},
      {"numpy/core/info.py", ""},
      {"numpy/core/include/numpy/npy_math.h", ""},
      {"numpy/core/umath.cpython-36m-x86_64-linux-gnu.so", ""},
      {"numpy/f2py/_backends/meson.build.template", ""},
      {"numpy/ctypeslib.pyi", ""},
      {"numpy-2.3.5.dist-info/evil.py", ""},
      {"evil.py", ""},
      {"scipy/tests/test.py", ""},
  };
  for (const auto& row : table) {
    std::string found;
    for (const char* place : {"tests", "docs", "library-search", "edit-points", "generated", "build"}) {
      if (found.empty() && book->places.contains(place, row.path)) found = place;
    }
    EXPECT_EQ(found, row.place) << row.path;
  }
}

}  // namespace fairplay
