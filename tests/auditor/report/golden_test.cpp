// Whole documents against tests/auditor/report/golden/. FAIRPLAY_UPDATE_GOLDEN=1 writes them anew: look at the
// difference before committing it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "auditor/report/report.h"
#include "tests/auditor/report/made_up_probes.h"
#include "tests/auditor/report/made_up_results.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

const std::string folder = std::string(FAIRPLAY_SOURCE_DIR) + "/tests/auditor/report/golden/";

void expect_golden(const std::string& name, const std::string& document) {
  const std::string path = folder + name;
  if (std::getenv("FAIRPLAY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << document;
    return;
  }
  EXPECT_EQ(tests::read_file(path), document) << name << ": FAIRPLAY_UPDATE_GOLDEN=1 updates it";
}

void expect_all_formats(const std::string& name, const auditor::AuditResult& result) {
  expect_golden(name + ".txt", auditor::report::render_text(result, {}));
  expect_golden(name + "-verbose.txt", auditor::report::render_text(result, {.color = false, .verbosity = 1}));
  expect_golden(name + ".json", auditor::report::render_json(result));
  expect_golden(name + ".md", auditor::report::render_markdown(result, 0));
}

int run(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST(Golden, Healthy) { expect_all_formats("healthy", tests::healthy()); }
TEST(Golden, Findings) {
  expect_all_formats("findings", tests::findings());
  expect_golden("findings-quiet.txt",
                auditor::report::render_text(tests::findings(), {.color = false, .verbosity = -1}));
}
TEST(Golden, EveryVerdict) { expect_all_formats("verdicts", tests::every_verdict()); }
TEST(Golden, Hostile) { expect_all_formats("hostile", tests::hostile_result()); }
TEST(Golden, Probe) {
  const auditor::behaviour::ProbeRun run = tests::probe_run();
  expect_golden("probe/mixed.txt", auditor::report::render_text(run, {}));
  expect_golden("probe/mixed-verbose.txt", auditor::report::render_text(run, {.color = false, .verbosity = 1}));
  expect_golden("probe/mixed-quiet.txt", auditor::report::render_text(run, {.color = false, .verbosity = -1}));
  expect_golden("probe/mixed.json", auditor::report::render_json(run));
  expect_golden("probe/mixed.md", auditor::report::render_markdown(run, 0));
}
TEST(Golden, Empty) {
  auditor::AuditResult nothing;
  nothing.tool_version = "0.1.0";
  expect_all_formats("empty", nothing);
}

TEST(Golden, ProbeJsonHoldsAgainstThePublishedSchema) {
  const std::string root = FAIRPLAY_SOURCE_DIR;
  const std::string validate = "/usr/bin/python3 '" + root + "/tests/auditor/report/validate.py' '" + root +
                               "/docs/schema/fairplay-probe-1.schema.json' ";
  EXPECT_EQ(run(validate + "'" + folder + "probe/mixed.json'"), 0)
      << "77 or 127: no /usr/bin/python3 with jsonschema; make setup-tests installs it";
  std::string text = auditor::report::render_json(tests::probe_run());
  const std::string from = "\"class\": \"defect\"";
  text.replace(text.find(from), from.size(), "\"class\": \"mistake\"");
  const tests::TemporaryFolder temporary;
  EXPECT_EQ(run(validate + "'" + temporary.write("broken.json", text) + "' 2>/dev/null"), 1);
}

TEST(Golden, JsonHoldsAgainstThePublishedSchema) {
  std::string documents;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".json") documents += " '" + file.path().string() + "'";
  }
  ASSERT_FALSE(documents.empty());
  const std::string validate = "/usr/bin/python3 '" + std::string(FAIRPLAY_SOURCE_DIR) +
                               "/tests/auditor/report/validate.py' '" + FAIRPLAY_SOURCE_DIR +
                               "/docs/schema/fairplay-audit-1.schema.json'";
  const int code = run(validate + documents);
  ASSERT_EQ(code, 0) << "77 or 127: no /usr/bin/python3 with jsonschema; make setup-tests installs it";

  // The schema must refuse, too: a document without a required key, and one with a word outside its list.
  const tests::TemporaryFolder temporary;
  const std::string good = auditor::report::render_json(tests::healthy());
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return run(validate + " '" + temporary.write("broken.json", text) + "' 2>/dev/null");
  };
  EXPECT_EQ(broken("\"subjects\": [", "\"subject\": ["), 1);
  EXPECT_EQ(broken("\"verdict\": \"yes\"", "\"verdict\": \"maybe\""), 1);
  EXPECT_EQ(broken("\"integers\": \"lp64\"", "\"integers\": \"LP64\""), 1);
  EXPECT_EQ(broken("fairplay-audit/1", "fairplay-audit/2"), 1);
}

}  // namespace fairplay
