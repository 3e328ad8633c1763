#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/report/explanation.h"
#include "signatures/advisories/advisory.h"
#include "tests/auditor/report/made_up_results.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

using auditor::report::ExplainedProbe;
using auditor::report::find_explanation;
using auditor::report::render_json;
using auditor::report::render_text;

namespace {

std::optional<std::string> explain_text(const auditor::rules::RuleBook& book, std::string_view id) {
  const auto found = find_explanation(book, id);
  return found ? std::optional(render_text(*found)) : std::nullopt;
}

std::optional<std::string> explain_json(const auditor::rules::RuleBook& book, std::string_view id) {
  const auto found = find_explanation(book, id);
  return found ? std::optional(render_json(*found)) : std::nullopt;
}

}  // namespace

TEST(Explain, ARule) {
  const auto text = explain_text(tests::shipped_rules(), "intact-1");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("INTACT-1: files differ from what their installer recorded\n"));
  for (const char* part : {"\nWhat it does\n", "\nWhy it is bad\n", "\nRemedy\n", "\nCases\n", "\nReferences\n",
                           "they guard against accident"}) {
    EXPECT_NE(text->find(part), std::string::npos) << part;
  }
}

TEST(Explain, EveryRuleAndTopicInBothFormats) {
  const auto& book = tests::shipped_rules();
  for (const auto& [id, rule] : book.rules) {
    EXPECT_TRUE(explain_text(book, id)) << id;
    const auto json = nlohmann::json::parse(explain_json(book, id).value());
    EXPECT_EQ(json["schema"], "fairplay-explain/1");
    EXPECT_EQ(json["kind"], "rule");
    EXPECT_EQ(json["cases"].size(), rule.cases.size());
  }
  for (const auto& [id, topic] : book.topics) {
    EXPECT_TRUE(explain_text(book, id)->starts_with(id + ": ")) << id;
    EXPECT_EQ(nlohmann::json::parse(explain_json(book, id).value())["kind"], "topic");
  }
}

TEST(Explain, EveryRuleHasItsPage) {
  for (const auto& [id, rule] : tests::shipped_rules().rules) {
    const std::string page = tests::read_file(std::string(FAIRPLAY_SOURCE_DIR) + "/docs/rules/" + id + ".md");
    EXPECT_TRUE(page.starts_with("# " + id + ": " + rule.title + "\n")) << id;
    for (const auto& [name, one] : rule.cases) {
      EXPECT_NE(page.find("| `" + name + "` | " + std::string(auditor::name(one.severity)) + " |"), std::string::npos)
          << id << " " << name;
    }
  }
}

TEST(Explain, AnAdvisory) {
  const auto book =
      signatures::advisories::read_advisories(signatures::advisories::builtin_advisories(), "advisories.yaml");
  ASSERT_TRUE(book);
  const std::string text = render_text(book->find("OpenBLAS#1844"));
  EXPECT_TRUE(text.starts_with("OpenBLAS#1844: concurrent callers of gemv get each other's partial sums\n")) << text;
  for (const char* part :
       {"\nHow it shows\n", "OpenBLAS 0.2.15 to 0.3.3 and 0.3.0.dev; fixed in 0.3.4. Threading: pthreads, openmp.",
        "fairplay probe --probe threads/callers LIBRARY",
        "\nReferences\n  https://github.com/OpenMathLib/OpenBLAS/issues/1844\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << text;
  }
  for (const auto& advisory : book->advisories) {
    const auto json = nlohmann::json::parse(render_json(&advisory));
    EXPECT_EQ(json["kind"], "advisory");
    EXPECT_EQ(json["id"], advisory.id);
    EXPECT_FALSE(render_text(&advisory).empty());
  }
}

TEST(Explain, AHostileAdvisoryStaysText) {
  signatures::advisories::Advisory advisory;
  advisory.id = advisory.title = advisory.symptom = tests::hostile("x");
  advisory.routines = advisory.references = {tests::hostile("y")};
  advisory.workaround = advisory.fixed = tests::hostile("z");
  EXPECT_EQ(render_text(&advisory).find('\x1b'), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(render_json(&advisory)));
}

TEST(Explain, EveryProbe) {
  const auto book =
      signatures::advisories::read_advisories(signatures::advisories::builtin_advisories(), "advisories.yaml");
  ASSERT_TRUE(book);
  for (const auto* probe : auditor::behaviour::probes::all_descriptions()) {
    const std::string text = render_text(ExplainedProbe{*probe, *book});
    EXPECT_TRUE(text.starts_with(std::string(probe->id) + ": a probe\n"));
    for (const char* part : {"\nWhat it shows\n", "\nCost\n", "\nHow its findings count\n", "\nReferences\n"})
      EXPECT_NE(text.find(part), std::string::npos) << probe->id << part;
    EXPECT_EQ(nlohmann::json::parse(render_json(ExplainedProbe{*probe, *book}))["kind"], "probe");
  }
  EXPECT_NE(render_text(ExplainedProbe{*auditor::behaviour::probes::description_of("numbers/level3"), *book})
                .find("\nKnown defects it shows\n"),
            std::string::npos);
}

TEST(Explain, AnUnknownId) {
  for (const char* id : {"", "INTACT-99", "INTACT-", "\xff"}) {
    EXPECT_FALSE(explain_text(tests::shipped_rules(), id));
    EXPECT_FALSE(explain_json(tests::shipped_rules(), id));
  }
}

TEST(Explain, AHostileRulesFileStaysText) {
  auditor::rules::RuleBook book;
  book.rules["A-1"] = {"A-1",
                       tests::hostile("t"),
                       tests::hostile("w"),
                       tests::hostile("y"),
                       tests::hostile("r"),
                       {{"pip", tests::hostile("p")}},
                       {tests::hostile("ref")},
                       {{"c", {"c", auditor::Severity::note, tests::hostile("m")}}},
                       {{"l", {tests::hostile("i")}}}};
  EXPECT_EQ(explain_text(book, "A-1")->find('\x1b'), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(explain_json(book, "A-1").value()));
}

}  // namespace fairplay
