#pragma once

#include <string>

#include "auditor/facts/probe_result.h"
#include "auditor/report/render_options.h"

namespace fairplay::auditor::report {

std::string render_text(const behaviour::ProbeRun& run, const RenderOptions& options = {});
std::string render_json(const behaviour::ProbeRun& run, const RenderOptions& options = {});
std::string render_markdown(const behaviour::ProbeRun& run, const RenderOptions& options = {});

}  // namespace fairplay::auditor::report
