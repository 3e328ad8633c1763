#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/audit_result.h"

/// An audit in words, for the text and Markdown renderers. It holds raw text of the subjects: the renderer escapes it.
namespace fairplay::auditor::report {

/// The answer for the whole run, with a subject's version if there is only one: "1 NumPy: official wheel of 2.3.5,
/// intact; nothing to report", "2 NumPys, 5 BLAS libraries: all intact; 6 official, 1 patched; 1 error".
std::string headline(const AuditResult& result);

/// "yes: CPython 3.11 finds every library and symbol that it needs", "no: it is for CPython 3.11".
std::string loads_phrase(const Loads& loads);
/// "by /home/u/.local/lib/python3.11/site-packages/numpy, which /usr/bin/python3 imports".
std::string hidden_phrase(const HiddenImport& import);

/// "yes: 1,241 files match RECORD of numpy-2.3.5.dist-info".
/// A NumPy whose BLAS isn't known: none was found though it may need one, or one that can't be identified.
bool blas_unknown(const Subject& subject);

std::string intact_phrase(const Intact& intact);

/// "OpenBLAS 0.3.30"; "not identified" without an identity.
std::string vendor_phrase(const BlasUse& use);
/// "scipy-openblas64 0.3.31.22.0": the published build that a wheel's copy was made of; empty where none is known.
std::string published_build(const BlasUse& use);
/// "ilp64, pthreads", without what isn't known.
std::string traits_phrase(const BlasUse& use);
/// "bundled: numpy.libs/libscipy_openblas64_.so", "libblas.so.3 by alternatives: /usr/lib/.../libopenblasp-r0.3.21.so".
std::string origin_phrase(const Subject& subject, const BlasUse& use);

/// "pip", "uv", "dpkg python3-numpy 1:1.24.2-1"; empty if no installer did.
std::string installer_phrase(const Subject& subject);
/// The environment without what the subject's path repeats: "venv" for "venv /home/u/v".
std::string environment_phrase(const Subject& subject);

/// One use for each library file, in order: several extension modules may need the same one.
std::vector<const BlasUse*> distinct_libraries(const Subject& subject);

std::vector<const Finding*> findings_of(const AuditResult& result, std::string_view subject);

/// Whether an earlier unwaived finding of the same subject and rule has the same remedy.
bool remedy_repeats(const AuditResult& result, const Finding& finding);

/// What was not checked of a subject; this includes an unknown origin.
std::vector<NotChecked> not_checked_of(const Subject& subject);

/// Why an origin is unknown, if nothing else is known.
inline constexpr std::string_view no_database = "no signature database";

std::string grouped(std::uint64_t number);  ///< "1,241"

/// What the user named and what holds neither a NumPy nor a BLAS.
std::vector<signatures::Damage> nothing_audited(const AuditResult& result);

}  // namespace fairplay::auditor::report
