#pragma once

#include <string>

#include "auditor/facts/comparison.h"
#include "auditor/report/render_options.h"

namespace fairplay::auditor::report {

std::string render_text(const Comparison& comparison, const RenderOptions& options = {});
std::string render_json(const Comparison& comparison, const RenderOptions& options = {});
std::string render_markdown(const Comparison& comparison, const RenderOptions& options = {});

}  // namespace fairplay::auditor::report
