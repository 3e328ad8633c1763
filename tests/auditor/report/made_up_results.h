#pragma once

#include <string>
#include <utility>

#include "auditor/facts/audit_result.h"
#include "auditor/judgement/judge.h"
#include "auditor/rules/rules.h"
#include "tests/support/made_up_subjects.h"

/// Whole audits, made up: what the golden files show.
namespace fairplay::tests {

using signatures::blas::IntegerWidth;
using signatures::blas::Threading;
using signatures::blas::Vendor;

inline const auditor::rules::RuleBook& shipped_rules() {
  static const auto book = auditor::rules::read_rules(auditor::rules::builtin_rules(), "rules.yaml",
                                                      auditor::judgement::required_by_checks());
  return book.value();
}

/// The database that ships.
inline void add_database(auditor::AuditResult& result) {
  result.databases = {
      {"fairplay's own", "/usr/share/fairplay/signatures", 3, "2026-11-21", "the program's own digest", true}};
  result.releases = 96;
}

inline auditor::AuditResult judged(std::vector<auditor::Subject> subjects,
                                   const std::vector<auditor::rules::Waiver>& waivers = {}) {
  auditor::AuditResult result;
  add_database(result);
  result.tool_version = "0.1.0";
  result.subjects = std::move(subjects);
  auditor::judgement::judge(result, shipped_rules(), waivers, "2026-11-21");
  return result;
}

/// Debian's NumPy, two wheels in venvs, and the BLASes of a Debian machine.
inline std::vector<auditor::Subject> healthy_subjects() {
  std::vector<auditor::Subject> subjects = {debian_numpy("s1"), wheel_numpy("s2"), wheel_numpy("s3")};
  auto& uv = subjects[2];
  uv.version = "1.26.4";
  uv.distributions[0].path = "numpy-1.26.4.dist-info";
  uv.distributions[0].version = "1.26.4";
  uv.path = "/home/u/projects/paper/.venv/lib/python3.11/site-packages/numpy";
  uv.environment = auditor::Environment{auditor::Environment::Kind::venv, "/home/u/projects/paper/.venv"};
  uv.installer_name = "uv";
  uv.intact.checked = 1009;
  uv.intact.record = "RECORD of numpy-1.26.4.dist-info";
  uv.release = "1.26.4";
  uv.original.artifact = "numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
  uv.c_api.binary = uv.c_api.headers = uv.c_api.release = {0x01000009, 0x11};
  uv.blas[0].path =
      "/home/u/projects/paper/.venv/lib/python3.11/site-packages/numpy.libs/libopenblas64_p-r0-0cf96a72.3.23.dev.so";
  uv.blas[0].identity = openblas("0.3.23.dev", IntegerWidth::ilp64, "", "64_");
  const std::string folder = "/usr/lib/x86_64-linux-gnu/";
  const auto system = [&](Vendor vendor, const std::string& version, Threading threading, const std::string& package,
                          const std::string& file, const std::string& found_as) {
    auto identity = openblas(version, IntegerWidth::lp64, "", "");
    identity.vendor = vendor;
    identity.threading = threading;
    identity.configuration.clear();
    identity.cores.clear();
    auto subject = system_blas("s" + std::to_string(subjects.size() + 1), package, std::move(identity), folder + file);
    subject.found_as = {auditor::FoundAs::Kind::by_names, found_as};
    if (found_as.empty()) subject.blas[0].how = auditor::BlasHow::linked;
    subjects.push_back(std::move(subject));
  };
  system(Vendor::openblas, "0.3.21", Threading::pthreads, "libopenblas0-pthread 0.3.21+ds-4",
         "openblas-pthread/libblas.so.3", "libblas.so.3 by alternatives");
  system(Vendor::openblas, "0.3.21", Threading::openmp, "libopenblas0-openmp 0.3.21+ds-4",
         "openblas-openmp/libopenblasp-r0.3.21.so", "");
  system(Vendor::blis, "0.9.0", Threading::pthreads, "libblis4-pthread 0.9.0-1", "blis-pthread/libblas.so.3", "");
  system(Vendor::atlas, "3.10.3", Threading::pthreads, "libatlas3-base 3.10.3-13", "atlas/libblas.so.3", "");
  system(Vendor::netlib, "3.11.0", Threading::serial, "libblas3 3.11.0-2", "blas/libblas.so.3.11.0", "");
  system(Vendor::netlib, "3.11.0", Threading::serial, "liblapack3 3.11.0-2", "lapack/liblapack.so.3.11.0",
         "liblapack.so.3 by alternatives");
  subjects.back().blas[0].identity->has_blas = subjects.back().blas[0].identity->has_cblas = false;
  return subjects;
}

inline auditor::AuditResult healthy() { return judged(healthy_subjects()); }

/// One of everything: changed files, a fork's name, another BLAS than configured, damage, a waiver, an unreadable
/// subject.
inline auditor::AuditResult findings() {
  using auditor::FileDeviation;
  using auditor::Territory;
  std::vector<auditor::Subject> subjects = {wheel_numpy("s1"), debian_numpy("s2"), wheel_numpy("s3")};
  auto& changed = subjects[0];
  changed.intact.verdict = auditor::Verdict::no;
  changed.intact.failed = {{"../../../bin/f2py", FileDeviation::Why::missing, Territory::outside, false, ""},
                           {"numpy/_core/numeric.py", FileDeviation::Why::changed, Territory::package, true,
                            "sha256 recorded 0a1b, found 2c3d"},
                           {"numpy/evil.py", FileDeviation::Why::extra, Territory::package, true, "in no record"}};
  changed.leftovers = {"~umpy"};
  changed.original = {};
  changed.original.verdict = auditor::OriginVerdict::modified_undisclosed;
  changed.original.nearest =
      auditor::Nearest{"numpy-2.3.5-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", 0.9989};
  changed.original.differences = {
      {auditor::DifferenceClass::private_code, "numpy/_core/numeric.py", "", "", "", 0, ""},
      difference(auditor::DifferenceClass::private_code, "numpy/evil.py", auditor::DifferenceReason::not_in_release)};
  changed.original.strays = {{"numpy/_core/numeric.py", "2.3.4", false}};
  changed.original.database = "fairplay's own";
  changed.original.signed_by = "the program's own digest";
  changed.c_api.headers.api = 0x13;
  changed.runtimes = {{"libgomp", "/home/u/v/lib/python3.11/site-packages/scikit_learn.libs/libgomp-a34b3233.so.1.0.0",
                       "scikit_learn.libs"},
                      {"libiomp5", "/home/u/v/lib/libiomp5.so", "mkl"}};
  auto& debian = subjects[1];
  debian.claims = {{"blas", "openblas", "0.3.21", ""}, {"lapack", "openblas", "0.3.21", ""}};
  debian.blas[0].identity->vendor = Vendor::netlib;
  debian.blas[0].identity->version = "3.11.0";
  debian.blas[0].identity->threading = Threading::serial;
  debian.blas[0].identity->configuration.clear();
  auto& fork = subjects[2];
  fork.name = "intel-numpy";
  fork.version = "1.15.1";
  fork.path = "intel_numpy-1.15.1-cp36-cp36m-manylinux1_x86_64.whl";
  fork.installer = auditor::Installer::none;
  fork.package.reset();
  fork.environment = auditor::Environment{auditor::Environment::Kind::file};
  fork.distributions = {{"intel_numpy-1.15.1.dist-info", "intel-numpy", "1.15.1", "", true, false, true},
                        {"numpy-1.15.1.dist-info", "numpy", "1.15.1", "", true, false, true}};
  fork.intact = {};
  fork.intact.why = "the RECORD has no digests for 412 files";
  fork.release = "1.15.1";
  fork.original = fork_of_1151();
  fork.c_api.binary = fork.c_api.headers = fork.c_api.release = {0x01000009, 0x0d};
  fork.claims.clear();
  fork.blas = {
      {"libmkl_rt.so", std::nullopt, auditor::BlasHow::linked, "numpy/linalg/lapack_lite.so", {"libmkl_rt.so"}}};
  fork.damage = {{"intel_numpy-1.15.1.dist-info/RECORD", "row 3", "no digest", true}};
  fork.not_checked = {{"methods of mtrand.so", "a section is compressed"}};
  subjects.push_back(system_blas("s4", "libopenblas0-pthread 0.3.21+ds-4",
                                 openblas("0.3.21", IntegerWidth::lp64, "", ""),
                                 "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"));
  subjects.back().intact.verdict = auditor::Verdict::unknown;
  subjects.back().intact.why = "no package owns it";
  subjects.back().release.reset();
  subjects.back().original = {};
  subjects.back().original.why = "no database has a library with this hash or build-id";
  subjects.push_back(system_blas("s5", "libblas3 3.11.0-2", openblas("3.11.0", IntegerWidth::lp64, "", ""),
                                 "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0"));
  auto& altered = subjects.back();
  altered.blas[0].identity->vendor = Vendor::netlib;
  altered.original = {};
  altered.original.verdict = auditor::OriginVerdict::modified_undisclosed;
  altered.original.why = "its .text isn't that of libblas3_3.11.0-2_amd64.deb, whose build-id it carries";
  altered.original.nearest = auditor::Nearest{"libblas3_3.11.0-2_amd64.deb", 0};
  altered.original.differences = {
      {auditor::DifferenceClass::binary, "libblas.so.3.11.0", ".text", "", "", 0, "differs from the official build's"}};

  auditor::AuditResult result;
  result.tool_version = "0.1.0";
  result.subjects = std::move(subjects);
  result.unreadable.push_back({"broken.whl", "offset 0", "not a ZIP archive: it begins with \"<!DOC\"", true});
  result.not_checked.push_back({"/root/.pyenv", "permission denied"});
  add_database(result);
  result.databases.push_back({"Ada's lab", "/srv/signatures", 12, "2026-10-01", "Ada's lab (0123456789abcdef)", false});
  result.refused.push_back({"/srv/old/index", "", "expired on 2026-01-31: nothing of it is believed", true});
  const std::vector<auditor::rules::Waiver> waivers = {
      {"BLAS-1", "the cluster's admin chose Netlib", "2027-06-30", std::nullopt, "numpy==1.24.*", 2},
      {"NEP36-1", "long gone", "2025-01-31", std::nullopt, std::nullopt, 6}};
  auditor::judgement::judge(result, shipped_rules(), waivers, "2026-11-21");
  return result;
}

/// A NumPy of every verdict.
inline auditor::AuditResult every_verdict() {
  using enum auditor::DifferenceClass;
  using auditor::OriginVerdict;
  std::vector<auditor::Subject> subjects = {wheel_numpy("s1"), wheel_numpy("s2"), debian_numpy("s3"),
                                            wheel_numpy("s4"), wheel_numpy("s5"), wheel_numpy("s6"),
                                            wheel_numpy("s7"), wheel_numpy("s8")};
  const std::string wheel = subjects[0].original.artifact;
  const std::vector<std::string> folders = {"official",    "rebuilt", "patched", "disclosed",
                                            "undisclosed", "unknown", "damaged", "mixed"};
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (i == 2) continue;
    subjects[i].environment = auditor::Environment{auditor::Environment::Kind::venv, "/v/" + folders[i]};
    subjects[i].path = "/v/" + folders[i] + "/lib/python3.11/site-packages/numpy";
    subjects[i].blas[0].path =
        "/v/" + folders[i] + "/lib/python3.11/site-packages/numpy.libs/libscipy_openblas64_-fdde5778.so";
  }
  auto& rebuilt = subjects[1].original;
  rebuilt.verdict = OriginVerdict::rebuilt;
  rebuilt.artifact.clear();
  rebuilt.publisher.reset();
  rebuilt.nearest = auditor::Nearest{wheel, 0.9771};
  rebuilt.differences = {rebuilt_binary("numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so"),
                         {build, "numpy/__config__.py", "", "", "", 0, "generated"}};
  auto& disclosed = subjects[3];
  disclosed.version = "2.3.5+mycompany.2";
  disclosed.distributions[0].version = disclosed.version;
  disclosed.original = rebuilt;
  disclosed.original.verdict = OriginVerdict::modified_disclosed;
  disclosed.original.differences.insert(disclosed.original.differences.begin(),
                                        {private_code, "numpy/lib/_npyio_impl.py", "", "", "", 0, ""});
  auto& undisclosed = subjects[4].original;
  undisclosed = rebuilt;
  undisclosed.verdict = OriginVerdict::modified_undisclosed;
  undisclosed.differences.clear();
  for (int i = 0; i < 14; ++i)
    undisclosed.differences.push_back(
        {private_code, "numpy/ma/x" + std::string(1, static_cast<char>('a' + i)) + ".py", "", "", "", 0, ""});
  undisclosed.differences.insert(undisclosed.differences.begin(),
                                 {binary, "numpy/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so", ".text", "", "",
                                  0, "differs from the official build's"});
  undisclosed.differences.push_back({tests, "numpy/ma/tests/test_core.py", "", "", "", 0, ""});
  auto& unknown = subjects[5];
  unknown.version = "2.6.0";
  unknown.distributions[0].version = "2.6.0";
  unknown.release.reset();
  unknown.original = {};
  unknown.original.why = "numpy 2.6.0 is newer than the database of 2026-11-21";
  unknown.not_checked.push_back({"original",
                                 "no database has numpy 2.6.0; fairplay signatures add numpy==2.6.0 adds it",
                                 auditor::NotChecked::About::original});
  auto& damaged = subjects[6].original;
  damaged = rebuilt;
  damaged.verdict = OriginVerdict::damaged;
  damaged.differences = {{private_code, "numpy/lib/_npyio_impl.py", "", "", "", 0, "full of NUL bytes"}};
  damaged.differences.front().explained_by = auditor::ExplainedBy::damage;
  damaged.damaged = {{"numpy/lib/_npyio_impl.py", auditor::FileDamage::nul_bytes, "all of its 99379 bytes are NUL"}};
  auto& mixed = subjects[7].original;
  mixed = rebuilt;
  mixed.verdict = OriginVerdict::mixed;
  mixed.differences = {{private_code, "numpy/ma/core.py", "", "", "", 0, "NumPy 2.2.6's"}};
  mixed.differences.front().reason = auditor::DifferenceReason::other_release;
  mixed.differences.front().explained_by = auditor::ExplainedBy::other_release;
  mixed.strays = {{"numpy/ma/core.py", "2.2.6", false}};
  return judged(std::move(subjects));
}

