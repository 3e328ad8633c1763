#include <algorithm>
#include <cmath>

#include "auditor/report/audit_phrases.h"
#include "auditor/report/audit_report.h"
#include "auditor/report/json_values.h"
#include "auditor/report/probe_document.h"
#include "auditor/report/probe_phrases.h"

// fairplay-audit/1, as docs/output.md and docs/schema/fairplay-audit-1.schema.json describe it. Released keys keep
// their order and meaning; new ones are added after them. Everything beyond ASCII is escaped, so that no document holds
// a control character that terminals obey (C1 included).
namespace fairplay::auditor::report {
namespace {

using report::json_of;

Json json_of(const OnImportPath& row) {
  return {{"path", text(row.path)},
          {"version", text(row.version)},
          {"form", name(row.form)},
          {"place", name(row.place)},
          {"via", row.via.empty() ? Json(nullptr) : text(row.via)}};
}

Json json_of(const std::vector<ImportView>& views) {
  Json rows = Json::array();
  for (const ImportView& view : views) {
    Json numpys = Json::array();
    for (const OnImportPath& row : view.numpys) numpys.push_back(json_of(row));
    rows.push_back({{"interpreter", text(view.interpreter)},
                    {"import_path", texts(view.import_path)},
                    {"numpys", std::move(numpys)},
                    {"complete", view.complete}});
  }
  return rows;
}

Json json_of(const std::vector<LoadProblem>& problems) {
  Json rows = Json::array();
  for (const LoadProblem& problem : problems) {
    rows.push_back({{"kind", name(problem.kind)},
                    {"wanted", text(problem.wanted)},
                    {"here", text(problem.here)},
                    {"by", text(problem.by)},
                    {"newest", text(problem.newest)},
                    {"symbols", texts(problem.symbols)},
                    {"on_import_chain", problem.on_import_chain}});
  }
  return rows;
}

Json json_of(const Loads& loads) {
  return {{"verdict", name(loads.verdict)},
          {"why", text(loads.why)},
          {"wins", loads.wins},
          {"shadowed_by", text_or_null(loads.shadowed_by)},
          {"interpreter", text(loads.interpreter)},
          {"held_against", text(loads.held_against)},
          {"convention", text(loads.convention)},
          {"problems", json_of(loads.problems)},
          {"fits", texts(loads.fits)},
          {"other_users", texts(loads.other_users)}};
}

Json json_of(const Dependents& dependents) {
  Json rows = Json::array();
  for (const Dependent& package : dependents.packages) {
    Json demands = Json::array();
    for (const ApiDemand& demand : package.demands) {
      demands.push_back({{"abi", demand.abi ? Json(*demand.abi) : Json(nullptr)},
                         {"api", demand.api ? Json(*demand.api) : Json(nullptr)},
                         {"oldest", text(demand.oldest)},
                         {"modules", texts(demand.modules)}});
    }
    rows.push_back({{"name", text(package.name)},
                    {"version", text(package.version)},
                    {"demands", std::move(demands)},
                    {"problems", json_of(package.problems)}});
  }
  return rows;
}

Json json_of(const Intact& intact) {
  Json failed = Json::array();
  for (const FileDeviation& deviation : intact.failed) {
    failed.push_back({{"path", text(deviation.path)},
                      {"why", name(deviation.why)},
                      {"territory", name(deviation.territory)},
                      {"importable", deviation.importable},
                      {"detail", text(deviation.detail)}});
  }
  return {{"verdict", name(intact.verdict)},
          {"checked", intact.checked},
          {"failed", std::move(failed)},
          {"record", text(intact.record)},
          {"why", text(intact.why)}};
}

/// Rounded to four decimals, so that the last bits of a division don't change the document.
double share(double similarity) {
  return std::isfinite(similarity) ? std::round(std::clamp(similarity, 0.0, 1.0) * 1e4) / 1e4 : 0.0;
}

Json json_of(const Original& original) {
  Json differences = Json::array();
  for (const Difference& difference : original.differences) differences.push_back(json_of(difference));
  Json strays = Json::array();
  for (const Stray& stray : original.strays)
    strays.push_back({{"path", text(stray.path)}, {"release", text(stray.release)}, {"recorded", stray.recorded}});
  Json wheels = Json::array();
  for (const OtherWheel& wheel : original.other_wheels)
    wheels.push_back({{"made_for", text(wheel.made_for)}, {"modules", texts(wheel.modules)}});
  Json damaged = Json::array();
  for (const DamagedFile& file : original.damaged)
    damaged.push_back({{"path", text(file.path)}, {"how", name(file.how)}, {"detail", text(file.detail)}});
  return {{"verdict", name(original.verdict)},
          {"artifact", or_null(original.artifact)},
          {"nearest", original.nearest ? Json({{"artifact", text(original.nearest->artifact)},
                                               {"similarity", share(original.nearest->similarity)}})
                                       : Json(nullptr)},
          {"differences", std::move(differences)},
          {"publisher", original.publisher ? Json(name(*original.publisher)) : Json(nullptr)},
          {"why", text(original.why)},
          {"database", or_null(original.database)},
          {"signed_by", or_null(original.signed_by)},
          {"strays", std::move(strays)},
          {"other_wheels", std::move(wheels)},
          {"damaged", std::move(damaged)}};
}

Json json_of(const std::vector<Monkeypatch>& patches) {
  Json rows = Json::array();
  for (const Monkeypatch& patch : patches) {
    rows.push_back({{"standing", name(patch.standing)},
                    {"effect", name(patch.effect)},
                    {"package", text(patch.package)},
                    {"path", text(patch.path)},
                    {"line", std::max(0, patch.line)},
                    {"target", text(patch.target)},
                    {"statement", text(patch.statement)},
                    {"chain", texts(patch.chain)},
                    {"guard", or_null(patch.guard)},
                    {"notice", or_null(patch.notice)}});
  }
  return rows;
}

Json json_of(const CApiVersions::Pair& versions) {
  return {{"abi", versions.abi ? Json(*versions.abi) : Json(nullptr)},
          {"api", versions.api ? Json(*versions.api) : Json(nullptr)}};
}

Json json_of(const CApiVersions& versions) {
  return {{"binary", json_of(versions.binary)},
          {"headers", json_of(versions.headers)},
          {"release", json_of(versions.release)}};
}

Json signatures_of(const AuditResult& result) {
  Json databases = Json::array();
  for (const auto& database : result.databases) {
    databases.push_back({{"name", text(database.name)},
                         {"index_version", database.index_version},
                         {"signed_by", or_null(database.signed_by)},
                         {"verified", true},  // others are in "refused"
                         {"created", text(database.created)},
                         {"built_in", database.built_in}});
  }
  return {{"releases", result.releases}, {"databases", std::move(databases)}, {"refused", json_of(result.refused)}};
}

Json json_of(const BlasUse& use) {
  const signatures::blas::Identity identity = use.identity.value_or(signatures::blas::Identity{});
  return {{"path", text(use.path)},
          {"vendor", name(identity.vendor)},
          {"version", text(identity.version)},
          {"integers", name(identity.integers)},
          {"prefix", text(identity.prefix)},
          {"suffix", text(identity.suffix)},
          {"threading", name(identity.threading)},
          {"how", name(use.how)},
          {"identified", use.identity.has_value()},
          {"configuration", text(identity.configuration)},
          {"cores", texts(identity.cores)},
          {"has_blas", identity.has_blas},
          {"has_cblas", identity.has_cblas},
          {"has_lapack", identity.has_lapack},
          {"has_lapacke", identity.has_lapacke},
          {"stub", identity.stub},
          {"evidence", texts(identity.evidence)},
          {"needed_by", text(use.needed_by)},
          {"chain", texts(use.chain)},
          {"soname", text(use.soname)},
          {"build", text(published_build(use))}};
}

Json distributions_of(const Subject& subject) {
  Json all = Json::array();
  for (const DistributionMetadata& metadata : subject.distributions) {
    all.push_back({{"path", text(metadata.path)},
                   {"name", text(metadata.name)},
                   {"version", text(metadata.version)},
                   {"installer", text(metadata.installer)},
                   {"has_record", metadata.has_record},
                   {"editable", metadata.editable},
                   {"installs_numpy", metadata.installs_numpy},
                   {"stale", metadata.stale}});
  }
  return all;
}

/// Only the NEP36 rules decide the verdict of NEP 36.
bool is_fair(const AuditResult& result, const Subject& subject) {
  return std::ranges::none_of(result.findings, [&](const Finding& finding) {
    return finding.subject == subject.id && finding.rule.starts_with("NEP36-") && finding.severity == Severity::error &&
           !finding.waived;
  });
}

Json sound_of(const AuditResult& result, const Subject& subject) {
  const auto verdict = result.soundness_of(subject);
  Json sound{{"verdict", verdict ? std::string(name(*verdict)) : "not-probed"}};
  for (const behaviour::ProbedLibrary* const library : result.probed_of(subject))
    sound["probed"].push_back(text(probe_headline(*library)));
  return sound;
}

Json json_of(const AuditResult& result, const Subject& subject) {
  Json uses = Json::array();
  for (const BlasUse& use : subject.blas) uses.push_back(json_of(use));
  Json claims = Json::array();
  for (const auto& claim : subject.claims) {
    claims.push_back({{"what", text(claim.what)},
                      {"name", text(claim.name)},
                      {"version", text(claim.version)},
                      {"detail", text(claim.detail)}});
  }
  Json runtimes = Json::array();
  for (const RuntimeLibrary& library : subject.runtimes) {
    runtimes.push_back({{"name", text(library.name)},
                        {"path", text(library.path)},
                        {"owner", text(library.owner)},
                        {"soname", text(library.soname)}});
  }
  Json row = {{"id", text(subject.id)},
              {"kind", name(subject.kind)},
              {"name", text(subject.name)},
              {"version", text(subject.version)},
              {"release", text_or_null(subject.release)},
              {"path", text(subject.path)},
              {"installer", name(subject.installer)},
              {"package", text_or_null(subject.package)},
              {"intact", json_of(subject.intact)},
              {"original", json_of(subject.original)},
              {"fair", {{"verdict", is_fair(result, subject) ? "pass" : "fail"}}},
              {"sound", sound_of(result, subject)},
              {"blas", std::move(uses)},
              {"not_checked", json_of(not_checked_of(subject))},
              {"installer_name", text(subject.installer_name)},
              {"environment", text(text_of(subject.environment))},
              {"found_as", text(text_of(subject.found_as))},
              {"loaded", subject.loaded},
              {"blas_complete", subject.blas_complete},
              {"distributions", distributions_of(subject)},
              {"leftovers", texts(subject.leftovers)},
              {"claims", std::move(claims)},
              {"runtimes", std::move(runtimes)},
              {"damage", json_of(subject.damage)},
              {"c_api", subject.kind == SubjectKind::numpy ? json_of(subject.c_api) : Json(nullptr)},
              {"compiled", subject.compiled},
              {"gone", subject.gone}};
  if (subject.kind == SubjectKind::numpy) row["loads"] = json_of(subject.loads);
  if (!subject.monkeypatches.empty()) row["monkeypatches"] = json_of(subject.monkeypatches);
  if (!subject.dependents.packages.empty()) row["dependents"] = json_of(subject.dependents);
  return row;
}

Json places_of(const AuditResult& result) {
  Json rows = Json::array();
  for (const SearchedPlace& place : result.places)
    rows.push_back({{"path", text(place.path)}, {"state", name(place.state)}, {"what", text(place.what)}});
  return rows;
}

Json json_of(const Finding& finding) {
  Json evidence = Json::array();
  for (const Evidence& item : finding.evidence)
    evidence.push_back({{"path", text(item.path)}, {"line", item.line}, {"detail", text(item.detail)}});
  return {{"rule", text(finding.rule)},
          {"severity", name(finding.severity)},
          {"subject", finding.subject.empty() ? Json(nullptr) : text(finding.subject)},
          {"message", text(finding.message)},
          {"evidence", std::move(evidence)},
          {"remedy", text(finding.remedy)},
          {"fingerprint", text(finding.fingerprint)},
          {"waived", finding.waived},
          {"waiver_reason", finding.waived ? text(finding.waiver_reason) : Json(nullptr)}};
}

}  // namespace

std::string render_json(const AuditResult& result, const RenderOptions&) {
  Json subjects = Json::array();
  for (const Subject& subject : result.subjects) subjects.push_back(json_of(result, subject));
  Json findings = Json::array();
  for (const Finding& finding : result.findings) findings.push_back(json_of(finding));
  Json document = {{"schema", "fairplay-audit/1"},
                   {"tool", {{"name", "fairplay"}, {"version", text(result.tool_version)}}},
                   {"signatures", signatures_of(result)},
                   {"subjects", std::move(subjects)},
                   {"findings", std::move(findings)},
                   {"summary",
                    {{"subjects", result.subjects.size()},
                     {"errors", result.count(Severity::error)},
                     {"warnings", result.count(Severity::warning)},
                     {"notes", result.count(Severity::note)},
                     {"waived", std::ranges::count(result.findings, true, &Finding::waived)}}},
                   {"unreadable", json_of(result.unreadable)},
                   {"not_checked", json_of(result.not_checked)},
                   {"places", places_of(result)},
                   {"imports", json_of(result.imports)}};
  if (result.probed) document["probe"] = probe_document(*result.probed);
  return dumped(document);
}

}  // namespace fairplay::auditor::report
