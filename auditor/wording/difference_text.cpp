#include "auditor/wording/difference_text.h"

#include "signatures/enum_names.h"

namespace fairplay::auditor {
namespace {

constexpr auto details =
    signatures::enum_names<DifferenceReason>({{DifferenceReason::other, ""},
                                              {DifferenceReason::content, "its content isn't the release's"},
                                              {DifferenceReason::compiled_again, "rebuilt"},
                                              {DifferenceReason::not_in_release, "not in the release"},
                                              {DifferenceReason::added, "added"},
                                              {DifferenceReason::other_release, "another release's file"},
                                              {DifferenceReason::missing, "missing"}});

}  // namespace

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

std::string detail_of(DifferenceReason reason) { return std::string(details.name(reason)); }

}  // namespace fairplay::auditor
