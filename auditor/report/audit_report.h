#pragma once

#include <string>

#include "auditor/facts/audit_result.h"
#include "auditor/report/render_options.h"

namespace fairplay::auditor::report {

std::string render_text(const AuditResult& result, const RenderOptions& options = {});
std::string render_json(const AuditResult& result, const RenderOptions& options = {});
std::string render_markdown(const AuditResult& result, const RenderOptions& options = {});

}  // namespace fairplay::auditor::report
