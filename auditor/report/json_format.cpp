#include "auditor/report/audit_report.h"
#include "auditor/report/comparison_report.h"
#include "auditor/report/format_table.h"
#include "auditor/report/probe_report.h"

// --format json: for programs, with a published schema a document (docs/schema/). The renderers are in audit_json.cpp,
// comparison_json.cpp and so on.
namespace fairplay::auditor::report {

extern const Format json_format;
const Format json_format{.name = "json",
                         .audit = render_json,
                         .comparison = render_json,
                         .probe = render_json,
                         .footprint = render_json,
                         .explanation = render_json,
                         .release_list = render_json,
                         .shown_release = render_json,
                         .verified_databases = render_json};

}  // namespace fairplay::auditor::report
