// Whole documents against tests/auditor/report/golden/. FAIRPLAY_UPDATE_GOLDEN=1 rewrites them: look at the
// difference before committing it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "auditor/report/audit_report.h"
#include "auditor/report/comparison_report.h"
#include "auditor/report/format_table.h"
#include "auditor/report/probe_report.h"
#include "tests/auditor/report/made_up_documents.h"
#include "tests/auditor/report/made_up_probes.h"
#include "tests/auditor/report/made_up_results.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

const std::string folder = std::string(FAIRPLAY_SOURCE_DIR) + "/tests/auditor/report/golden/";

void expect_golden(const std::string& name, const std::string& document) {
  const std::string path = folder + name;
  if (std::getenv("FAIRPLAY_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << document;
    return;
  }
  EXPECT_EQ(tests::read_file(path), document) << name << ": FAIRPLAY_UPDATE_GOLDEN=1 updates it";
}

void expect_all_formats(const std::string& name, const auditor::AuditResult& result) {
  expect_golden(name + ".txt", auditor::report::render_text(result, {}));
  expect_golden(name + "-verbose.txt", auditor::report::render_text(result, {.color = false, .verbosity = 1}));
  expect_golden(name + ".json", auditor::report::render_json(result));
  expect_golden(name + ".md", auditor::report::render_markdown(result, {}));
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
  expect_golden("probe/mixed.md", auditor::report::render_markdown(run, {}));
}
TEST(Golden, Empty) {
  auditor::AuditResult nothing;
  nothing.tool_version = "0.1.0";
  expect_all_formats("empty", nothing);
}

TEST(Golden, Footprint) {
  const auto api = tests::made_up_public_api();
  const auditor::report::FootprintReport whole{api, {}, ""};
  expect_golden("footprint/whole.txt", auditor::report::render_text(whole));
  expect_golden("footprint/whole.json", auditor::report::render_json(whole));
  const auditor::report::FootprintReport module{api, {"numpy.linalg"}, "numpy-9.9.9-py3-none-any.whl"};
  expect_golden("footprint/module.txt", auditor::report::render_text(module));
  expect_golden("footprint/module.json", auditor::report::render_json(module));
  const auto hostile = tests::hostile_public_api();
  expect_golden("footprint/hostile.txt",
                auditor::report::render_text(auditor::report::FootprintReport{hostile, {}, "\x1b"}));
  expect_golden("footprint/hostile.json",
                auditor::report::render_json(auditor::report::FootprintReport{hostile, {}, "\x1b"}));
}
TEST(Golden, Signatures) {
  auditor::report::ReleaseList list = tests::made_up_list();
  expect_golden("signatures/list.txt", auditor::report::render_text(list));
  expect_golden("signatures/list.json", auditor::report::render_json(list));
  list.detailed = true;
  expect_golden("signatures/list-detailed.txt", auditor::report::render_text(list));
  const tests::MadeUpRelease release;
  ASSERT_EQ(release.shown.known.size(), 1U);
  ASSERT_TRUE(release.shown.footprint);
  expect_golden("signatures/show.txt", auditor::report::render_text(release.shown));
  expect_golden("signatures/show.json", auditor::report::render_json(release.shown));
  expect_golden("signatures/verify.txt", auditor::report::render_text(tests::made_up_verification()));
  expect_golden("signatures/verify.json", auditor::report::render_json(tests::made_up_verification()));
}

TEST(Golden, EveryFormatHasItsDocuments) {
  using auditor::report::Format;
  const std::vector<std::string> all{"text", "json", "markdown"};
  const std::vector<std::string> two{"text", "json"};
  EXPECT_EQ(auditor::report::formats_of(&Format::audit), all) << "the first is the default";
  EXPECT_EQ(auditor::report::formats_of(&Format::comparison), all);
  EXPECT_EQ(auditor::report::formats_of(&Format::probe), all);
  EXPECT_EQ(auditor::report::formats_of(&Format::footprint), two);
  EXPECT_EQ(auditor::report::formats_of(&Format::explanation), two);
  EXPECT_EQ(auditor::report::formats_of(&Format::release_list), two);
  EXPECT_EQ(auditor::report::formats_of(&Format::shown_release), two);
  EXPECT_EQ(auditor::report::formats_of(&Format::verified_databases), two);
  EXPECT_EQ(auditor::report::renderer(&Format::audit, "yaml"), nullptr);
  EXPECT_EQ(auditor::report::renderer(&Format::footprint, "markdown"), nullptr);
  EXPECT_EQ(auditor::report::renderer(&Format::audit, "json")(tests::healthy(), {}),
            auditor::report::render_json(tests::healthy()));
}

namespace {

/// What validate.py says: 0 valid, 1 invalid, 77 or 127 no /usr/bin/python3 with jsonschema.
int validate(const std::string& schema, const std::string& documents, const std::string& more = "") {
  const std::string root = FAIRPLAY_SOURCE_DIR;
  return run("/usr/bin/python3 '" + root + "/tests/auditor/report/validate.py' '" + root + "/docs/schema/fairplay-" +
             schema + "-1.schema.json' " + documents + more);
}

/// The golden documents are valid; the first of them isn't any more with any of the replacements, or the schema checks
/// nothing.
void expect_schema(const std::string& schema, const std::vector<std::string>& documents,
                   const std::vector<std::pair<std::string, std::string>>& breaking) {
  std::string files;
  for (const std::string& document : documents) files += " '" + folder + document + "'";
  ASSERT_EQ(validate(schema, files), 0)
      << "77 or 127: no /usr/bin/python3 with jsonschema; make setup-tests installs it";
  const tests::TemporaryFolder temporary;
  for (const auto& [from, to] : breaking) {
    std::string text = tests::read_file(folder + documents.front());
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
    EXPECT_EQ(validate(schema, "'" + temporary.write("broken.json", text) + "'", " 2>/dev/null"), 1) << from;
  }
}

}  // namespace

TEST(Golden, AuditJsonMatchesItsSchema) {
  expect_schema("audit", {"healthy.json", "empty.json", "findings.json", "hostile.json", "verdicts.json"},
                {{"\"subjects\": [", "\"subject\": ["},
                 {"\"verdict\": \"yes\"", "\"verdict\": \"maybe\""},
                 {"\"integers\": \"lp64\"", "\"integers\": \"LP64\""},
                 {"fairplay-audit/1", "fairplay-audit/2"}});
}
TEST(Golden, ProbeJsonMatchesItsSchema) {
  expect_schema("probe", {"probe/mixed.json"}, {{"\"class\": \"defect\"", "\"class\": \"mistake\""}});
}
TEST(Golden, FootprintJsonMatchesItsSchema) {
  expect_schema("footprint", {"footprint/whole.json", "footprint/module.json", "footprint/hostile.json"},
                {{"\"kind\": \"ufunc\"", "\"kind\": \"ufunction\""},
                 {"\"modules\"", "\"module\""},
                 {"\"bases\"", "\"base\""},
                 {"\"python\": \"3.11\"", "\"python\": 3.11"}});
}
TEST(Golden, SignaturesJsonMatchesItsSchemas) {
  expect_schema("signatures-list", {"signatures/list.json"},
                {{"\"artifacts\": 12", "\"artifacts\": -1"}, {"\"database\"", "\"databases\""}});
  expect_schema("signatures-show", {"signatures/show.json"},
                {{"\"origin\": \"upstream\"", "\"origin\": \"downstream\""}, {"\"abi\"", "\"api\""}});
  expect_schema("signatures-verify", {"signatures/verify.json"},
                {{"\"verified\": true", "\"verified\": false"}, {"\"index_version\"", "\"version\""}});
}

}  // namespace fairplay
