#include "auditor/report/format_table.h"

namespace fairplay::auditor::report {

// Each is defined in the file of its name: text_format.cpp, json_format.cpp, markdown_format.cpp.
extern const Format text_format, json_format, markdown_format;

std::span<const Format* const> formats() {
  static constexpr const Format* table[] = {&text_format, &json_format, &markdown_format};
  return table;
}

}  // namespace fairplay::auditor::report
