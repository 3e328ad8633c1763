#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "auditor/report/report.h"
#include "tests/auditor/report/made_up_results.h"
#include "tests/support/temporary_folder.h"

using auditor::report::explain_json;
using auditor::report::explain_text;

TEST(Explain, ARule) {
  const auto text = explain_text(tests::shipped_rules(), "intact-1");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("INTACT-1: files differ from what their installer recorded\n"));
  for (const char* part : {"\nWhat it does\n", "\nWhy it is bad\n", "\nRemedy\n", "\nCases\n", "\nReferences\n", "they guard against accident"}) {
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
      EXPECT_NE(page.find("| `" + name + "` | " + std::string(auditor::name(one.severity)) + " |"), std::string::npos) << id << " " << name;
    }
  }
}

TEST(Explain, AnUnknownId) {
  for (const char* id : {"", "INTACT-99", "INTACT-", "\xff"}) {
    EXPECT_FALSE(explain_text(tests::shipped_rules(), id));
    EXPECT_FALSE(explain_json(tests::shipped_rules(), id));
  }
}

TEST(Explain, AHostileRulesFileStaysText) {
  auditor::rules::RuleBook book;
  book.rules["A-1"] = {"A-1", tests::hostile("t"), tests::hostile("w"), tests::hostile("y"), tests::hostile("r"), {{"pip", tests::hostile("p")}},
                       {tests::hostile("ref")}, {{"c", {"c", auditor::Severity::note, tests::hostile("m")}}}, {{"l", {tests::hostile("i")}}}};
  EXPECT_EQ(explain_text(book, "A-1")->find('\x1b'), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(explain_json(book, "A-1").value()));
}
