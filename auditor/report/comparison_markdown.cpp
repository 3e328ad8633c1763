#include <fmt/format.h>

#include "auditor/report/comparison_phrases.h"
#include "auditor/report/comparison_report.h"
#include "auditor/report/escape.h"
#include "auditor/report/markdown_code.h"
#include "auditor/wording/difference_text.h"
#include "auditor/wording/listing.h"

// A comparison to paste into a review or a changelog (GitHub Flavored Markdown): one table for each class.
namespace fairplay::auditor::report {
namespace {

constexpr std::size_t markdown_group = 100;
constexpr std::size_t markdown_group_verbose = 100'000;

std::string cell(std::string_view raw) { return raw.empty() ? std::string() : markdown_code(raw, true); }

}  // namespace

std::string render_markdown(const Comparison& comparison, const RenderOptions& options) {
  const int verbosity = options.verbosity;
  std::string document = fmt::format("### {}\n\n", escape_markdown(comparison_headline(comparison)));
  document += fmt::format("- old: {}\n- new: {}\n", markdown_code(build_phrase(comparison.old_build)),
                          markdown_code(build_phrase(comparison.now)));
  if (verbosity < 0) return document;
  for (const DifferenceGroup& group :
       difference_groups(comparison, verbosity > 0, verbosity > 0 ? markdown_group_verbose : markdown_group)) {
    document += fmt::format("\n#### {}\n\n", escape_markdown(group.title));
    if (!group.differences.empty()) document += "| where | name | old | new | |\n|---|---|---|---|---|\n";
    for (const Difference* difference : group.differences) {
      const std::string detail =
          difference->reason == DifferenceReason::content ? "" : escape_markdown(difference->detail);
      document += fmt::format("| {} | {} | {} | {} | {} |\n", cell(place_of(*difference)), cell(difference->name),
                              cell(difference->old_text), cell(difference->new_text), detail);
    }
    if (group.left_out != 0)
      document += fmt::format("\n{}{}\n", group.differences.empty() ? "" : "and ",
                              counted(group.left_out, group.differences.empty() ? "difference" : "more",
                                      group.differences.empty() ? "differences" : "more"));
  }
  std::string unused;
  for (const PatchUse& patch : comparison.patches) {
    if (patch.standing != PatchUse::Standing::explains)
      unused += fmt::format("- {}: {}\n", markdown_code(patch.name), escape_markdown(patch.why));
  }
  if (!unused.empty()) document += "\n#### Patches that explain nothing here\n\n" + unused;
  std::string unread;
  for (const signatures::Damage& damage : comparison.damage)
    unread += fmt::format("- {}: {}\n", markdown_code(damage.file + (damage.place.empty() ? "" : ", " + damage.place)),
                          escape_markdown(damage.reason));
  if (!unread.empty()) document += "\n#### Damaged\n\n" + unread;
  std::string unchecked;
  for (const NotChecked& item : comparison.not_checked)
    unchecked += fmt::format("- {}: {}\n", escape_markdown(item.what), escape_markdown(item.why));
  if (!unchecked.empty()) document += "\n<details><summary>Not checked</summary>\n\n" + unchecked + "\n</details>\n";
  return document;
}

}  // namespace fairplay::auditor::report
