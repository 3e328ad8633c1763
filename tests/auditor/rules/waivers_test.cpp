#include <gtest/gtest.h>

#include "auditor/rules/rules.h"

namespace fairplay {

using auditor::rules::parse_waivers;

namespace {

std::string refusal(const std::string& text) {
  const auto waivers = parse_waivers(text, "w.yaml");
  return waivers ? "" : waivers.error().file + ": " + waivers.error().place + ": " + waivers.error().reason;
}

std::string expiring(const std::string& day) { return "waivers:\n- rule: A-1\n  reason: r\n  expires: " + day + "\n"; }

}  // namespace

TEST(Waivers, AreRead) {
  const auto waivers = parse_waivers(R"(# why we accept these
waivers:
- rule: INTACT-1
  reason: "our patch, bug 42"
  expires: 2027-01-31
  fingerprint: 0123456789abcdef
  subject: numpy==2.3.*
- {rule: BLAS-2, reason: known}
)",
                                     "w.yaml");
  ASSERT_TRUE(waivers) << waivers.error().reason;
  ASSERT_EQ(waivers->size(), 2U);
  EXPECT_EQ((*waivers)[0].rule, "INTACT-1");
  EXPECT_EQ((*waivers)[0].reason, "our patch, bug 42");
  EXPECT_EQ((*waivers)[0].expires, "2027-01-31");
  EXPECT_EQ((*waivers)[0].fingerprint, "0123456789abcdef");
  EXPECT_EQ((*waivers)[0].subject, "numpy==2.3.*");
  EXPECT_EQ((*waivers)[0].line, 3);
  EXPECT_EQ((*waivers)[1].line, 8);
  EXPECT_FALSE((*waivers)[1].expires);
  EXPECT_EQ(parse_waivers("waivers: []\n", "w.yaml")->size(), 0U);
}

TEST(Waivers, DatesAreDaysOfTheCalendar) {
  for (const char* day : {"2027-01-31", "2028-02-29", "2026-12-31", "2000-02-29"})
    EXPECT_EQ(refusal(expiring(day)), "") << day;
  for (const char* day : {"2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "2027-1-31", "31.01.2027",
                          "2027-01-3x", "tomorrow", "2027-01-31T00:00", "1900-02-29", "-027-01-01"}) {
    EXPECT_EQ(refusal(expiring(day)), "w.yaml: line 4, column 12: \"" + std::string(day) +
                                          "\" is no day of the calendar; write it as 2027-01-31")
        << day;
  }
}

TEST(Waivers, WhatIsWrongIsReportedWithItsPlace) {
  const struct {
    const char* text;
    const char* refusal;
  } table[] = {
      {"", "w.yaml: line 1, column 1: the file is empty"},
      {"waivers: {}\n", "w.yaml: line 1, column 10: \"waivers\" of the waivers file must be a list, not a mapping"},
      {"waiver: []\n", "w.yaml: line 1, column 1: the waivers file has no \"waivers\""},
      {"waivers:\n- INTACT-1\n", "w.yaml: line 2, column 3: waiver 1 must be a mapping, not text"},
      {"waivers:\n- rule: INTACT-1\n", "w.yaml: line 2, column 3: waiver 1 has no \"reason\""},
      {"waivers:\n- rule: INTACT-1\n  reason: ''\n", "w.yaml: line 3, column 11: \"reason\" of waiver 1 is empty"},
      {"waivers:\n- reason: r\n", "w.yaml: line 2, column 3: waiver 1 has no \"rule\""},
      {"waivers:\n- {rule: all, reason: r}\n", "w.yaml: line 2, column 10: \"all\" is no rule id such as INTACT-1"},
      {"waivers:\n- {rule: A-1, reason: r}\n- {rule: A-1, reason: r, until: x}\n",
       "w.yaml: line 3, column 26: unknown key \"until\" in waiver 2; known here: expires, fingerprint, reason, rule, "
       "subject"},
      {"waivers:\n- {rule: A-1, reason: r, fingerprint: ABC}\n",
       "w.yaml: line 2, column 39: \"ABC\" is no finding's fingerprint: 16 hexadecimal digits, as the report prints "
       "it"},
      {"waivers:\n- rule: A-1\n  reason: r\n  reason: s\n",
       "w.yaml: line 4, column 3: the key \"reason\" stands here a second time; the first is in line 3"},
      {"waivers: [\n", "w.yaml: line 2, column 1: not YAML: end of sequence flow not found"},
  };
  for (const auto& row : table) EXPECT_EQ(refusal(row.text), row.refusal) << row.text;
}

}  // namespace fairplay
