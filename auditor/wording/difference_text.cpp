#include "auditor/wording/difference_text.h"

namespace fairplay::auditor {

std::string difference_text(const Difference& difference) {
  std::string text;
  const auto append = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : ": ") + more;
  };
  const std::string detail = difference.reason == DifferenceReason::content ? "" : difference.detail;
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

std::string detail_of(DifferenceReason reason) {
  switch (reason) {
    case DifferenceReason::other: return "";
    case DifferenceReason::content: return "its content isn't the release's";
    case DifferenceReason::compiled_again: return "rebuilt";
    case DifferenceReason::not_in_release: return "not in the release";
    case DifferenceReason::added: return "added";
    case DifferenceReason::other_release: return "another release's file";
  }
  return "";
}

}  // namespace fairplay::auditor