/// Everything a subject controls is hostile.
inline auditor::AuditResult hostile_result() {
  using auditor::FileDeviation;
  using auditor::Territory;
  auditor::Subject subject = wheel_numpy("s1");
  subject.name = hostile("name");
  subject.version = hostile("version");
  subject.path = hostile("path");
  subject.installer_name = hostile("installer");
  subject.package = hostile("package");
  subject.environment = {auditor::Environment::Kind::venv, hostile("environment")};
  subject.found_as = {auditor::FoundAs::Kind::by_names, hostile("found")};
  subject.distributions = {{hostile("dist"), hostile("numpy"), hostile("v"), hostile("i"), true, false, true}};
  subject.leftovers = {hostile("left")};
  subject.intact.verdict = auditor::Verdict::no;
  subject.intact.failed = {{hostile("file"), FileDeviation::Why::changed, Territory::package, true, hostile("detail")}};
  subject.intact.record = hostile("record");
  subject.intact.why = hostile("why");
  subject.claims = {{hostile("what"), hostile("claim"), hostile("cv"), hostile("cd")}};
  subject.blas[0].path = hostile("lib");
  subject.blas[0].needed_by = hostile("needed");
  subject.blas[0].chain = {hostile("link1"), hostile("link2")};
  subject.blas[0].identity->version = hostile("bv");
  subject.blas[0].identity->configuration = hostile("conf");
  subject.blas[0].identity->cores = {hostile("core")};
  subject.runtimes = {{"libgomp", hostile("r1"), hostile("o1")}, {"libiomp5", hostile("r2"), hostile("o2")}};
  subject.not_checked = {{hostile("nc"), hostile("ncw")}};
  subject.damage = {{hostile("df"), hostile("dp"), hostile("dr"), true}};
  auditor::Subject blas =
      system_blas("s2", hostile("pkg"), openblas(hostile("bver"), IntegerWidth::lp64, hostile("pre"), hostile("suf")),
                  hostile("bpath"));
  blas.found_as = {auditor::FoundAs::Kind::by_names, hostile("bfound")};
  subject.release = hostile("release");
  subject.original.verdict = auditor::OriginVerdict::modified_undisclosed;
  subject.original.artifact = hostile("artifact");
  subject.original.publisher = signatures::database::Origin::local;
  subject.original.nearest = auditor::Nearest{hostile("nearest"), 2.5};
  subject.original.why = hostile("owhy");
  subject.original.database = hostile("database");
  subject.original.signed_by = hostile("signer");
  for (const auto kind :
       {auditor::DifferenceClass::api_added, auditor::DifferenceClass::private_code, auditor::DifferenceClass::tests}) {
    subject.original.differences.push_back(
        {kind, hostile("dpath"), hostile("dname"), hostile("dold"), hostile("dnew"), 3, hostile("ddetail")});
  }
  subject.original.strays = {{hostile("stray"), hostile("strayed"), false}};
  blas.release = hostile("brelease");
  blas.original = {};
  blas.original.verdict = auditor::OriginVerdict::rebuilt;
  blas.original.why = hostile("bowhy");
  auditor::AuditResult result;
  result.tool_version = "0.1.0";
  result.subjects = {subject, blas};
  result.unreadable.push_back({hostile("uf"), hostile("up"), hostile("ur"), true});
  result.not_checked.push_back({hostile("rn"), hostile("rw")});
  result.databases = {{hostile("dbname"), hostile("dbfolder"), 1, hostile("dbdate"), hostile("dbkey"), false}};
  result.refused = {{hostile("rf"), hostile("rp"), hostile("rr"), true}};
  auditor::judgement::judge(result, shipped_rules(), {}, "2026-11-21");
  return result;
}

}  // namespace fairplay::tests
