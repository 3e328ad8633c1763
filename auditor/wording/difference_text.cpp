#include "auditor/wording/difference_text.h"

namespace fairplay::auditor {

std::string difference_text(const Difference& difference) {
  std::string text;
  const auto append = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : ": ") + more;
  };
  const std::string detail = difference.detail == content_differs ? "" : difference.detail;
  // "ufunc erf: ufunc erf added" says it twice.
  if (!difference.name.empty() && detail.find(difference.name) == std::string::npos) append(difference.name);
  if (!difference.old_text.empty() && !difference.new_text.empty()) {
    append(difference.old_text + " became " + difference.new_text);
  } else if (detail.empty() && !difference.new_text.empty()) {
    append(difference.new_text + " appeared");
  } else if (detail.empty() && !difference.old_text.empty()) {
    append(difference.old_text + " went");
  }
  append(detail);
  return text;
}

}  // namespace fairplay::auditor
