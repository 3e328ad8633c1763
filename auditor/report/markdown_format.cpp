#include "auditor/report/audit_report.h"
#include "auditor/report/comparison_report.h"
#include "auditor/report/format_table.h"
#include "auditor/report/probe_report.h"

// --format markdown: to paste into an issue or a review. The renderers are in audit_markdown.cpp,
// comparison_markdown.cpp and probe_markdown.cpp.
namespace fairplay::auditor::report {

extern const Format markdown_format;
const Format markdown_format{
    .name = "markdown", .audit = render_markdown, .comparison = render_markdown, .probe = render_markdown};

}  // namespace fairplay::auditor::report
