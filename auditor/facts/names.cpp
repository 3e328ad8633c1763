#include "auditor/facts/audit_result.h"
#include "auditor/facts/comparison.h"

// The words contract and reports use for the facts' enumerations, and nothing that decides.
namespace fairplay::auditor {

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

std::string_view name(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::numpy: return "numpy";
    case SubjectKind::blas: return "blas";
  }
  return "numpy";
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::yes: return "yes";
    case Verdict::no: return "no";
    case Verdict::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view name(Installer installer) {
  switch (installer) {
    case Installer::none: return "none";
    case Installer::pip: return "pip";
    case Installer::dpkg: return "dpkg";
    case Installer::rpm: return "rpm";
    case Installer::conda: return "conda";
  }
  return "none";
}

std::string_view name(Territory territory) {
  switch (territory) {
    case Territory::package: return "package";
    case Territory::outside: return "outside";
  }
  return "package";
}

std::string_view name(FileDeviation::Why why) {
  switch (why) {
    case FileDeviation::Why::changed: return "changed";
    case FileDeviation::Why::missing: return "missing";
    case FileDeviation::Why::extra: return "extra";
  }
  return "changed";
}

std::string_view name(BlasHow how) {
  switch (how) {
    case BlasHow::bundled: return "bundled";
    case BlasHow::linked: return "linked";
    case BlasHow::alternatives: return "alternatives";
  }
  return "linked";
}

std::string_view name(Monkeypatch::Standing standing) {
  switch (standing) {
    case Monkeypatch::Standing::silent: return "silent";
    case Monkeypatch::Standing::announced: return "announced";
    case Monkeypatch::Standing::dead: return "dead";
  }
  return "silent";
}

std::size_t AuditResult::count(Severity severity) const {
  std::size_t n = 0;
  for (const Finding& finding : findings) {
    if (!finding.waived && finding.severity == severity) ++n;
  }
  return n;
}

std::string_view name(OriginVerdict verdict) {
  switch (verdict) {
    case OriginVerdict::official: return "official";
    case OriginVerdict::rebuilt: return "rebuilt";
    case OriginVerdict::patched: return "patched";
    case OriginVerdict::modified_disclosed: return "modified-disclosed";
    case OriginVerdict::modified_undisclosed: return "modified-undisclosed";
    case OriginVerdict::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view name(DifferenceClass kind) {
  switch (kind) {
    case DifferenceClass::cosmetic: return "cosmetic";
    case DifferenceClass::tests: return "tests";
    case DifferenceClass::docs: return "docs";
    case DifferenceClass::build: return "build";
    case DifferenceClass::library_search: return "library-search";
    case DifferenceClass::private_code: return "private";
    case DifferenceClass::api_behaviour: return "api-behaviour";
    case DifferenceClass::api_default: return "api-default";
    case DifferenceClass::api_signature: return "api-signature";
    case DifferenceClass::api_removed: return "api-removed";
    case DifferenceClass::api_added: return "api-added";
    case DifferenceClass::binary: return "binary";
    case DifferenceClass::monkeypatch: return "monkeypatch";
  }
  return "binary";
}

std::string_view name(PatchUse::Standing standing) {
  switch (standing) {
    case PatchUse::Standing::explains: return "explains";
    case PatchUse::Standing::not_needed: return "not-needed";
    case PatchUse::Standing::elsewhere: return "elsewhere";
    case PatchUse::Standing::unproven: return "unproven";
  }
  return "unproven";
}

}  // namespace fairplay::auditor
