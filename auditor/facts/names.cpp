#include <algorithm>
#include <filesystem>
#include <system_error>

#include "auditor/facts/audit_result.h"
#include "auditor/facts/comparison.h"
#include "auditor/facts/searched_place.h"
#include "signatures/enum_names.h"

// The words that JSON and reports use for the facts' enumerations.
namespace fairplay::auditor {
namespace {

using signatures::enum_names;

constexpr auto severities =
    enum_names<Severity>({{Severity::note, "note"}, {Severity::warning, "warning"}, {Severity::error, "error"}});

constexpr auto subject_kinds = enum_names<SubjectKind>({{SubjectKind::numpy, "numpy"}, {SubjectKind::blas, "blas"}});

constexpr auto verdicts =
    enum_names<Verdict>({{Verdict::yes, "yes"}, {Verdict::no, "no"}, {Verdict::unknown, "unknown"}});

constexpr auto load_problems = enum_names<LoadProblem::Kind>({{LoadProblem::Kind::other_python, "other-python"},
                                                              {LoadProblem::Kind::other_machine, "other-machine"},
                                                              {LoadProblem::Kind::other_system, "other-system"},
                                                              {LoadProblem::Kind::other_libc, "other-libc"},
                                                              {LoadProblem::Kind::older_system, "older-system"},
                                                              {LoadProblem::Kind::processor, "processor"},
                                                              {LoadProblem::Kind::requires_python, "requires-python"},
                                                              {LoadProblem::Kind::library_missing, "library-missing"},
                                                              {LoadProblem::Kind::unreadable, "unreadable"},
                                                              {LoadProblem::Kind::cut_off, "cut-off"},
                                                              {LoadProblem::Kind::version_missing, "version-missing"},
                                                              {LoadProblem::Kind::symbol_missing, "symbol-missing"},
                                                              {LoadProblem::Kind::older_core, "older-core"}});

constexpr auto installers = enum_names<Installer>({{Installer::none, "none"},
                                                   {Installer::pip, "pip"},
                                                   {Installer::dpkg, "dpkg"},
                                                   {Installer::rpm, "rpm"},
                                                   {Installer::conda, "conda"}});

constexpr auto territories = enum_names<Territory>({{Territory::package, "package"}, {Territory::outside, "outside"}});

constexpr auto deviations = enum_names<FileDeviation::Why>({{FileDeviation::Why::changed, "changed"},
                                                            {FileDeviation::Why::missing, "missing"},
                                                            {FileDeviation::Why::extra, "extra"}});

constexpr auto blas_hows = enum_names<BlasHow>(
    {{BlasHow::bundled, "bundled"}, {BlasHow::linked, "linked"}, {BlasHow::alternatives, "alternatives"}});

constexpr auto place_states = enum_names<SearchedPlace::State>({{SearchedPlace::State::searched, "searched"},
                                                                {SearchedPlace::State::partly, "partly"},
                                                                {SearchedPlace::State::skipped, "skipped"}});

constexpr auto monkeypatch_standings =
    enum_names<Monkeypatch::Standing>({{Monkeypatch::Standing::silent, "silent"},
                                       {Monkeypatch::Standing::announced, "announced"},
                                       {Monkeypatch::Standing::dead, "dead"}});

constexpr auto monkeypatch_effects =
    enum_names<Monkeypatch::Effect>({{Monkeypatch::Effect::replaces, "replaces"}, {Monkeypatch::Effect::adds, "adds"}});

constexpr auto origin_verdicts =
    enum_names<OriginVerdict>({{OriginVerdict::official, "official"},
                               {OriginVerdict::rebuilt, "rebuilt"},
                               {OriginVerdict::patched, "patched"},
                               {OriginVerdict::damaged, "damaged"},
                               {OriginVerdict::mixed, "mixed"},
                               {OriginVerdict::modified_disclosed, "modified-disclosed"},
                               {OriginVerdict::modified_undisclosed, "modified-undisclosed"},
                               {OriginVerdict::unknown, "unknown"}});

constexpr auto difference_classes = enum_names<DifferenceClass>({{DifferenceClass::cosmetic, "cosmetic"},
                                                                 {DifferenceClass::tests, "tests"},
                                                                 {DifferenceClass::docs, "docs"},
                                                                 {DifferenceClass::build, "build"},
                                                                 {DifferenceClass::library_search, "library-search"},
                                                                 {DifferenceClass::private_code, "private"},
                                                                 {DifferenceClass::api_behaviour, "api-behaviour"},
                                                                 {DifferenceClass::api_default, "api-default"},
                                                                 {DifferenceClass::api_signature, "api-signature"},
                                                                 {DifferenceClass::api_removed, "api-removed"},
                                                                 {DifferenceClass::api_added, "api-added"},
                                                                 {DifferenceClass::binary, "binary"},
                                                                 {DifferenceClass::monkeypatch, "monkeypatch"}});

constexpr auto causes = enum_names<ExplainedBy>({{ExplainedBy::nothing, "nothing"},
                                                 {ExplainedBy::damage, "damage"},
                                                 {ExplainedBy::other_release, "other-release"},
                                                 {ExplainedBy::other_wheel, "other-wheel"}});

constexpr auto file_damages = enum_names<FileDamage>({{FileDamage::missing, "missing"},
                                                      {FileDamage::empty, "empty"},
                                                      {FileDamage::cut_off, "cut-off"},
                                                      {FileDamage::nul_bytes, "nul-bytes"}});

constexpr auto patch_standings = enum_names<PatchUse::Standing>({{PatchUse::Standing::explains, "explains"},
                                                                 {PatchUse::Standing::not_needed, "not-needed"},
                                                                 {PatchUse::Standing::elsewhere, "elsewhere"},
                                                                 {PatchUse::Standing::unproven, "unproven"}});

}  // namespace

std::string_view name(Severity severity) { return severities.name(severity); }
std::optional<Severity> severity_named(std::string_view text) { return severities.named(text); }
std::string_view name(SubjectKind kind) { return subject_kinds.name(kind); }
std::string_view name(Verdict verdict) { return verdicts.name(verdict); }
std::string_view name(LoadProblem::Kind kind) { return load_problems.name(kind); }
std::string_view name(Installer installer) { return installers.name(installer); }
std::string_view name(Territory territory) { return territories.name(territory); }
std::string_view name(FileDeviation::Why why) { return deviations.name(why); }
std::string_view name(SearchedPlace::State state) { return place_states.name(state); }
std::string_view name(BlasHow how) { return blas_hows.name(how); }
std::string_view name(Monkeypatch::Standing standing) { return monkeypatch_standings.name(standing); }
std::string_view name(Monkeypatch::Effect effect) { return monkeypatch_effects.name(effect); }
std::string_view name(OriginVerdict verdict) { return origin_verdicts.name(verdict); }
std::string_view name(DifferenceClass kind) { return difference_classes.name(kind); }
std::string_view name(ExplainedBy cause) { return causes.name(cause); }
std::string_view name(FileDamage how) { return file_damages.name(how); }
std::string_view name(PatchUse::Standing standing) { return patch_standings.name(standing); }

std::vector<const behaviour::ProbedLibrary*> AuditResult::probed_of(const Subject& subject) const {
  std::vector<const behaviour::ProbedLibrary*> found;
  if (!probed) return found;
  std::error_code error;
  const auto is = [&](const std::string& path, const behaviour::ProbedLibrary& library) {
    return path == library.path || std::filesystem::equivalent(path, library.path, error);
  };
  for (const behaviour::ProbedLibrary& library : probed->libraries)
    if (is(subject.path, library) || std::ranges::any_of(subject.blas, [&](const BlasUse& use) {
          return use.path.starts_with('/') && is(use.path, library);
        }))
      found.push_back(&library);
  return found;
}

std::optional<behaviour::SoundVerdict> AuditResult::soundness_of(const Subject& subject) const {
  using enum behaviour::SoundVerdict;
  const auto found = probed_of(subject);
  if (found.empty()) return std::nullopt;
  for (const auto verdict : {deviates, failed})
    if (std::ranges::find(found, verdict, &behaviour::ProbedLibrary::verdict) != found.end()) return verdict;
  return sound;
}

std::size_t AuditResult::count(Severity severity) const {
  std::size_t n = 0;
  for (const Finding& finding : findings) {
    if (!finding.waived && finding.severity == severity) ++n;
  }
  return n;
}

}  // namespace fairplay::auditor
