#include "auditor/report/audit_report.h"
#include "auditor/report/comparison_report.h"
#include "auditor/report/format_table.h"
#include "auditor/report/probe_report.h"

// --format text: for a terminal. The renderers are in audit_text.cpp, comparison_text.cpp and so on, one a document.
namespace fairplay::auditor::report {

extern const Format text_format;
const Format text_format{.name = "text",
                         .audit = render_text,
                         .comparison = render_text,
                         .probe = render_text,
                         .footprint = render_text,
                         .explanation = render_text,
                         .release_list = render_text,
                         .shown_release = render_text,
                         .verified_databases = render_text};

}  // namespace fairplay::auditor::report
