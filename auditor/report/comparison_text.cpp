#include <fmt/format.h>

#include "auditor/report/comparison_phrases.h"
#include "auditor/report/comparison_report.h"
#include "auditor/report/escape.h"
#include "auditor/wording/difference_text.h"
#include "auditor/wording/listing.h"

// A comparison for a terminal: the answer, the two builds, then the differences by class with file and line.
namespace fairplay::auditor::report {
namespace {

constexpr std::size_t text_group = 40;
constexpr std::size_t text_group_verbose = 100'000;

}  // namespace

std::string render_text(const Comparison& comparison, const RenderOptions& options) {
  const auto bold = [&](const std::string& text) {
    return options.color ? fmt::format("\x1b[1m{}\x1b[0m", text) : text;
  };
  std::string document = bold(escape_terminal(comparison_headline(comparison))) + "\n";
  if (options.verbosity < 0) return document;
  document += fmt::format("\nold  {}\nnew  {}\n", escape_terminal(build_phrase(comparison.old_build)),
                          escape_terminal(build_phrase(comparison.now)));
  const bool verbose = options.verbosity > 0;
  // For a group whose differences are all left out, only their number is printed.
  for (const DifferenceGroup& group :
       difference_groups(comparison, verbose, verbose ? text_group_verbose : text_group)) {
    document += fmt::format("\n{}\n", bold(escape_terminal(group.title)));
    for (const Difference* difference : group.differences) {
      const std::string text = difference_text(*difference);
      document += fmt::format("  {}{}{}{}\n", group.of_patch ? fmt::format("{}  ", name(difference->kind)) : "",
                              escape_terminal(place_of(*difference)), text.empty() ? "" : "  ", escape_terminal(text));
    }
    if (group.left_out != 0)
      document += fmt::format("  {}{}; -v lists {}\n", group.differences.empty() ? "" : "and ",
                              group.differences.empty() ? counted(group.left_out, "difference", "differences")
                                                        : fmt::format("{} more", group.left_out),
                              group.left_out == 1 ? "it" : "them");
  }
  std::string unused;
  for (const PatchUse& patch : comparison.patches) {
    if (patch.standing != PatchUse::Standing::explains)
      unused += fmt::format("  {}  {}\n", escape_terminal(patch.name), escape_terminal(patch.why));
  }
  if (!unused.empty()) document += fmt::format("\n{}\n{}", bold("patches that explain nothing here"), unused);
  for (const signatures::Damage& damage : comparison.damage) {
    document += fmt::format("\ndamaged: {}{}{}: {}", escape_terminal(damage.file), damage.place.empty() ? "" : ", ",
                            escape_terminal(damage.place), escape_terminal(damage.reason));
  }
  if (!comparison.damage.empty()) document += "\n";
  if (!comparison.not_checked.empty()) document += "\nnot checked\n";
  for (const NotChecked& item : comparison.not_checked)
    document += fmt::format("  {}: {}\n", escape_terminal(item.what), escape_terminal(item.why));
  return document;
}

}  // namespace fairplay::auditor::report
