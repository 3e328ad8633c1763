#include <cmath>

#include "auditor/report/json_values.h"
#include "auditor/report/probe_document.h"
#include "auditor/report/probe_report.h"

// fairplay-probe/1, as docs/output.md and docs/schema/fairplay-probe-1.schema.json describe it.
namespace fairplay::auditor::report {
namespace {

Json identity_of(const behaviour::ProbedLibrary& library) {
  if (library.numpy)
    return {{"numpy", text(library.numpy->version)},
            {"python", or_null(library.numpy->python)},
            {"interpreter", or_null(library.numpy->interpreter)},
            {"held_against", or_null(library.numpy->held_against)},
            {"features", texts(library.numpy->features)}};
  if (!library.identity && !library.convention) return nullptr;
  const signatures::blas::Identity known = library.identity.value_or(signatures::blas::Identity{});
  Json identity = {{"vendor", name(known.vendor)},
                   {"version", or_null(known.version)},
                   {"threading", name(known.threading)},
                   {"says", or_null(library.says)},
                   {"kernel", or_null(library.kernel)}};
  const int bits = library.convention ? library.convention->integer_bits : 0;
  identity["integers"] = bits == 64 ? Json("ilp64") : bits == 32 ? Json("lp64") : Json(name(known.integers));
  identity["prefix"] = text(library.convention ? library.convention->prefix : known.prefix);
  // Fortran's own underscore isn't a suffix.
  std::string suffix = library.convention ? library.convention->suffix : known.suffix;
  if (library.convention && suffix.starts_with('_') && suffix != "_64") suffix.erase(0, 1);
  identity["suffix"] = text(suffix);
  identity["complex_return"] = library.convention ? Json(name(library.convention->complex_return)) : Json("unknown");
  return identity;
}

Json json_of(const behaviour::Divergence& divergence) {
  return {{"probe", text(divergence.probe)},
          {"class", name(divergence.kind)},
          {"routine", text(divergence.routine)},
          {"shape", {{"m", divergence.m}, {"n", divergence.n}, {"k", divergence.k}}},
          {"flags", text(divergence.flags)},
          {"threads", divergence.threads},
          {"kernel", or_null(divergence.kernel)},
          {"got", text(divergence.got)},
          {"expected", text(divergence.expected)},
          // JSON has no infinity: null where nothing but the expected value is right.
          {"bound_ratio", std::isfinite(divergence.bound_ratio) ? Json(divergence.bound_ratio) : Json(nullptr)},
          {"message", text(divergence.message)},
          {"call", or_null(divergence.call)},
          {"source", or_null(divergence.source)},
          {"defined_in", or_null(divergence.defined_in)},
          {"kernels", texts(divergence.kernels)},
          {"also_in", or_null(divergence.also_in)},
          {"program", or_null(divergence.program)},
          {"grade", name(divergence.grade)},
          {"of_release", divergence.of_release},
          {"cause", or_null(divergence.cause)},
          {"package", or_null(divergence.package)},
          {"library", or_null(divergence.library)},
          {"confirmed", !divergence.confirmed.has_value() ? "not-tried"
                        : *divergence.confirmed           ? "yes"
                                                          : "no"},
          {"times", divergence.times},
          {"reproducer", or_null(divergence.reproducer)}};
}

Json json_of(const behaviour::SideBySide& both) {
  Json routines = Json::array();
  for (const auto& [routine, calls, same] : both.routines)
    routines.push_back({{"routine", text(routine)}, {"calls", calls}, {"same_bits", same}});
  Json differences = Json::array();
  for (const behaviour::SideBySide::Difference& one : both.differences)
    differences.push_back({{"probe", text(one.probe)},
                           {"routine", text(one.routine)},
                           {"how", text(one.how)},
                           {"calls", one.calls},
                           {"call", text(one.call)},
                           {"got", text(one.got)},
                           {"there", text(one.there)}});
  return {{"path", text(both.path)},
          {"other", text(both.other)},
          {"routines", std::move(routines)},
          {"differences", std::move(differences)},
          {"why", both.why.empty() ? Json() : Json(text(both.why))}};
}

}  // namespace

Json probe_document(const behaviour::ProbeRun& run) {
  Json subjects = Json::array(), findings = Json::array();
  for (const behaviour::ProbedLibrary& library : run.libraries) {
    Json probes = Json::array();
    for (const behaviour::ProbeOutcome& outcome : library.probes)
      probes.push_back({{"id", text(outcome.id)},
                        {"status", name(outcome.status)},
                        {"seconds", std::round(outcome.seconds * 1000) / 1000},
                        {"calls", outcome.calls},
                        {"threads", outcome.threads},
                        {"kernel", or_null(outcome.kernel)},
                        {"why", or_null(outcome.why)},
                        {"notes", texts(outcome.notes)}});
    Json advisories = Json::array();
    for (const behaviour::AdvisedDefect& defect : library.advisories)
      advisories.push_back({{"id", text(defect.id)},
                            {"title", text(defect.title)},
                            {"probe", or_null(defect.probe)},
                            {"fixed", or_null(defect.fixed)},
                            {"state", name(defect.state)}});
    Json elsewhere = Json::array();
    for (const behaviour::DefinedElsewhere& other : library.elsewhere)
      elsewhere.push_back({{"path", text(other.path)},
                           {"vendor", other.identity ? Json(name(other.identity->vendor)) : Json("unknown")},
                           {"version", or_null(other.identity ? other.identity->version : "")},
                           {"routines", texts(other.routines)}});
    subjects.push_back({{"path", text(library.path)},
                        {"found_as", or_null(library.found_as)},
                        {"identity", identity_of(library)},
                        {"verdict", name(library.verdict)},
                        {"why", or_null(library.why)},
                        {"probes", std::move(probes)},
                        {"advisories", std::move(advisories)},
                        {"elsewhere", std::move(elsewhere)},
                        {"beside", texts(library.beside)}});
    for (const behaviour::Divergence& divergence : library.divergences) {
      Json finding = {{"path", text(library.path)}};
      finding.update(json_of(divergence));
      findings.push_back(std::move(finding));
    }
  }
  Json against = Json::array();
  for (const behaviour::SideBySide& both : run.side_by_side) against.push_back(json_of(both));
  return {{"schema", "fairplay-probe/1"},
          {"profile", text(run.profile)},
          {"seed", run.seed},
          {"subjects", std::move(subjects)},
          {"findings", std::move(findings)},
          {"against", std::move(against)},
          {"damage", report::json_of(run.unreadable)},
          {"not_checked", report::json_of(run.not_checked)}};
}

std::string render_json(const behaviour::ProbeRun& run, const RenderOptions&) { return dumped(probe_document(run)); }

}  // namespace fairplay::auditor::report
