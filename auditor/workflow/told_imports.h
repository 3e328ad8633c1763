#pragma once

#include <span>

#include "auditor/facts/audit_result.h"
#include "auditor/loading/import_views.h"

namespace fairplay::auditor {

/// A NumPy that Python imports from a ZIP file. What it is made of isn't compared with anything.
Subject archived_numpy(const HiddenImport& import);

/// Tells the subjects which of them are imported, and the result what the interpreters import from.
void tell_imports(const loading::Imports& imports, std::span<Subject> subjects, AuditResult& result);

}  // namespace fairplay::auditor
